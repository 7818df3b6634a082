package conformance

import (
	"fmt"
	"strings"
	"time"

	"github.com/podlife/podlife"
)

func graceVectors() *Vectors[GraceInput, GraceAnswer] {
	return &Vectors[GraceInput, GraceAnswer]{
		Slim: func(in GraceInput) GraceInput {
			in.Container = podlife.Container{
				Name: in.Container.Name, StartupProbe: in.Container.StartupProbe, LivenessProbe: in.Container.LivenessProbe,
			}
			return in
		},
		Class: func(in GraceInput, answer GraceAnswer) (group, shape string) {
			probe := func(p *podlife.Probe) string {
				if p == nil {
					return "none"
				}
				return sign(p.TerminationGracePeriodSeconds)
			}
			own, deletion := in.Pod.Spec.TerminationGracePeriodSeconds, in.Pod.DeletionGracePeriodSeconds
			group = fmt.Sprint(in.Reason, sign(&answer.Container), answer.Pod == 1, answer.Pod == in.Before)
			return group, fmt.Sprint(sign(own), sign(deletion), sign(&in.Before), sign(in.Override),
				probe(in.Container.StartupProbe), probe(in.Container.LivenessProbe))
		},
		Max: 300,
	}
}

func endpointVectors() *Vectors[EndpointInput, EndpointAnswer] {
	return &Vectors[EndpointInput, EndpointAnswer]{
		Slim: func(in EndpointInput) EndpointInput {
			p := &podlife.Pod{}
			p.DeletionTimestamp = in.Pod.DeletionTimestamp
			p.Status.Phase, p.Status.PodIP, p.Status.PodIPs = in.Pod.Status.Phase, in.Pod.Status.PodIP, in.Pod.Status.PodIPs
			p.Status.Conditions = slimConditions(in.Pod.Status.Conditions)
			in.Pod = p
			return in
		},
		Class: func(in EndpointInput, answer EndpointAnswer) (group, shape string) {
			s := &in.Pod.Status
			shape = fmt.Sprint(s.Phase, s.PodIP != "", len(s.PodIPs))
			for _, c := range s.Conditions {
				if c.Type == podlife.PodReady {
					shape += " " + string(c.Status)
				}
			}
			return fmt.Sprint(in.Published, answer), shape
		},
		Max: 200,
	}
}

func evictVectors() *Vectors[EvictInput, []EvictAnswer] {
	return &Vectors[EvictInput, []EvictAnswer]{
		Slim: func(in EvictInput) EvictInput {
			steps := in.Steps
			in.Steps = nil
			for _, s := range steps {
				s.Taints = append([]podlife.Taint(nil), s.Taints...)
				for i := range s.Taints {
					s.Taints[i].TimeAdded = time.Time{}
				}
				in.Steps = append(in.Steps, s)
			}
			return in
		},
		Class: func(in EvictInput, answers []EvictAnswer) (group, shape string) {
			var happens, changes strings.Builder
			before := "-"
			for _, a := range answers {
				due := "-"
				if a.Due != nil {
					due = a.Due.String()
				}
				fmt.Fprint(&happens, a.Evicted, due == "-", due == before, " ")
				before = due
			}
			for _, s := range in.Steps {
				fmt.Fprint(&changes, s.Node, s.After == 0, len(s.Taints), len(s.Tolerations), " ")
			}
			return happens.String(), changes.String()
		},
		Max: 200,
	}
}
