package probe_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
	"pgregory.net/rapid"
)

const (
	second = time.Second
	almost = -time.Nanosecond // to be added to a time that is just not reached
)

// TestWindowsHold: what the simulated workers do, they do within the windows.
func TestWindowsHold(t *testing.T) { rapid.Check(t, windowsHold(probe.HowLongContainer)) }

// TestWindowsHoldCatchesBrokenTables: a window that is narrower by half a
// second is caught.
func TestWindowsHoldCatchesBrokenTables(t *testing.T) {
	for name, spoil := range map[string]func(*probe.ContainerTimes){
		"started too late": func(c *probe.ContainerTimes) { c.Started.Earliest += second / 2 },
		"ready too soon":   func(c *probe.ContainerTimes) { c.Ready.Latest -= second / 2 },
		"unready too late": func(c *probe.ContainerTimes) { c.Unready.Earliest += second / 2 },
		"ready again":      func(c *probe.ContainerTimes) { c.ReadyAgain.Latest -= second / 2 },
		"given up":         func(c *probe.ContainerTimes) { c.GivenUp.Latest -= second / 2 },
		"killed":           func(c *probe.ContainerTimes) { c.Killed.Latest -= second / 2 },
	} {
		t.Run(name, func(t *testing.T) {
			table := func(c *podlife.Container, grace int64) probe.ContainerTimes {
				times := probe.HowLongContainer(c, grace)
				spoil(&times)
				return times
			}
			for seed := range 3000 {
				if m := rapid.Custom(lives).Example(seed).misses(t, table); m != "" {
					return
				}
			}
			t.Error("the table holds")
		})
	}
}

type table func(c *podlife.Container, grace int64) probe.ContainerTimes

func windowsHold(f table) func(*rapid.T) {
	return func(t *rapid.T) {
		if m := lives(t).misses(t, f); m != "" {
			t.Fatal(m)
		}
	}
}

// life is a container and what is to happen to it.
type life struct {
	world
	// turn is when the container's health changes, and from which on times
	// are measured.
	turn  time.Duration
	story string
}

func lives(t *rapid.T) life {
	draw := func(label string, most int32) int32 { return rapid.Int32Range(0, most).Draw(t, label) }
	newProbe := func(label string, success int32) *podlife.Probe {
		if draw(label, 2) == 0 {
			return nil
		}
		return &podlife.Probe{
			InitialDelaySeconds: draw("initialDelaySeconds", 4),
			PeriodSeconds:       1 + draw("periodSeconds", 4),
			TimeoutSeconds:      1 + draw("timeoutSeconds", 7),
			SuccessThreshold:    1 + draw("successThreshold", success),
			FailureThreshold:    1 + draw("failureThreshold", 3),
		}
	}
	var l life
	l.c = podlife.Container{Name: "web", StartupProbe: newProbe("startup", 0), ReadinessProbe: newProbe("readiness", 2), LivenessProbe: newProbe("liveness", 0)}
	l.until = 300 * second
	l.phase = extreme(t, "phase", 5*second)
	l.turn = 100*second + extreme(t, "turn", 5*second)
	l.story = rapid.SampledFrom([]string{"healthy", "never healthy", "turns bad", "turns good"}).Draw(t, "story")
	l.healthy = map[string]func(time.Duration) bool{
		"healthy": always, "never healthy": never, "turns bad": before(l.turn), "turns good": from(l.turn),
	}[l.story]
	if l.story == "turns good" {
		l.c.StartupProbe = nil // nobody waits so long for a start
	}
	slow := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 8000), func(ms int) time.Duration { return time.Duration(ms) * time.Millisecond }), 5, 5).Draw(t, "answers")
	timeouts := map[probe.Kind]time.Duration{}
	for kind, spec := range map[probe.Kind]*podlife.Probe{probe.Startup: l.c.StartupProbe, probe.Readiness: l.c.ReadinessProbe, probe.Liveness: l.c.LivenessProbe} {
		if spec != nil {
			timeouts[kind] = time.Duration(spec.TimeoutSeconds) * second
		}
	}
	l.answer = func(k probe.Kind, n int) time.Duration { return min(slow[n%len(slow)], timeouts[k]) }
	if rapid.Bool().Draw(t, "syncs") {
		for at := extreme(t, "first sync", 3*second); at < l.until; at += 700 * time.Millisecond {
			l.syncs = append(l.syncs, at)
		}
	}
	return l
}

