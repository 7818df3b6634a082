package restart

import (
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
)

// Attempt is when a kubelet will try to start a container next, as far as that
// can be told from the Pod's status.
type Attempt struct {
	// Container is the container's name.
	Container string
	// Reason is what the container waits with, like CrashLoopBackOff. Empty:
	// it ended, and nothing was reported of an attempt since.
	Reason string
	// Delay is the back-off that the kubelet reports. 0: it reports none.
	Delay time.Duration
	// Earliest is the time before which no attempt is to be expected.
	Earliest time.Time
	// Latest is the time by which there was an attempt.
	Latest time.Time
}

// What a kubelet's clockwork adds to a delay.
//
// Source: kubernetes v1.37 pkg/kubelet/pod_workers.go, completeWork; the
// defaults of syncFrequency (60 s) and backOffPeriod (10 s), each up to half as
// long again by jitter.
const (
	// statusRounding: the API keeps times in whole seconds.
	statusRounding = time.Second
	// syncPeriod: from one sync to the next when nothing happens.
	syncPeriod = 90 * time.Second
	// retryPeriod: from one sync to the next after an error.
	retryPeriod = 15 * time.Second
	// backOffOvershoot: how late the sync after a back-off may be. It is set
	// to the back-off's end or to 60 s from now, whichever is less, times 1 to 1.5.
	backOffOvershoot = 30 * time.Second
)

// NextAttempts returns when the next attempt to start a container is to be
// expected, for every init and main container of the Pod that waits for one, the
// earliest first. b is the node's crash-loop delay.
//
// It is an estimate, for the status does not hold what the kubelet remembers.
//
//   - A container waiting in CrashLoopBackOff tells its delay in the message, and
//     its last state when that began: the attempt comes when the delay is over,
//     at most 30 s later.
//   - One that just ended may be tried at once, if the kubelet forgot it or finds
//     its last run long enough, or has to wait for any delay up to b.Max: so
//     wide is the interval. It is short after the first run and after a run that
//     outlasted b.ResetAfter, which have no delay.
//   - One waiting for an image, or with another error, is tried between now and
//     the longest delay.
//
// The interval holds while the kubelet works with its default sync frequency
// and is not restarted, the status is up to date, and the spec stays as it is.
// There is no attempt for a Pod that is deleted or has ended, nor for a
// container that runs, is done, or waits for others.
func NextAttempts(p *podlife.Pod, b Backoff, now time.Time) []Attempt {
	if p.IsDeleted() || p.Status.Phase.IsTerminal() {
		return nil
	}
	var out []Attempt
	add := func(list []podlife.Container, reported []podlife.ContainerStatus) {
		for i := range list {
			s := podlife.FindStatus(reported, list[i].Name)
			if s == nil {
				continue
			}
			if a, ok := nextAttempt(&p.Spec, &list[i], s, b, now); ok {
				out = append(out, a)
			}
		}
	}
	add(p.Spec.InitContainers, p.Status.InitContainerStatuses)
	add(p.Spec.Containers, p.Status.ContainerStatuses)
	slices.SortStableFunc(out, func(a, b Attempt) int { return a.Earliest.Compare(b.Earliest) })
	return out
}

// nextAttempt returns the attempt for container c with status s, and whether
// there is one to be expected.
func nextAttempt(spec *podlife.PodSpec, c *podlife.Container, s *podlife.ContainerStatus, b Backoff, now time.Time) (Attempt, bool) {
	a := Attempt{Container: c.Name, Reason: s.State.Reason}
	switch s.State.Kind {
	case podlife.StateTerminated:
		if Decide(spec, c, s.State.ExitCode) == Stay {
			return Attempt{}, false
		}
		a.Reason = ""
		a.Earliest = orNow(s.State.FinishedAt, now)
		a.Latest = a.Earliest.Add(longestDelay(s, b) + statusRounding + syncPeriod)
		return a, true
	case podlife.StateWaiting:
		if a.Reason == "CrashLoopBackOff" {
			return crashLoopAttempt(a, s, b, now), true
		}
		if !isFailedAttempt(a.Reason) {
			return Attempt{}, false
		}
		a.Earliest = now
		a.Latest = now.Add(max(b.longest(), DefaultMax) + retryPeriod)
		return a, true
	case podlife.StateUnset, podlife.StateRunning:
		return Attempt{}, false
	default:
		return Attempt{}, false
	}
}

// crashLoopAttempt completes the attempt for a container in CrashLoopBackOff.
func crashLoopAttempt(a Attempt, s *podlife.ContainerStatus, b Backoff, now time.Time) Attempt {
	ended := orNow(s.LastTerminationState.FinishedAt, now)
	a.Delay = reportedDelay(s.State.Message)
	a.Earliest = ended.Add(a.Delay)
	longest := a.Delay
	if a.Delay == 0 {
		longest = b.longest()
	}
	a.Latest = ended.Add(longest + statusRounding + backOffOvershoot)
	return a
}

// longestDelay returns the longest delay that the end of a container with
// status s may have.
func longestDelay(s *podlife.ContainerStatus, b Backoff) time.Duration {
	t := &s.State
	if s.RestartCount == 0 && s.LastTerminationState.Kind == podlife.StateUnset {
		return 0
	}
	// The entry is no younger than the run's start.
	if !t.StartedAt.IsZero() && b.forgets(Entry{UpdatedAt: t.StartedAt.Add(statusRounding)}, t.FinishedAt) {
		return 0
	}
	return b.longest()
}

// reportedDelay reads the delay from the message that goes with
// CrashLoopBackOff. 0: there is none in it.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, doBackOff.
func reportedDelay(message string) time.Duration {
	rest, ok := strings.CutPrefix(message, "back-off ")
	if !ok {
		return 0
	}
	text, _, _ := strings.Cut(rest, " ")
	delay, err := time.ParseDuration(text)
	if err != nil || delay < 0 {
		return 0
	}
	return delay
}

// isFailedAttempt reports whether a container that waits with this reason was
// tried to be started. The others wait for their turn.
func isFailedAttempt(reason string) bool {
	switch reason {
	case "", "ContainerCreating", "PodInitializing", "RestartingAllContainers":
		return false
	default:
		return true
	}
}

// orNow returns t, or now if t is not set.
func orNow(t, now time.Time) time.Time {
	if t.IsZero() {
		return now
	}
	return t
}
