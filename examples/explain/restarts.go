package main

import (
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
)

// attempts returns when containers of p are tried to be started next, the
// earliest first: of those that, by the reasons, wait for nothing else.
//
// The delays are taken for the longest that a kubelet may be configured to
// (300 s), so that the intervals hold on every node.
func attempts(p *podlife.Pod, reasons []phase.Explanation, now time.Time) []restart.Attempt {
	if isOver(p) || hasCause(reasons, phase.CauseSandboxNotReady) {
		return nil
	}
	var found []restart.Attempt
	for _, a := range restart.NextAttempts(p, restart.Backoff{}, now) {
		if slices.ContainsFunc(reasons, func(r phase.Explanation) bool { return r.Container == a.Container && waitsForStart(r) }) {
			a.Earliest = a.Earliest.UTC().Truncate(time.Second)
			a.Latest = a.Latest.UTC().Add(time.Second - 1).Truncate(time.Second)
			found = append(found, a)
		}
	}
	return found
}

// waitsForStart reports whether the reason is a container that the kubelet
// starts by itself.
func waitsForStart(r phase.Explanation) bool {
	return r.Role != phase.RoleNone && (r.Cause == phase.CauseContainerRestarting || r.Cause == phase.CauseContainerWaiting)
}

// isOver reports whether p has ended, or is about to be reported as ended.
func isOver(p *podlife.Pod) bool { return phase.Of(p).IsTerminal() }

func hasCause(reasons []phase.Explanation, c phase.Cause) bool {
	return slices.ContainsFunc(reasons, func(r phase.Explanation) bool { return r.Cause == c })
}

// staysDown returns the containers of p that ended and are not started again,
// but for init containers that are done.
func staysDown(p *podlife.Pod, reasons []phase.Explanation) []downLine {
	if hasCause(reasons, phase.CauseRestartingAllContainers) {
		return nil
	}
	var found []downLine
	add := func(list []podlife.Container, reported []podlife.ContainerStatus) {
		for i := range list {
			s := podlife.FindStatus(reported, list[i].Name)
			if s == nil || s.State.Kind != podlife.StateTerminated {
				continue
			}
			if d, ok := whyDown(p, &list[i], s.State.ExitCode); ok {
				found = append(found, d)
			}
		}
	}
	add(p.Spec.InitContainers, p.Status.InitContainerStatuses)
	add(p.Spec.Containers, p.Status.ContainerStatuses)
	return found
}

// whyDown says what keeps container c down, which ended with exitCode. The
// policy comes first: it would hold in a Pod that lives on, too.
func whyDown(p *podlife.Pod, c *podlife.Container, exitCode int32) (downLine, bool) {
	d := downLine{Container: c.Name, ExitCode: exitCode}
	switch ruling := restart.Why(&p.Spec, c, exitCode); {
	case ruling.Cause == restart.CauseCompleted:
		return downLine{}, false
	case ruling.Action == restart.Stay:
		d.Rule, d.Text = ruling.Cause.String(), ruling.String()
	case isOver(p):
		d.Rule, d.Text = restart.ReasonPodEnded.String(), "not started again: the Pod has ended"
	case p.IsDeleted():
		d.Rule, d.Text = restart.ReasonDeleted.String(), "not started again: deletion was asked for"
	default:
		return downLine{}, false
	}
	return d, true
}
