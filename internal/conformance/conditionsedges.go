package conformance

import (
	"strings"

	"github.com/podlife/podlife"
)

func conditionsVectors() *Vectors[*podlife.Pod, []podlife.Condition] {
	return &Vectors[*podlife.Pod, []podlife.Condition]{
		Edges: conditionsEdges(),
		Slim:  slimPod,
		Class: func(p *podlife.Pod, answer []podlife.Condition) (group, shape string) {
			var conditions, messages strings.Builder
			for _, c := range answer {
				if c.Type == podlife.DisruptionTarget {
					continue // which is only kept
				}
				conditions.WriteString(string(c.Type) + string(c.Status) + c.Reason + " ")
				message, _, _ := strings.Cut(c.Message, ": [")
				messages.WriteString(message)
			}
			return conditions.String(), messages.String() + string(p.Status.Phase)
		},
		Max: 450,
	}
}

func conditionsEdges() []Edge[*podlife.Pod] {
	var out []Edge[*podlife.Pod]
	add := func(name, line string, edits ...func(*podlife.Pod)) {
		p := pod(line)
		p.Generation = 1
		for _, edit := range edits {
			edit(p)
		}
		out = append(out, Edge[*podlife.Pod]{name, p})
	}
	gate := func(p *podlife.Pod) {
		p.Spec.ReadinessGates = []podlife.PodReadinessGate{{ConditionType: "example.com/warm"}}
	}
	warm := func(s podlife.ConditionStatus) func(*podlife.Pod) {
		return func(p *podlife.Pod) {
			p.Status.Conditions = append(p.Status.Conditions, podlife.Condition{Type: "example.com/warm", Status: s})
		}
	}
	done := func(p *podlife.Pod) { p.Status.InitContainerStatuses[0].Ready = true }
	was := func(t podlife.ConditionType) func(*podlife.Pod) {
		return func(p *podlife.Pod) { hold(p, t) }
	}
	failed := func(p *podlife.Pod) { p.Status.Phase = podlife.PodFailed }

	add("no statuses", "Always: i=- m=-")
	add("no init containers", "Always: m=W:ContainerCreating")
	add("an init container runs", "Always: i=R m=W:PodInitializing")
	add("an init container is done", "Always: i=T0 m=W:PodInitializing", done)
	add("a sidecar has not started", "Always: s=R m=W:PodInitializing")
	add("some unready, sidecars first", "Always: s=R m=R+ m=R")
	add("some unknown", "Always: i=- s=- m=- m=R")
	add("all ready", "Always: s=R+ m=R+")
	add("succeeded", "Never: m=T0")
	add("failed", "Never: m=T1 m=T0")
	add("reported as failed", "Always: m=R+ m=-", failed)
	add("a gate without condition", "Always: m=R+", gate)
	add("a gate that is Unknown", "Always: m=R+", gate, warm(podlife.ConditionUnknown))
	add("a gate that holds", "Always: m=R+", gate, warm(podlife.ConditionTrue))
	add("a gate is not looked at while a container is unready", "Always: m=R", gate, warm(podlife.ConditionFalse))
	add("once initialized, init containers run again", "Always: i=W m=W", was(podlife.PodInitialized))
	add("a main container has run", "Always: i=W m=T1")
	add("an exit that restarts all", "Always: m(Never,42!)=T42 m=R+")
	add("a restart of all goes on", "Always: m(Never,42!)=W m=T137", was(podlife.AllContainersRestarting))
	add("a restart of all has removed everything", "Always: m(Never,42!)=W m=W", was(podlife.AllContainersRestarting))
	add("nothing asks for a restart of all", "Always: m(Never,42!)=T1 m=R+")
	add("the end of a Pod that could restart all", "Never: m(Never,42!)=T0")
	add("a disruption is kept", "Always: m=R+", was(podlife.DisruptionTarget))
	return out
}
