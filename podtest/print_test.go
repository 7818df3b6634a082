package podtest_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// drawing returns what rapid prints of a draw: it prints with %#v.
func drawing[V any](g *rapid.Generator[V]) func(seed int) string {
	return func(seed int) string { return fmt.Sprintf("%#v", g.Example(seed)) }
}

// address is how Go prints a pointer that it does not follow.
var address = regexp.MustCompile(`\b0x[0-9a-f]{6,}`)

// A counterexample is there to be read: no draw prints an address.
func TestDrawsAreReadable(t *testing.T) {
	for name, draw := range map[string]func(seed int) string{
		"History": drawing(podtest.History()), "Pod": drawing(podtest.Pod()), "Unbound": drawing(podtest.Unbound("web")),
		"Objects": drawing(podtest.Objects()), "Cluster": drawing(podtest.Cluster()), "Node": drawing(podtest.Node()),
		"Spec": drawing(podtest.Spec()), "Container": drawing(podtest.Container("web")), "Status": drawing(podtest.ContainerStatus("web")),
		"State": drawing(podtest.State()), "Probe": drawing(podtest.Probe()), "Handler": drawing(podtest.ProbeHandler()),
		"Lifecycle": drawing(podtest.Lifecycle()), "Selector": drawing(podtest.LabelSelector()), "NodeTerm": drawing(podtest.NodeSelectorTerm()),
		"Affinity": drawing(podtest.PodAffinityTerm()), "Spread": drawing(podtest.SpreadConstraint()), "Toleration": drawing(podtest.Toleration()),
		"Taint": drawing(podtest.Taint()), "Rule": drawing(podtest.RestartRule()), "Requests": drawing(podtest.Requests()), "Condition": drawing(podtest.Condition()),
	} {
		for seed := range 100 {
			text := draw(seed)
			if found := address.FindString(text); found != "" {
				t.Errorf("%s prints %s: %s", name, found, text)
				break
			}
		}
	}
	if address.FindString(fmt.Sprintf("%#v", []*int{new(int)})) == "" {
		t.Error("an address is not found")
	}
}

// A history is printed by its changes, each in a few words.
func TestChangeGoString(t *testing.T) {
	p := whole()
	at := podtest.Epoch().Add(10*time.Minute + 300*time.Millisecond)
	history := []podtest.Change{{Type: podtest.Added, At: at, Pod: p}, {Type: podtest.Deleted, At: at, Pod: p}, {Type: podtest.Deleted, At: at}}
	const want = "[]podtest.Change{2026-01-01T00:10:00.3Z ADDED 2/2 Running, 2026-01-01T00:10:00.3Z DELETED 2/2 Running, 2026-01-01T00:10:00.3Z DELETED}"
	if got := fmt.Sprintf("%#v", history); got != want {
		t.Errorf("want %s\n got %s", want, got)
	}
	crashed := p.Clone()
	crashed.Status.ContainerStatuses[0].State = podlife.Waiting("CrashLoopBackOff", "back-off 10s")
	crashed.Status.ContainerStatuses[0].Ready = false
	if got := fmt.Sprintf("%#v", podtest.Change{Type: podtest.Modified, At: at, Pod: crashed}); got != "2026-01-01T00:10:00.3Z MODIFIED 1/2 CrashLoopBackOff" {
		t.Errorf("crashed: %s", got)
	}
}
