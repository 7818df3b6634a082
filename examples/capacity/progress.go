package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// progress is a bar on a terminal that says how far the program is, once it has
// taken long enough for somebody to wonder.
type progress struct {
	out   io.Writer
	clock func() time.Time
	on    bool
	start time.Time

	what    string
	all     int
	begin   time.Time // of what is being done
	printed time.Time
	shown   bool
}

const (
	progressAfter = 2 * time.Second
	progressEvery = 200 * time.Millisecond
)

// phase says what is done from now on, in how many steps.
func (p *progress) phase(what string, all int) {
	p.what, p.all, p.begin = what, all, p.clock()
}

// step shows the bar, if it is time to, after done steps.
func (p *progress) step(done int) {
	if !p.on {
		return
	}
	now := p.clock()
	if now.Sub(p.start) < progressAfter || now.Sub(p.printed) < progressEvery {
		return
	}
	p.printed, p.shown = now, true
	fmt.Fprintf(p.out, "\r\x1b[K%s", p.line(done, now))
}

// line is the bar after done steps.
func (p *progress) line(done int, now time.Time) string {
	const width = 30
	full := width * done / max(p.all, 1)
	line := fmt.Sprintf("%s [%s%s] %d of %d", p.what, strings.Repeat("#", full), strings.Repeat("-", width-full), done, p.all)
	if done > 0 {
		left := now.Sub(p.begin) / time.Duration(done) * time.Duration(p.all-done)
		line += fmt.Sprintf(", %s left", left.Round(time.Second))
	}
	return line
}

// clear removes the bar, so that something else can be printed.
func (p *progress) clear() {
	if p.shown {
		p.shown = false
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}
