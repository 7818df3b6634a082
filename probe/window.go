package probe

import (
	"math"
	"time"

	"github.com/podlife/podlife"
)

// Never is the end of a [Window] that does not close.
const Never = time.Duration(math.MaxInt64)

// Window is when something can happen: at Earliest or later, and before Latest
// (except that both are equal where there is no choice). Each bound is the
// best there is: some run of events comes as near to it as one likes.
type Window struct {
	// Earliest is the lower bound. Never: it does not happen.
	Earliest time.Duration
	// Latest is the upper bound, itself not reached. Never: there is none.
	Latest time.Duration
}

// IsNever reports whether what w is about does not happen.
func (w Window) IsNever() bool { return w.Earliest == Never }

// plus returns when something happens that takes v from the end of w on.
func (w Window) plus(v Window) Window {
	return Window{addTimes(w.Earliest, v.Earliest), addTimes(w.Latest, v.Latest)}
}

// notBefore returns when both something in w and the time d have come.
func (w Window) notBefore(d time.Duration) Window {
	return Window{max(w.Earliest, d), max(w.Latest, d)}
}

func never() Window { return Window{Never, Never} }

// Times says how long one probe takes to notice things. All times are those of
// the worker, which is running before the container starts; "start" is the
// container's StartedAt, which the status gives in whole seconds, so that the
// real start is up to a second later. An answer takes from no time at all up
// to the probe's timeout, and no question errs.
//
// Where an answer may take longer than a period, rounds queue up: then the
// period is as long as the answers, and two rounds may follow each other at
// once.
type Times struct {
	// Asked is from the start to the first question. (For readiness and
	// liveness: if the container has started by then in the sense of the
	// startup probe.)
	Asked Window
	// Passed is from the start to the verdict Success, of a container that is
	// healthy from the start. Liveness: none, Success is its first verdict.
	// Readiness may pass as soon as it is asked, whatever its threshold: the
	// kubelet triggers it each time that it writes the Pod's status.
	Passed Window
	// Failed is from the start to the verdict Failure, of a container that is
	// never healthy. Readiness: none, Failure is its first verdict. It
	// presumes that no failures were counted in the container's last life.
	Failed Window
	// Noticed is from when a container that passed turns bad to the verdict
	// Failure. Startup: never, it does not ask again.
	Noticed Window
	// Recovered is from when a container that failed turns good to the verdict
	// Success. Only readiness gives a container a second chance.
	Recovered Window
}

// HowLong returns the times of a probe.
func HowLong(kind Kind, spec podlife.Probe) Times {
	s := New(kind, spec)
	period := max(s.Period, s.Timeout) // between two rounds, at most
	asked := Window{s.InitialDelay, addTimes(s.InitialDelay, s.Period)}
	failures := Window{times(s.FailureThreshold-1, s.Period), times(s.FailureThreshold-1, period)}
	successes := Window{times(s.SuccessThreshold-1, s.Period), times(s.SuccessThreshold-1, period)}
	answer := Window{0, s.Timeout}
	unplanned := Window{0, period} // from any time to the next round
	t := Times{
		Asked:     asked,
		Passed:    asked.plus(successes).plus(answer),
		Failed:    asked.plus(failures).plus(answer),
		Noticed:   unplanned.plus(failures).plus(answer),
		Recovered: never(),
	}
	if s.Timeout > s.Period && s.FailureThreshold > 1 {
		t.Noticed.Earliest = times(s.FailureThreshold-2, s.Period) // a late round, and the next on time
	}
	switch kind {
	case Liveness:
		t.Passed = Window{}
	case Readiness:
		t.Recovered = unplanned.plus(successes).plus(answer)
		t.Failed, t.Passed.Earliest, t.Recovered.Earliest = Window{}, asked.Earliest, 0
	case Startup:
		t.Noticed = never()
	}
	return t
}

// ContainerTimes says how long a container's probes take together to notice
// things, under the same terms as [Times]. It leaves out what the kubelet
// itself needs, which is seldom as much as a second.
type ContainerTimes struct {
	// Started is from the start to Started, of a container that is healthy
	// from the start.
	Started Window
	// Ready is from the start to Ready, of a container that is healthy from
	// the start.
	Ready Window
	// Unready is from when a ready container turns bad to not Ready.
	Unready Window
	// ReadyAgain is from when such a container turns good to Ready.
	ReadyAgain Window
	// GivenUp is from the start to the kill of a container that is never
	// healthy.
	GivenUp Window
	// Killed is from when a started container turns bad to its kill.
	Killed Window
	// Stopped is from the kill for liveness to the container's end, which may
	// take all of its grace period. A restart follows, at once or after the
	// back-off, if the restart policy has one.
	Stopped Window
}

// HowLongContainer returns the times of the container c in a Pod with that
// grace period that nobody deletes.
func HowLongContainer(c *podlife.Container, gracePeriodSeconds int64) ContainerTimes {
	t := ContainerTimes{Unready: never(), ReadyAgain: never(), GivenUp: never(), Killed: never(), Stopped: never()}
	if p := c.StartupProbe; p != nil {
		startup := HowLong(Startup, *p)
		t.Started, t.GivenUp = startup.Passed, startup.Failed
	}
	t.Ready = t.Started
	if p := c.ReadinessProbe; p != nil {
		readiness := HowLong(Readiness, *p)
		t.Unready, t.ReadyAgain = readiness.Noticed, readiness.Recovered
		wait := Window{0, readiness.Passed.Latest - readiness.Asked.Earliest}
		t.Ready = t.Started.notBefore(readiness.Asked.Earliest).plus(wait)
	}
	if p := c.LivenessProbe; p != nil {
		liveness := HowLong(Liveness, *p)
		t.Killed = liveness.Noticed
		if c.StartupProbe == nil {
			t.GivenUp = liveness.Failed
		}
		if p.TerminationGracePeriodSeconds != nil {
			gracePeriodSeconds = *p.TerminationGracePeriodSeconds
		}
		t.Stopped = Window{0, stopTime(c, gracePeriodSeconds)}
	}
	return t
}

// stopTime is how long a container with that grace period takes to end at the
// longest. After a preStop hook that used up all grace the container still has
// the minimum.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer.
func stopTime(c *podlife.Container, grace int64) time.Duration {
	const minimum = 2
	all := max(grace, minimum)
	if grace > 0 && c.Lifecycle != nil && c.Lifecycle.PreStop != nil {
		all = addCount(grace, minimum)
	}
	if all > int64(Never/time.Second) {
		return Never
	}
	return time.Duration(all) * time.Second
}

// times returns n times d, at most Never. None is negative.
func times(n int32, d time.Duration) time.Duration {
	if n <= 0 || d <= 0 {
		return 0
	}
	if d > Never/time.Duration(n) {
		return Never
	}
	return time.Duration(n) * d
}

func addTimes(a, b time.Duration) time.Duration { return time.Duration(addCount(int64(a), int64(b))) }

// addCount returns a + b, at most the largest number. Neither is negative.
func addCount(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}
