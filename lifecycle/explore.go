package lifecycle

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
)

// What [Explore] goes by if its options do not say.
const (
	// DefaultRestarts is how often the outside makes a container restart.
	DefaultRestarts = 1
	// DefaultMaxStates is how many states a Graph has at most.
	DefaultMaxStates = 1 << 20
)

// ExploreOptions say what may happen to a Pod, and how far to look. In the zero
// value the work of kubelet and scheduler succeeds, probes succeed or fail,
// containers end with exit code 0, 1 or one that a restart rule names, each is
// restarted once, and the Pod is deleted at any time.
type ExploreOptions struct {
	// Restarts is how often each container is restarted because of the outside.
	// One that was restarted so often does not end in a way that it would be
	// restarted for, nor are its sandbox or its probes bad to it. 0:
	// [DefaultRestarts]; negative: as often as one likes. The states are finitely
	// many even so, as the number itself makes no difference to any rule.
	Restarts int
	// MaxStates is how many states to find at most. If there are more, Explore
	// returns a *[LimitError] beside what it found. 0: [DefaultMaxStates].
	MaxStates int
	// ExitCodes are considered beside 0, 1 and those that restart rules name.
	ExitCodes []int32
	// Failures is how often in a history work may fail: mounts, sandboxes, pulls,
	// starts, hooks, signals and the scheduler's. The kubelet may reject the Pod
	// then, too, and a probe be answered by Unknown. 0: nothing fails; negative:
	// as often as one likes, which makes for very many states.
	Failures int
	// Late: what may happen may happen just before a deadline, too, not only
	// after it.
	Late bool
	// Merge: main containers that differ in name alone may change places. That
	// there is an order in which the kubelet works at them is overlooked then:
	// some states in which it works at the second and not at the first are
	// missing.
	Merge bool
	// Outside is what may happen at any time without being asked for, such as
	// [Evicted], [NodeLost], [KubeletRestarted] or [ImageChanged], each as often
	// as it can. Nil: DeleteRequested{}; empty and not nil: nothing. A node that
	// was lost may always return, and gates and finalizers be removed. See
	// [Disturbances].
	Outside []Event
	// Laws to hold on every step. See [Laws].
	Laws []Law
	// Visit is called for each state when it is found: its number and a time at
	// which the Pod is in it. Nil: nothing is.
	Visit func(number int, s State, now time.Time)
}

// Explore finds every state that a Pod can come to, whatever happens in whatever
// order, and how they follow from one another. It goes breadth first, so it finds
// each state by one of its shortest histories, and is deterministic: the same
// arguments have the same Graph. The Pod is taken as [Admit] returns it.
//
// Time passes only up to the next deadline, [State.WakeAt], whose Tick comes then.
// Where nothing is due, an hour may pass. So any number of events come one after
// the other at the same instant, in every order, and then a deadline or an hour;
// but two deadlines never come nearer to one another than by what was between
// them when they were set. What happens between two deadlines in a cluster
// happens here after the one or, with Late, before the other. In this sense, and
// within the bounds of the options, the Graph is complete: states that are alike
// in all that rules look at count as one.
//
// The first step that breaks a law ends the search with a *[Counterexample], the
// shortest there is. An exploration with more states than it may have ends with a
// *[LimitError]. Either comes with the Graph so far.
func Explore(p *podlife.Pod, o ExploreOptions) (*Graph, error) {
	return explore(State{}, p, o)
}

// explore is Explore from an unborn state, which may have rules of its own.
func explore(unborn State, p *podlife.Pod, o ExploreOptions) (*Graph, error) {
	if p == nil {
		return nil, &EventError{State: unborn, Event: Created{}}
	}
	x := newExplorer(unborn, p, o)
	err := x.run()
	return x.graph, err
}

// LimitError says that a Pod has more states than were to be found.
type LimitError struct {
	// States is how many were found.
	States int
}

// Error says how many states were too many.
func (e *LimitError) Error() string {
	return fmt.Sprintf("lifecycle: there are more than %d states", e.States)
}

// Counterexample is a history that ends with a step which breaks a law.
type Counterexample struct {
	// Law is the name of the law.
	Law string
	// Trace is the history. No other one with fewer events breaks a law.
	Trace Trace
	// Err is what the law says.
	Err error
}

// Error returns what the law says, and the history.
func (e *Counterexample) Error() string {
	return fmt.Sprintf("lifecycle: law %s is broken: %v\n%s", e.Law, e.Err, e.Trace)
}

// Unwrap returns Err.
func (e *Counterexample) Unwrap() error { return e.Err }
