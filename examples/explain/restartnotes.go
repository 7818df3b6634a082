package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
)

// withRestarts returns the reasons with, in place of a bare "it is started
// again", when that is, and with the policy that keeps a container down.
func withRestarts(p *podlife.Pod, reasons []phase.Explanation, now time.Time) []phase.Explanation {
	next := attempts(p, reasons, now)
	out := slices.Clone(reasons)
	for i := range out {
		r := &out[i]
		at := slices.IndexFunc(next, func(a restart.Attempt) bool { return a.Container == r.Container && waitsForStart(*r) })
		switch policy := policyThatKeepsDown(p, *r); {
		case at >= 0:
			addAttempt(r, p, next[at], now)
		case policy != "":
			r.Next = policy + ", and " + r.Next
		}
	}
	return out
}

// addAttempt puts into r, which says what a container waits for, when it is
// tried to be started.
func addAttempt(r *phase.Explanation, p *podlife.Pod, a restart.Attempt, now time.Time) {
	switch a.Reason {
	case "", "CrashLoopBackOff":
		r.Next = expected(a, now)
	default: // nobody can tell when the image, or what it is, will be there
		r.Next += fmt.Sprintf("; tried at least every %s", phase.HumanDuration(a.Latest.Sub(now)))
	}
	// The kubelet's message names the container and the Pod again.
	if a.Delay > 0 && r.Message == (restart.Entry{Delay: a.Delay}).Message(p, a.Container) {
		r.Message = "back-off " + a.Delay.String()
	}
}

// expected says when the next start is expected, as far as that can be told.
func expected(a restart.Attempt, now time.Time) string {
	layout := layoutFor(now, a.Earliest, a.Latest)
	earliest, latest := a.Earliest.Format(layout), a.Latest.Format(layout)
	least, most := phase.HumanDuration(a.Earliest.Sub(now)), phase.HumanDuration(a.Latest.Sub(now))
	switch {
	case a.Latest.Before(now):
		return fmt.Sprintf("the next start was expected by %s UTC (%s ago)", latest, phase.HumanDuration(now.Sub(a.Latest)))
	case a.Earliest.After(now):
		return fmt.Sprintf("the next start is expected between %s and %s UTC (in %s to %s)", earliest, latest, least, most)
	default:
		return fmt.Sprintf("the next start is expected by %s UTC (within %s)", latest, most)
	}
}

// layoutFor returns how times are written at now: with the date if one of them
// is on another day.
func layoutFor(now time.Time, times ...time.Time) string {
	for _, t := range times {
		if !sameDay(t, now) {
			return time.DateTime
		}
	}
	return time.TimeOnly
}

func sameDay(a, b time.Time) bool {
	return a.UTC().Format(time.DateOnly) == b.UTC().Format(time.DateOnly)
}

// policyThatKeepsDown names the policy for which the container of r, which
// ended for good, is not started again. Empty: none does, or r is no such
// reason.
func policyThatKeepsDown(p *podlife.Pod, r phase.Explanation) string {
	switch r.Cause {
	case phase.CauseContainerEnded, phase.CauseContainerFailed, phase.CauseInitContainerFailed, phase.CauseOOMKilled:
	default:
		return ""
	}
	end := r.State
	if end.Kind != podlife.StateTerminated {
		end = r.Last
	}
	c := containerCalled(&p.Spec, r.Container)
	if c == nil || end.Kind != podlife.StateTerminated {
		return ""
	}
	ruling := restart.Why(&p.Spec, c, end.ExitCode)
	switch {
	case ruling.Action != restart.Stay:
		return ""
	case ruling.Cause == restart.CausePodPolicy:
		return fmt.Sprintf("the Pod's restart policy is %s", ruling.Policy)
	case ruling.Cause == restart.CauseContainerPolicy && len(c.RestartPolicyRules) > 0:
		return fmt.Sprintf("no restart rule matches, and its own restart policy is %s", ruling.Policy)
	case ruling.Cause == restart.CauseContainerPolicy:
		return fmt.Sprintf("its own restart policy is %s", ruling.Policy)
	default:
		return ""
	}
}

// containerCalled returns the init or main container of that name, or nil.
func containerCalled(spec *podlife.PodSpec, name string) *podlife.Container {
	for _, list := range [...][]podlife.Container{spec.Containers, spec.InitContainers} {
		for i := range list {
			if list[i].Name == name {
				return &list[i]
			}
		}
	}
	return nil
}
