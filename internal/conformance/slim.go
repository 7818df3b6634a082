package conformance

import (
	"time"

	"github.com/podlife/podlife"
)

// slimSpec leaves out what no area but transitions of metadata looks at: images, ports,
// probes, hooks, tolerations and the like.
func slimSpec(s podlife.PodSpec) podlife.PodSpec {
	return podlife.PodSpec{
		InitContainers:  slimContainers(s.InitContainers),
		Containers:      slimContainers(s.Containers),
		RestartPolicy:   s.RestartPolicy,
		NodeName:        s.NodeName,
		ReadinessGates:  s.ReadinessGates,
		SchedulingGates: s.SchedulingGates,
	}
}

func slimContainers(list []podlife.Container) []podlife.Container {
	var out []podlife.Container
	for _, c := range list {
		out = append(out, podlife.Container{
			Name: c.Name, RestartPolicy: c.RestartPolicy, RestartPolicyRules: c.RestartPolicyRules,
		})
	}
	return out
}

// slimStatuses leaves out images, messages and times, but for the ends of earlier runs.
func slimStatuses(list []podlife.ContainerStatus) []podlife.ContainerStatus {
	var out []podlife.ContainerStatus
	for _, s := range list {
		s.Image = ""
		s.State = slimState(s.State)
		end := s.LastTerminationState.FinishedAt
		if s.LastTerminationState = slimState(s.LastTerminationState); s.LastTerminationState.Kind == podlife.StateTerminated {
			s.LastTerminationState.FinishedAt = end
		}
		out = append(out, s)
	}
	return out
}

func slimState(s podlife.ContainerState) podlife.ContainerState {
	s.Message, s.ContainerID = "", ""
	s.StartedAt, s.FinishedAt = time.Time{}, time.Time{}
	return s
}

// slimPod leaves out of a Pod what phase, conditions and columns do not depend on.
func slimPod(p *podlife.Pod) *podlife.Pod {
	return &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{
			Name: p.Name, Generation: p.Generation, CreationTimestamp: p.CreationTimestamp, DeletionTimestamp: p.DeletionTimestamp,
			Annotations: staticOnly(p),
		},
		Spec: slimSpec(p.Spec),
		Status: podlife.PodStatus{
			Phase:                 p.Status.Phase,
			Reason:                p.Status.Reason,
			Conditions:            slimConditions(p.Status.Conditions),
			InitContainerStatuses: slimStatuses(p.Status.InitContainerStatuses),
			ContainerStatuses:     slimStatuses(p.Status.ContainerStatuses),
		},
	}
}

func staticOnly(p *podlife.Pod) map[string]string {
	if !p.IsStatic() {
		return nil
	}
	return map[string]string{podlife.ConfigSourceAnnotation: p.Annotations[podlife.ConfigSourceAnnotation]}
}

func slimConditions(list []podlife.Condition) []podlife.Condition {
	var out []podlife.Condition
	for _, c := range list {
		c.LastProbeTime, c.LastTransitionTime, c.Message = time.Time{}, time.Time{}, ""
		out = append(out, c)
	}
	return out
}
