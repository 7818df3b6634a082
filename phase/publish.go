package phase

import (
	"slices"
	"time"

	"github.com/podlife/podlife"
)

// Publish returns the status that a kubelet writes to the API at now, when p is
// what the API has and next is the status that it holds itself. running says
// that containers of the Pod may still run.
//
//   - Conditions that the kubelet does not own stay as the API has them.
//   - A step to a terminal phase waits until no container can run: till then
//     phase, reason and message stay as the API has them. DisruptionTarget is
//     published with that step.
//   - A Pod in a terminal phase is not ready.
//
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, mergePodStatus.
func Publish(p *podlife.Pod, next podlife.PodStatus, running bool, now time.Time) podlife.PodStatus {
	ends := !p.Status.Phase.IsTerminal() && next.Phase.IsTerminal()
	out := next.Clone()
	out.Conditions = publishedConditions(p.Status.Conditions, next.Conditions, ends && !running, now)
	if ends && running {
		out.Phase, out.Reason, out.Message = p.Status.Phase, p.Status.Reason, p.Status.Message
	}
	if out.Phase.IsTerminal() && (isTrue(out.Conditions, podlife.PodReady) || isTrue(out.Conditions, podlife.ContainersReady)) {
		for _, t := range [...]podlife.ConditionType{podlife.ContainersReady, podlife.PodReady} {
			c := podlife.Condition{Type: t, ObservedGeneration: p.Generation, Status: podlife.ConditionFalse, Reason: endReason(out.Phase)}
			out.Conditions = setCondition(out.Conditions, c, now)
		}
	}
	return out
}

func publishedConditions(old, next []podlife.Condition, ended bool, now time.Time) []podlife.Condition {
	var out []podlife.Condition
	for _, c := range old {
		if !byKubelet(c.Type) {
			out = append(out, c)
		}
	}
	for _, c := range next {
		switch {
		case byKubelet(c.Type):
			out = append(out, c)
		case c.Type == podlife.DisruptionTarget && ended:
			first := podlife.FindCondition(next, c.Type)
			out = publishDisruption(out, *first, podlife.FindCondition(old, c.Type), now)
		}
	}
	return out
}

// publishDisruption puts c in the place of the condition of its type. It was
// held back, so its transition counts from now.
func publishDisruption(list []podlife.Condition, c podlife.Condition, old *podlife.Condition, now time.Time) []podlife.Condition {
	c.LastTransitionTime = now
	if old != nil && old.Status == c.Status {
		c.LastTransitionTime = old.LastTransitionTime
	}
	return replaceOrAppend(list, c)
}

// setCondition puts c in the place of the condition of its type. Its
// transition counts from now unless the status is what it was.
func setCondition(list []podlife.Condition, c podlife.Condition, now time.Time) []podlife.Condition {
	c.LastTransitionTime = now
	if old := podlife.FindCondition(list, c.Type); old != nil && old.Status == c.Status {
		c.LastTransitionTime = old.LastTransitionTime
	}
	return replaceOrAppend(list, c)
}

func replaceOrAppend(list []podlife.Condition, c podlife.Condition) []podlife.Condition {
	if i := slices.IndexFunc(list, func(o podlife.Condition) bool { return o.Type == c.Type }); i >= 0 {
		list[i] = c
		return list
	}
	return append(list, c)
}

// isTrue reports whether the first condition of type t is True.
func isTrue(list []podlife.Condition, t podlife.ConditionType) bool {
	c := podlife.FindCondition(list, t)
	return c != nil && c.Status == podlife.ConditionTrue
}

// endReason is why a Pod in a terminal phase is not ready.
func endReason(ph podlife.Phase) string {
	if ph == podlife.PodFailed {
		return ReasonPodFailed
	}
	return ReasonPodCompleted
}
