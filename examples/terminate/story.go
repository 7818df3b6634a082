package main

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// story is how one Pod ends.
type story struct {
	// pod as it is after the delete request.
	pod     *podlife.Pod
	remarks []string
	began   time.Time
	// grace is the grace period of the request, in seconds.
	grace int64
	// outcome of the request.
	outcome string
	// removed: the request itself removed the object.
	removed bool
	// held: nothing but finalizers keeps the object.
	held     bool
	forecast termination.Forecast
	moments  []moment
	tracks   []*track
	// state is the last one.
	state termination.State
	// gone is when the object was removed and the kubelet was done. Negative:
	// it stays.
	gone time.Duration
}

// moment is something that happens, and what is done at once.
type moment struct {
	at      time.Duration
	event   termination.Event
	effects []termination.Effect
	// happened and follows say it in words.
	happened, follows []string
}

// track is the end of one container.
type track struct {
	termination.Container
	stages []stage
	ended  time.Duration // negative: not yet
	killed bool
}

// stage is a step of a kill.
type stage struct {
	progress termination.Progress
	from, to time.Duration
}

// tell runs the end of a Pod. The clock goes from one event to the next.
func (o *options) tell(pod *podlife.Pod) (*story, error) {
	o.see(pod)
	p, remarks := lifelike(pod)
	s, err := o.request(p)
	if err != nil {
		return nil, err
	}
	s.remarks, s.gone = remarks, never
	s.forecast = termination.Deadline(s.pod, termination.Surroundings{}, s.began)
	t := &teller{story: s, options: o}
	if s.pod.Spec.NodeName == "" {
		t.withoutKubelet()
	} else {
		t.withKubelet()
	}
	return s, nil
}

// withoutKubelet is the end of a Pod that no node has.
func (t *teller) withoutKubelet() {
	asked := moment{event: termination.Requested{Pod: t.pod}, happened: []string{"delete request"}, follows: []string{"nothing to stop: no node has the Pod"}}
	t.moments = append(t.moments, asked)
	t.state.Stage = termination.Deleting
	switch {
	case t.removed:
		t.gone = 0
	case len(t.pod.Finalizers) == 0: // the Pod garbage collector comes
		t.gone = max(t.forecast.By.Sub(t.began), 0)
	case t.finalizers != never:
		t.gone = t.finalizers
	default:
		return
	}
	t.state.Stage = termination.Gone
	t.moments = append(t.moments, moment{at: t.gone, event: termination.ObjectRemoved{}, happened: []string{"gone"}})
}

// withKubelet lets happen what is next until nothing is.
func (t *teller) withKubelet() {
	if t.removed {
		t.push(0, termination.ObjectRemoved{Pod: t.pod})
	} else {
		t.push(0, termination.Requested{Pod: t.pod})
	}
	if len(t.pod.Finalizers) > 0 && t.finalizers != never {
		t.push(t.finalizers, termination.FinalizersRemoved{})
	}
	for {
		next, ok := t.next()
		if !ok {
			return
		}
		t.step(next)
	}
}

// teller is a story that is being told.
type teller struct {
	*story
	*options
	queue []coming
	// tick is when the next Tick is due. Nil: no one is.
	tick *time.Duration
}

// coming is an event that will happen.
type coming struct {
	at    time.Duration
	event termination.Event
}

func (t *teller) push(at time.Duration, e termination.Event) {
	t.queue = append(t.queue, coming{at, e})
}

// next takes the earliest event. A Tick comes after all else of its moment.
func (t *teller) next() (coming, bool) {
	first := -1
	for i, c := range t.queue {
		if first < 0 || c.at < t.queue[first].at {
			first = i
		}
	}
	switch {
	case t.tick != nil && (first < 0 || *t.tick < t.queue[first].at):
		c := coming{*t.tick, termination.Tick{}}
		t.tick = nil
		return c, true
	case first < 0:
		return coming{}, false
	}
	c := t.queue[first]
	t.queue = append(t.queue[:first], t.queue[first+1:]...)
	return c, true
}

// step lets one event happen, and what follows from it come.
func (t *teller) step(c coming) {
	at := t.began.Add(c.at)
	before := t.state
	state, effects, err := termination.Step(before, at, c.event)
	if err != nil {
		return // of a hook whose container ended, say
	}
	t.state = state
	for _, e := range effects {
		t.follow(c.at, e)
	}
	t.watch(c)
	if _, ok := c.event.(termination.FinalizersRemoved); ok && t.held {
		t.push(c.at, termination.ObjectRemoved{}) // nothing else kept it
	}
	if state.Stage == termination.Gone && t.gone == never {
		t.gone = c.at
	}
	m := moment{at: c.at, event: c.event, effects: effects}
	t.describe(&m, before)
	if len(m.happened)+len(m.follows) > 0 {
		t.moments = append(t.moments, m)
	}
}

// follow lets come what an effect leads to.
func (t *teller) follow(at time.Duration, e termination.Effect) {
	switch e := e.(type) {
	case *termination.RunPreStop:
		t.later(at, t.preStop.of(e.Container, hookTime(hookOf(t.pod, e.Container))), termination.PreStopFinished{Container: e.Container})
	case *termination.SendSignal:
		takes := time.Duration(0)
		if e.Signal != "SIGKILL" {
			takes = t.shutdown.of(e.Container, time.Second)
		}
		t.later(at, takes, termination.ContainerExited{Container: e.Container})
	case *termination.CleanUp:
		t.later(at, t.cleanUp, termination.CleanedUp{})
	case *termination.RemoveObject:
		t.push(at, termination.ObjectRemoved{})
	case *termination.Wake:
		tick := e.At.Sub(t.began)
		t.tick = &tick
	}
}

func (t *teller) later(at, takes time.Duration, e termination.Event) {
	if takes != never {
		t.push(at+takes, e)
	}
}

// watch notes down how far each container has come.
func (t *teller) watch(c coming) {
	for i := range t.state.Containers {
		now := &t.state.Containers[i]
		if i == len(t.tracks) {
			t.tracks = append(t.tracks, &track{ended: never})
		}
		k := t.tracks[i]
		n := len(k.stages)
		if n == 0 || k.stages[n-1].progress != now.Progress {
			if n > 0 {
				k.stages[n-1].to = c.at
			}
			k.stages = append(k.stages, stage{now.Progress, c.at, c.at})
		}
		k.killed = k.killed || now.Progress == termination.Killed
		if now.Exited && k.ended == never {
			k.ended = c.at
		}
		k.Container = *now
	}
}
