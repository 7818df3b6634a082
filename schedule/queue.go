package schedule

import (
	"cmp"
	"slices"
	"time"

	"github.com/podlife/podlife"
)

// QueuedPod is a Pod that waits for a node.
type QueuedPod struct {
	// Pod that waits.
	Pod *podlife.Pod
	// Since is when it came into the queue, or came back.
	Since time.Time
}

// Compare returns a negative number if a goes before b, a positive one if b
// goes before a, and 0 if either may go first: the higher priority first, then
// who waits longer. A Pod without a priority has 0.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/queuesort/priority_sort.go, Less.
func Compare(a, b QueuedPod) int {
	if d := cmp.Compare(priority(b.Pod), priority(a.Pod)); d != 0 {
		return d
	}
	return a.Since.Compare(b.Since)
}

// Queue returns the Pods in the order in which a scheduler takes them. Those
// that may go in either order stay as they are.
func Queue(pods []QueuedPod) []QueuedPod {
	out := slices.Clone(pods)
	slices.SortStableFunc(out, Compare)
	return out
}

func priority(p *podlife.Pod) int32 {
	if p == nil || p.Spec.Priority == nil {
		return 0
	}
	return *p.Spec.Priority
}
