package lanes_test

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-runewidth"

	"github.com/podlife/podlife/examples/internal/lanes"
)

// words are texts of all lengths, some of which XML or a terminal would mind.
var words = []string{"", "exit", "exit code 137", "<&\"'>", "a\x00b\x1b[31m", "waits for its turn", "日本語のラベル", strings.Repeat("very-long-", 30)}

// drawn returns some picture.
func drawn(r *rand.Rand) *lanes.Picture {
	word := func() string { return words[r.IntN(len(words))] }
	scales := []time.Duration{time.Millisecond, time.Second, time.Minute, time.Hour, 24 * time.Hour}
	some := func() time.Duration { return time.Duration(r.IntN(100)) * scales[r.IntN(len(scales))] }
	p := &lanes.Picture{Title: word(), Lines: []string{word()}, Legend: legend, Remarks: []string{word()}, To: some(), Width: 300 * r.IntN(5), Worded: r.IntN(2) == 0}
	if r.IntN(2) == 0 {
		p.Epoch = time.Date(2026, 5, 31, 23, 59, 58, 0, time.UTC)
	}
	for range r.IntN(4) {
		p.Marks = append(p.Marks, lanes.Mark{At: some(), Label: word(), Strong: r.IntN(2) == 0})
	}
	for range r.IntN(3) {
		from := some()
		p.Spans = append(p.Spans, lanes.Span{From: from, To: from + some(), Label: word()})
	}
	lane := func() lanes.Lane {
		l := lanes.Lane{Name: word(), Text: word()}
		for range r.IntN(8) {
			from := some()
			l.Bars = append(l.Bars, lanes.Bar{From: from, To: from + some(), Look: lanes.Look(r.IntN(12)), Label: word(), Short: word()})
		}
		for range r.IntN(30) {
			l.Points = append(l.Points, lanes.Point{At: some(), Shape: lanes.Shape(r.IntN(7)), Label: word(), Hint: word()})
		}
		return l
	}
	for range r.IntN(3) {
		p.Bands = append(p.Bands, lane())
	}
	for range r.IntN(5) {
		p.Lanes = append(p.Lanes, lane())
	}
	return p
}

// pictures calls f with many pictures, the same in every run.
func pictures(f func(seed uint64, p *lanes.Picture)) {
	for seed := range uint64(150) {
		f(seed, drawn(rand.New(rand.NewPCG(seed, 0))))
	}
	f(1000, ending())
	f(1001, crashes())
}

// box is something on the page.
type box struct{ left, top, right, bottom float64 }

