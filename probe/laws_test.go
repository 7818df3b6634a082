package probe_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife/probe"
	"pgregory.net/rapid"
)

// law returns what breaks it in a run, or nil. Sequence laws look at all moves
// so far, with the move in question last.
type law func(moves []move) error

// laws are those of the package's documentation, each with a machine that
// breaks it.
var laws = []struct {
	name   string
	law    law
	broken machine
}{
	{"Threshold", threshold, hastyMachine},
	{"Beginning", beginning, optimisticMachine},
	{"Silence", silence, talkativeMachine},
	{"Afresh", afresh, resentfulMachine},
	{"Delay", delay, impatientMachine},
	{"Hold", hold, nervousMachine},
	{"EarlyTickIsNothing", earlyTickIsNothing, eagerMachine},
	{"ErrorKeepsState", errorKeepsState, yieldingMachine},
	{"Onward", onward, forgetfulMachine},
}

func TestLaws(t *testing.T) {
	for _, l := range laws {
		t.Run(l.name, rapid.MakeCheck(func(t *rapid.T) {
			if err := broken(l.law, play(probe.Step, scripts().Draw(t, "script"))); err != nil {
				t.Fatal(err)
			}
		}))
	}
}

func TestLawsCatchBrokenMachines(t *testing.T) {
	for _, l := range laws {
		t.Run(l.name, func(t *testing.T) {
			for seed := range 3000 {
				if broken(l.law, play(l.broken, scripts().Example(seed))) != nil {
					return
				}
			}
			t.Error("the law holds for the broken machine too")
		})
	}
}

// broken returns what breaks the law in the run of which these are the moves.
func broken(l law, moves []move) error {
	for i := range moves {
		if err := l(moves[:i+1]); err != nil {
			return fmt.Errorf("move %d, %+v at %v in %+v: %w", i, moves[i].Event, moves[i].At, moves[i].Before, err)
		}
	}
	return nil
}

// threshold: an answer changes the verdict only if it and the answers before
// it, as many as its threshold, were equal.
func threshold(moves []move) error {
	m := moves[len(moves)-1]
	b := m.Before
	answer, ok := m.Event.(probe.Answered)
	undisturbed := b.Target.Running && b.Target.ID == b.ContainerID && !b.Deleting && !b.PodEnded
	if !ok || m.Err != nil || !undisturbed || m.verdicts(b.ContainerID) == nil {
		return nil
	}
	needed := map[probe.Result]int32{probe.Success: b.SuccessThreshold, probe.Failure: b.FailureThreshold}[answer.Outcome]
	if needed == 0 {
		return errors.New("an answer that does not count changed the verdict")
	}
	for i := len(moves) - 1; needed > 0; i-- {
		if i < 0 {
			return errors.New("too few answers")
		}
		a, ok := moves[i].Event.(probe.Answered)
		if !ok || moves[i].Err != nil || a.Outcome == probe.Unknown {
			continue
		}
		if a.Outcome != answer.Outcome {
			return fmt.Errorf("verdict %v after a %v too recently", answer.Outcome, a.Outcome)
		}
		needed--
	}
	return nil
}

func hastyMachine(s probe.State, at time.Time, e probe.Event) (probe.State, []probe.Effect, error) {
	needed := s.FailureThreshold
	s.FailureThreshold = 1
	s, effects, err := probe.Step(s, at, e)
	s.FailureThreshold = needed
	return s, effects, err
}

// beginning: the first verdict on a container is Success for liveness, Failure
// for readiness, Unknown for startup; with the two exceptions that a restarted
// kubelet makes.
func beginning(moves []move) error {
	m := moves[len(moves)-1]
	if !m.isNewContainer() {
		return nil
	}
	s, got := m.After, m.verdicts(m.After.ContainerID)
	if s.Sidecar && s.Kind == probe.Startup && s.Target.Started {
		if len(got) == 0 || got[0] != probe.Success {
			return fmt.Errorf("verdicts %v on a sidecar that had started", got)
		}
		got = got[1:]
	}
	want := map[probe.Kind]probe.Result{
		probe.Liveness: probe.Success, probe.Readiness: probe.Failure, probe.Startup: probe.Unknown,
	}[s.Kind]
	old := s.Target.Running && !s.KubeletStart.IsZero() && s.KubeletStart.Sub(s.Target.StartedAt) > 10*time.Second
	switch {
	case !old && (len(got) == 0 || got[0] != want):
		return fmt.Errorf("verdicts %v, want %v first", got, want)
	case old && !s.Deleting && len(got) > 0:
		return fmt.Errorf("verdicts %v on a container older than the kubelet", got)
	}
	return nil
}

func optimisticMachine(s probe.State, at time.Time, e probe.Event) (probe.State, []probe.Effect, error) {
	after, effects, err := probe.Step(s, at, e)
	for i := range effects {
		if v, ok := effects[i].(*probe.VerdictChanged); ok && after.ContainerID != s.ContainerID && after.Kind == probe.Readiness {
			effects[i] = &probe.VerdictChanged{ContainerID: v.ContainerID, Verdict: probe.Success}
		}
	}
	return after, effects, err
}

// silence: until a container has started, liveness and readiness do not ask;
// after that, startup does not. Nobody asks one that does not run.
func silence(moves []move) error {
	m := moves[len(moves)-1]
	if m.asks() == "" {
		return nil
	}
	if s := m.After; !s.Target.Running || s.Target.ID != m.asks() || s.Target.Started == (s.Kind == probe.Startup) {
		return fmt.Errorf("asked %+v", s.Target)
	}
	return nil
}

