package probe

import "time"

// restartGrace is how much older than the kubelet a container must be to count
// as one that ran before the kubelet was restarted.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, kubeletRestartGracePeriod.
const restartGrace = 10 * time.Second

// round looks at the Pod and its container once, and asks if there is nothing
// against it. In this order:
//
//   - The Pod has ended: the worker ends.
//   - There is no container: nothing.
//   - The container is another than last time: see adopt.
//   - The worker is on hold: nothing.
//   - The container does not run: the verdict is Failure, and if nothing will
//     start the container again the worker ends.
//   - The Pod is being deleted, and the probe is liveness or startup: the
//     verdict is Success, and the worker ends.
//   - The initial delay is not over, or it is not this probe's turn, which is
//     startup's until the container has started and the others' from then on:
//     nothing.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, doProbe.
func (s *step) round() {
	if s.PodEnded {
		s.end()
		return
	}
	if s.Target.ID == "" {
		return
	}
	if s.Target.ID != s.ContainerID {
		s.adopt()
	}
	switch {
	case s.OnHold:
	case !s.Target.Running:
		s.record(Failure)
		if s.Target.Final {
			s.end()
		}
	case s.Deleting && s.Kind != Readiness:
		s.record(Success)
		s.end()
	case s.at.Sub(s.Target.StartedAt).Truncate(time.Second) < s.InitialDelay:
	case s.Target.Started == (s.Kind == Startup):
	default:
		s.Asking, s.next = true, answer
	}
}

// adopt makes the target the container of the worker, with the first verdict
// of its kind, and ends the hold. Outcomes counted so far are kept: failures of
// the container's last life add up with those of this one.
//
// A container that ran before the kubelet did gets no verdict, so that one that
// was ready is not made unready by a restart of the kubelet. A sidecar's
// startup verdict is Success if it has started; where the sidecar is no older
// than the kubelet, that is overwritten at once by the first verdict, Unknown.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, doProbe.
func (s *step) adopt() {
	s.ContainerID, s.Verdict, s.OnHold = s.Target.ID, None, false
	if s.Sidecar && s.Kind == Startup && s.Target.Started {
		s.record(Success)
	}
	if !s.Target.Running || !isOlder(s.Target.StartedAt, s.KubeletStart) {
		s.record(s.Kind.initial())
	}
}

// isOlder reports whether a container that started at startedAt ran before the
// kubelet did. A zero time is not known.
func isOlder(startedAt, kubeletStart time.Time) bool {
	return !startedAt.IsZero() && !kubeletStart.IsZero() && startedAt.Before(kubeletStart.Add(-restartGrace))
}

func (s *step) answered(outcome Result) {
	s.Asking = false
	s.count(outcome)
	s.proceed()
}

// count counts an outcome. It becomes the verdict when it has come as often
// in a row as its threshold asks. A liveness failure and either verdict of a
// startup probe put the worker on hold.
//
// The container may be gone by now; the outcome counts all the same.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, doProbe.
func (s *step) count(outcome Result) {
	if outcome == Unknown {
		return
	}
	if s.Last != outcome {
		s.Last, s.Run = outcome, 0
	}
	needed := s.threshold(outcome)
	s.Run = min(s.Run+1, needed)
	if s.Run < needed {
		return
	}
	s.record(outcome)
	if s.Kind == Startup || s.Kind == Liveness && outcome == Failure {
		s.OnHold, s.Run = true, 0
	}
}

// record makes r the verdict.
func (s *step) record(r Result) {
	if s.Verdict == r {
		return
	}
	s.Verdict = r
	s.changes[s.told] = VerdictChanged{ContainerID: s.ContainerID, Verdict: r}
	s.told++
}

// end ends the worker. Its verdict goes with it.
func (s *step) end() {
	s.Ended, s.Verdict, s.NextAt, s.next = true, None, time.Time{}, nobody
}
