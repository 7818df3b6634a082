package termination_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// forecast writes a forecast as "by 30: main containers [app] until 30, ...".
func forecast(f termination.Forecast) string {
	second := func(t time.Time) string {
		if t.IsZero() {
			return "?"
		}
		return fmt.Sprint(t.Sub(start).Seconds())
	}
	var waits []string
	for _, w := range f.Waits {
		waits = append(waits, fmt.Sprintf("%v %v until %s", w.For, w.Names, second(w.Until)))
	}
	line := fmt.Sprintf("by %s: %s", second(f.By), strings.Join(waits, ", "))
	if f.Overdue {
		line += " (overdue)"
	}
	return line
}

func TestDeadline(t *testing.T) {
	both := podOfContainers("main app hook", "sidecar proxy")
	slept := with(both, func(p *podlife.Pod) {
		p.Spec.Containers[0].Lifecycle.PreStop = &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: 5}}
	})
	sidecarSleeps := with(podOfContainers("main app", "sidecar proxy hook"), func(p *podlife.Pod) {
		p.Spec.InitContainers[0].Lifecycle.PreStop = &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: 5}}
	})
	noSleep := with(both, func(p *podlife.Pod) {
		p.Spec.Containers[0].Lifecycle.PreStop = &podlife.LifecycleHandler{TCPSocket: &podlife.TCPSocketAction{}}
	})
	endedAt := func(s *podlife.ContainerStatus, second float64) {
		s.State = podlife.Terminated(0, "Completed")
		s.State.FinishedAt = sec(second)
	}
	appEnded := func(second float64) func(*podlife.Pod) {
		return func(p *podlife.Pod) { endedAt(&p.Status.ContainerStatuses[0], second) }
	}
	proxyEnded := func(p *podlife.Pod) { endedAt(&p.Status.InitContainerStatuses[0], 3) }
	aHalf := func(p *podlife.Pod) { p.DeletionTimestamp = sec(30.5) }
	plain := podOfContainers("main app")
	stopped := podOfContainers("main app waiting")
	for _, c := range []struct {
		name   string
		pod    *podlife.Pod
		around termination.Surroundings
		now    float64
		want   string
	}{
		{"nobody deletes it", plain, termination.Surroundings{}, 0, "by ?: "},
		{"a hook, which may take all the time", with(both, deleted(30)), termination.Surroundings{}, 1,
			"by 32: preStop hooks [app] until 30, main containers [app] until 32, sidecars [proxy] until 32, kubelet [] until ?"},
		{"a sleep, which says how long", with(slept, deleted(30)), termination.Surroundings{}, 1,
			"by 32: preStop hooks [app] until 5, main containers [app] until 30, sidecars [proxy] until 32, kubelet [] until ?"},
		{"after the sleep", with(slept, deleted(30)), termination.Surroundings{}, 6,
			"by 32: main containers [app] until 30, sidecars [proxy] until 32, kubelet [] until ?"},
		{"a sleep that is cut off", with(slept, deleted(3)), termination.Surroundings{}, 1,
			"by 5: preStop hooks [app] until 3, main containers [app] until 5, sidecars [proxy] until 5, kubelet [] until ?"},
		{"a hook that is no sleep, though it fails at once", with(noSleep, deleted(30)), termination.Surroundings{}, 1,
			"by 32: preStop hooks [app] until 30, main containers [app] until 32, sidecars [proxy] until 32, kubelet [] until ?"},
		{"a sidecar sleeps, and still waits for its turn", with(sidecarSleeps, deleted(30)), termination.Surroundings{}, 1,
			"by 32: preStop hooks [proxy] until 5, main containers [app] until 30, sidecars [proxy] until 32, kubelet [] until ?"},
		{"main containers have been sent SIGKILL", with(podOfContainers("main app", "sidecar proxy"), deleted(30)), termination.Surroundings{}, 31,
			"by 32: sidecars [proxy] until 32, kubelet [] until ?"},
		{"the main container ended since, and the sidecar waited for it", with(both, deleted(30), appEnded(3)), termination.Surroundings{}, 4,
			"by 32: sidecars [proxy] until 32, kubelet [] until ?"},
		{"it ended in the second in which the kubelet began", with(both, deleted(30), aHalf, appEnded(0)), termination.Surroundings{}, 4,
			"by 32.5: sidecars [proxy] until 32.5, kubelet [] until ?"},
		{"it had ended before", with(both, deleted(30), appEnded(-1)), termination.Surroundings{}, 4,
			"by 30: sidecars [proxy] until 30, kubelet [] until ?"},
		{"the sidecar ended since", with(both, deleted(30), proxyEnded), termination.Surroundings{}, 4,
			"by 32: preStop hooks [app] until 30, main containers [app] until 32, kubelet [] until ?"},
		{"no hook", with(plain, deleted(30)), termination.Surroundings{}, 1, "by 30: main containers [app] until 30, kubelet [] until ?"},
		{"sidecars alone", with(podOfContainers("main app waiting", "sidecar a", "sidecar b"), deleted(30)), termination.Surroundings{}, 1,
			"by 32: sidecars [b a] until 32, kubelet [] until ?"},
		{"two of one name, which no API server accepts", with(podOfContainers("main app hook", "init app"), deleted(30)), termination.Surroundings{}, 1,
			"by 32: preStop hooks [app] until 30, main containers [app app] until 32, kubelet [] until ?"},
		{"overdue", with(plain, deleted(30)), termination.Surroundings{}, 31, "by 30: main containers [app] until 30, kubelet [] until ? (overdue)"},
		{"nothing runs", with(stopped, deleted(30)), termination.Surroundings{}, 31, "by ?: kubelet [] until ?"},
		{"held", with(plain, deleted(30), finalized("x", "y")), termination.Surroundings{}, 1,
			"by ?: main containers [app] until 30, kubelet [] until ?, finalizers [x y] until ?"},
		{"only held", with(stopped, deleted(0), finalized("x")), termination.Surroundings{}, 90, "by ?: finalizers [x] until ?"},
		{"held at once, and running", with(plain, deleted(0), finalized("x")), termination.Surroundings{}, 1,
			"by ?: main containers [app] until 2, kubelet [] until ?, finalizers [x] until ?"},
		{"the node works", with(plain, deleted(30)), termination.Surroundings{Node: node("node-1", podlife.ConditionTrue)}, 1,
			"by 30: main containers [app] until 30, kubelet [] until ?"},
		{"the node is not ready, and its kubelet works", with(plain, deleted(30)), termination.Surroundings{Node: node("node-1", podlife.ConditionFalse)}, 1,
			"by 30: main containers [app] until 30, kubelet [] until ?"},
		{"the node is unreachable", with(plain, deleted(30)), termination.Surroundings{Node: node("node-1", podlife.ConditionUnknown)}, 1,
			"by ?: node [node-1] until ?, main containers [app] until 30, kubelet [] until ?"},
		{"the node is out of service", with(plain, deleted(30)), termination.Surroundings{Node: node("node-1", podlife.ConditionUnknown, podlife.TaintNodeOutOfService)}, 10,
			"by 30: pod garbage collector [node-1] until 30"},
		{"the node is gone", with(plain, deleted(30)), termination.Surroundings{NodeMissing: true}, 10, "by 90: pod garbage collector [node-1] until 90"},
		{"not bound", with(stopped, deleted(30), on("")), termination.Surroundings{}, 10, "by 30: pod garbage collector [] until 30"},
		{"not bound, and held", with(stopped, deleted(0), on(""), finalized("x")), termination.Surroundings{}, 10, "by ?: finalizers [x] until ?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := c.pod.Clone()
			if d := cmp.Diff(c.want, forecast(termination.Deadline(c.pod, c.around, sec(c.now)))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if d := cmp.Diff(before, c.pod); d != "" {
				t.Errorf("the Pod was changed:\n%s", d)
			}
		})
	}
	if f := termination.Deadline(nil, termination.Surroundings{}, start); f.Waits != nil {
		t.Error("no Pod waits")
	}
}

