package restart

import (
	"fmt"

	"github.com/podlife/podlife"
)

// Explanation is why a plan does what it does with the Pod as a whole or with
// one container.
type Explanation struct {
	// Container is the container's name. Empty: the Pod as a whole.
	Container string
	// Move is what is done.
	Move Move
	// Reason is the rule that fired.
	Reason Reason
	// Ruling is the decision about a container that ended, where Reason is
	// ReasonExited or ReasonOOMKilled. A sidecar that ended has none: it is
	// always started again.
	Ruling Ruling
}

// Move is what a plan does with the Pod as a whole or with one container.
type Move uint8

// The moves.
const (
	// MoveNone: nothing.
	MoveNone Move = iota
	// MoveStart: the container is started.
	MoveStart
	// MoveKill: the container, or the whole Pod, is killed.
	MoveKill
	// MoveKillAndStart: the container is killed and started again.
	MoveKillAndStart
	// MoveReset: every run of the container is removed.
	MoveReset
	// MoveNewSandbox: what is left of the Pod is killed, and it gets a new
	// sandbox.
	MoveNewSandbox
)

// String returns the move's name.
func (m Move) String() string {
	switch m {
	case MoveNone:
		return "None"
	case MoveStart:
		return "Start"
	case MoveKill:
		return "Kill"
	case MoveKillAndStart:
		return "KillAndStart"
	case MoveReset:
		return "Reset"
	case MoveNewSandbox:
		return "NewSandbox"
	default:
		return fmt.Sprintf("Move(%d)", uint8(m))
	}
}

// String returns the explanation as one sentence without a full stop.
func (e Explanation) String() string {
	subject := e.Container
	if subject == "" {
		subject = "the Pod"
	}
	_, why := e.Reason.words()
	if why == "" {
		why = e.Reason.String()
	}
	if e.Ruling.Cause != CauseNone {
		why += ", " + e.Ruling.reason()
	}
	return subject + " " + e.Move.outcome() + ": " + why
}

// outcome says in words what the move does.
func (m Move) outcome() string {
	switch m {
	case MoveNone:
		return "is left as it is"
	case MoveStart:
		return "is started"
	case MoveKill:
		return "is killed"
	case MoveKillAndStart:
		return "is killed and started again"
	case MoveReset:
		return "is removed from the runtime"
	case MoveNewSandbox:
		return "gets a new sandbox"
	default:
		return m.String()
	}
}

// Explain returns why [Plan] does what it does: first about the Pod as a whole,
// then about every init container, main container and ephemeral container, in
// the order of the spec.
func Explain(p *podlife.Pod, o Observed) []Explanation {
	n := newNotes(&p.Spec)
	var do Actions
	pl := planner{pod: p, seen: &o, do: &do, notes: n}
	pl.sync()
	pl.finishNotes()
	out := []Explanation{{Move: do.move(), Reason: do.Reason}}
	for _, list := range n {
		out = append(out, list...)
	}
	return out
}

// move returns what the plan does with the Pod as a whole.
func (a *Actions) move() Move {
	switch {
	case a.CreateSandbox:
		return MoveNewSandbox
	case a.KillPod:
		return MoveKill
	default:
		return MoveNone
	}
}

// specList is one of the three lists of containers in a spec.
type specList uint8

const (
	initList specList = iota
	mainList
	ephemeralList
)

// notes has an explanation for every container of each list.
type notes [3][]Explanation

// newNotes returns an empty explanation for every container of the spec.
func newNotes(spec *podlife.PodSpec) *notes {
	n := &notes{}
	for i := range spec.InitContainers {
		n[initList] = append(n[initList], Explanation{Container: spec.InitContainers[i].Name})
	}
	for i := range spec.Containers {
		n[mainList] = append(n[mainList], Explanation{Container: spec.Containers[i].Name})
	}
	for i := range spec.EphemeralContainers {
		n[ephemeralList] = append(n[ephemeralList], Explanation{Container: spec.EphemeralContainers[i].Name})
	}
	return n
}

// note records what is done with container i of list l, and why.
func (pl *planner) note(l specList, i int, reason Reason, move Move) {
	if pl.notes != nil {
		e := &pl.notes[l][i]
		e.Reason, e.Move = reason, move
	}
}

// noteRuling records the decision about container i of list l, which ended.
func (pl *planner) noteRuling(l specList, i int, r Ruling) {
	if pl.notes != nil {
		pl.notes[l][i].Ruling = r
	}
}

// finishNotes adds to the notes what follows from the whole plan.
func (pl *planner) finishNotes() {
	for l := range pl.notes {
		for i := range pl.notes[l] {
			pl.finishNote(specList(l), &pl.notes[l][i])
		}
	}
}

// finishNote gives a reason to a container that the plan did not look at, and
// corrects what a decision about the whole Pod overrules.
func (pl *planner) finishNote(l specList, e *Explanation) {
	do := pl.do
	if do.KillPod && !do.CreateSandbox && l == initList && e.Move != MoveNone {
		e.Reason, e.Move = do.Reason, MoveNone // its start was taken back
	}
	if s := pl.seen.newest(e.Container); do.KillPod && s != nil && s.State == StateRunning {
		if e.Move == MoveStart {
			e.Move = MoveKillAndStart
		} else if e.Move == MoveNone {
			e.Move = MoveKill
		}
	}
	switch {
	case do.Reason == ReasonRestartAll && l != ephemeralList && !do.KillPod && pl.seen.newest(e.Container) != nil:
		e.Reason, e.Move = do.Reason, MoveReset
	case e.Reason == ReasonNone && (do.Reason == ReasonNone || do.CreateSandbox && l != ephemeralList):
		e.Reason = ReasonNotReached // behind an init container
	case e.Reason == ReasonNone || e.Move == MoveKill && e.Reason == ReasonRuns:
		e.Reason = do.Reason
	}
}
