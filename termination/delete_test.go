package termination_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

// deletable is a bound, running Pod.
func deletable(change ...func(*podlife.Pod)) *podlife.Pod {
	p := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: "web", UID: "1", ResourceVersion: "7", Generation: 3},
		Spec:       podlife.PodSpec{NodeName: "node-1", TerminationGracePeriodSeconds: ptr[int64](30)},
		Status:     podlife.PodStatus{Phase: podlife.PodRunning},
	}
	for _, c := range change {
		c(p)
	}
	return p
}

// deleted makes the Pod one that was deleted at the start with a grace period.
func deleted(period int64) func(*podlife.Pod) {
	return func(p *podlife.Pod) {
		p.DeletionTimestamp = sec(float64(period))
		p.DeletionGracePeriodSeconds = &period
		p.Generation = 4
	}
}

func finalized(names ...string) func(*podlife.Pod) {
	return func(p *podlife.Pod) { p.Finalizers = names }
}

func TestDelete(t *testing.T) {
	unset := func(p *podlife.Pod) { p.Spec.TerminationGracePeriodSeconds = nil }
	own := func(n int64) func(*podlife.Pod) {
		return func(p *podlife.Pod) { p.Spec.TerminationGracePeriodSeconds = &n }
	}
	phase := func(phase podlife.Phase) func(*podlife.Pod) {
		return func(p *podlife.Pod) { p.Status.Phase = phase }
	}
	unbound := func(p *podlife.Pod) { p.Spec.NodeName = "" }
	for _, c := range []struct {
		name    string
		pod     *podlife.Pod
		asked   *int64
		now     float64
		outcome termination.Outcome
		by      float64 // deletion timestamp
		period  *int64
	}{
		{"the Pod's own", deletable(), nil, 0, termination.Marked, 30, ptr[int64](30)},
		{"asked for", deletable(), ptr[int64](300), 0, termination.Marked, 300, ptr[int64](300)},
		{"negative counts as one", deletable(), ptr[int64](-5), 0, termination.Marked, 1, ptr[int64](1)},
		{"the Pod's own is negative", deletable(own(-5)), nil, 0, termination.Marked, 1, ptr[int64](1)},
		{"at once", deletable(), ptr[int64](0), 0, termination.Removed, 0, ptr[int64](0)},
		{"no grace period at all", deletable(unset), nil, 0, termination.Removed, 0, ptr[int64](0)},
		{"not bound", deletable(unbound), ptr[int64](300), 0, termination.Removed, 0, ptr[int64](0)},
		{"failed", deletable(phase(podlife.PodFailed)), nil, 0, termination.Removed, 0, ptr[int64](0)},
		{"succeeded", deletable(phase(podlife.PodSucceeded)), ptr[int64](10), 0, termination.Removed, 0, ptr[int64](0)},
		{"unknown is not ended", deletable(phase(podlife.PodUnknown)), nil, 0, termination.Marked, 30, ptr[int64](30)},
		{"finalizers do not matter while there is time", deletable(finalized("x")), nil, 0, termination.Marked, 30, ptr[int64](30)},
		{"finalizers hold", deletable(finalized("x")), ptr[int64](0), 0, termination.Held, 0, ptr[int64](0)},
		{"again, shorter", deletable(deleted(30)), ptr[int64](10), 5, termination.Marked, 10, ptr[int64](10)},
		{"again, shorter but in the past", deletable(deleted(30)), ptr[int64](10), 20, termination.Marked, 20, ptr[int64](1)},
		{"again, longer", deletable(deleted(30)), ptr[int64](40), 20, termination.Unchanged, 30, ptr[int64](30)},
		{"again, the same", deletable(deleted(30)), ptr[int64](30), 20, termination.Unchanged, 30, ptr[int64](30)},
		{"again, plain", deletable(deleted(30)), nil, 20, termination.Unchanged, 30, ptr[int64](30)},
		{"again, plain, when overdue", deletable(deleted(30)), nil, 90, termination.Unchanged, 30, ptr[int64](30)},
		{"again, at once", deletable(deleted(30)), ptr[int64](0), 20, termination.Removed, 20, ptr[int64](0)},
		{"again, at once, in the very same moment", deletable(deleted(30)), ptr[int64](0), 0, termination.Removed, 0, ptr[int64](0)},
		{"again, at once, held", deletable(deleted(30), finalized("x")), ptr[int64](0), 20, termination.Held, 20, ptr[int64](0)},
		{"again, negative", deletable(deleted(30)), ptr[int64](-1), 20, termination.Marked, 20, ptr[int64](1)},
		{"stored negative counts as one", deletable(deleted(-5)), ptr[int64](1), 20, termination.Unchanged, -5, ptr[int64](-5)},
		{"left over at zero", deletable(deleted(0)), ptr[int64](40), 20, termination.Removed, 0, ptr[int64](0)},
		{"left over at zero, held", deletable(deleted(0), finalized("x")), nil, 20, termination.Held, 0, ptr[int64](0)},
		{"shortening the end of an ended Pod", deletable(deleted(30), phase(podlife.PodFailed)), nil, 20, termination.Unchanged, 30, ptr[int64](30)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := termination.Delete(c.pod, termination.DeleteOptions{GracePeriodSeconds: c.asked}, sec(c.now))
			if err != nil {
				t.Fatal(err)
			}
			want := termination.Deletion{Outcome: c.outcome, Pod: c.pod.Clone()}
			want.Pod.DeletionTimestamp, want.Pod.DeletionGracePeriodSeconds, want.Pod.Generation = sec(c.by), c.period, 4
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestDeleteWithoutGrace(t *testing.T) {
	p := deletable(deleted(30), finalized("x"))
	p.DeletionGracePeriodSeconds = nil
	got, _ := termination.Delete(p, termination.DeleteOptions{}, sec(5))
	if got.Outcome != termination.Held || !got.Pod.DeletionTimestamp.Equal(sec(5)) {
		t.Errorf("held until %v, want now: %v", got.Pod.DeletionTimestamp, got.Outcome)
	}
	p.Finalizers = nil
	got, _ = termination.Delete(p, termination.DeleteOptions{}, sec(5))
	if d := cmp.Diff(termination.Deletion{Outcome: termination.Removed, Pod: p}, got); d != "" {
		t.Errorf("it is not written once more (-want +got):\n%s", d)
	}
}

func TestDeletePropagation(t *testing.T) {
	for _, c := range []struct {
		name   string
		have   []string
		policy termination.PropagationPolicy
		want   []string
	}{
		{"none", nil, "", nil},
		{"foreground", nil, termination.PropagateForeground, []string{"foregroundDeletion"}},
		{"orphan", []string{"x"}, termination.PropagateOrphan, []string{"x", "orphan"}},
		{"background drops both", []string{"orphan", "x", "foregroundDeletion"}, termination.PropagateBackground, []string{"x"}},
		{"no policy keeps what is there", []string{"orphan", "x"}, "", []string{"orphan", "x"}},
		{"of two the first stays", []string{"foregroundDeletion", "x", "orphan"}, "", []string{"x", "foregroundDeletion"}},
		{"the right one stays where it is", []string{"foregroundDeletion", "x"}, termination.PropagateForeground, []string{"foregroundDeletion", "x"}},
		{"the other is replaced", []string{"orphan", "x"}, termination.PropagateForeground, []string{"x", "foregroundDeletion"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := deletable(finalized(c.have...))
			zero := termination.DeleteOptions{GracePeriodSeconds: ptr[int64](0), PropagationPolicy: c.policy}
			got, err := termination.Delete(p, zero, start)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got.Pod.Finalizers); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if held := got.Outcome == termination.Held; held != (len(c.want) > 0) {
				t.Errorf("outcome %v with finalizers %v", got.Outcome, c.want)
			}
			again, _ := termination.Delete(deletable(deleted(0), finalized(c.have...)), zero, start)
			if held := again.Outcome == termination.Held; held != (len(c.want) > 0) {
				t.Errorf("again: outcome %v with finalizers %v", again.Outcome, c.want)
			}
		})
	}
}

func TestDeleteRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		o    termination.DeleteOptions
		want string
	}{
		{"UID", termination.DeleteOptions{Preconditions: termination.Preconditions{UID: ptr("2")}},
			`Operation cannot be fulfilled on Pod "web": the UID in the precondition (2) does not match the UID in record (1). The object might have been deleted and then recreated`},
		{"resource version", termination.DeleteOptions{Preconditions: termination.Preconditions{UID: ptr("1"), ResourceVersion: ptr("6")}},
			`Operation cannot be fulfilled on Pod "web": the ResourceVersion in the precondition (6) does not match the ResourceVersion in record (7). The object might have been modified`},
		{"policy", termination.DeleteOptions{PropagationPolicy: "Sideways", Preconditions: termination.Preconditions{UID: ptr("2")}},
			`DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"`},
		{"policy in JSON", termination.DeleteOptions{PropagationPolicy: "<\x00>"},
			`DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "\u003c\u0000\u003e": supported values: "Foreground", "Background", "Orphan", "nil"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := termination.Delete(deletable(), c.o, start)
			if err == nil || err.Error() != c.want {
				t.Errorf("error %v, want %s", err, c.want)
			}
			if d := cmp.Diff(termination.Deletion{}, got); d != "" {
				t.Error(d)
			}
		})
	}
	if _, err := termination.Delete(nil, termination.DeleteOptions{}, start); !errors.Is(err, termination.ErrNoPod) {
		t.Errorf("error %v for no Pod", err)
	}
	right := termination.DeleteOptions{Preconditions: termination.Preconditions{UID: ptr("1"), ResourceVersion: ptr("7")}}
	for name, p := range map[string]*podlife.Pod{"the first request": deletable(), "the last": deletable(deleted(0))} {
		if _, err := termination.Delete(p, right, start); err != nil {
			t.Errorf("%s, with preconditions that hold: %v", name, err)
		}
	}
}

// A request that takes the last finalizer off a Pod whose time is up fails if it
// names the resource version, even the right one.
func TestDeleteForgetsVersion(t *testing.T) {
	p := deletable(deleted(0), finalized("orphan"))
	o := termination.DeleteOptions{PropagationPolicy: termination.PropagateBackground}
	if got, err := termination.Delete(p, o, start); err != nil || got.Outcome != termination.Removed {
		t.Errorf("without a version: %v, %v", got.Outcome, err)
	}
	o.Preconditions.ResourceVersion = ptr("7")
	want := &termination.PreconditionError{Name: "web", Field: "ResourceVersion", Have: "7"}
	if _, err := termination.Delete(p, o, start); cmp.Diff(want, err) != "" {
		t.Errorf("with the right version: %v", err)
	}
	o.PropagationPolicy = ""
	if got, err := termination.Delete(p, o, start); err != nil || got.Outcome != termination.Held {
		t.Errorf("the finalizer stays: %v, %v", got.Outcome, err)
	}
}

// TestDeleteNeverLengthens is the law of the API server's half: whatever is
// asked, however often, neither timestamp nor grace period grows, and the
// argument stays as it was.
func TestDeleteNeverLengthens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, now := deletable(), start
		for range rapid.IntRange(1, 6).Draw(t, "requests") {
			before := p.Clone()
			o := termination.DeleteOptions{GracePeriodSeconds: rapid.Ptr(rapid.Int64Range(-1, 60), true).Draw(t, "asked")}
			d, err := termination.Delete(p, o, now)
			if err != nil || d.Outcome == termination.Held {
				t.Fatal(d.Outcome, err)
			}
			if diff := cmp.Diff(before, p); diff != "" {
				t.Fatalf("the argument was changed:\n%s", diff)
			}
			if p.IsDeleted() && (*d.Pod.DeletionGracePeriodSeconds > *p.DeletionGracePeriodSeconds ||
				d.Pod.DeletionTimestamp.After(p.DeletionTimestamp) && !d.Pod.DeletionTimestamp.Equal(now)) {
				t.Fatalf("lengthened from %v to %v", p.DeletionTimestamp, d.Pod.DeletionTimestamp)
			}
			if d.Outcome == termination.Removed {
				return
			}
			p, now = d.Pod, now.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "later"))*time.Second)
		}
	})
}
