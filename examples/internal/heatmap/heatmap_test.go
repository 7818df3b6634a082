package heatmap_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/podlife/podlife/examples/internal/golden"
	"github.com/podlife/podlife/examples/internal/heatmap"
)

// level is how full something was and is, in percent.
func level(before, after float64) heatmap.Level {
	return heatmap.Level{Before: before / 100, After: after / 100}
}

var none = heatmap.Level{None: true}

// small is a picture with all that there can be in one.
func small() *heatmap.Picture {
	return &heatmap.Picture{
		Title: "3 of 4 Pods find a place on 4 nodes", Lines: []string{"A line that says <more> & more."},
		Columns: []heatmap.Column{
			{Name: "cpu", Text: "6 of 8 cores", Level: level(25, 75)},
			{Name: "a-resource-with-a-name-that-is-far-too-long-for-any-picture", Text: "0 of 4", Level: level(0, 0)},
		},
		Groups: []heatmap.Group{
			{Name: "north", Text: "3 nodes", Levels: []heatmap.Level{level(40, 70), level(0, 0)}, Nodes: []heatmap.Node{
				{Name: "node-b", Levels: []heatmap.Level{level(0, 99.9), none}},
				{Name: "node-a", Levels: []heatmap.Level{level(50, 50), level(0, 0.1)}},
				{Name: "a-node-with-a-name-that-is-far-too-long-for-its-tile-1", Levels: []heatmap.Level{level(100, 130), level(0, 0)}},
			}},
			{Name: "south", Text: "1 node", Levels: []heatmap.Level{level(0, 0), none}, Nodes: []heatmap.Node{
				{Name: "node-c", Levels: []heatmap.Level{level(0, 0), none}},
			}},
		},
		Remarks: []string{"No node for 1 Pod: Insufficient cpu"},
	}
}

// large is a picture of n nodes.
func large(n int) *heatmap.Picture {
	p := &heatmap.Picture{Title: fmt.Sprintf("%d nodes", n), Columns: []heatmap.Column{
		{Name: "cpu", Level: level(50, 50)}, {Name: "memory", Level: level(50, 50)}, {Name: "gpu", Level: level(50, 50)},
	}}
	for i := range n {
		if i%100 == 0 {
			p.Groups = append(p.Groups, heatmap.Group{Name: fmt.Sprint("zone-", i/100), Levels: make([]heatmap.Level, 3)})
		}
		g := &p.Groups[len(p.Groups)-1]
		full := float64(i * 7919 % 101)
		g.Nodes = append(g.Nodes, heatmap.Node{Name: fmt.Sprint("node-", i), Levels: []heatmap.Level{level(0, full), level(0, 100-full), none}})
	}
	return p
}

func write(t *testing.T, p *heatmap.Picture) string {
	t.Helper()
	var b strings.Builder
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, p := range map[string]*heatmap.Picture{"small.svg": small(), "large.svg": large(60), "empty.svg": {Title: "Nothing"}} {
		t.Run(name, func(t *testing.T) {
			golden.Check(t, filepath.Join("testdata", name), write(t, p))
		})
	}
}

// element is what is drawn.
type element struct {
	XMLName xml.Name
	X       int    `xml:"x,attr"`
	Y       int    `xml:"y,attr"`
	Width   int    `xml:"width,attr"`
	Height  int    `xml:"height,attr"`
	Class   string `xml:"class,attr"`
	Title   string `xml:"title"`
	Text    string `xml:",chardata"`
}

type drawing struct {
	Width  int       `xml:"width,attr"`
	Height int       `xml:"height,attr"`
	Rects  []element `xml:"rect"`
	Texts  []element `xml:"text"`
}

func parse(t *testing.T, svg string) drawing {
	t.Helper()
	var d drawing
	if err := xml.Unmarshal([]byte(svg), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// However many nodes there are, all is on the page, no tile lies on another,
// and each node has a tile in each column.
func TestLayout(t *testing.T) {
	for _, n := range []int{0, 1, 2, 47, 48, 49, 250, 251, 700, 701, 4001} {
		d := parse(t, write(t, large(n)))
		tiles := map[string]int{}
		taken := map[[2]int]bool{}
		for _, r := range d.Rects {
			if r.X < 0 || r.Y < 0 || r.X+r.Width > d.Width || r.Y+r.Height > d.Height {
				t.Fatalf("%d nodes: %+v is not on the page of %d x %d", n, r, d.Width, d.Height)
			}
			name, _, ok := strings.Cut(r.Title, ":")
			if !ok || !strings.HasPrefix(name, "node-") {
				continue
			}
			tiles[name]++
			for x := r.X; x < r.X+r.Width; x += 3 {
				for y := r.Y; y < r.Y+r.Height; y += 3 {
					taken[[2]int{x, y}] = true
				}
			}
		}
		if len(tiles) != n {
			t.Errorf("%d nodes: tiles of %d", n, len(tiles))
		}
		points := 0
		for _, r := range d.Rects {
			if strings.HasPrefix(r.Title, "node-") {
				points += ((r.Width + 2) / 3) * ((r.Height + 2) / 3)
			}
		}
		if points != len(taken) {
			t.Errorf("%d nodes: tiles lie on one another", n)
		}
		for name, count := range tiles {
			if count != 3 {
				t.Errorf("%d nodes: %s has %d tiles", n, name, count)
			}
		}
	}
}

// A fuller node is never paler, and text is read back as it was.
func TestShades(t *testing.T) {
	p := &heatmap.Picture{Title: "a < b & \"c\"", Columns: []heatmap.Column{{Name: "cpu"}}, Groups: []heatmap.Group{{Levels: make([]heatmap.Level, 1)}}}
	for i := range 48 {
		n := heatmap.Node{Name: fmt.Sprintf("node-%02d", i), Levels: []heatmap.Level{{Before: float64(i) / 40, After: float64(i) / 40}}}
		p.Groups[0].Nodes = append(p.Groups[0].Nodes, n)
	}
	last, seen := 0, map[int]bool{}
	d := parse(t, write(t, p))
	for _, r := range d.Rects {
		var shade int
		if _, err := fmt.Sscanf(r.Class, "f%d", &shade); err != nil || !strings.HasPrefix(r.Title, "node-") {
			continue
		}
		if shade < last {
			t.Errorf("%s is paler than the one before", r.Title)
		}
		last, seen[shade] = shade, true
	}
	if len(seen) != 11 {
		t.Errorf("%d shades", len(seen))
	}
	if d.Texts[0].Text != p.Title {
		t.Errorf("title %q", d.Texts[0].Text)
	}
}

func TestLevelText(t *testing.T) {
	for _, c := range []struct {
		level heatmap.Level
		want  string
	}{
		{level(0, 0), "0 %"}, {level(0, 0.2), "0 → <1 %"}, {level(99.9, 100), "99 → 100 %"},
		{level(50.2, 50.4), "50 %"}, {level(100, 100.1), "100 → 101 %"}, {level(10, 250), "10 → 250 %"}, {none, "none"},
	} {
		if got := c.level.String(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.level, got, c.want)
		}
	}
}

func TestWriteError(t *testing.T) {
	r, w := io.Pipe()
	r.CloseWithError(io.ErrShortWrite)
	if err := small().Write(w); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("got %v", err)
	}
}
