package lifecycle_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/probe"
)

// checkTimeline returns what is wrong with a Timeline: gaps and joints in lanes and
// bands, ends and stops that nobody explains, happenings that vanished, requests
// that do not add up.
func checkTimeline(script *lifecycle.Script, line *lifecycle.Timeline) error {
	for i := range line.Lanes {
		if err := checkLane(line, &line.Lanes[i]); err != nil {
			return fmt.Errorf("%s: %w", line.Lanes[i].Container, err)
		}
	}
	for i := range line.Bands {
		if err := checkBand(&line.Bands[i]); err != nil {
			return fmt.Errorf("%s: %w", line.Bands[i].Name, err)
		}
	}
	if err := checkRefused(script, line); err != nil {
		return err
	}
	return checkDeletion(line)
}

func checkLane(line *lifecycle.Timeline, lane *lifecycle.Lane) error {
	from := line.Start
	for i, span := range lane.Spans {
		if !span.From.Equal(from) || span.To.Before(from) {
			return fmt.Errorf("a gap at %v: %+v", from, span)
		}
		from = span.To
		if i == 0 {
			continue
		}
		last := lane.Spans[i-1]
		if last.From, last.To = span.From, span.To; last == span {
			return fmt.Errorf("two spans where one would do: %+v", span)
		}
		if last := lane.Spans[i-1]; isUp(last.Doing) && span.Doing == lifecycle.Ended && !hasMark(lane, "exited", span.From) {
			return fmt.Errorf("no mark for the end at %v", span.From)
		}
	}
	if !from.Equal(line.End) {
		return fmt.Errorf("ends at %v, not %v", from, line.End)
	}
	for _, m := range lane.Marks {
		stops := m.What == "exited" || m.What == "preStop" || strings.HasPrefix(m.What, "SIG")
		if stops != (m.Cause != lifecycle.NoCause) || (m.Probe != 0) != strings.HasSuffix(m.What, "probe failed") {
			return fmt.Errorf("a mark that does not agree with itself: %+v", m)
		}
		if m.Cause == lifecycle.ByItself && m.Signal != "" {
			return fmt.Errorf("a container that was sent a signal ended by itself: %+v", m)
		}
	}
	return nil
}

func isUp(d lifecycle.Doing) bool {
	return d == lifecycle.Running || d == lifecycle.InPreStop || d == lifecycle.AwaitingTurn || d == lifecycle.Stopping
}

func hasMark(lane *lifecycle.Lane, what string, at time.Time) bool {
	return slices.ContainsFunc(lane.Marks, func(m lifecycle.Mark) bool { return m.What == what && m.At.Equal(at) })
}

func checkBand(b *lifecycle.Band) error {
	for i := 1; i < len(b.Spans); i++ {
		last, next := b.Spans[i-1], b.Spans[i]
		if !last.To.Equal(next.From) || next.To.Before(next.From) {
			return fmt.Errorf("a gap before %+v", next)
		}
		if last.Value == next.Value && last.Reason == next.Reason {
			return fmt.Errorf("two spans where one would do: %+v", next)
		}
	}
	return nil
}

// checkRefused holds that each happening is refused once or among the entries. An
// exit may be among them in any case, for the script has containers end.
func checkRefused(script *lifecycle.Script, line *lifecycle.Timeline) error {
	refused := map[int]bool{}
	for _, r := range line.Refused {
		h := &script.Happenings[r.Index]
		if refused[r.Index] || r.Err == nil || !r.At.Equal(line.Start.Add(time.Duration(h.At))) {
			return fmt.Errorf("refused twice, at another time, or without an error: %+v", r)
		}
		refused[r.Index] = true
	}
	open := map[string]int{}
	for i, h := range script.Happenings {
		if !refused[i] && h.Do != lifecycle.DoExit {
			open[time.Duration(h.At).String()+" "+string(h.Do)]++
		}
	}
	for _, e := range line.Entries {
		if do := deedOf(e.Event); do != "" {
			open[e.At.Sub(line.Start).String()+" "+string(do)]--
		}
	}
	for what, n := range open {
		if n != 0 {
			return fmt.Errorf("%s neither happened nor was refused", what)
		}
	}
	return nil
}

// deedOf returns the deed that is an event, other than an exit.
func deedOf(e lifecycle.Event) lifecycle.Deed {
	name := strings.TrimPrefix(fmt.Sprintf("%T", e), "lifecycle.")
	return map[string]lifecycle.Deed{
		"DeleteRequested": lifecycle.DoDelete, "Evicted": lifecycle.DoEvict, "Rejected": lifecycle.DoReject,
		"ContainerLost": lifecycle.DoLoseContainer, "SandboxLost": lifecycle.DoLoseSandbox, "ImageChanged": lifecycle.DoChangeImage,
		"ConditionSet": lifecycle.DoSetCondition, "GatesRemoved": lifecycle.DoRemoveGates, "FinalizersRemoved": lifecycle.DoRemoveFinalizers,
		"TaintsChanged": lifecycle.DoTaint, "NodeLost": lifecycle.DoLoseNode, "NodeReturned": lifecycle.DoReturnNode,
		"NodeRebooted": lifecycle.DoRebootNode, "KubeletRestarted": lifecycle.DoRestartKubelet, "Collected": lifecycle.DoCollect,
	}[name]
}

