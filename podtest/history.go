package podtest

import (
	"reflect"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/phase"
	"pgregory.net/rapid"
)

// Change is what a watch tells of one Pod at a time.
type Change struct {
	// Type says what became of the object.
	Type ChangeType
	// At is when the API server stored what the watch tells. It may be between
	// two whole seconds, which the times in a Pod are not.
	At time.Time
	// Pod is the object after the change; for Deleted, as it was last. Nobody
	// else has it, so it may be changed.
	Pod *podlife.Pod
}

// GoString returns the change in one line, which is how rapid prints a
// counterexample: when, what, and the cells READY and STATUS that kubectl would
// show then.
func (c Change) GoString() string {
	text := c.At.UTC().Format(time.RFC3339Nano) + " " + string(c.Type)
	if c.Pod == nil {
		return text
	}
	row := phase.Columns(c.Pod, c.At)
	return text + " " + row.Ready + " " + row.Status
}

// ChangeType is what became of a watched object.
//
// Source: API type EventType (apimachinery watch).
type ChangeType string

// The types of a change.
const (
	// Added: the watcher sees the Pod for the first time.
	Added ChangeType = "ADDED"
	// Modified: the Pod is not as it was last seen.
	Modified ChangeType = "MODIFIED"
	// Deleted: the object is no longer there.
	Deleted ChangeType = "DELETED"
)

// longest is how many writes the API server makes to a generated Pod at most, or
// thereabouts: one event may lead to two.
const longest = 40

// History generates whole lives of Pods of [Spec], from their creation on, as a
// watch tells of them. A Pod is bound, started, probed, it crashes and is
// restarted, is deleted, evicted, collected, loses its node: whatever
// lifecycle.Step knows, in whatever order it allows, so that each Pod is one that
// a scheduler and a kubelet of v1.37 could have written after the one before.
//
//   - The first change is Added, those after it Modified, and Deleted stands
//     last if at all. Most histories end before the Pod does.
//   - Every Modified tells something new: more than the resource version differs.
//   - Each write of the API server raises the resource version by one. A watcher
//     that is slow or comes late misses writes, and then the number makes a leap.
//     A history misses none, or every third of its writes or so; never the
//     deletion.
//   - Times do not go back.
//   - [CheckHistory] holds for the Pods.
//
// There are no static Pods among them, whose mirrors lifecycle leaves out, and no
// resizes.
func History() *rapid.Generator[[]Change] {
	return rapid.Custom(func(t *rapid.T) []Change {
		return HistoryOf(newborn(t)).Draw(t, "life")
	})
}

// HistoryOf generates histories as [History] does, of a given Pod. It is one that
// was just created, as lifecycle.Admit returns it, and is not changed.
func HistoryOf(p *podlife.Pod) *rapid.Generator[[]Change] {
	return rapid.Custom(func(t *rapid.T) []Change {
		l := life{T: t, now: p.CreationTimestamp, codes: map[string][]int32{}}
		l.happen(lifecycle.Created{Pod: p})
		// Few writes first, so that a counterexample shrinks to a short life.
		writes := pick(t, "writes", 4, 10, 20, longest)
		// Not each turn writes something: most answers to a probe change nothing.
		for range 6 * writes {
			if l.gone || len(l.writes) >= writes {
				break
			}
			l.turn()
		}
		return watched(t, l.writes)
	})
}

// newborn draws a Pod that was just created. Few name their node from the
// start, as those of a DaemonSet did once.
func newborn(t *rapid.T) *podlife.Pod {
	p := &podlife.Pod{ObjectMeta: meta(t), Spec: Spec().Draw(t, "spec")}
	if p.IsStatic() {
		p.Annotations, p.OwnerReferences = nil, nil
	}
	p.ResourceVersion, p.Spec.EphemeralContainers = "", nil
	if !oneIn(t, 6, "names its node") {
		p.Spec.NodeName = ""
	}
	if oneIn(t, 6, "has finalizer") {
		p.Finalizers = []string{"example.com/hold"}
	}
	stored, err := lifecycle.Admit(p, lifecycle.AdmitOptions{UID: p.UID}, p.CreationTimestamp)
	if err != nil {
		t.Fatalf("podtest: the API server refuses a Spec: %v", err)
	}
	return stored
}

// watched returns what a watcher sees of all writes, which may not be every one.
func watched(t *rapid.T, writes []Change) []Change {
	misses := oneIn(t, 3, "misses writes")
	var out []Change
	for i, w := range writes {
		last := i == len(writes)-1
		// A history is not empty, and the deletion is never missed.
		if w.Type != Deleted && misses && !(last && out == nil) && oneIn(t, 3, "misses this one") {
			continue
		}
		switch {
		case out == nil && w.Type == Deleted:
			w = writes[i-1] // there was a time when it was to be seen
			w.Type = Added
			out = append(out, w, writes[i])
			continue
		case out == nil:
			w.Type = Added
		case w.Type == Deleted:
		case same(out[len(out)-1].Pod, w.Pod):
			continue // it went back to what it was
		default:
			w.Type = Modified
		}
		out = append(out, w)
	}
	return out
}

// same reports whether two objects differ in nothing but the resource version.
func same(a, b *podlife.Pod) bool {
	x := *a
	x.ResourceVersion = b.ResourceVersion
	return reflect.DeepEqual(&x, b)
}
