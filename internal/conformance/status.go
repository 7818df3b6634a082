package conformance

import (
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	v1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"
)

// Status is what a kubelet makes of container statuses.
type Status struct {
	Report     phase.Report
	Conditions []podlife.Condition
}

// statusArea compares a whole status: a kubelet that knows nothing but the Pod as the API
// server has it, and what its runtime holds, generates a status and takes it for its own,
// which sets the transition times, or else the times are left out.
// podlife is given the Pod with the container statuses of that status. So the phase, the
// merge, the deadline, the conditions and their transition times are compared as they
// work together. Only bound Pods are compared: for others no kubelet speaks. The sandbox
// is the one that the Pod's PodReadyToStartContainers tells of; where it has none, that
// condition is left out. So is AllContainersRestarting where a container has ended that
// the runtime does not have any more, which no status shows.
func statusArea() *Area[*podlife.Pod, Status] {
	k := oracle.NewKubelet(podtest.Epoch())
	return &Area[*podlife.Pod, Status]{
		Name:   "status",
		Gen:    settledPods(k),
		Ours:   func(p *podlife.Pod) Status { return ourStatus(k, p) },
		Theirs: func(p *podlife.Pod) Status { return theirStatus(k, p) },
		Pod:    func(p *podlife.Pod) *podlife.Pod { return p },
	}
}

// statusAt is the time at which the deadline is looked at.
func statusAt() time.Time { return podtest.Epoch().Add(2 * time.Hour) }

// settledPods generates Pods on a node, lifelike or with a lifelike spec and any statuses,
// whose container statuses the kubelet has written: it looks at Started before it sets it,
// so that its first answer to a new state is one step behind.
func settledPods(k *oracle.Kubelet) *rapid.Generator[*podlife.Pod] {
	return rapid.Map(rapid.OneOf(podtest.Lifelike(), dense(podtest.Lifelike())), func(p *podlife.Pod) *podlife.Pod {
		fill(&p.Spec.NodeName, "node-a")
		consistent(p)
		generated, _ := generate(k, p)
		setStatuses(p, kube.PodStatus(&generated))
		return p
	})
}

// consistent takes from p what no kubelet writes: a last state that runs or waits, which
// it would keep beside another, as podlife cannot, and a sandbox that is not ready around
// a container that runs.
func consistent(p *podlife.Pod) {
	runs := false
	for _, list := range [][]podlife.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for i := range list {
			if last := &list[i].LastTerminationState; last.Kind != podlife.StateTerminated {
				*last = podlife.ContainerState{}
			}
			runs = runs || list[i].State.Kind == podlife.StateRunning
		}
	}
	if c := podlife.FindCondition(p.Status.Conditions, podlife.PodReadyToStartContainers); c != nil && runs {
		c.Status, c.Reason, c.Message = podlife.ConditionTrue, "", ""
	}
}

// setStatuses gives p the container statuses of s.
func setStatuses(p *podlife.Pod, s *podlife.PodStatus) {
	p.Status.InitContainerStatuses, p.Status.ContainerStatuses = s.InitContainerStatuses, s.ContainerStatuses
}

// generate is the status that the kubelet makes, and whether it takes it for its own: it
// does not if a container would leave the terminated state without the right to.
func generate(k *oracle.Kubelet, p *podlife.Pod) (v1.PodStatus, bool) {
	k.Clock.SetTime(statusAt())
	pod, runtime := kube.ToPod(p), runtimeOf(p)
	switch c := podlife.FindCondition(p.Status.Conditions, podlife.PodReadyToStartContainers); {
	case c == nil || c.Status == podlife.ConditionTrue:
		runtime.SandboxStatuses = sandbox(p, true)
	case c.Message != "no pod sandbox exists":
		runtime.SandboxStatuses = sandbox(p, false)
		fallthrough
	default:
		runtime.ActiveContainerStatuses = nil
	}
	defer k.RemovePod(pod)
	status := k.Generate(pod, runtime, phase.ViewOf(p).Terminal)
	if own, ok := k.SetStatus(pod, *status.DeepCopy()); ok {
		return own, true
	}
	return status, false
}

func ourStatus(k *oracle.Kubelet, p *podlife.Pod) Status {
	generated, timed := generate(k, p)
	now := kube.PodStatus(&generated)
	next := p.Clone()
	setStatuses(next, now)
	report := phase.At(next, statusAt())
	if report.Phase.IsTerminal() {
		next.Status.Phase = report.Phase // Conditions knows no time, and so no deadline
	}
	return statusOf(p, now, report, phase.Conditions(next), timed)
}

func theirStatus(k *oracle.Kubelet, p *podlife.Pod) Status {
	generated, timed := generate(k, p)
	s := kube.PodStatus(&generated)
	return statusOf(p, s, phase.ReportOf(s), slices.DeleteFunc(s.Conditions, func(c podlife.Condition) bool {
		return !slices.Contains(kubeletsOwn(), c.Type)
	}), timed)
}

// kubeletsOwn are the types of the conditions that podlife computes.
func kubeletsOwn() []podlife.ConditionType {
	return []podlife.ConditionType{
		podlife.DisruptionTarget, podlife.PodReadyToStartContainers, podlife.PodInitialized, podlife.PodReady,
		podlife.ContainersReady, podlife.PodScheduled, podlife.AllContainersRestarting,
	}
}

// statusOf leaves out what cannot be compared, and makes times from the real clock zero.
func statusOf(p *podlife.Pod, now *podlife.PodStatus, r phase.Report, list []podlife.Condition, timed bool) Status {
	if podlife.FindCondition(p.Status.Conditions, podlife.PodReadyToStartContainers) == nil {
		list = without(list, podlife.PodReadyToStartContainers)
	}
	if anyLost(p, now) {
		list = without(list, podlife.AllContainersRestarting)
	}
	if !timed {
		return Status{r, untimed(list)}
	}
	for i := range list {
		if at := &list[i].LastTransitionTime; at.After(podtest.Epoch().AddDate(0, 0, 2)) {
			*at = time.Time{}
		}
	}
	return Status{r, list}
}

// anyLost reports whether a container is shown as terminated that the runtime lacks.
func anyLost(p *podlife.Pod, now *podlife.PodStatus) bool {
	runtime := runtimeOf(p)
	return slices.ContainsFunc(slices.Concat(now.InitContainerStatuses, now.ContainerStatuses), func(s podlife.ContainerStatus) bool {
		return s.State.Kind == podlife.StateTerminated && runtime.FindContainerStatusByName(s.Name) == nil
	})
}
