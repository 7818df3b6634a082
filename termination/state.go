package termination

import (
	"fmt"
	"slices"
	"time"
)

// State is a Pod's end between two events. In the zero State nobody asked for
// it. Containers must not be written to; [State.Clone] gives a copy of one's
// own.
type State struct {
	// Stage is how far the end has come.
	Stage Stage
	// Deleted: the object has a deletion timestamp.
	Deleted bool
	// Withdrawn: the endpoints were withdrawn.
	Withdrawn bool
	// Removed: the object is gone from the API.
	Removed bool
	// Held: finalizers are on the object.
	Held bool
	// UID of the object.
	UID string
	// GracePeriodSeconds is what the kubelet gives the Pod, as [PodGrace]
	// says. A request that shortens it counts from the next attempt on; what
	// is under way keeps its time. 0: each container has its own.
	GracePeriodSeconds int64
	// Containers are those that ran when the end began, in the order in which
	// they are signalled: main containers, ordinary init containers and
	// ephemeral ones, then sidecars, last started first.
	Containers []Container
}

// Stage is how far a Pod's end has come.
type Stage uint8

// The stages, in their order. Single kills come before the end, not in it.
const (
	// Living: nobody asked for the end.
	Living Stage = iota
	// KillingOne: one container is being killed, and the Pod lives on.
	KillingOne
	// Asked: the end was asked for while one container was being killed. The
	// rest follows when that is over.
	Asked
	// Terminating: the containers are being killed.
	Terminating
	// Retrying: some container could not be stopped, and a new attempt is
	// due.
	Retrying
	// Cleaning: no container runs, and volumes are being unmounted.
	Cleaning
	// Finished: the kubelet is done. The object stays until it is deleted.
	Finished
	// Deleting: the kubelet asked for the object's removal.
	Deleting
	// Gone: object and containers are gone.
	Gone
)

// String returns the stage's name.
func (s Stage) String() string {
	names := [...]string{"Living", "KillingOne", "Asked", "Terminating", "Retrying", "Cleaning", "Finished", "Deleting", "Gone"}
	if int(s) < len(names) {
		return names[s]
	}
	return fmt.Sprintf("Stage(%d)", uint8(s))
}

// ContainerKind is what kind of container it is, as far as the order of the end
// goes.
type ContainerKind uint8

// The kinds.
const (
	// Main containers are what sidecars wait for.
	Main ContainerKind = iota
	// Sidecar: waits for all main containers and for the next sidecar of the
	// spec. A neighbour that did not run when the end began is not waited for,
	// nor are those beyond it. A sidecar that is killed alone waits for nobody.
	Sidecar
	// Other is an ordinary init container or an ephemeral one. It neither
	// waits nor is waited for.
	Other
)

// String returns the kind's name.
func (k ContainerKind) String() string {
	names := [...]string{"Main", "Sidecar", "Other"}
	if int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("ContainerKind(%d)", uint8(k))
}

// Progress is how far the kill of one container has come.
type Progress uint8

// The steps of a kill, in their order.
const (
	// Queued: not begun.
	Queued Progress = iota
	// InPreStop: the preStop hook runs.
	InPreStop
	// AwaitingTurn: a sidecar waits for those that end before it.
	AwaitingTurn
	// Stopping: the stop signal was sent.
	Stopping
	// Killed: SIGKILL was sent.
	Killed
	// StopGivenUp: the runtime could not stop it.
	StopGivenUp
	// Ended: it does not run, and its kill is over.
	Ended
)

// String returns the step's name.
func (p Progress) String() string {
	names := [...]string{"Queued", "InPreStop", "AwaitingTurn", "Stopping", "Killed", "StopGivenUp", "Ended"}
	if int(p) < len(names) {
		return names[p]
	}
	return fmt.Sprintf("Progress(%d)", uint8(p))
}

// Container is one container of a Pod that ends.
type Container struct {
	// Name of the container.
	Name string
	// Kind decides whom it waits for.
	Kind ContainerKind
	// After is the sidecar that ends before this one: the next in the spec,
	// if it ran. Empty: none.
	After string
	// PreStop: it has a preStop hook.
	PreStop bool
	// StopSignal is sent to stop it.
	StopSignal string
	// GracePeriodSeconds of its own, as [ContainerGrace] says or as the kill
	// overrides it. It counts where the Pod has none.
	GracePeriodSeconds int64
	// Progress of its kill.
	Progress Progress
	// Since is when Progress was reached.
	Since time.Time
	// Remaining is what was left of the grace period at Since, in seconds.
	// The kubelet counts whole ones and forgets the fractions that it waited.
	Remaining int64
	// Exited: it does not run. Its kill goes on even so: a preStop hook is
	// waited for, and a turn.
	Exited bool
}

// Deadline returns when the present step ends at the latest: the preStop hook
// is given up, the turn is not waited for, SIGKILL is sent. Zero: it has no
// end of its own.
func (c *Container) Deadline() time.Time {
	switch c.Progress {
	case InPreStop, AwaitingTurn, Stopping:
		return c.Since.Add(seconds(c.Remaining))
	case Queued, Killed, StopGivenUp, Ended:
	}
	return time.Time{}
}

// bound returns the latest time at which SIGKILL can be sent to c if every
// tick comes in time. Zero: it was sent, or is not needed.
func (s *State) bound(c *Container) time.Time {
	extra := int64(0)
	switch {
	case c.Exited:
		return time.Time{}
	case c.Progress == InPreStop && s.Stage == Terminating && !s.turn(c):
		extra = MinimumGracePeriodSeconds + 1 // the fraction of the hook's last second is not counted
	case c.Progress == InPreStop, c.Progress == AwaitingTurn:
		extra = MinimumGracePeriodSeconds
	case c.Progress != Stopping:
		return time.Time{}
	}
	return c.Since.Add(seconds(c.Remaining)).Add(seconds(extra))
}

// Bound returns the latest time at which the last container that is being
// killed is sent SIGKILL, if every Tick comes in time. Zero: none is left that
// could be. It moves later only when an attempt begins. A sidecar that has both
// a hook and somebody to wait for comes as near to it as one likes, and does
// not reach it.
func (s *State) Bound() time.Time {
	var last time.Time
	for i := range s.Containers {
		if b := s.bound(&s.Containers[i]); b.After(last) {
			last = b
		}
	}
	return last
}

// WakeAt returns when the next Tick does something: the earliest deadline of
// all containers. Zero: none does.
func (s *State) WakeAt() time.Time {
	var first time.Time
	for i := range s.Containers {
		if d := s.Containers[i].Deadline(); !d.IsZero() && (first.IsZero() || d.Before(first)) {
			first = d
		}
	}
	return first
}

// Clone returns a copy that shares nothing with s.
func (s *State) Clone() State {
	c := *s
	c.Containers = slices.Clone(s.Containers)
	return c
}

// turn reports whether nothing that c waits for is left.
func (s *State) turn(c *Container) bool {
	if c.Kind != Sidecar {
		return true
	}
	for i := range s.Containers {
		if o := &s.Containers[i]; o.Progress != Ended && (o.Kind == Main || o.Kind == Sidecar && o.Name == c.After) {
			return false
		}
	}
	return true
}

func (s *State) find(name string) int {
	return slices.IndexFunc(s.Containers, func(c Container) bool { return c.Name == name })
}