func talkativeMachine(s probe.State, at time.Time, e probe.Event) (probe.State, []probe.Effect, error) {
	if _, ok := e.(probe.Tick); !ok {
		return probe.Step(s, at, e)
	}
	started := s.Target.Started
	s.Target.Started = s.Kind != probe.Startup
	s, effects, err := probe.Step(s, at, e)
	s.Target.Started = started
	return s, effects, err
}

// afresh: a round that sees another container forgets the verdict on the last
// one and any hold, and keeps the count of equal answers.
func afresh(moves []move) error {
	m := moves[len(moves)-1]
	b, a := m.Before, m.After
	if !m.isNewContainer() {
		return nil
	}
	_, answered := m.Event.(probe.Answered)
	switch {
	case a.OnHold:
		return errors.New("still on hold")
	case b.ContainerID != "" && a.Recorded(b.ContainerID) != probe.None:
		return errors.New("the last container's verdict is still there")
	case !answered && (a.Last != b.Last || a.Run != b.Run):
		return errors.New("the count of answers changed")
	}
	return nil
}

func resentfulMachine(s probe.State, at time.Time, e probe.Event) (probe.State, []probe.Effect, error) {
	after, effects, err := probe.Step(s, at, e)
	after.OnHold = after.OnHold || s.OnHold
	return after, effects, err
}

// delay: no question within the initial delay.
func delay(moves []move) error {
	m := moves[len(moves)-1]
	if m.asks() != "" && m.At.Before(m.After.Target.StartedAt.Add(m.After.InitialDelay)) {
		return fmt.Errorf("asked a container of %v", m.After.Target.StartedAt)
	}
	return nil
}

func impatientMachine(s probe.State, at time.Time, e probe.Event) (probe.State, []probe.Effect, error) {
	initial := s.InitialDelay
	s.InitialDelay = 0
	s, effects, err := probe.Step(s, at, e)
	s.InitialDelay = initial
	return s, effects, err
}

// hold: a worker on hold does not ask.
func hold(moves []move) error {
	m := moves[len(moves)-1]
	if m.Before.OnHold && !m.isNewContainer() && m.asks() != "" {
		return errors.New("asked while on hold")
	}
	return nil
}

func nervousMachine(s probe.State, at time.Time, e probe.Event) (probe.State, []probe.Effect, error) {
	held := s.OnHold
	s.OnHold = false
	s, effects, err := probe.Step(s, at, e)
	s.OnHold = s.OnHold || held
	return s, effects, err
}

// earlyTickIsNothing: a Tick before its time, or while an answer is awaited,
// changes nothing.
func earlyTickIsNothing(moves []move) error {
	m := moves[len(moves)-1]
	if _, ok := m.Event.(probe.Tick); !ok || !m.At.Before(m.Before.NextAt) && !m.Before.Asking {
		return nil
	}
	if m.Err != nil || m.Effects != nil || m.After != m.Before {
		return fmt.Errorf("effects %v, error %v, state %+v", m.Effects, m.Err, m.After)
	}
	return nil
}

func eagerMachine(s probe.State, at time.Time, e probe.Event) (probe.State, []probe.Effect, error) {
	if _, ok := e.(probe.Tick); ok && !s.NextAt.IsZero() {
		s.NextAt = at
	}
	return probe.Step(s, at, e)
}

// errorKeepsState: an event that cannot happen changes nothing, and the error
// says which it was.
func errorKeepsState(moves []move) error {
	m := moves[len(moves)-1]
	if m.Err == nil {
		return nil
	}
	var e *probe.EventError
	if !errors.As(m.Err, &e) || e.State != m.Before || e.Event != m.Event || e.Error() == "" {
		return fmt.Errorf("error %v", m.Err)
	}
	if m.After != m.Before || m.Effects != nil {
		return fmt.Errorf("effects %v, state %+v", m.Effects, m.After)
	}
	return nil
}

func yieldingMachine(s probe.State, at time.Time, e probe.Event) (probe.State, []probe.Effect, error) {
	after, effects, err := probe.Step(s, at, e)
	after.PodEnded = after.PodEnded || err != nil
	return after, effects, err
}

// onward: the last effect of a step that has any is what the worker waits for:
// an answer, a time, or nothing because it has ended. A worker that has begun
// always waits for one of them.
func onward(moves []move) error {
	m := moves[len(moves)-1]
	s := m.After
	if _, ok := m.Event.(probe.WorkerStarted); m.Effects == nil && ok && m.Err == nil {
		return errors.New("begun, and no effect")
	}
	if m.Effects == nil {
		return nil
	}
	var want probe.Effect
	switch {
	case s.Ended:
		want = &probe.WorkerEnded{}
	case s.Asking:
		want = &probe.Ask{ContainerID: s.ContainerID, Timeout: s.Timeout}
	default:
		want = &probe.Wake{At: s.NextAt}
		if !s.NextAt.After(m.At) {
			return fmt.Errorf("wakes at %v", s.NextAt)
		}
	}
	if last := m.Effects[len(m.Effects)-1]; !cmp.Equal(want, last) {
		return fmt.Errorf("last effect %v, want %v", last, want)
	}
	return nil
}

func forgetfulMachine(s probe.State, at time.Time, e probe.Event) (probe.State, []probe.Effect, error) {
	after, effects, err := probe.Step(s, at, e)
	if len(effects) > 1 {
		effects = effects[:1]
	}
	return after, effects, err
}
