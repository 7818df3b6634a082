package podlife_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
)

func TestTolerates(t *testing.T) {
	taint := func(value string) podlife.Taint {
		return podlife.Taint{Key: "k", Value: value, Effect: podlife.TaintEffectNoSchedule}
	}
	for _, c := range []struct {
		name        string
		taint       podlife.Taint
		toleration  podlife.Toleration
		want, gated bool
	}{
		{"equal", taint("v"), podlife.Toleration{Key: "k", Operator: "Equal", Value: "v", Effect: "NoSchedule"}, true, true},
		{"any effect", taint("v"), podlife.Toleration{Key: "k", Value: "v"}, true, true},
		{"another effect", taint("v"), podlife.Toleration{Key: "k", Operator: "Exists", Effect: "NoExecute"}, false, false},
		{"another key", taint("v"), podlife.Toleration{Key: "j", Operator: "Exists"}, false, false},
		{"another value", taint("v"), podlife.Toleration{Key: "k", Value: "w"}, false, false},
		{"no operator and no value", taint(""), podlife.Toleration{Key: "k"}, true, true},
		{"everything", taint("v"), podlife.Toleration{Operator: "Exists"}, true, true},
		{"any key of a value", taint("v"), podlife.Toleration{Operator: "Equal", Value: "v"}, true, true},
		{"unknown operator", taint("v"), podlife.Toleration{Key: "k", Operator: "In", Value: "v"}, false, false},
		{"greater", taint("5"), podlife.Toleration{Key: "k", Operator: "Gt", Value: "3"}, false, true},
		{"not greater", taint("3"), podlife.Toleration{Key: "k", Operator: "Gt", Value: "3"}, false, false},
		{"less", taint("-5"), podlife.Toleration{Key: "k", Operator: "Lt", Value: "3"}, false, true},
		{"not less, but equal", taint("3"), podlife.Toleration{Key: "k", Operator: "Lt", Value: "3"}, false, false},
		{"not less", taint("5"), podlife.Toleration{Key: "k", Operator: "Lt", Value: "3"}, false, false},
		{"leading zero", taint("05"), podlife.Toleration{Key: "k", Operator: "Gt", Value: "3"}, false, false},
		{"leading plus", taint("5"), podlife.Toleration{Key: "k", Operator: "Gt", Value: "+3"}, false, false},
		{"negative zero", taint("-0"), podlife.Toleration{Key: "k", Operator: "Gt", Value: "-3"}, false, false},
		{"not a number", taint("v"), podlife.Toleration{Key: "k", Operator: "Lt", Value: "3"}, false, false},
		{"too big a number", taint("9223372036854775808"), podlife.Toleration{Key: "k", Operator: "Gt", Value: "3"}, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.toleration.Tolerates(&c.taint, false); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if got := c.toleration.Tolerates(&c.taint, true); got != c.gated {
				t.Errorf("with comparison operators: got %v, want %v", got, c.gated)
			}
		})
	}
}

// TestTaintsAndTolerations reads them as kubectl prints them, and clones them.
func TestTaintsAndTolerations(t *testing.T) {
	const input = `{"kind":"Pod","metadata":{"name":"web","resourceVersion":"7","labels":{"app":"web"}},
		"spec":{"containers":[{"name":"app"}],"priority":5,"tolerations":[{"key":"a","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]},
		"status":{"podIP":"10.0.0.7","podIPs":[{"ip":"10.0.0.7"}]}}
		{"kind":"Node","metadata":{"name":"node-1"},"spec":{"taints":[{"key":"a","effect":"NoExecute","timeAdded":"2026-01-01T00:00:00Z"}]}}`
	got, err := podlife.ParseObjects([]byte(input))
	if err != nil {
		t.Fatal(err)
	}
	p, n := got.Pods[0], got.Nodes[0]
	switch {
	case p.ResourceVersion != "7", p.Labels["app"] != "web", *p.Spec.Priority != 5, *p.Spec.Tolerations[0].TolerationSeconds != 300,
		p.Status.PodIP != "10.0.0.7", p.Status.PodIPs[0].IP != "10.0.0.7", n.Spec.Taints[0].TimeAdded.Year() != 2026:
		t.Errorf("read %+v and %+v", p, n)
	}
	again, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	back, err := podlife.ParseObjects(again)
	if d := cmp.Diff(got, back); d != "" || err != nil {
		t.Errorf("%v, there and back (-want +got):\n%s", err, d)
	}
	pod, node := p.Clone(), n.Clone()
	if d := cmp.Diff(p, pod) + cmp.Diff(n, node); d != "" {
		t.Errorf("clones (-want +got):\n%s", d)
	}
	pod.Labels["app"], *pod.Spec.Priority, *pod.Spec.Tolerations[0].TolerationSeconds = "other", 9, 9
	pod.Status.PodIPs[0].IP, node.Spec.Taints[0].Key = "other", "other"
	if d := cmp.Diff(got, back); d != "" {
		t.Errorf("a clone shares something:\n%s", d)
	}
}
