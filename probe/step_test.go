package probe_test

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
)

// at is an event some seconds after the epoch.
type at struct {
	seconds float64
	event   probe.Event
}

func clock(seconds float64) time.Time {
	return podtest.Epoch().Add(time.Duration(seconds * float64(time.Second)))
}

// feed puts s through events and returns it with the effects of the last one.
func feed(t *testing.T, s probe.State, events ...at) (probe.State, []probe.Effect) {
	t.Helper()
	var effects []probe.Effect
	for _, e := range events {
		var err error
		if s, effects, err = probe.Step(s, clock(e.seconds), e.event); err != nil {
			t.Fatal(err)
		}
	}
	return s, effects
}

var (
	tick = probe.Tick{}
	good = probe.Answered{Outcome: probe.Success}
	bad  = probe.Answered{Outcome: probe.Failure}
)

func ask(id string) *probe.Ask { return &probe.Ask{ContainerID: id, Timeout: time.Second} }

func wake(seconds float64) *probe.Wake { return &probe.Wake{At: clock(seconds)} }

func verdict(id string, r probe.Result) *probe.VerdictChanged {
	return &probe.VerdictChanged{ContainerID: id, Verdict: r}
}

// TestStep looks at the effects of the last of some events. All probes have a
// period of 10 s and thresholds of 2 good and 3 bad answers.
func TestStep(t *testing.T) {
	const live, ready, startup = probe.Liveness, probe.Readiness, probe.Startup
	begin := at{0, probe.WorkerStarted{}}
	running := at{0, probe.ContainerStarted{ID: "c1", Started: true}}
	starting := at{0, probe.ContainerStarted{ID: "c1"}}
	young := probe.WorkerStarted{KubeletStart: clock(0), Offset: 4 * time.Second, Sidecar: true}
	for _, tt := range []struct {
		name   string
		kind   probe.Kind
		delay  int32
		events []at
		want   []probe.Effect
	}{
		{"no container yet", live, 0, []at{begin}, []probe.Effect{wake(10)}},
		{"a container: first verdict, first question", live, 0, []at{begin, running, {10, tick}},
			[]probe.Effect{verdict("c1", probe.Success), ask("c1")}},
		{"the container was there first", ready, 0, []at{running, begin},
			[]probe.Effect{verdict("c1", probe.Failure), ask("c1")}},
		{"the first answer is too few", ready, 0, []at{running, begin, {1, good}}, []probe.Effect{wake(10)}},
		{"the second is enough", ready, 0, []at{running, begin, {1, good}, {10, tick}, {10.5, good}},
			[]probe.Effect{verdict("c1", probe.Success), wake(20)}},
		{"an error does not count", ready, 0,
			[]at{running, begin, {1, good}, {10, tick}, {11, probe.Answered{Outcome: probe.Errored}}, {20, tick}, {21, good}},
			[]probe.Effect{verdict("c1", probe.Success), wake(30)}},
		{"more of the same is no news", live, 0, []at{running, begin, {1, good}, {10, tick}, {11, good}}, []probe.Effect{wake(20)}},

		{"initial delay: one round before", live, 20, []at{running, begin, {19.99, tick}}, []probe.Effect{wake(20)}},
		{"initial delay: on the second", live, 20, []at{running, begin, {10, tick}, {20, tick}}, []probe.Effect{ask("c1")}},
		{"a start in the future is no start", live, 0, []at{{0, probe.ContainerStarted{ID: "c1", StartedAt: clock(5), Started: true}}, begin},
			[]probe.Effect{verdict("c1", probe.Success), wake(10)}},
		{"less than a second does not matter", live, 0, []at{{0, probe.ContainerStarted{ID: "c1", StartedAt: clock(0.9), Started: true}}, begin},
			[]probe.Effect{verdict("c1", probe.Success), ask("c1")}},
		{"not started: liveness is silent", live, 0, []at{starting, begin}, []probe.Effect{verdict("c1", probe.Success), wake(10)}},
		{"not started: startup asks", startup, 0, []at{starting, begin}, []probe.Effect{verdict("c1", probe.Unknown), ask("c1")}},
		{"started: liveness asks", live, 0, []at{starting, begin, {3, probe.StartedChanged{Started: true}}, {10, tick}}, []probe.Effect{ask("c1")}},
		{"started: startup is silent", startup, 0, []at{running, begin}, []probe.Effect{verdict("c1", probe.Unknown), wake(10)}},

		{"liveness failed: on hold", live, 0, []at{running, begin, {1, bad}, {10, tick}, {11, bad}, {20, tick}, {21, bad}, {30, tick}}, []probe.Effect{wake(40)}},
		{"startup passed: on hold", startup, 0, []at{starting, begin, {1, good}, {10, tick}, {11, good}, {20, tick}}, []probe.Effect{wake(30)}},
		{"on hold, a stop goes unseen", live, 0, []at{running, begin, {1, bad}, {10, tick}, {11, bad}, {20, tick}, {21, bad},
			{22, probe.ContainerStopped{ID: "c1", Final: true}}, {30, tick}}, []probe.Effect{wake(40)}},
		{"another container ends the hold", live, 0, []at{running, begin, {1, bad}, {10, tick}, {11, bad}, {20, tick}, {21, bad},
			{25, probe.ContainerStarted{ID: "c2", Started: true}}, {30, tick}}, []probe.Effect{verdict("c2", probe.Success), ask("c2")}},
		{"failures of the last life count", live, 0, []at{running, begin, {1, bad}, {10, tick}, {11, bad},
			{15, probe.ContainerStarted{ID: "c2", Started: true}}, {20, tick}, {21, bad}}, []probe.Effect{verdict("c2", probe.Failure), wake(30)}},

		{"stopped", ready, 0, []at{running, begin, {1, good}, {5, probe.ContainerStopped{ID: "c1"}}, {10, tick}}, []probe.Effect{wake(20)}},
		{"stopped liveness", live, 0, []at{running, begin, {1, good}, {5, probe.ContainerStopped{ID: "c1"}}, {10, tick}},
			[]probe.Effect{verdict("c1", probe.Failure), wake(20)}},
		{"stopped for good", live, 0, []at{running, begin, {1, good}, {5, probe.ContainerStopped{ID: "c1", Final: true}}, {10, tick}},
			[]probe.Effect{verdict("c1", probe.Failure), &probe.WorkerEnded{}}},
		{"first seen when it had stopped", live, 0, []at{begin, {5, probe.ContainerStopped{ID: "c1"}}, {10, tick}},
			[]probe.Effect{verdict("c1", probe.Success), verdict("c1", probe.Failure), wake(20)}},
		{"gone", live, 0, []at{running, begin, {1, good}, {5, probe.ContainerGone{}}, {10, tick}}, []probe.Effect{wake(20)}},
		{"came and went between two rounds", live, 0, []at{running, begin, {1, good}, {2, probe.ContainerStarted{ID: "c2"}},
			{3, probe.ContainerStarted{ID: "c3", Started: true}}, {10, tick}}, []probe.Effect{verdict("c3", probe.Success), ask("c3")}},
		{"an answer counts though the container is gone", ready, 0, []at{running, begin, {1, good}, {10, tick},
			{10.1, probe.ContainerStopped{ID: "c1"}}, {10.2, good}}, []probe.Effect{verdict("c1", probe.Success), wake(20)}},

		{"deletion: liveness ends well", live, 0, []at{running, begin, {1, bad}, {5, probe.DeletionRequested{}}, {10, tick}}, []probe.Effect{&probe.WorkerEnded{}}},
		{"deletion: startup ends well", startup, 0, []at{starting, begin, {1, bad}, {5, probe.DeletionRequested{}}, {10, tick}},
			[]probe.Effect{verdict("c1", probe.Success), &probe.WorkerEnded{}}},
		{"deletion: readiness goes on", ready, 0, []at{running, begin, {1, bad}, {5, probe.DeletionRequested{}}, {10, tick}}, []probe.Effect{ask("c1")}},
		{"the Pod ended", ready, 0, []at{running, begin, {1, bad}, {5, probe.PodEnded{}}, {10, tick}}, []probe.Effect{&probe.WorkerEnded{}}},
		{"stop", ready, 0, []at{running, begin, {1, bad}, {5, probe.StopRequested{}}}, []probe.Effect{&probe.WorkerEnded{}}},
		{"stop while asking waits", ready, 0, []at{running, begin, {0.5, probe.StopRequested{}}}, nil},
		{"stop while asking, then the answer", ready, 0, []at{running, begin, {0.5, probe.StopRequested{}}, {1, bad}}, []probe.Effect{&probe.WorkerEnded{}}},

		{"trigger", ready, 0, []at{running, begin, {1, bad}, {4, probe.Trigger{}}}, []probe.Effect{ask("c1")}},
		{"trigger moves the rounds", ready, 0, []at{running, begin, {1, bad}, {4, probe.Trigger{}}, {5, bad}}, []probe.Effect{wake(14)}},
		{"trigger while asking waits", ready, 0, []at{running, begin, {0.5, probe.Trigger{}}}, nil},
		{"triggers while asking are one", ready, 0, []at{running, begin, {0.5, probe.Trigger{}}, {0.6, probe.Trigger{}}, {1, bad}, {2, bad}}, []probe.Effect{wake(11)}},

		{"early tick", live, 0, []at{running, begin, {1, good}, {9.999, tick}}, nil},
		{"tick while asking", live, 0, []at{running, begin, {12, tick}}, nil},
		{"late answer: the round that is due comes at once", live, 0, []at{running, begin, {12, good}}, []probe.Effect{ask("c1")}},
		{"and the next on time", live, 0, []at{running, begin, {12, good}, {13, good}}, []probe.Effect{wake(20)}},
		{"late tick: one round for three", live, 0, []at{running, begin, {1, good}, {35, tick}, {36, good}}, []probe.Effect{wake(40)}},

		{"kubelet restart: wait first", live, 0, []at{{1, young}}, []probe.Effect{wake(5)}},
		{"kubelet restart: the period begins then", live, 0, []at{{1, young}, {5, tick}}, []probe.Effect{wake(15)}},
		{"kubelet restart: stop waits for the first round", live, 0, []at{running, {1, young}, {2, probe.StopRequested{}}}, nil},
		{"kubelet restart: trigger makes a second round", ready, 0, []at{{1, young}, {2, probe.Trigger{}}, {5, tick}}, []probe.Effect{wake(15)}},
		{"kubelet not young: no wait", live, 0, []at{{10, young}}, []probe.Effect{wake(20)}},
		{"kubelet restart: an old container has no first verdict", ready, 0,
			[]at{{0, probe.ContainerStarted{ID: "c1", StartedAt: clock(-11), Started: true}}, {1, young}, {5, tick}}, []probe.Effect{ask("c1")}},
		{"kubelet restart: ten seconds are not old", ready, 0,
			[]at{{0, probe.ContainerStarted{ID: "c1", StartedAt: clock(-10), Started: true}}, {1, young}, {5, tick}},
			[]probe.Effect{verdict("c1", probe.Failure), ask("c1")}},
		{"kubelet restart: an old sidecar has started", startup, 0,
			[]at{{0, probe.ContainerStarted{ID: "c1", StartedAt: clock(-11), Started: true}}, {1, young}, {5, tick}},
			[]probe.Effect{verdict("c1", probe.Success), wake(15)}},
		{"kubelet restart: a sidecar not so old starts over", startup, 0,
			[]at{{0, probe.ContainerStarted{ID: "c1", StartedAt: clock(-9), Started: true}}, {1, young}, {5, tick}},
			[]probe.Effect{verdict("c1", probe.Success), verdict("c1", probe.Unknown), wake(15)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spec := podlife.Probe{InitialDelaySeconds: tt.delay, PeriodSeconds: 10, SuccessThreshold: 2, FailureThreshold: 3}
			_, got := feed(t, probe.New(tt.kind, spec), tt.events...)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoStartTime shows where ContainerStarted.StartedAt differs from the
// kubelet: a container without one counts from when it was seen to run. There
// it is older than an int32 of seconds can say, the type in which the kubelet
// compares its age with the initial delay: what comes of that is up to the
// machine.
func TestNoStartTime(t *testing.T) {
	if age := clock(0).Sub(time.Time{}).Seconds(); age <= math.MaxInt32 {
		t.Errorf("the age of a container without a start is %v s", age)
	}
	spec := podlife.Probe{InitialDelaySeconds: 20, PeriodSeconds: 10}
	s, _ := feed(t, probe.New(probe.Liveness, spec), at{0, probe.WorkerStarted{}}, at{5, probe.ContainerStarted{ID: "c1", Started: true}})
	for _, round := range []struct {
		at   float64
		want []probe.Effect
	}{
		{10, []probe.Effect{verdict("c1", probe.Success), wake(20)}},
		{20, []probe.Effect{wake(30)}}, // 15 s old
		{30, []probe.Effect{ask("c1")}},
	} {
		var got []probe.Effect
		s, got = feed(t, s, at{round.at, tick})
		if diff := cmp.Diff(round.want, got); diff != "" {
			t.Errorf("at %v s (-want +got):\n%s", round.at, diff)
		}
	}
}

// TestMixedAnswers: failures count only in a row.
func TestMixedAnswers(t *testing.T) {
	s, _ := feed(t, probe.New(probe.Liveness, podlife.Probe{}), at{0, probe.ContainerStarted{ID: "c1", Started: true}}, at{0, probe.WorkerStarted{}})
	for i, answer := range []probe.Event{bad, bad, good, bad, bad, bad} {
		if s.Verdict != probe.Success {
			t.Errorf("verdict %v after %d answers", s.Verdict, i)
		}
		s, _ = feed(t, s, at{float64(10*i + 1), answer}, at{float64(10*i + 10), tick})
	}
	if s.Verdict != probe.Failure || !s.OnHold {
		t.Errorf("verdict %v at the end", s.Verdict)
	}
}

func TestEventErrors(t *testing.T) {
	fresh := probe.New(probe.Readiness, podlife.Probe{})
	idle, _ := feed(t, fresh, at{0, probe.WorkerStarted{}})
	asking, _ := feed(t, fresh, at{0, probe.ContainerStarted{ID: "c1", Started: true}}, at{0, probe.WorkerStarted{}})
	ended, _ := feed(t, idle, at{0, probe.StopRequested{}})
	liveness, _ := feed(t, probe.New(probe.Liveness, podlife.Probe{}), at{0, probe.WorkerStarted{}})
	for _, tt := range []struct {
		name  string
		state probe.State
		event probe.Event
	}{
		{"no worker", probe.State{}, tick},
		{"a worker without a period", probe.State{Kind: probe.Liveness, NextAt: clock(0)}, tick},
		{"a kind that does not exist", probe.New(7, podlife.Probe{}), probe.WorkerStarted{}},
		{"no event", idle, nil},
		{"a pointer to an event", idle, &probe.Tick{}},
		{"started twice", idle, probe.WorkerStarted{}},
		{"an offset below zero", fresh, probe.WorkerStarted{Offset: -1}},
		{"an offset of a period", fresh, probe.WorkerStarted{Offset: 10 * time.Second}},
		{"a container without an ID", idle, probe.ContainerStarted{}},
		{"the end of a container without an ID", idle, probe.ContainerStopped{}},
		{"started, but no container", idle, probe.StartedChanged{Started: true}},
		{"an answer to no question", idle, good},
		{"an answer that is none", asking, probe.Answered{}},
		{"trigger before the worker has started", fresh, probe.Trigger{}},
		{"trigger of a liveness worker", liveness, probe.Trigger{}},
		{"stop before the worker has started", fresh, probe.StopRequested{}},
		{"anything after the end", ended, probe.PodEnded{}},
	} {
		after, effects, err := probe.Step(tt.state, clock(1), tt.event)
		var e *probe.EventError
		if !errors.As(err, &e) || after != tt.state || effects != nil {
			t.Errorf("%s: state %+v, effects %v, error %v", tt.name, after, effects, err)
		}
	}
	if _, _, err := probe.Step(ended, clock(1), tick); err != nil {
		t.Errorf("a tick after the end: %v", err)
	}
}

// TestEventErrorText has the words for every worker that may refuse an event.
func TestEventErrorText(t *testing.T) {
	fresh := probe.New(probe.Liveness, podlife.Probe{FailureThreshold: 1})
	idle, _ := feed(t, fresh, at{0, probe.WorkerStarted{}})
	asking, _ := feed(t, fresh, at{0, probe.ContainerStarted{ID: "c1", Started: true}}, at{0, probe.WorkerStarted{}})
	answered, _ := feed(t, asking, at{1, good})
	onHold, _ := feed(t, asking, at{1, bad})
	ended, _ := feed(t, idle, at{0, probe.StopRequested{}})
	for _, tt := range []struct {
		state probe.State
		want  string
	}{
		{probe.State{}, "a State that is no worker"},
		{fresh, "a Liveness worker that has not started"},
		{idle, "a Liveness worker that has no container to ask"},
		{asking, "a Liveness worker that awaits an answer about c1"},
		{answered, "a Liveness worker that waits for its next round"},
		{onHold, "a Liveness worker that waits for a container other than c1"},
		{ended, "a Liveness worker that has ended"},
	} {
		_, _, err := probe.Step(tt.state, clock(2), probe.Trigger{})
		if want := "probe: probe.Trigger cannot happen in " + tt.want; err == nil || err.Error() != want {
			t.Errorf("want %q, got %v", want, err)
		}
	}
	if _, _, err := probe.Step(ended, clock(2), nil); err == nil || err.Error() != "probe: <nil> cannot happen in a Liveness worker that has ended" {
		t.Errorf("no event: %v", err)
	}
}

func TestExited(t *testing.T) {
	spec := podlife.PodSpec{RestartPolicy: podlife.RestartPolicyOnFailure}
	c := podlife.Container{Name: "web"}
	for _, tt := range []struct {
		exitCode      int32
		allRestarting bool
		want          bool
	}{{0, false, true}, {1, false, false}, {0, true, false}} {
		got := probe.Exited(&spec, &c, "c1", tt.exitCode, tt.allRestarting)
		if diff := cmp.Diff(probe.ContainerStopped{ID: "c1", Final: tt.want}, got); diff != "" {
			t.Errorf("exit code %d, all restarting %v (-want +got):\n%s", tt.exitCode, tt.allRestarting, diff)
		}
	}
}

func TestRecorded(t *testing.T) {
	s, _ := feed(t, probe.New(probe.Readiness, podlife.Probe{}), at{0, probe.ContainerStarted{ID: "c1", Started: true}}, at{0, probe.WorkerStarted{}}, at{1, good})
	s, _ = feed(t, s, at{2, probe.ContainerStarted{ID: "c2", Started: true}})
	if s.Recorded("c1") != probe.Success || s.Recorded("c2") != probe.None {
		t.Errorf("before the round: %v, %v", s.Recorded("c1"), s.Recorded("c2"))
	}
	s, _ = feed(t, s, at{10, tick})
	if s.Recorded("c1") != probe.None || s.Recorded("c2") != probe.Failure {
		t.Errorf("after the round: %v, %v", s.Recorded("c1"), s.Recorded("c2"))
	}
	s, _ = feed(t, s, at{11, probe.StopRequested{}}, at{11, good})
	if s.IsWorker() || s.Recorded("c2") != probe.None {
		t.Errorf("after the end: %v", s.Recorded("c2"))
	}
	if (probe.State{}).IsWorker() {
		t.Error("the zero State is a worker")
	}
}

func TestEffectStrings(t *testing.T) {
	effects := []probe.Effect{verdict("c1", probe.Failure), ask("c1"), wake(90), &probe.WorkerEnded{}}
	const want = "[verdict Failure on c1 ask c1 within 1s wake at 2026-01-01T00:01:30Z worker ended]"
	if got := fmt.Sprint(effects); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