// extreme draws a time from 0 up to most, not included, often near the ends.
func extreme(t *rapid.T, label string, most time.Duration) time.Duration {
	return rapid.OneOf(
		rapid.Map(rapid.IntRange(0, int(most/time.Millisecond)-1), func(ms int) time.Duration { return time.Duration(ms) * time.Millisecond }),
		rapid.SampledFrom([]time.Duration{0, 1, second + almost, most + almost}),
	).Draw(t, label)
}

// misses returns what happened outside its window, or "".
func (l life) misses(t fataler, f table) string {
	w := l.world.run(t)
	times := f(&l.c, 30)
	type check struct {
		what   string
		from   time.Duration
		window probe.Window
	}
	checks := map[string][]check{
		"healthy":       {{"started", 0, times.Started}, {"ready", 0, times.Ready}},
		"never healthy": {{"killed", 0, times.GivenUp}},
		"turns bad":     {{"unready", l.turn, times.Unready}, {"killed", l.turn, times.Killed}},
		"turns good":    {{"ready", l.turn, times.ReadyAgain}},
	}[l.story]
	for _, c := range checks {
		got := w.first(c.what, c.from)
		if got < 0 && c.window.IsNever() || l.story == "turns good" && l.c.ReadinessProbe == nil {
			continue
		}
		got -= c.from
		tooSoon, tooLate := got < c.window.Earliest, got >= c.window.Latest && c.window.Latest > c.window.Earliest
		if got < 0 || tooSoon || tooLate {
			return c.what + " after " + got.String() + ", want " + c.window.Earliest.String() + " to " + c.window.Latest.String()
		}
	}
	return ""
}

// shapes are probes with answers faster and slower than the period.
func shapes() []podlife.Probe {
	var list []podlife.Probe
	for _, period := range []int32{1, 3, 10} {
		for _, timeout := range []int32{1, 3, 4, 7, 25} {
			for _, initial := range []int32{0, 1, 7} {
				for _, threshold := range []int32{1, 2, 4} {
					list = append(list, podlife.Probe{PeriodSeconds: period, TimeoutSeconds: timeout,
						InitialDelaySeconds: initial, SuccessThreshold: threshold, FailureThreshold: threshold})
				}
			}
		}
	}
	return list
}

// TestWindowsAreReached: both ends of every window are reached, to the
// nanosecond: by rounds that fall at the right moment, and answers that take
// no time or all there is.
func TestWindowsAreReached(t *testing.T) {
	for _, spec := range shapes() {
		period, timeout := time.Duration(spec.PeriodSeconds)*second, time.Duration(spec.TimeoutSeconds)*second
		initial := time.Duration(spec.InitialDelaySeconds) * second
		soonest := world{phase: initial % period, answer: takes(0), until: 600 * second}
		latest := world{phase: (initial + period + almost) % period, answer: takes(timeout), until: 600 * second}
		reach := func(what string, w world, kind probe.Kind, healthy func(time.Duration) bool, from, want time.Duration) {
			t.Helper()
			w.c, w.healthy = containerWith(kind, spec), healthy
			if got := w.run(t).first(what, from) - from; got != want {
				t.Errorf("%v %+v: %s after %v, want %v", kind, spec, what, got, want)
			}
		}
		startup, readiness, liveness := probe.HowLong(probe.Startup, spec), probe.HowLong(probe.Readiness, spec), probe.HowLong(probe.Liveness, spec)
		reach("asked", soonest, probe.Liveness, always, 0, liveness.Asked.Earliest)
		reach("asked", latest, probe.Liveness, always, 0, liveness.Asked.Latest+almost)
		reach("started", soonest, probe.Startup, always, 0, startup.Passed.Earliest)
		reach("started", latest, probe.Startup, always, 0, startup.Passed.Latest+almost)
		reach("killed", soonest, probe.Startup, never, 0, startup.Failed.Earliest)
		reach("killed", latest, probe.Startup, never, 0, startup.Failed.Latest+almost)
		reach("killed", soonest, probe.Liveness, never, 0, liveness.Failed.Earliest)
		reach("killed", latest, probe.Liveness, never, 0, liveness.Failed.Latest+almost)
		reach("ready", latest, probe.Readiness, always, 0, readiness.Passed.Latest+almost)

		triggered := soonest
		for range spec.SuccessThreshold {
			triggered.syncs = append(triggered.syncs, initial)
		}
		reach("ready", triggered, probe.Readiness, always, 0, readiness.Passed.Earliest)

		// The container turns just after it was asked, or just as it is.
		asked := initial + (300*second/period)*period // a round of soonest
		slow := latest
		slow.phase = soonest.phase
		slow.answer = lastAnswers(asked, initial, period, timeout)
		reach("killed", slow, probe.Liveness, before(asked+1), asked+1, liveness.Noticed.Latest+almost)
		reach("unready", slow, probe.Readiness, before(asked+1), asked+1, readiness.Noticed.Latest+almost)
		reach("ready", slow, probe.Readiness, from(asked+1), asked+1, readiness.Recovered.Latest+almost)
		triggered.syncs = nil
		for range spec.SuccessThreshold {
			triggered.syncs = append(triggered.syncs, asked)
		}
		reach("ready", triggered, probe.Readiness, from(asked), asked, readiness.Recovered.Earliest)

		w, turn, want := soonest, asked, liveness.Noticed.Earliest
		if timeout > period && spec.FailureThreshold > 1 {
			w.answer, turn = catchUp(initial, period, timeout)
			want++ // two rounds do follow each other
		}
		reach("killed", w, probe.Liveness, before(turn), turn, want)
		reach("unready", w, probe.Readiness, before(turn), turn, want)
	}
}

