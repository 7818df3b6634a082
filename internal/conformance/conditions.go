package conformance

import (
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/phase"
	v1 "k8s.io/api/core/v1"
	podutil "k8s.io/kubernetes/pkg/api/v1/pod"
	"pgregory.net/rapid"
)

// conditionsArea compares the kubelet's conditions, made by the real functions one by one
// for the phase that podlife gives the Pod. Left out on both sides:
//
//   - lastTransitionTime, which those functions do not set; area status has it;
//   - PodScheduled of a Pod that is not bound, for which no kubelet speaks;
//   - PodReadyToStartContainers of a Pod that has the condition, because podlife keeps it
//     and the kubelet asks the runtime. Where podlife has to guess the sandbox, the real
//     function is given that sandbox, so that reason and message are compared.
func conditionsArea() *Area[*podlife.Pod, []podlife.Condition] {
	return &Area[*podlife.Pod, []podlife.Condition]{
		Name: "conditions",
		Gen:  conditionPods(),
		Ours: func(p *podlife.Pod) []podlife.Condition {
			return untimed(without(phase.Conditions(p), uncompared(p)...))
		},
		Theirs: func(p *podlife.Pod) []podlife.Condition {
			return untimed(without(fromConditions(kubeletConditions(p)), uncompared(p)...))
		},
		Pod:     func(p *podlife.Pod) *podlife.Pod { return p },
		Vectors: conditionsVectors(),
	}
}

// conditionPods generates Pods of which no container has two statuses: the runtime's
// state, from which Kubernetes makes conditions too, could not say which one is true.
func conditionPods() *rapid.Generator[*podlife.Pod] {
	return rapid.Map(pods(), func(p *podlife.Pod) *podlife.Pod {
		seen := map[string]bool{}
		for _, list := range []*[]podlife.ContainerStatus{&p.Status.InitContainerStatuses, &p.Status.ContainerStatuses} {
			*list = slices.DeleteFunc(*list, func(s podlife.ContainerStatus) bool {
				twice := seen[s.Name]
				seen[s.Name] = true
				return twice
			})
		}
		return p
	})
}

// kubeletConditions lists the conditions as generateAPIPodStatus does.
func kubeletConditions(p *podlife.Pod) []v1.PodCondition {
	pod, ph := kube.ToPod(p), v1.PodPhase(phase.Of(p))
	old := &pod.Status
	statuses := append(slices.Clone(old.InitContainerStatuses), old.ContainerStatuses...)
	runtime := runtimeOf(p)
	switch {
	case !anyCreated(p):
	case podutil.IsPodPhaseTerminal(ph):
		runtime.SandboxStatuses = sandbox(p, false)
	default:
		runtime.SandboxStatuses = sandbox(p, true)
	}

	var out []v1.PodCondition
	if _, c := podutil.GetPodCondition(old, v1.DisruptionTarget); c != nil {
		out = append(out, *c)
	}
	start := oracle.ReadyToStartContainers(pod, old, runtime)
	if _, c := podutil.GetPodCondition(old, v1.PodReadyToStartContainers); c != nil {
		start = *c
	}
	out = append(out, start, oracle.Initialized(pod, old, statuses, ph))
	seen := slices.DeleteFunc(slices.Clone(old.Conditions), func(c v1.PodCondition) bool {
		return slices.Contains([]v1.PodConditionType{v1.PodScheduled, v1.PodReady, v1.PodInitialized, v1.ContainersReady,
			v1.PodReadyToStartContainers, v1.AllContainersRestarting}, c.Type)
	})
	out = append(out,
		oracle.Ready(pod, old, append(seen, out...), statuses, ph),
		oracle.ContainersReady(pod, old, statuses, ph),
		v1.PodCondition{Type: v1.PodScheduled, Status: v1.ConditionTrue, ObservedGeneration: pod.Generation})
	if podutil.AllContainersCouldRestart(&pod.Spec) {
		out = append(out, oracle.AllContainersRestarting(pod, runtime, old, ph))
	}
	return out
}

// anyCreated reports whether any init or main container was ever made.
func anyCreated(p *podlife.Pod) bool {
	return slices.ContainsFunc(allStatuses(p), func(s podlife.ContainerStatus) bool {
		return s.ContainerID != "" || s.State.Kind == podlife.StateRunning || s.State.Kind == podlife.StateTerminated ||
			s.LastTerminationState.Kind == podlife.StateTerminated
	})
}

// uncompared are the types of condition that [conditionsArea] leaves out.
func uncompared(p *podlife.Pod) []podlife.ConditionType {
	var out []podlife.ConditionType
	if p.Spec.NodeName == "" {
		out = append(out, podlife.PodScheduled)
	}
	if podlife.FindCondition(p.Status.Conditions, podlife.PodReadyToStartContainers) != nil {
		out = append(out, podlife.PodReadyToStartContainers)
	}
	return out
}

// without leaves conditions of some types out of list, which it changes.
func without(list []podlife.Condition, types ...podlife.ConditionType) []podlife.Condition {
	return slices.DeleteFunc(list, func(c podlife.Condition) bool { return slices.Contains(types, c.Type) })
}

// untimed leaves the transition times out of list, which it changes.
func untimed(list []podlife.Condition) []podlife.Condition {
	for i := range list {
		list[i].LastTransitionTime = time.Time{}
	}
	return list
}

// fromConditions converts a list of conditions.
func fromConditions(list []v1.PodCondition) []podlife.Condition {
	return kube.PodStatus(&v1.PodStatus{Conditions: list}).Conditions
}
