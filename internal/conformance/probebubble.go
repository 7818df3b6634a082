package conformance

import (
	"testing"
	"testing/synctest"
	"time"
)

// bubble runs functions where the clock stands still but for those who sleep.
type bubble struct {
	work chan func()
	done chan struct{}
}

// newBubble returns a bubble, which lasts as long as the program.
func newBubble() *bubble {
	b := &bubble{work: make(chan func()), done: make(chan struct{})}
	// A bubble can only be had for a test, so it gets one that nobody runs or reports. The
	// channels are from outside the bubble: while it waits for them its clock stands still.
	go synctest.Test(new(testing.T), func(*testing.T) {
		for f := range b.work {
			f()
			b.done <- struct{}{}
		}
	})
	return b
}

// run runs f in the bubble.
func (b *bubble) run(f func()) {
	b.work <- f
	<-b.done
}

// sleepTo sleeps until before a whole second, at least so long, and returns that second.
func sleepTo(before time.Duration) time.Time {
	now := time.Now()
	second := now.Add(before).Truncate(time.Second).Add(time.Second)
	time.Sleep(second.Add(-before).Sub(now))
	return second
}
