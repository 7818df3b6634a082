package lifecycle

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
)

// everything is all that may come from outside, some of it twice.
func everything() []Event {
	return append(Disturbances("web", "fetch", "proxy"),
		ImageChanged{Container: "web", Image: "web:2"},
		EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "late", Image: "late:1"}},
		ConditionSet{Condition: podlife.Condition{Type: "example.com/warm", Status: podlife.ConditionTrue}},
		TaintsChanged{Taints: []podlife.Taint{{Key: "full", Effect: podlife.TaintEffectNoExecute}}},
	)
}

// TestOffers holds that what can happen in a state and makes a difference is let happen
// there, if nothing bounds it, but for what is not worth while.
func TestOffers(t *testing.T) {
	for _, s := range sized() {
		x := newExplorer(State{}, s.pod, ExploreOptions{Restarts: -1, Failures: -1, Outside: everything(), MaxStates: 400})
		var found []visit
		x.options.Visit = func(_ int, s State, now time.Time) { found = append(found, visit{state: s, at: now}) }
		if err := x.run(); err == nil {
			t.Errorf("%s has %d states, and many more were to be expected", s.name, len(found))
		}
		for i := range found {
			if l := x.missed(&found[i]); l != nil && !notWorthWhile(&found[i].state, l.event) {
				t.Fatalf("%s: %s can happen, and is not offered, in stage %v", s.name, l.name, found[i].state.stage)
			}
		}
	}
}

// missed returns an event that can happen and is not offered.
func (x *explorer) missed(v *visit) *letter {
	x.here = v
	x.listOffers()
	for n := range x.letters.list {
		l := &x.letters.list[n]
		if l.event == nil || slices.ContainsFunc(x.offers, func(o offer) bool { return int(o.letter) == n }) {
			continue
		}
		next := visit{at: v.at}
		var err error
		if next.state, _, err = Step(v.state, v.at, l.event); err == nil && x.keyOf(&next) != x.keyOf(v) {
			return l
		}
	}
	return nil
}

// notWorthWhile reports whether an event need not happen, though it can.
func notWorthWhile(s *State, e Event) bool {
	switch e.(type) {
	case Rejected: // a kubelet decides before it tries to mount
		return s.stage == Preparing && !s.kubelet.retryAt.IsZero()
	case GatesRemoved, Unschedulable: // nobody looks at a Pod any more that is deleted and has no node
		return s.stage == Unbound && s.object.deleted
	default:
		return false
	}
}

// TestQuestions holds which events answer the same question: one of them is enough for it not
// to be awaited any more.
func TestQuestions(t *testing.T) {
	p := shape{"", "m", "Never"}.pod()
	x := newExplorer(State{}, p, ExploreOptions{})
	var got []string
	places := map[uint16]int{} // by question
	for _, l := range x.letters.list {
		if l.question == 0 {
			continue
		}
		if at, ok := places[l.question]; ok {
			got[at] += ", " + l.kind
			continue
		}
		places[l.question] = len(got)
		got = append(got, l.kind)
	}
	want := []string{
		"Tick", "GatesRemoved", "Bound, Unschedulable", "VolumesMounted, MountFailed, Rejected OutOfcpu",
		"SandboxCreated, SandboxFailed", "CleanedUp", "NodeReturned", "FinalizersRemoved",
		"ImagePulled, ImagePullFailed", "ContainerStarted, StartFailed, StartFailed RunContainerError",
		"PostStartFinished, PostStartFinished failed", "PreStopFinished", "StopFailed, ContainerExited 0, ContainerExited 1",
		"ProbeAnswered Liveness Success, ProbeAnswered Liveness Failure, ProbeAnswered Liveness Unknown",
		"ProbeAnswered Readiness Success, ProbeAnswered Readiness Failure, ProbeAnswered Readiness Unknown",
		"ProbeAnswered Startup Success, ProbeAnswered Startup Failure, ProbeAnswered Startup Unknown",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDisturbances(t *testing.T) {
	few, more := Disturbances(), Disturbances("web", "db")
	if len(more) != len(few)+2 || more[len(few)] != (ContainerLost{"web"}) || more[len(few)+1] != (ContainerLost{"db"}) {
		t.Errorf("got %v", more)
	}
}
