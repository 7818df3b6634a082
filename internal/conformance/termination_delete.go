package conformance

import (
	"strings"
	"sync"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/termination"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"pgregory.net/rapid"
)

// DeleteInput is a Pod and requests to delete it, one after the other.
type DeleteInput struct {
	Pod      *podlife.Pod    `json:"pod"`
	Requests []DeleteRequest `json:"requests"`
}

// DeleteRequest is one request.
type DeleteRequest struct {
	Options termination.DeleteOptions `json:"options"`
	At      time.Time                 `json:"at"`
}

// DeleteAnswer is what a request led to.
type DeleteAnswer struct {
	// Error is the API server's text, empty if it accepts the request.
	Error string `json:"error,omitempty"`
	// Removed: the Pod is gone.
	Removed bool `json:"removed,omitempty"`
	// Meta is the Pod's metadata as it is stored, or was last.
	Meta podlife.ObjectMeta `json:"meta"`
}

// deleteArea compares what the API server makes of delete requests, up to the one that
// removes the Pod.
func deleteArea() *Area[DeleteInput, []DeleteAnswer] {
	b := sync.OnceValue(newBubble)
	return &Area[DeleteInput, []DeleteAnswer]{
		Name: "delete",
		Gen:  rapid.Custom(drawDelete),
		Ours: ourDelete,
		Theirs: func(in DeleteInput) (out []DeleteAnswer) {
			b().run(func() { out = theirDelete(in) })
			return out
		},
		Pod:     func(in DeleteInput) *podlife.Pod { return in.Pod },
		Vectors: deleteVectors(),
	}
}

func ourDelete(in DeleteInput) []DeleteAnswer {
	var out []DeleteAnswer
	p := in.Pod
	for _, r := range in.Requests {
		d, err := termination.Delete(p, r.Options, r.At)
		if err != nil {
			out = append(out, deleteAnswer(err, false, p))
			continue
		}
		if !fits(d, p) {
			return append(out, DeleteAnswer{Error: "outcome " + d.Outcome.String()})
		}
		p = d.Pod
		removed := d.Outcome == termination.Removed
		if out = append(out, deleteAnswer(nil, removed, p)); removed {
			break
		}
	}
	return out
}

// fits reports whether the outcome is what the Pods before and after say, as far as they do.
func fits(d termination.Deletion, before *podlife.Pod) bool {
	period := d.Pod.DeletionGracePeriodSeconds
	switch d.Outcome {
	case termination.Marked:
		return d.Pod.IsDeleted() && *period > 0
	case termination.Held:
		return d.Pod.IsDeleted() && *period == 0 && len(d.Pod.Finalizers) > 0
	case termination.Unchanged:
		return before.IsDeleted() && *period != 0
	default:
		return d.Outcome == termination.Removed
	}
}

func deleteAnswer(err error, removed bool, p *podlife.Pod) DeleteAnswer {
	out := DeleteAnswer{Removed: removed, Meta: p.Clone().ObjectMeta}
	if err != nil {
		out.Error = err.Error()
	}
	if len(out.Meta.Finalizers) == 0 {
		out.Meta.Finalizers = nil // as in JSON
	}
	return out
}

// theirDelete asks the registry. The clock of the bubble is behind that of the requests, by
// the same time for all of them.
func theirDelete(in DeleteInput) []DeleteAnswer {
	var out []DeleteAnswer
	behind := in.Requests[0].At.Sub(time.Now())
	p := in.Pod.Clone()
	shift(&p.DeletionTimestamp, -behind)
	registry := oracle.NewRegistry(kube.ToPod(p))
	for _, r := range in.Requests {
		time.Sleep(r.At.Add(-behind).Sub(time.Now()))
		err := registry.Delete(deleteOptions(r.Options))
		stored, removed := registry.Pod()
		p := kube.Pod(stored)
		shift(&p.DeletionTimestamp, behind)
		if err != nil && strings.Contains(err.Error(), "StorageError") { // the text holds a key of the storage
			err = &termination.PreconditionError{Name: p.Name, Field: "ResourceVersion", Have: p.ResourceVersion}
		}
		if out = append(out, deleteAnswer(err, removed, p)); removed {
			break
		}
	}
	return out
}

// shift moves a time that is set, and drops its monotonic reading.
func shift(at *time.Time, by time.Duration) {
	if !at.IsZero() {
		*at = at.Add(by).Round(0).UTC()
	}
}

