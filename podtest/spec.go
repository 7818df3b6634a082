package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Spec generates specs that the API server accepts: one to three main
// containers, up to three init containers of which some are sidecars, now and
// then an ephemeral container; every restart policy, on the Pod and on single
// containers, with and without rules; probes, hooks, gates and deadlines. The
// names are unique in the Pod, and not in the order of the alphabet. NodeName
// is set unless scheduling gates are.
//
// A Pod has its ephemeral containers from an update; it cannot be created with
// one. But for them lifecycle.Admit takes every Spec.
func Spec() *rapid.Generator[podlife.PodSpec] {
	return rapid.Custom(func(t *rapid.T) podlife.PodSpec {
		s := podlife.PodSpec{
			InitContainers:      initContainers(t),
			Containers:          mainContainers(t),
			EphemeralContainers: ephemeralContainers(t),
			RestartPolicy:       Policy().Draw(t, "restartPolicy"),
			HostNetwork:         oneIn(t, 8, "hostNetwork"),
			ReadinessGates:      readinessGates(t),
			SchedulingGates:     schedulingGates(t),
			Tolerations:         usualTolerations(t),
			Priority:            maybe(rapid.SampledFrom([]int32{0, 1000, -5, 2000001000})).Draw(t, "priority"),
		}
		if oneIn(t, 2, "has grace period") {
			grace := pick[int64](t, "terminationGracePeriodSeconds", 30, 0, 1, 600)
			s.TerminationGracePeriodSeconds = &grace
		}
		if oneIn(t, 6, "has deadline") {
			deadline := pick[int64](t, "activeDeadlineSeconds", 600, 1, 86400)
			s.ActiveDeadlineSeconds = &deadline
		}
		if s.SchedulingGates == nil {
			s.NodeName = pick(t, "nodeName", "node-a", "node-b")
		}
		sharePorts(&s)
		limitSleeps(&s)
		return s
	})
}

// sharePorts gives each main container a port of its own where they share the
// node's. What asks for a port by its number still asks for the first one, as
// mistaken specs do.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go,
// checkHostPortConflicts.
func sharePorts(s *podlife.PodSpec) {
	if !s.HostNetwork {
		return
	}
	for i := range s.Containers {
		for j := range s.Containers[i].Ports {
			s.Containers[i].Ports[j].ContainerPort += int32(i)
		}
	}
}

// limitSleeps makes no hook sleep for longer than the grace period.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go,
// validateSleepAction.
func limitSleeps(s *podlife.PodSpec) {
	grace := graceOf(&podlife.Pod{Spec: *s})
	limit := func(h *podlife.LifecycleHandler) {
		if h != nil && h.Sleep != nil {
			h.Sleep.Seconds = min(h.Sleep.Seconds, grace)
		}
	}
	for _, list := range [...][]podlife.Container{s.InitContainers, s.Containers} {
		for i := range list {
			if l := list[i].Lifecycle; l != nil {
				limit(l.PostStart)
				limit(l.PreStop)
			}
		}
	}
}

// Policy generates the three restart policies.
func Policy() *rapid.Generator[podlife.RestartPolicy] {
	return rapid.SampledFrom([]podlife.RestartPolicy{
		podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever,
	})
}

// mainContainers draws one to three containers. Their names do not stand in the
// order of the alphabet, the order in which statuses stand.
func mainContainers(t *rapid.T) []podlife.Container {
	names := pick(t, "main names", []string{"web"}, []string{"web", "db"}, []string{"cache", "web", "db"})
	out := make([]podlife.Container, len(names))
	for i, name := range names {
		out[i] = Container(name).Draw(t, name)
	}
	return out
}

// initContainers draws up to three containers, each an ordinary one or a sidecar.
func initContainers(t *rapid.T) []podlife.Container {
	names := pick(t, "init names", nil, nil, []string{"migrate"}, []string{"seed", "migrate"}, []string{"seed", "migrate", "fetch"})
	var out []podlife.Container
	for _, name := range names {
		if rapid.Bool().Draw(t, name+" is a sidecar") {
			out = append(out, Sidecar(name+"-sidecar").Draw(t, name+"-sidecar"))
		} else {
			out = append(out, InitContainer(name).Draw(t, name))
		}
	}
	return out
}

// ephemeralContainers draws none, or the one that somebody looks into the Pod
// with.
func ephemeralContainers(t *rapid.T) []podlife.EphemeralContainer {
	if !oneIn(t, 5, "has ephemeral container") {
		return nil
	}
	return []podlife.EphemeralContainer{{
		Name: "debug", Image: "debug:1", TargetContainerName: pick(t, "targetContainerName", "", "web"),
	}}
}

// readinessGates draws no gate, one or two. Their conditions are nobody's in
// Kubernetes.
func readinessGates(t *rapid.T) []podlife.PodReadinessGate {
	return pick(t, "readinessGates", nil, nil, nil,
		[]podlife.PodReadinessGate{{ConditionType: "example.com/warm"}},
		[]podlife.PodReadinessGate{{ConditionType: "example.com/warm"}, {ConditionType: "example.com/in-pool"}})
}

// schedulingGates draws no gate, and seldom one: a gated Pod has little life.
func schedulingGates(t *rapid.T) []podlife.PodSchedulingGate {
	return pick(t, "schedulingGates", nil, nil, nil, nil, nil, nil, nil,
		[]podlife.PodSchedulingGate{{Name: "example.com/quota"}})
}