// lastAnswers makes answers quick up to the round at asked, and as slow as can
// be from then on.
func lastAnswers(asked, initial, period, timeout time.Duration) func(probe.Kind, int) time.Duration {
	return func(_ probe.Kind, n int) time.Duration {
		if initial+time.Duration(n)*period < asked {
			return 0
		}
		return timeout
	}
}

// catchUp makes answers so slow, after four quick ones, that the rounds fall
// behind until one of them begins a nanosecond before the next is due. It
// returns when that is.
func catchUp(initial, period, timeout time.Duration) (func(probe.Kind, int) time.Duration, time.Duration) {
	const quick = 4
	n := (timeout - 2) / (timeout - period) // slow ones; at least one
	total := (n+1)*period + almost
	return func(_ probe.Kind, i int) time.Duration {
		switch k := time.Duration(i - quick); {
		case 0 <= k && k < n-1:
			return total / n
		case k == n-1:
			return total - (n-1)*(total/n)
		default:
			return 0
		}
	}, initial + quick*period + total
}

func containerWith(kind probe.Kind, spec podlife.Probe) podlife.Container {
	c := podlife.Container{Name: "web"}
	switch kind {
	case probe.Liveness:
		c.LivenessProbe = &spec
	case probe.Readiness:
		c.ReadinessProbe = &spec
	case probe.Startup:
		c.StartupProbe = &spec
	}
	return c
}

