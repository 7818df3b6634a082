package conformance

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
	v1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"
)

// RestartAllInput is a Pod with its status as the API server has it, and what the kubelet
// sees of it.
type RestartAllInput struct {
	Pod  *podlife.Pod `json:"pod"`
	Seen Seen         `json:"seen"`
}

// restartAllArea compares whether all containers are to restart: whether the condition
// AllContainersRestarting is made true, which is ShouldAllContainersRestart, without and with
// what the API server has, and AllContainersRestartCleanedUp. Left out: a status that stands
// in the list of the other kind of container, or is doubled, of which the kubelet takes the last.
func restartAllArea() *Area[RestartAllInput, bool] {
	return &Area[RestartAllInput, bool]{
		Name: "restart-all",
		Gen:  rapid.Custom(drawRestartAll),
		Ours: func(in RestartAllInput) bool { return restart.ShouldRestartAll(in.Pod, in.Seen.observed()) },
		Theirs: func(in RestartAllInput) bool {
			pod := kube.ToPod(in.Pod)
			return oracle.AllContainersRestarting(pod, in.Seen.runtime(pod), &pod.Status, pod.Status.Phase).Status == v1.ConditionTrue
		},
		Pod: func(in RestartAllInput) *podlife.Pod { return in.Pod },
	}
}

func drawRestartAll(t *rapid.T) RestartAllInput {
	p := podWithUID(restartSpecs().Draw(t, "spec"))
	maybeDeleted(t, p)
	in := RestartAllInput{p, drawSeen(t, &p.Spec)}
	if rapid.Bool().Draw(t, "has statuses") {
		p.Status.InitContainerStatuses = anyStatuses(t, p.Spec.InitContainers)
		p.Status.ContainerStatuses = anyStatuses(t, p.Spec.Containers)
	}
	if oneIn(t, 3, "has condition") {
		c := podtest.Condition().Draw(t, "condition")
		c.Type = podlife.AllContainersRestarting
		p.Status.Conditions = append(p.Status.Conditions, c)
	}
	if oneIn(t, 6, "all removed") {
		in.Seen.Containers = nil
	}
	return in
}
