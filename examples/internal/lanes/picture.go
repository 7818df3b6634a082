package lanes

import (
	"slices"
	"time"
)

// Picture is what there is to draw. Times count from Epoch.
type Picture struct {
	// Title of the picture.
	Title string
	// Lines below the title.
	Lines []string
	// Width of the SVG in pixels. 0: 1200. Less than 600 is taken for 600.
	Width int
	// Epoch is the time at 0. Zero: times are shown as they count, else as
	// those of a clock, in UTC.
	Epoch time.Time
	// From is where the axis begins.
	From time.Duration
	// To is where it ends, or later if something in the picture is later.
	To time.Duration
	// Spans are stretches of time that matter to all lanes.
	Spans []Span
	// Marks are times that matter to all lanes.
	Marks []Mark
	// Bands are drawn above the lanes, like lanes that matter less.
	Bands []Lane
	// Lanes from top to bottom.
	Lanes []Lane
	// Legend says what looks and shapes mean. What is not in the picture is
	// left out.
	Legend []Entry
	// Remarks stand at the bottom.
	Remarks []string
	// Worded: in a terminal, too, labels stand in the bars.
	Worded bool
}

// width returns how wide the SVG is.
func (p *Picture) width() int {
	if p.Width == 0 {
		return usualWidth
	}
	return max(p.Width, leastWidth)
}

// Lane is one thing to which something happens.
type Lane struct {
	// Name of the thing.
	Name string
	// Text says more about it in a few words.
	Text string
	// Bars are its states. Where two overlap, the later one counts.
	Bars []Bar
	// Points are what happens to it.
	Points []Point
}

// Bar is a state for some time.
type Bar struct {
	// From is when it begins.
	From time.Duration
	// To is when it ends.
	To time.Duration
	// Look of the bar.
	Look Look
	// Label stands in the bar, if there is room.
	Label string
	// Short stands there in place of a Label for which there is no room.
	Short string
	// Hint is shown when the bar is pointed at. Empty: the label is.
	Hint string
}

// Point is something that happens at once.
type Point struct {
	// At is when.
	At time.Duration
	// Shape of the point.
	Shape Shape
	// Label stands beside the point, if there is room.
	Label string
	// Hint is shown when the point is pointed at. Empty: the label is.
	Hint string
}

// Mark is a time that matters to all lanes.
type Mark struct {
	// At is when.
	At time.Duration
	// Label stands above the lanes.
	Label string
	// Strong: it is a limit.
	Strong bool
}

// Span is a stretch of time that matters to all lanes.
type Span struct {
	// From is when it begins.
	From time.Duration
	// To is when it ends.
	To time.Duration
	// Label stands above the lanes.
	Label string
}

// Entry is a line of the legend, for a look or for a shape.
type Entry struct {
	// Look that is meant, if Shape is NoShape.
	Look Look
	// Shape that is meant.
	Shape Shape
	// Text says what it means.
	Text string
}

// rows returns bands and lanes.
func (p *Picture) rows() []Lane { return slices.Concat(p.Bands, p.Lanes) }

// instants returns all times at which something begins, ends or happens, in
// order and once each, with both ends of the axis.
func (p *Picture) instants() []time.Duration {
	all := []time.Duration{p.From, p.To}
	for _, s := range p.Spans {
		all = append(all, s.From, s.To)
	}
	for _, m := range p.Marks {
		all = append(all, m.At)
	}
	for _, lane := range p.rows() {
		for _, b := range lane.Bars {
			all = append(all, b.From, b.To)
		}
		for _, point := range lane.Points {
			all = append(all, point.At)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return slices.DeleteFunc(all, func(d time.Duration) bool { return d < p.From })
}

// bars returns the bars of a lane in order, each ending where the next begins,
// without those that lie outside of the axis.
func (l *Lane) bars(from time.Duration) []Bar {
	bars := slices.Clone(l.Bars)
	slices.SortStableFunc(bars, func(a, b Bar) int { return int(min(max(a.From-b.From, -1), 1)) })
	var out []Bar
	for i, b := range bars {
		if i+1 < len(bars) {
			b.To = min(b.To, bars[i+1].From)
		}
		if b.From = max(b.From, from); b.To > b.From {
			out = append(out, b)
		}
	}
	return out
}

// legend returns the entries for what is in the picture.
func (p *Picture) legend() []Entry {
	looks, shapes := map[Look]bool{}, map[Shape]bool{}
	for _, lane := range p.rows() {
		for _, b := range lane.Bars {
			looks[b.Look] = true
		}
		for _, point := range lane.Points {
			shapes[point.Shape] = true
		}
	}
	var out []Entry
	for _, e := range p.Legend {
		if e.Shape == NoShape && looks[e.Look] || e.Shape != NoShape && shapes[e.Shape] {
			out = append(out, e)
		}
	}
	return out
}
