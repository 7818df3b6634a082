package lanes

import (
	"fmt"
	"math"
	"time"
)

const day = 24 * time.Hour

// steps are the distances that ticks may have.
var steps = [...]time.Duration{
	time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	day, 2 * day, 7 * day, 14 * day, 28 * day, 91 * day, 364 * day, 3640 * day, 36400 * day,
}

// tick is a time on the axis with its text.
type tick struct {
	at   time.Duration
	x    float64
	text string
	// date stands below the text where it is another than before.
	date string
}

// ticks returns the ticks of an axis, at least so far apart.
func (p *Picture) ticks(a *axis, apart float64) []tick {
	step := steps[len(steps)-1]
	for _, s := range steps {
		if s.Seconds()*a.scale() >= apart {
			step = s
			break
		}
	}
	var out []tick
	date := ""
	for _, piece := range a.pieces {
		n := len(out)
		for at := p.firstTick(piece.from, step); at <= piece.to; at += step {
			out = append(out, p.tick(a, at, step))
		}
		if n == len(out) { // too short for a tick of its own
			out = append(out, p.tick(a, piece.from, time.Second))
		}
		for i := n; i < len(out); i++ {
			if out[i].date == date {
				out[i].date = ""
			} else {
				date = out[i].date
			}
		}
	}
	return out
}

// firstTick returns the first multiple of step from a time on, counted from the
// epoch, or on the clock.
func (p *Picture) firstTick(from, step time.Duration) time.Duration {
	if p.Epoch.IsZero() {
		n := from / step
		if n*step < from {
			n++
		}
		return n * step
	}
	t := p.Epoch.Add(from)
	if floor := t.Truncate(step); floor.Before(t) {
		t = floor.Add(step)
	}
	return t.Sub(p.Epoch)
}

func (p *Picture) tick(a *axis, at, step time.Duration) tick {
	t := tick{at: at, x: a.at(at)}
	if p.Epoch.IsZero() {
		t.text = Short(at)
		return t
	}
	clock := p.Epoch.Add(at).UTC()
	switch {
	case step >= day:
		t.text = clock.Format("2 Jan 2006")
	case step >= time.Minute:
		t.text, t.date = clock.Format("15:04"), clock.Format(time.DateOnly)
	case step >= time.Second:
		t.text, t.date = clock.Format(time.TimeOnly), clock.Format(time.DateOnly)
	default:
		t.text, t.date = clock.Format("15:04:05.000"), clock.Format(time.DateOnly)
	}
	return t
}

// Time returns a time as the picture shows it.
func (p *Picture) Time(at time.Duration) string {
	if p.Epoch.IsZero() {
		return Short(at)
	}
	return p.Epoch.Add(at).UTC().Format(time.DateTime)
}

// clock is Time without a date.
func (p *Picture) clock(at time.Duration) string {
	if p.Epoch.IsZero() {
		return Short(at)
	}
	return p.Epoch.Add(at).UTC().Format(time.TimeOnly)
}

// Short returns a duration in its two largest units, and fractions of a second
// as they are.
func Short(d time.Duration) string {
	switch {
	case d < 0:
		return "-" + Short(-max(d, -math.MaxInt64))
	case d < time.Minute:
		return fmt.Sprintf("%gs", d.Round(time.Millisecond).Seconds())
	case d < time.Hour:
		return two(d, time.Minute, "m", time.Second, "s")
	case d < day:
		return two(d, time.Hour, "h", time.Minute, "m")
	default:
		return two(d, day, "d", time.Hour, "h")
	}
}

func two(d, large time.Duration, largeName string, small time.Duration, smallName string) string {
	d = d.Truncate(small)
	if d%large == 0 {
		return fmt.Sprintf("%d%s", d/large, largeName)
	}
	return fmt.Sprintf("%d%s%d%s", d/large, largeName, d%large/small, smallName)
}