// TestDeadlineHolds is a law: where the world plays along, no container of a
// Pod that was deleted once is sent SIGKILL after what the object foretold.
func TestDeadlineHolds(t *testing.T) {
	tried := 0
	for seed := range 2000 {
		sc := lifelike().Example(seed)
		sc.then = nil
		r, ok := sc.first[0].event.(termination.Requested)
		if !ok || !r.Pod.IsDeleted() || r.GracePeriodSeconds != nil {
			continue
		}
		tried++
		var by time.Time
		f := termination.Deadline(r.Pod, termination.Surroundings{}, start)
		for _, w := range f.Waits {
			if w.Until.After(by) {
				by = w.Until
			}
		}
		for _, e := range simulate(termination.Step, sc) {
			if e.after.Stage == termination.Retrying {
				break // a second attempt is beyond any deadline
			}
			if bound := e.after.Bound(); bound.After(by) {
				t.Fatalf("seed %d: killed by %v, forecast %s", seed, bound.Sub(start), forecast(f))
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d Pods were deleted", tried)
	}
}

// TestDeadlineDoesNotKnow shows what the object does not tell: the kubelet is
// done at another time than foretold, and State.Bound knows when.
func TestDeadlineDoesNotKnow(t *testing.T) {
	p := podOfContainers("main app", "main db")
	asked := termination.Requested{Pod: with(p, deleted(30))}
	shorter, err := termination.Delete(asked.Pod, termination.DeleteOptions{GracePeriodSeconds: ptr[int64](10)}, sec(5))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		script    []at
		pod       *podlife.Pod
		by, bound float64
	}{
		{"it began with a longer grace period", []at{{0, asked}, {5, termination.Requested{Pod: shorter.Pod}}}, shorter.Pod, 10, 30},
		{"it is busy with the kill of one container", []at{{-9, termination.KillRequested{Pod: p, Container: "app"}}, {0, asked}, {5, ends("app")}}, asked.Pod, 30, 35},
		{"it saw the request late", []at{{3, asked}}, asked.Pod, 30, 33},
		{"it began anew", []at{{0, asked}, {5, termination.StopFailed{Container: "app"}}, {6, ends("db")}, {16, termination.Retried{}}}, asked.Pod, 30, 46},
		{"an eviction gave it less", []at{{0, termination.Requested{Pod: p, GracePeriodSeconds: ptr[int64](5)}}, {0, asked}}, asked.Pod, 30, 5},
	} {
		s, _ := transcript(t, c.script...)
		f := termination.Deadline(c.pod, termination.Surroundings{}, sec(5))
		if !f.By.Equal(sec(c.by)) || !s.Bound().Equal(sec(c.bound)) {
			t.Errorf("%s: by %v, bound %v, want %v s and %v s", c.name, f.By.Sub(start), s.Bound().Sub(start), c.by, c.bound)
		}
	}
}

func TestForecastString(t *testing.T) {
	web := termination.Wait{For: termination.WaitMainContainers, Names: []string{"app", "db"}, Until: sec(30)}
	for _, tt := range []struct {
		forecast termination.Forecast
		want     string
	}{
		{termination.Forecast{}, "nothing is waited for"},
		{termination.Forecast{By: sec(30), Waits: []termination.Wait{web}, Overdue: true},
			"by 2026-01-01T12:00:30Z, overdue: main containers (app, db) until 2026-01-01T12:00:30Z"},
		{termination.Forecast{Waits: []termination.Wait{{For: termination.WaitKubelet}, {For: termination.WaitFinalizers, Names: []string{"example.com/hold"}}}},
			"no end can be told: kubelet; finalizers (example.com/hold)"},
		{termination.Forecast{By: sec(20), Waits: []termination.Wait{{For: termination.WaitPodGC, Names: []string{""}, Until: sec(20)}}},
			"by 2026-01-01T12:00:20Z: pod garbage collector until 2026-01-01T12:00:20Z"},
	} {
		if got := tt.forecast.String(); got != tt.want {
			t.Errorf("want %q, got %q", tt.want, got)
		}
	}
}
