package schedule_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// problemOf returns what is wrong with a selector, as the cluster finds it that
// a ReplicaSet with the selector is in. Empty: nothing.
func problemOf(t *testing.T, sel *podlife.LabelSelector) string {
	t.Helper()
	_, err := schedule.NewCluster(&podlife.Objects{ReplicaSets: []*podlife.ReplicaSet{{ObjectMeta: podlife.ObjectMeta{Name: "r"}, Spec: podlife.ReplicaSetSpec{Selector: sel}}}})
	var wrong *schedule.ObjectError
	if err != nil && (!errors.As(err, &wrong) || wrong.Kind != "ReplicaSet") {
		t.Fatal(err)
	}
	if wrong == nil {
		return ""
	}
	return wrong.Field + ": " + wrong.Problem
}

// What a label may look like is what the API server says of any label.
func TestLabels(t *testing.T) {
	name63 := strings.Repeat("n", 63)
	prefix253 := strings.Repeat("a.", 126) + "a"
	for key, good := range map[string]bool{
		"a": true, "A": true, "Z": true, "z": true, "0": true, "9": true, "a-b_c.d": true, "example.com/a": true, "e/" + name63: true, prefix253 + "/a": true, name63: true,
		"": false, "/a": false, "a/": false, "a/b/c": false, "Example.com/a": false, "example..com/a": false, "-a": false, "a-": false, "_a": false, ".a": false, "a.": false,
		"a b": false, "a:b": false, "a@b": false, "a[b": false, "a`b": false, "a{b": false, name63 + "n": false, prefix253 + "a/a": false,
	} {
		got := problemOf(t, &podlife.LabelSelector{MatchLabels: map[string]string{key: ""}})
		if (got == "") != good {
			t.Errorf("key %q: %q", key, got)
		}
	}
	for value, good := range map[string]bool{
		"": true, "a": true, "Z9": true, "a-b_c.d": true, name63: true,
		name63 + "n": false, "-a": false, "a-": false, "a/b": false, "a b": false, ".": false, "ä": false,
	} {
		got := problemOf(t, &podlife.LabelSelector{MatchLabels: map[string]string{"k": value}})
		if (got == "") != good {
			t.Errorf("value %q: %q", value, got)
		}
	}
}

// Each operator has its number of values; those that compare numbers are for
// nodes alone.
func TestSelectors(t *testing.T) {
	for _, test := range []struct {
		op     podlife.SelectorOperator
		values []string
		want   string
	}{
		{podlife.SelectorOpIn, []string{"a", "b"}, ""},
		{podlife.SelectorOpIn, nil, "no values, want at least one"},
		{podlife.SelectorOpNotIn, []string{"a"}, ""},
		{podlife.SelectorOpNotIn, nil, "no values, want at least one"},
		{podlife.SelectorOpNotIn, []string{"a", "-"}, `value "-" is not a label value`},
		{podlife.SelectorOpExists, nil, ""},
		{podlife.SelectorOpExists, []string{"a"}, "values, want none"},
		{podlife.SelectorOpDoesNotExist, nil, ""},
		{podlife.SelectorOpDoesNotExist, []string{"a"}, "values, want none"},
		{podlife.SelectorOpGt, []string{"5"}, `"Gt" is not a valid label selector operator`},
		{podlife.SelectorOpLt, []string{"5"}, `"Lt" is not a valid label selector operator`},
		{"Odd", nil, `"Odd" is not a valid label selector operator`},
	} {
		want := test.want
		if want != "" {
			want = "spec.selector.matchExpressions[1]: " + want
		}
		got := problemOf(t, &podlife.LabelSelector{MatchExpressions: []podlife.LabelSelectorRequirement{
			{Key: "k", Operator: podlife.SelectorOpExists}, {Key: "k", Operator: test.op, Values: test.values}}})
		if got != want {
			t.Errorf("%s %q: got %q, want %q", test.op, test.values, got, want)
		}
	}
}

