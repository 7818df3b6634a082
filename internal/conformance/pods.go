package conformance

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	v1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"
)

// pods generates lifelike Pods, nasty ones and, in between, [dense] ones.
func pods() *rapid.Generator[*podlife.Pod] {
	return rapid.OneOf(podtest.Lifelike(), podtest.Nasty(), dense(podtest.Pod()))
}

// dense generates Pods in which nearly every container has a status, whichever: where
// nasty Pods mostly lack one, these reach the rules behind. What else they hold is drawn
// by of.
func dense(of *rapid.Generator[*podlife.Pod]) *rapid.Generator[*podlife.Pod] {
	return rapid.Custom(func(t *rapid.T) *podlife.Pod {
		p := of.Draw(t, "pod")
		for i := range p.Spec.Containers { // the API server refuses rules without a policy, but not every caller has asked it
			if c := &p.Spec.Containers[i]; len(c.RestartPolicyRules) > 0 && rapid.IntRange(0, 3).Draw(t, "bare rules") == 0 {
				c.RestartPolicy = ""
			}
		}
		p.Status.InitContainerStatuses = anyStatuses(t, p.Spec.InitContainers)
		p.Status.ContainerStatuses = anyStatuses(t, p.Spec.Containers)
		return p
	})
}

// anyStatuses draws a status for each container, but for one in sixteen.
func anyStatuses(t *rapid.T, containers []podlife.Container) []podlife.ContainerStatus {
	var out []podlife.ContainerStatus
	for i := range containers {
		if name := containers[i].Name; rapid.IntRange(0, 15).Draw(t, "has status") != 15 {
			out = append(out, podtest.ContainerStatus(name).Draw(t, name))
		}
	}
	return out
}

// allStatuses are the statuses of the main containers and then of the init containers.
func allStatuses(p *podlife.Pod) []podlife.ContainerStatus {
	return slices.Concat(p.Status.ContainerStatuses, p.Status.InitContainerStatuses)
}

// toStatuses converts a list of container statuses.
func toStatuses(list []podlife.ContainerStatus) []v1.ContainerStatus {
	p := podlife.Pod{Status: podlife.PodStatus{ContainerStatuses: list}}
	return kube.ToPod(&p).Status.ContainerStatuses
}