func deleteOptions(o termination.DeleteOptions) *metav1.DeleteOptions {
	out := &metav1.DeleteOptions{GracePeriodSeconds: o.GracePeriodSeconds}
	if p := o.Preconditions; p.UID != nil || p.ResourceVersion != nil {
		out.Preconditions = &metav1.Preconditions{UID: (*types.UID)(p.UID), ResourceVersion: p.ResourceVersion}
	}
	if o.PropagationPolicy != "" {
		out.PropagationPolicy = (*metav1.DeletionPropagation)(&o.PropagationPolicy)
	}
	return out
}

// drawDelete draws any Pod, with what a deletion looks at drawn anew.
func drawDelete(t *rapid.T) DeleteInput {
	p := pods().Draw(t, "pod")
	p.Spec.TerminationGracePeriodSeconds = rapid.Ptr(gracePeriod(), true).Draw(t, "own grace period")
	p.Finalizers = finalizers().Draw(t, "finalizers")
	if rapid.IntRange(0, 3).Draw(t, "bound") > 0 {
		fill(&p.Spec.NodeName, "node-a")
	}
	if rapid.IntRange(0, 3).Draw(t, "lives") > 0 {
		p.Status.Phase = podlife.PodRunning
	}
	if rapid.Bool().Draw(t, "not deleted") {
		p.DeletionTimestamp, p.DeletionGracePeriodSeconds = time.Time{}, nil
	}
	in := DeleteInput{Pod: p}
	at := podtest.Epoch().Add(24 * time.Hour)
	if p.IsDeleted() && rapid.IntRange(0, 3).Draw(t, "soon") > 0 {
		at = podtest.Epoch()
		p.DeletionTimestamp = at.Add(pause().Draw(t, "left"))
	}
	for range rapid.IntRange(1, 4).Draw(t, "requests") {
		in.Requests = append(in.Requests, DeleteRequest{Options: drawDeleteOptions(t, p), At: at})
		at = at.Add(pause().Draw(t, "pause"))
	}
	return in
}

func drawDeleteOptions(t *rapid.T, p *podlife.Pod) termination.DeleteOptions {
	o := termination.DeleteOptions{GracePeriodSeconds: rapid.Ptr(gracePeriod(), true).Draw(t, "grace period")}
	o.PropagationPolicy = rapid.SampledFrom([]termination.PropagationPolicy{
		"", "", "", termination.PropagateBackground, termination.PropagateOrphan, termination.PropagateForeground,
		termination.PropagateBackground, termination.PropagateOrphan, termination.PropagateForeground, "Whim", `"<&>" %s` + "\n",
	}).Draw(t, "policy")
	if rapid.IntRange(0, 7).Draw(t, "expects a UID") == 7 {
		o.Preconditions.UID = rapid.SampledFrom([]*string{&p.UID, new(string), ref("other")}).Draw(t, "UID")
	}
	if rapid.IntRange(0, 7).Draw(t, "expects a version") == 7 {
		o.Preconditions.ResourceVersion = rapid.SampledFrom([]*string{&p.ResourceVersion, new(string), ref("0")}).Draw(t, "version")
	}
	return o
}

// gracePeriod generates usual grace periods, negative ones and those that overflow.
func gracePeriod() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.SampledFrom([]int64{30, 0, 1, 2, 10, 60}), rapid.Int64Range(-2, 90), rapid.Int64Range(-2, 90), rapid.Int64())
}

// pause generates the time between two events, often a whole number of seconds.
func pause() *rapid.Generator[time.Duration] {
	return rapid.Custom(func(t *rapid.T) time.Duration {
		d := time.Duration(rapid.IntRange(0, 90).Draw(t, "seconds")) * time.Second
		if rapid.IntRange(0, 3).Draw(t, "odd") == 3 {
			d += time.Duration(rapid.IntRange(1, 999).Draw(t, "ms")) * time.Millisecond
		}
		return d
	})
}

// finalizers generates those of the garbage collector and others, doubled ones too.
func finalizers() *rapid.Generator[[]string] {
	return rapid.Custom(func(t *rapid.T) []string {
		list := rapid.SliceOfN(rapid.SampledFrom([]string{"example.com/hold", "orphan", "foregroundDeletion", "b", ""}), 0, 3).Draw(t, "list")
		if len(list) == 0 || rapid.Bool().Draw(t, "none") {
			return nil
		}
		return list
	})
}

// ref returns a pointer to v.
func ref[T any](v T) *T { return &v }
