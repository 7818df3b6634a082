package lifecycle

import (
	"fmt"
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/termination"
)

// State is a Pod's life between two events: what the API server stores, what the
// kubelet remembers, and what the container runtime has. The zero State is a Pod
// that was not created yet; only [Step] makes others. [State.Pod] is the object
// as the API shows it.
//
// A State is a value. What it points to is shared with the states before and
// after it and never written to, so a copy is a clone.
type State struct {
	// facts never change; when the spec does, others take their place.
	facts *facts
	stage Stage

	object     object     // what the API server stores beside the spec
	conditions conditions // the kubelet's and PodScheduled
	// others are the conditions that the kubelet does not own, DisruptionTarget
	// aside. Shared, and copied to change it.
	others []podlife.Condition

	node    node // what became of the node
	kubelet kubelet
	end     termination.State

	// containers are the init containers, then the main ones, then the
	// ephemeral ones, each list as in the spec. Shared, and copied to change it.
	containers []container
	// workers are the probe workers, as the facts number them. Shared, and
	// copied to change it.
	workers []worker
}

// Stage is how far a Pod's life has come.
type Stage uint8

// The stages, in their order.
const (
	// Unborn: the object was not created yet.
	Unborn Stage = iota
	// Unbound: the Pod has no node. It is gated, or waits for the scheduler.
	Unbound
	// Preparing: the kubelet waits for the Pod's volumes.
	Preparing
	// Living: the kubelet starts containers and keeps them running.
	Living
	// Ending: the kubelet stops containers for good, and cleans up.
	Ending
	// Finished: the kubelet is done. The object stays until it is deleted.
	Finished
	// Gone: the object is removed, and nothing of the Pod is left but on a node
	// that does not answer.
	Gone
)

// String returns the stage's name.
func (s Stage) String() string {
	names := [...]string{"Unborn", "Unbound", "Preparing", "Living", "Ending", "Finished", "Gone"}
	if int(s) < len(names) {
		return names[s]
	}
	return fmt.Sprintf("Stage(%d)", uint8(s))
}

// Stage returns how far the life has come.
func (s State) Stage() Stage { return s.stage }

// IsFinal reports whether nothing can happen to the Pod any more: it is gone.
func (s State) IsFinal() bool { return s.stage == Gone }

// object is what the API server stores beside the spec, and the kubelet's
// statuses.
type object struct {
	created    time.Time
	removed    bool
	finalizers []string // shared, never written to
	deleted    bool
	collected  bool      // by the garbage collector, while the kubelet did not speak
	deletion   time.Time // metadata.deletionTimestamp
	grace      int64     // metadata.deletionGracePeriodSeconds, if deleted
	generation int64

	report     phase.Report // phase, reason and message as published
	settled    bool         // what nobody knows of the containers was made up at the end
	observed   int64        // status.observedGeneration
	startTime  time.Time
	podIP      string
	nominated  string
	disruption disruption // condition DisruptionTarget
}

// disruption is a condition DisruptionTarget. Zero: there is none.
type disruption struct {
	reason, message string
	since           time.Time
}

// conditions are those whose status and time must be remembered. Reason and
// message are derived.
type conditions struct {
	scheduled, sandbox, initialized, containersReady, ready, restarting aspect
	// why the scheduler found no node
	reason, message string
}

// aspect is the status of a condition, and since when. Unset: there is none.
type aspect struct {
	set, yes bool
	since    time.Time
}

// update sets the status at a time, and reports whether it changed.
func (a *aspect) update(yes bool, at time.Time) bool {
	if a.set && a.yes == yes {
		return false
	}
	*a = aspect{true, yes, at}
	return true
}

// node is what became of the node.
type node struct {
	lost   bool // it does not answer
	lostAt time.Time
	taints []podlife.Taint
	evict  termination.Eviction // by its taints
}

// kubelet is what the kubelet remembers of the Pod, beside what it remembers of
// each container.
type kubelet struct {
	start   time.Time     // when the kubelet started; zero: long ago
	report  phase.Report  // its own view, published once no container runs
	judged  podlife.Phase // by which the conditions were made
	retryAt time.Time     // when it tries again what failed
	evicted *Evicted      // what to end the Pod by, when the sync under way is over

	sandbox sandbox
	work    work
	doing   int // index of the container that is being started
	// what is known of the sync under way
	createSandbox bool      // once everything is killed
	progress      bool      // something in the runtime changed
	follows       bool      // it follows at once on another
	failed        bool      // something failed that has no back-off
	backoffUntil  time.Time // the first back-off that ends

	reported bool  // it has written container statuses
	statuses int32 // how many it has made; nothing depends on it
	rejected bool  // it did not take the Pod
}

// sandbox is the newest sandbox.
type sandbox struct {
	made    bool
	ready   bool
	attempt uint32
}

// work is what the sync under way waits for.
type work uint8

// The kinds of work.
const (
	idle         work = iota
	killingAll        // every container, and the sandbox
	killingOne        // one container, or removing it
	sandboxing        // the sandbox is being created
	pulling           // the image of the container that is started
	starting          // the container
	postStarting      // its postStart hook
)

// worker is a [probe.State] but for what the facts and the container's status
// say already.
type worker struct {
	onHold, asking, triggered, stopping, over bool
	verdict, last                             probe.Result
	seen                                      int32 // the run that the verdict is about
	inRow                                     int32
	nextAt                                    time.Time // zero: it has not begun, or is over
}

// Clone returns a copy that shares nothing with s but what is never written.
func (s State) Clone() State {
	s.others = slices.Clone(s.others)
	s.node.taints = slices.Clone(s.node.taints)
	s.containers = slices.Clone(s.containers)
	s.workers = slices.Clone(s.workers)
	s.end = s.end.Clone()
	return s
}
