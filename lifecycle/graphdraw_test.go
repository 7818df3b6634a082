package lifecycle

import (
	"path/filepath"
	"testing"

	"github.com/podlife/podlife"
)

// TestDrawn holds drawings of one life, whole and by what changes in it.
func TestDrawn(t *testing.T) {
	p := shape{"", "m", never}.pod()
	p.Spec.NodeName = ""
	g, err := Explore(p, ExploreOptions{Outside: []Event{DeleteRequested{}, NodeLost{}}})
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, d := range []Diagram{g.Phases(), g.Stages(), g.Container("web"), g.Whole()} {
		text += d.Mermaid() + d.DOT() + "\n"
	}
	checkGolden(t, filepath.Join("testdata", "drawn.txt"), text)
}

// TestSeenOfContainers holds what is said of a container's state.
func TestSeenOfContainers(t *testing.T) {
	for _, c := range []struct {
		want  string
		sight sight
	}{
		{"", sight{}},
		{"Waiting", sight{kind: podlife.StateWaiting}},
		{"Waiting ContainerCreating", sight{kind: podlife.StateWaiting, reason: "ContainerCreating", ready: true}},
		{"Running", sight{kind: podlife.StateRunning}},
		{"Running, ready", sight{kind: podlife.StateRunning, ready: true}},
		{"Terminated Error", sight{kind: podlife.StateTerminated, reason: "Error", exitCode: 1}},
	} {
		if got := c.sight.text(); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.sight, got, c.want)
		}
	}
}
