package lanes_test

import (
	"strings"
	"testing"

	"github.com/podlife/podlife/examples/internal/lanes"
)

// Labels stand in the bars of a terminal where they are asked for and nothing
// lies on them, the short one where the long one has no room.
func TestWorded(t *testing.T) {
	lane := lanes.Lane{Name: "web", Bars: []lanes.Bar{
		{From: 0, To: 20 * s, Look: lanes.Active, Label: "not ready"},
		{From: 20 * s, To: 32 * s, Look: lanes.Ready, Label: "run 2, ready for all", Short: "run 2"},
		{From: 32 * s, To: 40 * s, Look: lanes.Stopping, Label: "SIGTERM"},
	}}
	p := &lanes.Picture{Lanes: []lanes.Lane{lane}, Worded: true}
	if got := text(t, p, 46, false); !strings.Contains(got, "▄ not ready ▄▄▄▄▄▄▄▄█ run 2 ████▓▓▓▓▓▓▓▓") {
		t.Errorf("want the labels that have room:\n%s", got)
	}
	p.Lanes[0].Points = []lanes.Point{{At: 4 * s, Shape: lanes.Spot}, {At: 24 * s, Shape: lanes.Cross}}
	if got := text(t, p, 46, false); !strings.Contains(got, "▄▄▄▄! not ready ▄▄▄▄█▄") && !strings.Contains(got, "▄▄▄▄! not ready ▄▄▄▄████✗███████") {
		t.Errorf("want no label below a point:\n%s", got)
	}
	p.Worded = false
	if got := text(t, p, 46, false); strings.Contains(got, "ready") {
		t.Errorf("want no labels:\n%s", got)
	}
}

// An SVG has the width that is asked for, if that is not too little; a short
// label stands in place of one that has no room; a point is explained by its
// hint.
func TestWidth(t *testing.T) {
	p := &lanes.Picture{Lanes: []lanes.Lane{{
		Name: "web", Bars: []lanes.Bar{{To: s, Label: strings.Repeat("long ", 50), Short: "short"}},
		Points: []lanes.Point{{At: s, Shape: lanes.Spot, Hint: "readiness probe fails"}},
	}}}
	for width, want := range map[int]string{0: `width="1200"`, 960: `width="960"`, 7: `width="600"`} {
		p.Width = width
		got := svg(t, p)
		for _, want := range []string{want, ">short</text>", "<title>1s: readiness probe fails</title>", ".spot {"} {
			if !strings.Contains(got, want) {
				t.Errorf("width %d: no %s in\n%s", width, want, got)
			}
		}
	}
}

// No row of labels is empty, even where lines and labels pass each other.
func TestNoEmptyRows(t *testing.T) {
	p := &lanes.Picture{To: 830 * s, Lanes: []lanes.Lane{{Name: "web"}}, Marks: []lanes.Mark{
		{At: 240 * s, Label: "node lost"}, {At: 780 * s, Label: "node answers again"}, {At: 540 * s, Label: "deleted by the taint manager"},
		{At: 600 * s, Label: "grace period over", Strong: true}, {At: 827 * s, Label: "gone"},
	}}
	above, _, _ := strings.Cut(text(t, p, 80, false), "0s")
	for _, line := range strings.Split(strings.TrimSuffix(strings.TrimRight(above, " "), "\n"), "\n") {
		if !strings.Contains(line, "▾") {
			t.Errorf("a row without a label:\n%s", above)
		}
	}
}
