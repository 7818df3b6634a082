package waits_test

import (
	"testing"
	"time"

	"github.com/podlife/podlife/examples/internal/waits"
	"github.com/podlife/podlife/termination"
)

func TestText(t *testing.T) {
	at := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	clock := func(t time.Time) string { return t.Format(time.TimeOnly) }
	words := map[string]bool{}
	for _, c := range []struct {
		wait termination.Wait
		want string
	}{
		{termination.Wait{For: termination.WaitNode, Names: []string{"node-a"}}, "node node-a, which does not answer: it must come back, be deleted or be declared out of service"},
		{termination.Wait{For: termination.WaitPreStop, Names: []string{"web"}, Until: at}, "the preStop hook of web, until 12:00:00 at the latest"},
		{termination.Wait{For: termination.WaitPreStop, Names: []string{"web", "db"}}, "the preStop hooks of web, db"},
		{termination.Wait{For: termination.WaitMainContainers, Names: []string{"web"}}, "container web to end"},
		{termination.Wait{For: termination.WaitSidecars, Names: []string{"proxy", "logs"}, Until: at}, "sidecars proxy, logs to end, until 12:00:00 at the latest"},
		{termination.Wait{For: termination.WaitKubelet}, "the kubelet to unmount the volumes and delete the object"},
		{termination.Wait{For: termination.WaitPodGC, Names: []string{"node-a"}, Until: at}, "the Pod garbage collector to delete the object, until 12:00:00 at the latest"},
		{termination.Wait{For: termination.WaitFinalizers, Names: []string{"example.com/hold"}}, "finalizer example.com/hold to be removed by whoever set it"},
		{termination.Wait{For: 99}, "WaitFor(99)"},
	} {
		if got := waits.Text(c.wait, clock); got != c.want {
			t.Errorf("%v:\n%q, want\n%q", c.wait, got, c.want)
		}
		words[waits.Word(c.wait.For)] = true
	}
	if len(words) != 8 {
		t.Errorf("words are not told apart: %v", words)
	}
}
