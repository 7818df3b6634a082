package lifecycle

import (
	"errors"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
)

// livingState is a state in which every container of a Pod runs, and has said so.
func livingState(t *testing.T, s shape) State {
	t.Helper()
	p := s.pod()
	at := p.CreationTimestamp
	state := State{}
	for _, e := range []Event{Created{p}, VolumesMounted{}, SandboxCreated{}} {
		state = mustStep(t, state, at, e)
	}
	for state.kubelet.work == pulling {
		i := state.kubelet.doing
		name := state.facts.list[i].name
		state = mustStep(t, state, at, ImagePulled{name})
		state = mustStep(t, state, at, ContainerStarted{name})
		if state.facts.isOrdinaryInit(i) {
			state = mustStep(t, state, at, ContainerExited{Container: name})
		}
	}
	return state
}

func mustStep(t *testing.T, s State, at time.Time, e Event) State {
	t.Helper()
	next, _, err := Step(s, at, e)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// TestCheckStep breaks each law of steps once, and comes near to breaking it.
func TestCheckStep(t *testing.T) {
	type change = func(s *State)
	nothing := func(*State) {}
	pull := func(name string) []Effect { return []Effect{&WriteStatus{}, &PullImage{Container: name}} }
	remove := func(s *State) { s.object.removed = true }
	deleted := func(grace int64) change {
		return func(s *State) { s.object.deleted, s.object.grace = true, grace }
	}
	forget := func(i int) change { return func(s *State) { s.containers[i].run = run{} } }
	ends := func(i int, code int32) change {
		return func(s *State) { s.containers[i].run.state, s.containers[i].ended.exitCode = restart.StateExited, code }
	}
	both := func(changes ...change) change {
		return func(s *State) {
			for _, c := range changes {
				c(s)
			}
		}
	}
	failed := func(s *State) { s.object.report.Phase = podlife.PodFailed }
	noMain := both(forget(3), forget(4))
	for _, c := range []struct {
		name          string
		before, after change
		event         Event
		effects       []Effect
		law           string // empty: it holds
	}{
		{name: "nothing happens", before: nothing, after: nothing},
		{name: "a phase is left", before: failed, after: nothing, law: "Accepted"},
		{name: "a phase is left by a binding", before: failed, after: nothing, event: Bound{}},
		{name: "what has ended is ready", before: failed, after: failed, law: "ReadyMeansReady"},
		{name: "what has ended is ready on a lost node", before: failed, after: both(failed, func(s *State) { s.node.lost = true })},
		{name: "what was collected is ready", before: failed, after: both(failed, func(s *State) { s.object.collected = true })},
		{name: "two init containers run", before: nothing, after: func(s *State) {
			s.containers[0].run.state, s.containers[2].run.state = restart.StateRunning, restart.StateRunning
		}, law: "OneInitRuns"},
		{name: "one init container runs", before: nothing, after: func(s *State) { s.containers[0].run.state = restart.StateRunning }},
		{name: "a start", before: nothing, after: nothing, effects: pull("web")},
		{name: "a start after deletion", before: deleted(30), after: deleted(30), effects: pull("web"), law: "DeletedStartsNothing"},
		{name: "a start after removal", before: remove, after: remove, effects: pull("web"), law: "DeletedStartsNothing"},
		{
			name: "a start that was planned before", before: both(deleted(30), func(s *State) { s.containers[3].todo = toStart }), after: deleted(30),
			effects: pull("web"),
		},
		{
			name: "a start after the end", before: failed,
			after: both(failed, func(s *State) { s.node.lost = true }), effects: pull("web"), law: "DeletedStartsNothing",
		},
		{name: "a main container first", before: noMain, after: both(noMain, forget(2)), effects: pull("web"), law: "MainsWait"},
		{name: "a main container after a failure", before: noMain, after: both(noMain, ends(2, 1)), effects: pull("web"), law: "MainsWait"},
		{
			name: "a main container before the sandbox's init containers", before: noMain,
			after: both(noMain, func(s *State) { s.containers[2].run.stray = true }), effects: pull("web"), law: "MainsWait",
		},
		{name: "a main container while one runs", before: noMain, after: both(noMain, func(s *State) { s.containers[2].run.state = restart.StateRunning }), effects: pull("web"), law: "MainsWait"},
		{name: "a main container whose first init container was removed", before: noMain, after: both(noMain, forget(0)), effects: pull("web")},
		{name: "an init container first", before: noMain, after: both(noMain, forget(2)), effects: pull("migrate")},
		{name: "the object goes first", before: deleted(30), after: both(deleted(30), remove), event: CleanedUp{}, law: "ObjectLast"},
		{name: "the object goes by force", before: deleted(30), after: both(deleted(30), remove), event: DeleteRequested{}},
		{name: "the object is collected", before: deleted(30), after: both(deleted(30), remove), event: Collected{}},
		{name: "the object goes after a deletion without grace", before: deleted(0), after: both(deleted(0), remove), event: CleanedUp{}},
		{name: "the object was removed before", before: both(deleted(30), remove), after: both(deleted(30), remove), event: CleanedUp{}},
		{name: "an ephemeral container first, added in this step", before: noMain, after: both(noMain, forget(2), func(s *State) {
			p := s.facts.pod.Clone()
			p.Spec.EphemeralContainers = []podlife.EphemeralContainer{{Name: "debug"}}
			s.facts, s.containers = newFacts(p, nil), append(s.containers, container{})
		}), effects: pull("debug")},
		{name: "a condition that nobody reports yet", before: nothing, after: func(s *State) { s.conditions.initialized.yes, s.kubelet.reported = false, false }},
		{name: "a condition of a removed object", before: remove, after: both(remove, func(s *State) { s.conditions.initialized.yes = false })},
		{name: "a condition of a rejected Pod", before: nothing, after: func(s *State) { s.conditions.initialized.yes, s.kubelet.rejected = false, true }},
		{name: "a condition on a lost node", before: nothing, after: func(s *State) { s.conditions.initialized.yes, s.node.lost = false, true }},
		{name: "a condition since another time", before: nothing, after: func(s *State) {
			s.conditions.restarting = aspect{}
			s.conditions.scheduled.since = s.conditions.scheduled.since.Add(time.Hour)
		}},
		{name: "a condition is forgotten", before: nothing, after: func(s *State) { s.conditions.initialized.yes = false }, law: "ConditionsTell"},
	} {
		good := livingState(t, shape{"isj", "mn", "Always"})
		before, after := good.Clone(), good.Clone()
		c.before(&before)
		c.after(&after)
		err := CheckStep(before, c.event, after, c.effects)
		var got *LawError
		if c.law == "" && err != nil || c.law != "" && (!errors.As(err, &got) || got.Law != c.law) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.law)
		}
	}
}

// TestUninitializedSidecar holds that a sidecar is waited for where it is the last.
func TestUninitializedSidecar(t *testing.T) {
	for inits, want := range map[string]string{"is": "proxy", "si": ""} {
		s := livingState(t, shape{inits, "m", "Always"}).Clone()
		s.containers[2].run = run{}
		for i := range s.facts.mains {
			if s.facts.list[i].role == phase.RoleSidecar {
				s.containers[i].run = run{}
			}
		}
		if got := s.uninitialized(); got != want {
			t.Errorf("%s: got %q, want %q", inits, got, want)
		}
	}
}