// However many labels nodes have, each is found.
func TestManyLabels(t *testing.T) {
	o := nodes(node("n1"), node("n2"), node("n3"))
	for i := range 300 {
		o.Nodes[i%2].Labels[fmt.Sprintf("label-%03d", i)] = "x"
	}
	c := cluster(t, o)
	for i := range 300 {
		p := pod("p")
		p.Spec.NodeSelector = map[string]string{fmt.Sprintf("label-%03d", i): "x"}
		if d, err := c.Schedule(p, schedule.Default(), 0); err != nil || d.Feasible != 1 || d.Node != o.Nodes[i%2].Name {
			t.Fatalf("label %d: got %q of %d, %v", i, d.Node, d.Feasible, err)
		}
	}
	p := pod("p")
	p.Spec.NodeSelector = map[string]string{"label-300": "x"}
	if d, err := c.Schedule(p, schedule.Default(), 0); err == nil {
		t.Errorf("a label that no node has: got %q", d.Node)
	}
}

// On nodes, numbers are compared as numbers, and what is none is neither more
// nor less.
func TestNodeRequirements(t *testing.T) {
	n := node("n1", "n", "6", "word", "x", "low", "-5", "empty", "")
	for _, test := range []struct {
		key    string
		op     podlife.SelectorOperator
		values []string
		want   bool
	}{
		{"n", podlife.SelectorOpGt, []string{"5"}, true},
		{"n", podlife.SelectorOpGt, []string{"6"}, false},
		{"n", podlife.SelectorOpLt, []string{"7"}, true},
		{"n", podlife.SelectorOpLt, []string{"6"}, false},
		{"n", podlife.SelectorOpLt, []string{"10"}, true},
		{"n", podlife.SelectorOpGt, []string{"5", "5"}, false},
		{"n", podlife.SelectorOpGt, []string{"x"}, false},
		{"word", podlife.SelectorOpGt, []string{"0"}, false},
		{"word", podlife.SelectorOpLt, []string{"7"}, false},
		{"gone", podlife.SelectorOpLt, []string{"7"}, false},
		{"empty", podlife.SelectorOpLt, []string{"7"}, false},
		{"empty", podlife.SelectorOpExists, nil, true},
		{"empty", podlife.SelectorOpIn, []string{""}, true},
		{"gone", podlife.SelectorOpIn, []string{""}, false},
		{"gone", podlife.SelectorOpNotIn, []string{"a"}, true},
		{"n", podlife.SelectorOpNotIn, []string{"6"}, false},
		{"gone", podlife.SelectorOpDoesNotExist, nil, true},
		{"low", podlife.SelectorOpLt, []string{"0"}, true},
	} {
		p := pod("p")
		affinity(p).NodeAffinity = &podlife.NodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{{
			MatchExpressions: []podlife.NodeSelectorRequirement{{Key: test.key, Operator: test.op, Values: test.values}}}}}}
		if got := verdicts(t, nodes(n), p)["n1"] == "ok"; got != test.want {
			t.Errorf("%s %s %q: %v", test.key, test.op, test.values, got)
		}
	}
	// Of its fields a node shows its name alone: others are as if empty.
	for _, test := range []struct {
		op    podlife.SelectorOperator
		value string
		want  bool
	}{
		{podlife.SelectorOpIn, "true", false}, {podlife.SelectorOpIn, "", true}, {podlife.SelectorOpNotIn, "true", true}, {podlife.SelectorOpNotIn, "", false},
	} {
		p := pod("p")
		affinity(p).NodeAffinity = &podlife.NodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{{
			MatchFields: []podlife.NodeSelectorRequirement{{Key: "spec.unschedulable", Operator: test.op, Values: []string{test.value}}}}}}}
		if got := verdicts(t, nodes(n), p)["n1"] == "ok"; got != test.want {
			t.Errorf("another field %s %q: %v", test.op, test.value, got)
		}
	}
}