func checkDeletion(line *lifecycle.Timeline) error {
	d := line.Deletion
	if d == nil {
		return nil
	}
	if len(d.Requests) == 0 || !d.Requests[0].At.Equal(d.RequestedAt) || !d.Requests[0].DeadlineAt.Equal(d.DeadlineAt) {
		return fmt.Errorf("the first request is not the first: %+v", d)
	}
	for i := 1; i < len(d.Requests); i++ {
		if before, r := d.Requests[i-1], d.Requests[i]; r.At.Before(before.At) || r.DeadlineAt.After(before.DeadlineAt) && r.DeadlineAt.After(r.At) || r.Cause == lifecycle.ByTaint {
			return fmt.Errorf("a request that moves the end later, or the taint manager's second: %+v", r)
		}
	}
	return nil
}

// busyTimeline is one in which there is something to check in each respect.
func busyTimeline(t *testing.T) (*lifecycle.Script, *lifecycle.Timeline) {
	t.Helper()
	p := plain(podlife.RestartPolicyAlways, func(s *podlife.PodSpec) {
		s.Containers[0].ReadinessProbe = &podlife.Probe{PeriodSeconds: 1, FailureThreshold: 1, SuccessThreshold: 1, TimeoutSeconds: 1}
		s.Containers[0].Lifecycle = &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: 2}}}
	})
	script := &lifecycle.Script{
		Containers: containers{"web": {
			Readiness: []lifecycle.Answer{{Times: 3}, {Outcome: lifecycle.OutcomeFailure, Times: 2}, {}}, Runs: []lifecycle.Run{{For: 10 * second, ExitCode: 1}, {}},
			Stop: lifecycle.Stop{After: 3 * second},
		}},
		Happenings: []lifecycle.Happening{
			{At: 5 * second, Do: lifecycle.DoReturnNode}, {At: 20 * second, Do: lifecycle.DoDelete},
			{At: 21 * second, Do: lifecycle.DoDelete, GracePeriodSeconds: seconds(9)},
		},
	}
	line, err := lifecycle.Simulate(p, *script)
	if err != nil {
		t.Fatal(err)
	}
	return script, &line
}

// TestBrokenTimelines holds that what checkTimeline looks for it finds.
func TestBrokenTimelines(t *testing.T) {
	script, line := busyTimeline(t)
	if err := checkTimeline(script, line); err != nil {
		t.Fatal(err)
	}
	mark := func(line *lifecycle.Timeline, what string) *lifecycle.Mark {
		i := slices.IndexFunc(line.Lanes[0].Marks, func(m lifecycle.Mark) bool { return m.What == what })
		return &line.Lanes[0].Marks[i]
	}
	for name, harm := range map[string]func(*lifecycle.Timeline){
		"a gap":              func(l *lifecycle.Timeline) { l.Lanes[0].Spans = slices.Delete(l.Lanes[0].Spans, 1, 2) },
		"a joint":            func(l *lifecycle.Timeline) { cutSpan(&l.Lanes[0]) },
		"an end":             func(l *lifecycle.Timeline) { l.Lanes[0].Spans = l.Lanes[0].Spans[:2] },
		"no mark":            func(l *lifecycle.Timeline) { mark(l, "exited").What = "started" },
		"no exit":            func(l *lifecycle.Timeline) { l.Lanes[0].Marks = l.Lanes[0].Marks[:3] },
		"no cause":           func(l *lifecycle.Timeline) { mark(l, "SIGTERM").Cause = lifecycle.NoCause },
		"no cause of an end": func(l *lifecycle.Timeline) { mark(l, "exited").Cause = lifecycle.NoCause },
		"a cause too much":   func(l *lifecycle.Timeline) { mark(l, "started").Cause = lifecycle.ByDeletion },
		"a signal":           func(l *lifecycle.Timeline) { mark(l, "exited").Signal = "SIGTERM" },
		"no probe":           func(l *lifecycle.Timeline) { mark(l, "readiness probe failed").Probe = probe.Kind(0) },
		"equal bands":        func(l *lifecycle.Timeline) { l.Bands[0].Spans[1].Value = l.Bands[0].Spans[0].Value },
		"a gap in a band":    func(l *lifecycle.Timeline) { l.Bands[0].Spans[0].To = l.Start },
		"a refusal too few":  func(l *lifecycle.Timeline) { l.Refused = nil },
		"another refusal":    func(l *lifecycle.Timeline) { l.Refused[0].Index = 1 },
		"no error":           func(l *lifecycle.Timeline) { l.Refused[0].Err = nil },
		"no request":         func(l *lifecycle.Timeline) { l.Deletion.Requests = l.Deletion.Requests[1:] },
		"a later deadline":   func(l *lifecycle.Timeline) { l.Deletion.Requests[1].DeadlineAt = l.End.Add(time.Hour) },
		"the last deadline":  func(l *lifecycle.Timeline) { l.Deletion.DeadlineAt = l.Deletion.Requests[1].DeadlineAt },
	} {
		script, line := busyTimeline(t)
		harm(line)
		if checkTimeline(script, line) == nil {
			t.Errorf("%s is not found", name)
		}
	}
}

// cutSpan makes two spans of the last one that takes time.
func cutSpan(l *lifecycle.Lane) {
	for i, s := range l.Spans {
		if s.To.Sub(s.From) > 2*time.Second {
			half := s
			half.From = s.From.Add(time.Second)
			l.Spans[i].To = half.From
			l.Spans = slices.Insert(l.Spans, i+1, half)
			return
		}
	}
}
