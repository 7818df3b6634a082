package conformance

import (
	"math"
	"sync"
	"testing/synctest"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	v1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"
)

// ProbeRunInput is a probe worker left to itself while things happen.
type ProbeRunInput struct {
	// ProbeInput is the worker. Its rounds are changes of what the kubelet sees: the first
	// holds from the beginning. Their attempts are not looked at.
	ProbeInput
	// Answers to the questions in order, and then again.
	Answers []ProbeAnswer `json:"answers"`
	// StopAfter the last change the worker is asked to end. 0: it is not.
	StopAfter time.Duration `json:"stopAfter"`
	// Until is when to stop watching.
	Until time.Duration `json:"until"`
}

// ProbeAnswer is the answer to a question.
type ProbeAnswer struct {
	// Takes is how long it takes.
	Takes time.Duration `json:"takes"`
	// Outcome is as in [ProbeRound].
	Outcome string `json:"outcome"`
}

// ProbeLog is what was seen of a worker in the order of time.
type ProbeLog []ProbeNote

// ProbeNote is a line of a [ProbeLog].
type ProbeNote struct {
	// At is the time since the beginning.
	At time.Duration `json:"at"`
	// Asks is the container that is asked. Empty: the note is about something else.
	Asks string `json:"asks,omitempty"`
	// Step is how the worker stands just before the kubelet sees another change.
	Step *ProbeStep `json:"step,omitempty"`
	// Ends: the worker is gone.
	Ends bool `json:"ends,omitempty"`
}

// probeRunArea compares probe workers in the course of time: when they ask, what they have
// found by then, when they end. Left out is all that comes after two things have happened
// at once, of which the kubelet takes any first. So is the random wait of workers in a
// kubelet younger than a period; it is in TestYoungKubelet.
func probeRunArea() *Area[ProbeRunInput, ProbeLog] {
	b := sync.OnceValue(newBubble)
	return &Area[ProbeRunInput, ProbeLog]{
		Name: "probe-run",
		Gen:  rapid.Custom(drawProbeRun),
		Ours: func(in ProbeRunInput) ProbeLog { return newOurRun(&in).watch() },
		Theirs: func(in ProbeRunInput) (log ProbeLog) {
			b().run(func() { log = theirRun(in) })
			return log
		},
		Pod: func(in ProbeRunInput) *podlife.Pod { return &podlife.Pod{Spec: in.Spec} },
	}
}

func drawProbeRun(t *rapid.T) ProbeRunInput {
	in := ProbeRunInput{ProbeInput: drawProbed(t)}
	period := in.period()
	in.KubeletAge = rapid.SampledFrom([]time.Duration{period, period + 1, time.Hour}).Draw(t, "kubeletAge")
	ms := rapid.IntRange(0, 25) // of a tenth of a period
	l := &life{in: &in.ProbeInput, now: podtest.Epoch()}
	for i := range rapid.IntRange(1, 15).Draw(t, "changes") {
		r := ProbeRound{Trigger: i > 0 && in.Kind == "Readiness" && oneIn(t, 4, "trigger")}
		if i > 0 { // no two changes at the same fraction of a second
			r.After = time.Duration(ms.Draw(t, "after"))*period/10 + 7*time.Millisecond
		}
		l.seen(t, &r)
		if in.Rounds = append(in.Rounds, r); l.ended {
			break
		}
	}
	for i := range rapid.IntRange(1, 8).Draw(t, "answers") { // nor any two answers
		in.Answers = append(in.Answers, ProbeAnswer{
			Takes: rapid.SampledFrom([]time.Duration{
				0, 0, 0, period / 10, period / 2, period, period * 3 / 2, period * 32 / 10,
			}).Draw(t, "takes") + time.Duration(i+1)*time.Microsecond,
			Outcome: attempts().Draw(t, "outcome")[0],
		})
	}
	in.StopAfter = time.Duration(rapid.IntRange(0, 3).Draw(t, "stop")) * (period + 3*time.Millisecond)
	in.Until = in.end() + 6*period
	run := newOurRun(&in)
	run.watch()
	in.Until = run.now // more than one thing to do, or the end
	return in
}

// end is when the worker is asked to end, or the last change happens.
func (in *ProbeRunInput) end() time.Duration {
	at := in.StopAfter
	for _, r := range in.Rounds {
		at += r.After
	}
	return at
}

// never is later than all else.
const never = time.Duration(math.MaxInt64)

// ourRun is podlife's worker in the course of time.
type ourRun struct {
	ourWorker
	in       *ProbeRunInput
	rounds   []ProbeRound
	log      ProbeLog
	now      time.Duration
	changes  int           // that have happened
	changeAt time.Duration // when the last one did
	answerAt time.Duration // when the answer to the last question comes
}

func newOurRun(in *ProbeRunInput) *ourRun {
	kind, spec := in.probe()
	return &ourRun{ourWorker: ourWorker{State: probe.New(kind, *spec)}, in: in, rounds: in.rounds()}
}

