package schedule_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

func TestBind(t *testing.T) {
	p := pod("web")
	b, err := schedule.Bind(p, "n1")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(schedule.Binding{Namespace: "default", Name: "web", UID: "uid-web", TargetKind: "Node", TargetName: "n1"}, b); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, test := range []struct {
		name     string
		b        func(*schedule.Binding)
		p        func(*podlife.Pod)
		conflict bool
		want     string
	}{
		{"another name", func(b *schedule.Binding) { b.Name = "db" }, nil, false, "name in URL does not match name in Binding object"},
		{"another namespace", func(b *schedule.Binding) { b.Namespace = "other" }, nil, false, "the namespace of the provided object does not match the namespace sent on the request"},
		{"another kind", func(b *schedule.Binding) { b.TargetKind = "Pod" }, nil, false, `target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>"`},
		{"no kind", func(b *schedule.Binding) { b.TargetKind = "" }, nil, false, ""},
		{"no node", func(b *schedule.Binding) { b.TargetName = "" }, nil, false, "target.name: Required value"},
		{"another Pod of the name", func(b *schedule.Binding) { b.UID = "old" }, nil, true, "Precondition failed: UID in precondition: old, UID in object meta: uid-web"},
		{"any Pod of the name", func(b *schedule.Binding) { b.UID = "" }, nil, false, ""},
		{"bound", nil, func(p *podlife.Pod) { p.Spec.NodeName = "n1" }, true, `pod web is already assigned to node "n1"`},
		{"deleted", nil, func(p *podlife.Pod) { p.DeletionTimestamp = at }, true, "pod web is being deleted, cannot be assigned to a host"},
		{"gated", nil, func(p *podlife.Pod) { p.Spec.SchedulingGates = []podlife.PodSchedulingGate{{Name: "g"}} }, true, "pod web has non-empty .spec.schedulingGates"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b, p := b, p.Clone()
			if test.b != nil {
				test.b(&b)
			}
			if test.p != nil {
				test.p(p)
			}
			err := b.Validate(p)
			var bind *schedule.BindError
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
			} else if !errors.As(err, &bind) || err.Error() != test.want || bind.Conflict != test.conflict {
				t.Errorf("got %+v, want %s", err, test.want)
			}
		})
	}
	if _, err := schedule.Bind(p, "Not A Node"); err == nil {
		t.Error("a name that no node has will do")
	}
}

func TestBindingApply(t *testing.T) {
	p := pod("web")
	p.Status.NominatedNodeName = "n2"
	p.Status.Conditions = []podlife.Condition{{Type: podlife.PodScheduled, Status: podlife.ConditionFalse, Reason: "Unschedulable", Message: "0/1"}}
	before := p.Clone()
	b, _ := schedule.Bind(p, "n1")
	got, err := b.Apply(p, at)
	if err != nil {
		t.Fatal(err)
	}
	want := before.Clone()
	want.Spec.NodeName, want.Status.NominatedNodeName = "n1", ""
	want.Status.Conditions = []podlife.Condition{{Type: podlife.PodScheduled, Status: podlife.ConditionTrue, LastTransitionTime: at}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, p); diff != "" {
		t.Errorf("the Pod was changed (-before +after):\n%s", diff)
	}
	if _, err := b.Apply(got, at); err == nil {
		t.Error("a Pod can be bound twice")
	}
}

// The condition PodScheduled is added, or turned; one that is True already keeps
// the time at which it became so.
func TestBindingApplyCondition(t *testing.T) {
	condition := func(status podlife.ConditionStatus, since time.Time) podlife.Condition {
		return podlife.Condition{Type: podlife.PodScheduled, Status: status, LastTransitionTime: since}
	}
	other := podlife.Condition{Type: podlife.PodReady, Status: podlife.ConditionFalse}
	before := at.Add(-time.Hour)
	for _, test := range []struct {
		name       string
		have, want []podlife.Condition
	}{
		{"none", nil, []podlife.Condition{condition("True", at)}},
		{"another", []podlife.Condition{other}, []podlife.Condition{other, condition("True", at)}},
		{"false", []podlife.Condition{condition("False", before), other}, []podlife.Condition{condition("True", at), other}},
		{"true", []podlife.Condition{condition("True", before)}, []podlife.Condition{condition("True", before)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := pod("web")
			p.Status.Conditions = test.have
			b, err := schedule.Bind(p, "n1")
			if err != nil {
				t.Fatal(err)
			}
			got, err := b.Apply(p, at)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.Status.Conditions); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What the name of a node must look like is what the API server asks of any name.
func TestNodeNames(t *testing.T) {
	long := strings.Repeat("a.", 126) + "a" // 253
	for name, good := range map[string]bool{
		"a": true, "0": true, "9z": true, "n-1.example": true, "a--b": true, long: true,
		long + "a": false, "": false, "A": false, "Z": false, "nodE": false, "n_1": false, "n 1": false, "-n": false, "n-": false, ".n": false, "n.": false, "a..b": false, "a.-b": false,
		"a/b": false, "a:b": false, "a@b": false, "a[b": false, "a`b": false, "a{b": false,
	} {
		if _, err := schedule.Bind(pod("web"), name); (err == nil) != good {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestQueue(t *testing.T) {
	queued := func(name string, priority *int32, after time.Duration) schedule.QueuedPod {
		p := pod(name)
		p.Spec.Priority = priority
		return schedule.QueuedPod{Pod: p, Since: at.Add(after)}
	}
	high, zero, low := int32(10), int32(0), int32(-1)
	in := []schedule.QueuedPod{
		queued("low", &low, 0), queued("late", nil, 2*time.Second), queued("early", &zero, time.Second), queued("high", &high, time.Hour), queued("late too", &zero, 2*time.Second),
	}
	var got []string
	for _, q := range schedule.Queue(in) {
		got = append(got, q.Pod.Name)
	}
	if diff := cmp.Diff([]string{"high", "early", "late", "late too", "low"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if in[0].Pod.Name != "low" {
		t.Error("the argument was sorted")
	}
}