func TestHowLong(t *testing.T) {
	const s, none = time.Second, probe.Never
	huge := podlife.Probe{PeriodSeconds: 1<<31 - 1, FailureThreshold: 1<<31 - 1, SuccessThreshold: 1<<31 - 1, InitialDelaySeconds: 1<<31 - 1, TimeoutSeconds: 1<<31 - 1}
	for _, tt := range []struct {
		name string
		kind probe.Kind
		spec podlife.Probe
		want probe.Times
	}{
		{"the defaults, liveness", probe.Liveness, podlife.Probe{}, probe.Times{
			Asked: probe.Window{0, 10 * s}, Failed: probe.Window{20 * s, 31 * s},
			Noticed: probe.Window{20 * s, 31 * s}, Recovered: probe.Window{none, none},
		}},
		{"the defaults, readiness", probe.Readiness, podlife.Probe{}, probe.Times{
			Asked: probe.Window{0, 10 * s}, Passed: probe.Window{0, 11 * s},
			Noticed: probe.Window{20 * s, 31 * s}, Recovered: probe.Window{0, 11 * s},
		}},
		{"startup", probe.Startup, podlife.Probe{InitialDelaySeconds: 5, PeriodSeconds: 2, FailureThreshold: 30}, probe.Times{
			Asked: probe.Window{5 * s, 7 * s}, Passed: probe.Window{5 * s, 8 * s},
			Failed: probe.Window{63 * s, 66 * s}, Noticed: probe.Window{none, none}, Recovered: probe.Window{none, none},
		}},
		{"answers slower than the period", probe.Liveness, podlife.Probe{PeriodSeconds: 1, TimeoutSeconds: 5}, probe.Times{
			Asked: probe.Window{0, 1 * s}, Failed: probe.Window{2 * s, 16 * s},
			Noticed: probe.Window{1 * s, 20 * s}, Recovered: probe.Window{none, none},
		}},
		{"no end in sight", probe.Startup, huge, probe.Times{
			Asked: probe.Window{(1<<31 - 1) * s, (1<<32 - 2) * s}, Passed: probe.Window{none, none},
			Failed: probe.Window{none, none}, Noticed: probe.Window{none, none}, Recovered: probe.Window{none, none},
		}},
	} {
		if diff := cmp.Diff(tt.want, probe.HowLong(tt.kind, tt.spec)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestHowLongContainer adds up what the probes of one container take, each by
// itself and all together.
func TestHowLongContainer(t *testing.T) {
	const s, none = time.Second, probe.Never
	no := probe.Window{none, none}
	startup := &podlife.Probe{PeriodSeconds: 2, FailureThreshold: 30}                        // passes within 0 s to 3 s
	readiness := &podlife.Probe{InitialDelaySeconds: 5, PeriodSeconds: 4, TimeoutSeconds: 2} // and from 5 s to 11 s
	liveness := &podlife.Probe{}
	for _, tt := range []struct {
		name string
		c    podlife.Container
		want probe.ContainerTimes
	}{
		{"no probes", podlife.Container{}, probe.ContainerTimes{Unready: no, ReadyAgain: no, GivenUp: no, Killed: no, Stopped: no}},
		{"startup: ready as soon as started", podlife.Container{StartupProbe: startup}, probe.ContainerTimes{
			Started: probe.Window{0, 3 * s}, Ready: probe.Window{0, 3 * s}, GivenUp: probe.Window{58 * s, 61 * s},
			Unready: no, ReadyAgain: no, Killed: no, Stopped: no,
		}},
		{"readiness", podlife.Container{ReadinessProbe: readiness}, probe.ContainerTimes{
			Ready: probe.Window{5 * s, 11 * s}, Unready: probe.Window{8 * s, 14 * s}, ReadyAgain: probe.Window{0, 6 * s},
			GivenUp: no, Killed: no, Stopped: no,
		}},
		{"liveness", podlife.Container{LivenessProbe: liveness}, probe.ContainerTimes{
			GivenUp: probe.Window{20 * s, 31 * s}, Killed: probe.Window{20 * s, 31 * s}, Stopped: probe.Window{0, 30 * s},
			Unready: no, ReadyAgain: no,
		}},
		{"all", podlife.Container{StartupProbe: startup, ReadinessProbe: readiness, LivenessProbe: liveness}, probe.ContainerTimes{
			Started: probe.Window{0, 3 * s}, Ready: probe.Window{5 * s, 11 * s}, Unready: probe.Window{8 * s, 14 * s}, ReadyAgain: probe.Window{0, 6 * s},
			GivenUp: probe.Window{58 * s, 61 * s}, Killed: probe.Window{20 * s, 31 * s}, Stopped: probe.Window{0, 30 * s},
		}},
	} {
		if diff := cmp.Diff(tt.want, probe.HowLongContainer(&tt.c, 30)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestHowLongContainerStop(t *testing.T) {
	five := int64(5)
	liveness := &podlife.Probe{}
	preStop := &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: 1}}}
	for _, tt := range []struct {
		name  string
		c     podlife.Container
		grace int64
		want  time.Duration
	}{
		{"no liveness probe", podlife.Container{}, 30, probe.Never},
		{"the Pod's grace", podlife.Container{LivenessProbe: liveness}, 30, 30 * second},
		{"the probe's grace", podlife.Container{LivenessProbe: &podlife.Probe{TerminationGracePeriodSeconds: &five}}, 30, 5 * second},
		{"the minimum", podlife.Container{LivenessProbe: liveness}, 0, 2 * second},
		{"a hook on top", podlife.Container{LivenessProbe: liveness, Lifecycle: preStop}, 30, 32 * second},
		{"no time for a hook", podlife.Container{LivenessProbe: liveness, Lifecycle: preStop}, 0, 2 * second},
		{"so long that it just fits", podlife.Container{LivenessProbe: liveness}, 9223372036, 9223372036 * second},
		{"for ever", podlife.Container{LivenessProbe: liveness, Lifecycle: preStop}, 1<<63 - 1, probe.Never},
	} {
		if got := probe.HowLongContainer(&tt.c, tt.grace).Stopped.Latest; got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}