func (a box) overlaps(b box) bool {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

// drawing is an SVG that was read back.
type drawing struct {
	Width  float64   `xml:"width,attr"`
	Height float64   `xml:"height,attr"`
	Title  string    `xml:"title"`
	Desc   string    `xml:"desc"`
	Style  string    `xml:"style"`
	Rects  []element `xml:"rect"`
	Texts  []element `xml:"text"`
	Lines  []element `xml:"line"`
}

type element struct {
	X      float64 `xml:"x,attr"`
	Y      float64 `xml:"y,attr"`
	X1     float64 `xml:"x1,attr"`
	Y1     float64 `xml:"y1,attr"`
	Y2     float64 `xml:"y2,attr"`
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Class  string  `xml:"class,attr"`
	Text   string  `xml:",chardata"`
}

func parse(t *testing.T, svg string) drawing {
	t.Helper()
	var d drawing
	if err := xml.Unmarshal([]byte(svg), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

var looks = []string{"plain", "pending", "delayed", "active", "ready", "leaving", "queued", "stopping", "failed", "done"}

// bars returns the bars of a drawing, without those of the legend.
func (d *drawing) bars() []box {
	var out []box
	for _, r := range d.Rects {
		if slices.Contains(looks, r.Class) && r.Height > 14 {
			out = append(out, box{r.X, r.Y, r.X + r.Width, r.Y + r.Height})
		}
	}
	return out
}

// labels returns where the labels of marks, spans and points are, by a narrow
// estimate of their widths.
func (d *drawing) labels() []box {
	var out []box
	for _, e := range d.Texts {
		class, end := strings.CutSuffix(e.Class, " end")
		if !slices.Contains([]string{"mark", "limit", "spanText", "note", "noteBad"}, class) || e.Text == "" {
			continue
		}
		b := box{e.X, e.Y - 10, e.X + 6*float64(runewidth.StringWidth(e.Text)), e.Y + 2}
		if end {
			b.left, b.right = e.X-(b.right-b.left), e.X
		}
		out = append(out, b)
	}
	return out
}

// badBoxes says which two overlap, or which one is not on the page.
func badBoxes(boxes []box, width, height float64) string {
	for i, a := range boxes {
		if a.left < 0 || a.top < 0 || a.right > width || a.bottom > height {
			return fmt.Sprintf("%v is not on the page of %v x %v", a, width, height)
		}
		for _, b := range boxes[:i] {
			if a.overlaps(b) {
				return fmt.Sprintf("%v lies on %v", a, b)
			}
		}
	}
	return ""
}

// TestBarsOnThePage: every bar is on the page and lies on no other, whatever
// the times are.
func TestBarsOnThePage(t *testing.T) {
	n := 0
	pictures(func(seed uint64, p *lanes.Picture) {
		d := parse(t, svg(t, p))
		bars := d.bars()
		n += len(bars)
		if bad := badBoxes(bars, d.Width, d.Height); bad != "" {
			t.Errorf("picture %d: %s", seed, bad)
		}
		if len(bars) > 0 && badBoxes(append(bars, bars[0]), d.Width, d.Height) == "" {
			t.Errorf("picture %d: a bar twice is not found", seed)
		}
	})
	if n < 500 {
		t.Errorf("%d bars", n)
	}
}

// TestLabelsApart: no label lies on another, and all are on the page.
func TestLabelsApart(t *testing.T) {
	n := 0
	pictures(func(seed uint64, p *lanes.Picture) {
		d := parse(t, svg(t, p))
		labels := d.labels()
		n += len(labels)
		if bad := badBoxes(labels, d.Width, d.Height); bad != "" {
			t.Errorf("picture %d: %s", seed, bad)
		}
		if len(labels) > 0 && badBoxes(append(labels, labels[0]), d.Width, d.Height) == "" {
			t.Errorf("picture %d: a label twice is not found", seed)
		}
	})
	if n < 500 {
		t.Errorf("%d labels", n)
	}
}

// TestReadable: the picture says in words what it shows, defines every class
// that it uses, and is the same every time.
func TestReadable(t *testing.T) {
	pictures(func(seed uint64, p *lanes.Picture) {
		text := svg(t, p)
		if text != svg(t, p) {
			t.Errorf("picture %d is another the second time", seed)
		}
		d := parse(t, text)
		for _, lane := range p.Lanes {
			if lane.Name == "exit" && !strings.Contains(d.Desc, "exit: ") {
				t.Errorf("picture %d: no word of lane %s", seed, lane.Name)
			}
		}
		for _, m := range regexp.MustCompile(`class="([A-Za-z]+)`).FindAllStringSubmatch(text, -1) {
			if !regexp.MustCompile(`\.` + m[1] + `[ ,]`).MatchString(d.Style) {
				t.Errorf("picture %d: nothing says what class %s looks like", seed, m[1])
			}
		}
	})
}

// TestTerminalFits: no line is wider than the terminal, control characters
// aside nothing is lost, and colours add no width.
func TestTerminalFits(t *testing.T) {
	colours := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	pictures(func(seed uint64, p *lanes.Picture) {
		for _, width := range []int{50, 80, 200} {
			plain := text(t, p, width, false)
			for _, line := range strings.Split(plain, "\n") {
				if n := runewidth.StringWidth(line); n > width {
					t.Errorf("picture %d, width %d: %d in %q", seed, width, n, line)
				}
				if strings.ContainsRune(line, '\x1b') {
					t.Errorf("picture %d: a control character in %q", seed, line)
				}
			}
			if coloured := text(t, p, width, true); colours.ReplaceAllString(coloured, "") != plain {
				t.Errorf("picture %d, width %d: colours change the text", seed, width)
			}
		}
	})
}

func TestShort(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 400 * time.Millisecond: "0.4s", 59 * s: "59s", -3 * s: "-3s", m: "1m", 90 * s: "1m30s",
		h + 30*s: "1h", 90 * m: "1h30m", 24 * h: "1d", 73*h + 9*m: "3d1h", -1 << 63: "-106751d23h",
	} {
		if got := lanes.Short(d); got != want {
			t.Errorf("%d: %s, want %s", d, got, want)
		}
	}
}

// A long stretch in which nothing happens is cut out, and what is left has the
// room.
func TestCuts(t *testing.T) {
	p := &lanes.Picture{Lanes: []lanes.Lane{{Name: "web"}}}
	for i := range 5 {
		at := time.Duration(i) * time.Second
		p.Lanes[0].Points = append(p.Lanes[0].Points, lanes.Point{At: at, Shape: lanes.Dot}, lanes.Point{At: 72*h + at, Shape: lanes.Cross})
	}
	if got := text(t, p, 80, false); strings.Count(got, "●") != 5 || strings.Count(got, "✗") != 5 || !strings.Contains(got, "≈") {
		t.Errorf("not all can be told apart:\n%s", got)
	}
	if got := svg(t, p); strings.Count(got, `class="break"`) != 1 || !strings.Contains(got, ">2d23h<") {
		t.Errorf("want a break that says what it leaves out:\n%s", got)
	}
	p.Lanes[0].Points = append(p.Lanes[0].Points, lanes.Point{At: 24 * h, Shape: lanes.Dot}, lanes.Point{At: 48 * h, Shape: lanes.Dot})
	for i := range 2000 { // nothing is long
		p.Lanes[0].Points = append(p.Lanes[0].Points, lanes.Point{At: time.Duration(i) * 130 * s, Shape: lanes.Dot})
	}
	if got := svg(t, p); strings.Contains(got, `class="break"`) {
		t.Error("a cut through what is full")
	}
}
