package podtest

import (
	"slices"
	"time"

	"github.com/podlife/podlife/lifecycle"
	"pgregory.net/rapid"
)

// life is one life under way: the Pod, and the outside, which draws what comes
// next.
type life struct {
	*rapid.T
	state lifecycle.State
	now   time.Time
	// asked is what the Pod waits for.
	asked []question
	// running are the containers that run.
	running []string
	// codes are what each container ends with, so that one that crashes is apt
	// to crash again.
	codes map[string][]int32
	// lost: the node does not answer, and so nothing of it is heard.
	lost bool
	// gone: the object was removed.
	gone bool
	// writes are those of the API server so far.
	writes []Change
}

// turn has something happen. Most of it is what the Pod waits for, else few would
// live to see anything. The cases go by what is there to happen: where there is
// nothing of one kind, the next kind takes its turns.
//
// Of 32 turns 22 answer a question, four end a container, four let the next
// deadline come and two make mischief. A lost node comes back in half of the turns
// in which nothing else is left to happen.
func (l *life) turn() {
	next := rapid.IntRange(0, 31).Draw(l.T, "next") // shrinks to an answer
	switch wake := l.state.WakeAt(); {
	case next >= 30:
		l.pass()
		l.happen(rapid.SampledFrom(l.mischief()).Draw(l.T, "mischief"))
	case len(l.asked) > 0 && !l.lost && next < 22:
		l.answer()
	case len(l.running) > 0 && !l.lost && next < 26:
		l.pass()
		l.exit(pick(l.T, "who ends", l.running...))
	case !wake.IsZero(): // nothing happens until a deadline
		l.now = latest(l.now, wake)
		l.happen(lifecycle.Tick{})
	case l.lost && next < 16:
		l.pass()
		l.happen(lifecycle.NodeReturned{})
	default: // nothing will happen by itself any more
		l.pass()
		l.happen(rapid.SampledFrom(l.mischief()).Draw(l.T, "mischief"))
	}
}

// latest returns the later of two instants.
func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// pass has time go by. What is due in it happens first.
func (l *life) pass() {
	until := l.now.Add(pick(l.T, "time", 0, 300*time.Millisecond, time.Second, 4*time.Second, 40*time.Second, 15*time.Minute))
	for range 10 { // so many at most: a probe with a short period has many turns
		wake := l.state.WakeAt()
		if wake.IsZero() || wake.After(until) {
			break
		}
		l.now = latest(l.now, wake)
		l.happen(lifecycle.Tick{})
	}
	l.now = until
}

// answer has one of the things happen that the Pod waits for, or what may come
// in its place.
func (l *life) answer() {
	i := rapid.IntRange(0, len(l.asked)-1).Draw(l.T, "question")
	q := l.asked[i]
	bad := len(q.bad) > 0 && oneIn(l.T, 6, "goes wrong")
	if !bad || !q.again { // else it stays, to be answered well one day
		l.asked = slices.Delete(l.asked, i, i+1)
	}
	l.pass()
	if bad {
		l.happen(rapid.SampledFrom(q.bad).Draw(l.T, "bad answer"))
	} else {
		l.happen(rapid.SampledFrom(q.good).Draw(l.T, "answer"))
	}
}

// exit has a container end in its own way, which is one of two codes that it keeps
// for life. So some always crash, and some never do.
func (l *life) exit(name string) {
	if l.codes[name] == nil {
		l.codes[name] = []int32{ExitCode().Draw(l.T, name+" ends with"), ExitCode().Draw(l.T, name+" or with")}
	}
	e := lifecycle.ContainerExited{Container: name, ExitCode: pick(l.T, "exitCode", l.codes[name]...)}
	if e.ExitCode == 137 { // killed, and nobody has sent a signal
		e.Reason = "OOMKilled"
	}
	l.happen(e)
}

// happen takes a step, if the event can happen, and notes what follows. What
// cannot happen was drawn in vain.
func (l *life) happen(e lifecycle.Event) {
	next, effects, err := lifecycle.Step(l.state, l.now, e)
	if err != nil || l.gone {
		return
	}
	l.state = next
	l.follow(e)
	for _, effect := range effects {
		l.ask(effect)
	}
	l.write(e)
}