// watch returns the log of the worker's life.
func (o *ourRun) watch() ProbeLog {
	o.see(podtest.Epoch(), &o.in.ProbeInput, &o.rounds[0])
	o.changes = 1
	_, isSidecar := o.in.container()
	o.take(probe.WorkerStarted{KubeletStart: podtest.Epoch().Add(-o.in.KubeletAge), Sidecar: isSidecar})
	for !o.Ended {
		change, work := o.nextChange(), o.nextWork()
		o.now = min(change, work, o.in.Until)
		switch {
		case o.now == o.in.Until, change == work, work == o.now && o.isTorn():
			return o.log
		case o.now == change:
			o.happens()
		case o.Asking:
			answer := o.in.Answers[(len(o.asks)-1)%len(o.in.Answers)]
			o.take(probe.Answered{Outcome: ourOutcomes([]string{answer.Outcome})[0]})
		default:
			o.take(probe.Tick{})
		}
	}
	o.log = append(o.log, ProbeNote{At: o.now, Ends: true})
	o.now = o.in.Until
	return o.log
}

// take has the worker take e now.
func (o *ourRun) take(e probe.Event) {
	asked := len(o.asks)
	o.do(podtest.Epoch().Add(o.now), e)
	if len(o.asks) > asked {
		o.log = append(o.log, ProbeNote{At: o.now, Asks: o.asks[asked]})
		o.answerAt = o.now + o.in.Answers[asked%len(o.in.Answers)].Takes
	}
}

// nextChange is when the next change happens, of which the request to end is the last.
func (o *ourRun) nextChange() time.Duration {
	switch {
	case o.changes < len(o.rounds):
		return o.changeAt + o.rounds[o.changes].After
	case o.changes == len(o.rounds) && o.in.StopAfter > 0:
		return o.changeAt + o.in.StopAfter
	default:
		return never
	}
}

// nextWork is when the worker next has something to do by itself.
func (o *ourRun) nextWork() time.Duration {
	if o.Asking {
		return o.answerAt
	}
	return o.NextAt.Sub(podtest.Epoch())
}

// isTorn reports whether two things are to be done at once after the answer that comes now.
func (o *ourRun) isTorn() bool {
	isDue := !podtest.Epoch().Add(o.now).Before(o.NextAt)
	return o.Asking && (o.Stopping && o.Triggered || o.Stopping && isDue || o.Triggered && isDue)
}

// happens makes the next change.
func (o *ourRun) happens() {
	o.changeAt, o.changes = o.now, o.changes+1
	if o.changes > len(o.rounds) {
		o.take(probe.StopRequested{})
		return
	}
	step := o.step(false)
	o.log = append(o.log, ProbeNote{At: o.now, Step: &step})
	r := &o.rounds[o.changes-1]
	o.see(podtest.Epoch().Add(o.now), &o.in.ProbeInput, r)
	if r.Trigger {
		o.take(probe.Trigger{})
	}
}

// theirRun is the log of the kubelet's worker.
func theirRun(in ProbeRunInput) (log ProbeLog) {
	zero := sleepTo(in.KubeletAge)
	w := newTheirWorker(&in.ProbeInput)
	w.since = zero.Sub(podtest.Epoch())
	time.Sleep(in.KubeletAge)
	note := func(n ProbeNote) {
		if n.At = time.Since(zero); n.At < in.Until {
			log = append(log, n)
		}
	}
	rounds := in.rounds()
	r, seen := &rounds[0], ""
	w.pod.DeletionTimestamp = deletion(r)
	look := func() *v1.PodStatus {
		if r.shows() {
			seen = r.Status.ContainerID
		}
		return w.status(r)
	}
	asked := -1
	answer := func(id string, attempt int) oracle.Outcome {
		if attempt > 0 { // after one that took its time and was an error
			return oracle.Error
		}
		note(ProbeNote{Asks: id})
		asked++
		a := in.Answers[asked%len(in.Answers)]
		time.Sleep(a.Takes)
		return theirOutcomes([]string{a.Outcome})[0]
	}
	ended := make(chan struct{})
	go func() {
		w.Run(look, answer)
		note(ProbeNote{Ends: true})
		close(ended)
	}()
	for i := range rounds[1:] {
		if !passes(rounds[i+1].After, ended) {
			return log
		}
		note(ProbeNote{Step: &ProbeStep{false, true, w.verdict(seen), w.OnHold(), w.run()}})
		r = &rounds[i+1]
		w.pod.DeletionTimestamp = deletion(r)
		if r.Trigger {
			w.Trigger()
		}
	}
	if in.StopAfter == 0 {
		passes(in.Until, ended)
	} else {
		passes(in.StopAfter, ended)
	}
	w.Stop()
	<-ended
	return log
}

// passes reports whether d passes, and all is done by then, before ended is closed.
func passes(d time.Duration, ended chan struct{}) bool {
	select {
	case <-time.After(d):
		synctest.Wait()
		return true
	case <-ended:
		return false
	}
}
