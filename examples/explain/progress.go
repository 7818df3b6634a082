package main

import (
	"fmt"
	"io"
	"time"

	"github.com/podlife/podlife/examples/internal/objects"
)

// progress is a line on a terminal that says how far the program is, once it
// has taken long enough for somebody to wonder.
type progress struct {
	out   io.Writer
	clock func() time.Time
	on    bool
	start time.Time

	pods  int
	input objects.Input
	read  int64 // bytes of input

	printed time.Time
	shown   bool
}

const (
	progressAfter = 2 * time.Second
	progressEvery = 200 * time.Millisecond
)

// begin says that input is read from now on.
func (p *progress) begin(input objects.Input) { p.input, p.read = input, 0 }

// tick shows the line if it is time to.
func (p *progress) tick() {
	if !p.on {
		return
	}
	now := p.clock()
	if now.Sub(p.start) < progressAfter || now.Sub(p.printed) < progressEvery {
		return
	}
	p.printed, p.shown = now, true
	fmt.Fprintf(p.out, "\r\x1b[K%s", p.line(now))
}

// clear removes the line, so that something else can be printed.
func (p *progress) clear() {
	if p.shown {
		p.shown = false
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}

func (p *progress) line(now time.Time) string {
	done := fmt.Sprintf("%d MB", p.read>>20)
	if p.input.Size > 0 {
		done = fmt.Sprintf("%d %% of %d MB", 100*p.read/p.input.Size, p.input.Size>>20)
	}
	return fmt.Sprintf("%d Pods, %s, %s", p.pods, done, now.Sub(p.start).Truncate(time.Second))
}

// watch returns r with everything read from it shown as progress. Before a
// read, which may have to wait, it hands on what was printed so far.
func (p *program) watch(r io.Reader) io.Reader { return &watched{program: p, r: r} }

type watched struct {
	*program
	r io.Reader
}

func (w *watched) Read(b []byte) (int, error) {
	if w.out.Buffered() > 0 {
		if w.Width > 0 {
			w.progress.clear() // the terminal may be the same
		}
		_ = w.out.Flush() // the writer keeps the error for the next to write
	}
	w.progress.tick()
	n, err := w.r.Read(b)
	w.progress.read += int64(n)
	return n, err
}
