package lanes

import (
	"cmp"
	"slices"
	"time"
)

// axis lays time on a line, which may have cuts.
type axis struct {
	// pieces of the axis in order. There is at least one.
	pieces []piece
}

// piece is a stretch of the axis that is drawn in full.
type piece struct {
	from, to time.Duration
	x0, x1   float64
}

// canvas is the line that an axis is laid on.
type canvas struct {
	x0, x1 float64
	// cut is how wide a cut is.
	cut float64
	// apart is how far from each other two times are at least to be told apart.
	apart float64
}

// gap is a stretch in which nothing happens.
type gap struct{ from, to time.Duration }

func (g gap) length() time.Duration { return g.to - g.from }

// maxCuts is how often an axis is cut at most.
const maxCuts = 6

// newAxis lays the time between the first and the last of instants on c. It
// makes as many cuts as pay: each must set at least one more pair of instants
// apart.
func newAxis(instants []time.Duration, c canvas) axis {
	first, last := instants[0], instants[len(instants)-1]
	if last <= first {
		last = first + time.Second
	}
	gaps := make([]gap, 0, len(instants))
	for i := 1; i < len(instants); i++ {
		gaps = append(gaps, gap{instants[i-1], instants[i]})
	}
	slices.SortStableFunc(gaps, func(a, b gap) int { return cmp.Compare(b.length(), a.length()) })
	best := lay(first, last, nil, c)
	cost := best.crushed(instants, c)
	rest := last - first
	for k := 1; k <= min(maxCuts, len(gaps)-1); k++ {
		rest -= gaps[k-1].length()
		if gaps[k-1].length() < 2*rest {
			continue // it would not be missed for long
		}
		a := lay(first, last, shrink(gaps[:k], rest), c)
		if with := a.crushed(instants, c) + k; with < cost {
			best, cost = a, with
		}
	}
	return best
}

// shrink returns the gaps in their order in time, without the margins that stay
// on both sides of a cut. rest is how long all other stretches are.
func shrink(gaps []gap, rest time.Duration) []gap {
	out := slices.Clone(gaps)
	slices.SortFunc(out, func(a, b gap) int { return cmp.Compare(a.from, b.from) })
	for i := range out {
		margin := min(out[i].length()/4, rest/8)
		out[i].from += margin
		out[i].to -= margin
	}
	return out
}

// lay lays the time on c, but for the cuts.
func lay(first, last time.Duration, cuts []gap, c canvas) axis {
	shown := last - first
	for _, g := range cuts {
		shown -= g.length()
	}
	scale := (c.x1 - c.x0 - float64(len(cuts))*c.cut) / float64(max(shown, 1))
	var a axis
	at, x := first, c.x0
	for _, g := range cuts {
		end := x + float64(g.from-at)*scale
		a.pieces = append(a.pieces, piece{at, g.from, x, end})
		at, x = g.to, end+c.cut
	}
	a.pieces = append(a.pieces, piece{at, last, x, c.x1})
	return a
}

// at returns where on the line a time is, the ends for times outside.
func (a *axis) at(d time.Duration) float64 {
	x := a.pieces[0].x0
	from := a.pieces[0].from
	for _, p := range a.pieces {
		if d <= p.from { // in the cut before this piece
			return between(d, from, p.from, x, p.x0)
		}
		if d <= p.to {
			return between(d, p.from, p.to, p.x0, p.x1)
		}
		from, x = p.to, p.x1
	}
	return x
}

func between(d, from, to time.Duration, x0, x1 float64) float64 {
	if d <= from || to <= from {
		return x0
	}
	return x0 + float64(d-from)/float64(to-from)*(x1-x0)
}

// crushed counts the neighbours that cannot be told apart.
func (a *axis) crushed(instants []time.Duration, c canvas) int {
	n := 0
	for i := 1; i < len(instants); i++ {
		if a.at(instants[i])-a.at(instants[i-1]) < c.apart {
			n++
		}
	}
	return n
}

// scale is how much room a second has.
func (a *axis) scale() float64 {
	var shown time.Duration
	var width float64
	for _, p := range a.pieces {
		shown += p.to - p.from
		width += p.x1 - p.x0
	}
	return width / max(shown, 1).Seconds()
}
