package lifecycle

import (
	"fmt"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// Trace is a history: events, and when they happen.
type Trace struct {
	// Events in their order. Given to [Step] one after the other, beginning
	// with the zero State, they lead to where the history leads.
	Events []Timed

	unborn State
}

// Timed is an event and when it happens.
type Timed struct {
	// At is when.
	At time.Time
	// Event that happens.
	Event Event
}

// Replay returns the state that the history leads to. An event that cannot happen
// is an *[EventError].
func (t Trace) Replay() (State, error) {
	s := t.unborn
	for _, e := range t.Events {
		var err error
		if s, _, err = Step(s, e.At, e.Event); err != nil {
			return s, err
		}
	}
	return s, nil
}

// String returns the history, one event a line: how long after the beginning it
// happens, the event, and what the status is then, as kubectl prints it. With
// each container its state.
func (t Trace) String() string {
	var b strings.Builder
	s, width := t.unborn, 0
	for _, e := range t.Events {
		name, _ := describe(e.Event)
		width = max(width, len(name))
	}
	for _, e := range t.Events {
		next, _, err := Step(s, e.At, e.Event)
		name, _ := describe(e.Event)
		fmt.Fprintf(&b, "%8s  %-*s  ", "+"+e.At.Sub(t.Events[0].At).String(), width, name)
		if err != nil {
			b.WriteString(err.Error() + "\n")
			continue
		}
		s = next
		b.WriteString(strings.TrimRight(s.line(e.At), " ") + "\n")
	}
	return b.String()
}

// line tells of a state in a line.
func (s *State) line(now time.Time) string {
	p := s.Pod()
	if p == nil {
		return "removed, " + s.stage.String()
	}
	row := phase.Columns(p, now)
	parts := []string{fmt.Sprintf("%s %s", row.Ready, row.Status)}
	if row.Status != string(p.Status.Phase) {
		parts[0] += " (" + string(p.Status.Phase) + ")"
	}
	for _, list := range [...][]podlife.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses, p.Status.EphemeralContainerStatuses} {
		for i := range list {
			parts = append(parts, list[i].Name+" "+stateText(&list[i].State))
		}
	}
	return strings.Join(parts, ", ")
}

// stateText returns a container's state in a few words.
func stateText(s *podlife.ContainerState) string {
	text := strings.ToLower(s.Kind.String())
	if s.Kind == podlife.StateTerminated {
		return fmt.Sprintf("%s %d", text, s.ExitCode)
	}
	if s.Reason != "" {
		text += " " + s.Reason
	}
	return text
}

// describe returns an event in a few words: with the container that is meant, and
// without it.
func describe(e Event) (name, kind string) {
	kind = strings.TrimPrefix(strings.TrimPrefix(fmt.Sprintf("%T", e), "*"), "lifecycle.")
	of, detail := details(e)
	join := func(parts ...string) string { return strings.Join(strings.Fields(strings.Join(parts, " ")), " ") }
	return join(kind, of, detail), join(kind, detail)
}

// details returns the container that an event is about, and what else there is to
// say of it.
func details(e Event) (of, detail string) {
	switch e := e.(type) {
	case ImagePulled:
		return e.Container, ""
	case ImagePullFailed:
		return e.Container, e.Reason
	case ContainerStarted:
		return e.Container, ""
	case StartFailed:
		return e.Container, e.Reason
	case PostStartFinished:
		if e.Failed {
			detail = "failed"
		}
		return e.Container, detail
	case PreStopFinished:
		return e.Container, ""
	case StopFailed:
		return e.Container, ""
	case ContainerExited:
		return e.Container, fmt.Sprint(e.ExitCode, " ", e.Reason)
	case ContainerLost:
		return e.Container, ""
	case ImageChanged:
		return e.Container, e.Image
	case EphemeralContainerAdded:
		return e.Container.Name, ""
	case ProbeAnswered:
		return e.Container, e.Kind.String() + " " + e.Outcome.String()
	case DeleteRequested:
		if g := e.Options.GracePeriodSeconds; g != nil {
			detail = fmt.Sprint("grace ", *g, " ")
		}
		return "", detail + e.Disruption.Reason
	case ConditionSet:
		return "", string(e.Condition.Type) + " " + string(e.Condition.Status)
	case Evicted:
		return "", e.Reason
	case Rejected:
		return "", e.Reason
	case TaintsChanged:
		return "", fmt.Sprint(len(e.Taints))
	case Created, GatesRemoved, Unschedulable, Bound, FinalizersRemoved, Collected, NodeLost, NodeReturned, NodeRebooted,
		KubeletRestarted, VolumesMounted, MountFailed, SandboxCreated, SandboxFailed, SandboxLost, CleanedUp, Tick:
		return "", ""
	default: // nil, or a pointer to a variant
		return "", ""
	}
}
