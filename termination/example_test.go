package termination_test

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

var start = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func sec(n float64) time.Time { return start.Add(time.Duration(n * float64(time.Second))) }

func ptr[T any](v T) *T { return &v }

// web is a running Pod: a main container with a preStop hook and a sidecar.
func web() *podlife.Pod {
	return &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: "web", UID: "1"},
		Spec: podlife.PodSpec{
			NodeName:                      "node-1",
			TerminationGracePeriodSeconds: ptr[int64](30),
			InitContainers: []podlife.Container{
				{Name: "proxy", RestartPolicy: podlife.RestartPolicyAlways},
			},
			Containers: []podlife.Container{
				{Name: "app", Lifecycle: &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: 5}}}},
			},
		},
		Status: podlife.PodStatus{
			Phase:                 podlife.PodRunning,
			PodIP:                 "10.0.0.7",
			Conditions:            []podlife.Condition{{Type: podlife.PodReady, Status: podlife.ConditionTrue}},
			InitContainerStatuses: []podlife.ContainerStatus{{Name: "proxy", State: podlife.Running(start.Add(-time.Hour))}},
			ContainerStatuses:     []podlife.ContainerStatus{{Name: "app", State: podlife.Running(start.Add(-time.Hour))}},
		},
	}
}

// at is an event and the second at which it happens.
type at struct {
	second float64
	event  termination.Event
}

// timeline prints what is to be done, when.
func timeline(script ...at) termination.State {
	var s termination.State
	for _, e := range script {
		next, effects, err := termination.Step(s, sec(e.second), e.event)
		if err != nil {
			fmt.Println(err)
		}
		for _, effect := range effects {
			fmt.Printf("t=%gs %v\n", e.second, effect)
		}
		s = next
	}
	return s
}

// A Pod with a preStop hook of 5 s and a sidecar that ignores its signal.
func ExampleStep() {
	d, _ := termination.Delete(web(), termination.DeleteOptions{}, start)
	s := timeline(
		at{0, termination.Requested{Pod: d.Pod}},
		at{5, termination.PreStopFinished{Container: "app"}},
		at{12, termination.ContainerExited{Container: "app"}},
		at{30, termination.Tick{}},
		at{30, termination.ContainerExited{Container: "proxy"}},
		at{31, termination.CleanedUp{}},
		at{31, termination.ObjectRemoved{}},
	)
	fmt.Println(s.Stage)
	// Output:
	// t=0s withdraw the endpoint
	// t=0s run the preStop hook of app
	// t=0s wake at 2026-01-01T12:00:30Z
	// t=5s SIGTERM to app
	// t=12s SIGTERM to proxy
	// t=30s SIGKILL to proxy
	// t=30s stop the sandbox
	// t=30s write the last status
	// t=30s clean up
	// t=31s delete the object
	// t=31s remove the object
	// Gone
}

// The hook hangs: when the grace period is over, TERM is sent even so, and 2 s
// more are granted. The sidecar's time is over as well.
func ExampleStep_hookHangs() {
	d, _ := termination.Delete(web(), termination.DeleteOptions{GracePeriodSeconds: ptr[int64](10)}, start)
	timeline(
		at{0, termination.Requested{Pod: d.Pod}},
		at{10, termination.Tick{}},
		at{12, termination.Tick{}},
	)
	// Output:
	// t=0s withdraw the endpoint
	// t=0s run the preStop hook of app
	// t=0s wake at 2026-01-01T12:00:10Z
	// t=10s SIGTERM to app
	// t=10s SIGTERM to proxy
	// t=10s wake at 2026-01-01T12:00:12Z
	// t=12s SIGKILL to app
	// t=12s SIGKILL to proxy
}

// An eviction under memory pressure: 1 s, which the kubelet makes 2 s from TERM
// to KILL. Nobody deletes the object, so it stays.
func ExampleStep_eviction() {
	grace := int64(termination.HardEvictionGraceSeconds)
	s := timeline(
		at{0, termination.Requested{Pod: web(), GracePeriodSeconds: &grace}},
		at{1, termination.Tick{}},
		at{1.5, termination.ContainerExited{Container: "app"}},
		at{1.5, termination.ContainerExited{Container: "proxy"}},
		at{3, termination.CleanedUp{}},
	)
	fmt.Println(s.Stage)
	// Output:
	// t=0s run the preStop hook of app
	// t=0s wake at 2026-01-01T12:00:01Z
	// t=1s SIGTERM to app
	// t=1s SIGTERM to proxy
	// t=1s wake at 2026-01-01T12:00:03Z
	// t=1.5s stop the sandbox
	// t=1.5s write the last status
	// t=1.5s withdraw the endpoint
	// t=1.5s clean up
	// Finished
}

func ExampleDelete() {
	show := func(d termination.Deletion, err error) *podlife.Pod {
		if err != nil {
			fmt.Println(err)
			return nil
		}
		fmt.Println(d.Outcome, *d.Pod.DeletionGracePeriodSeconds, d.Pod.DeletionTimestamp.Format(time.TimeOnly))
		return d.Pod
	}
	seconds := func(n int64) termination.DeleteOptions {
		return termination.DeleteOptions{GracePeriodSeconds: &n}
	}
	p := show(termination.Delete(web(), termination.DeleteOptions{}, sec(0)))
	p = show(termination.Delete(p, seconds(60), sec(2))) // longer: nothing happens
	p = show(termination.Delete(p, seconds(10), sec(5))) // shorter, counted from the first request
	show(termination.Delete(p, seconds(0), sec(6)))      // by force
	other := "2"
	show(termination.Delete(p, termination.DeleteOptions{Preconditions: termination.Preconditions{UID: &other}}, sec(6)))
	// Output:
	// Marked 30 12:00:30
	// Unchanged 30 12:00:30
	// Marked 10 12:00:10
	// Removed 0 12:00:06
	// Operation cannot be fulfilled on Pod "web": the UID in the precondition (2) does not match the UID in record (1). The object might have been deleted and then recreated
}

func ExampleEndpoint() {
	p := web()
	fmt.Printf("%+v\n", termination.Endpoint(p))
	d, _ := termination.Delete(p, termination.DeleteOptions{}, start)
	fmt.Printf("%+v\n", termination.Endpoint(d.Pod))
	fmt.Printf("%+v\n", termination.Endpoint(d.Pod).Published())
	// Output:
	// {Ready:true Serving:true Terminating:false}
	// {Ready:false Serving:true Terminating:true}
	// {Ready:true Serving:true Terminating:true}
}

func ExampleHasEndpoint() {
	p := web()
	fmt.Println(termination.HasEndpoint(p))
	p.Status.Phase = podlife.PodSucceeded
	fmt.Println(termination.HasEndpoint(p))
	// Output:
	// true
	// false
}

// A node becomes unreachable. By default a Pod stays for 5 minutes.
func ExampleEvict() {
	p := web()
	p.Spec.Tolerations = termination.DefaultTolerations(nil)
	unreachable := podlife.Taint{Key: podlife.TaintNodeUnreachable, Effect: podlife.TaintEffectNoExecute}
	e := termination.Evict(p, []podlife.Taint{unreachable}, start, start)
	fmt.Println(e.At.Sub(start), e.Taint.Key)

	e = e.Update(p, nil, sec(200)) // the node is back
	fmt.Println(e.At.IsZero())

	gpu := podlife.Taint{Key: "gpu", Effect: podlife.TaintEffectNoExecute}
	e = termination.Evict(p, []podlife.Taint{gpu}, start, sec(200))
	fmt.Println(e.At.Sub(start), e.Taint.Key, e.Tolerated)
	// Output:
	// 5m0s node.kubernetes.io/unreachable
	// true
	// 3m20s gpu false
}

// A node object is deleted. Its Pods go 40 s after the collector missed it.
func ExampleCollect() {
	s := termination.Cluster{Pods: []*podlife.Pod{web()}}
	for second := 0.0; second <= 40; second += 20 {
		s.Now = sec(second)
		for _, r := range termination.Collect(s) {
			fmt.Printf("t=%gs %s %s, first %s: %s\n", second, r.Pod.Name, r.Reason, r.Status.Phase, r.Status.Conditions[1].Message)
		}
		s.Missing = s.Quarantine()
	}
	// Output:
	// t=40s web orphaned, first Failed: PodGC: node no longer exists
}

// Why is it stuck in Terminating?
func ExampleDeadline() {
	p := web()
	p.Finalizers = []string{"example.com/backup"}
	d, _ := termination.Delete(p, termination.DeleteOptions{}, start)
	for _, w := range termination.Deadline(d.Pod, termination.Surroundings{}, sec(2)).Waits {
		fmt.Println(w.For, w.Names, w.Until.Format(time.TimeOnly))
	}
	// Output:
	// preStop hooks [app] 12:00:05
	// main containers [app] 12:00:30
	// sidecars [proxy] 12:00:32
	// kubelet [] 00:00:00
	// finalizers [example.com/backup] 00:00:00
}

// The same in one line, for a log.
func ExampleForecast_String() {
	p := web()
	d, _ := termination.Delete(p, termination.DeleteOptions{}, start)
	fmt.Println(termination.Deadline(d.Pod, termination.Surroundings{}, sec(10)))
	fmt.Println(termination.Deadline(p, termination.Surroundings{}, sec(10)))
	// Output:
	// by 2026-01-01T12:00:32Z: main containers (app) until 2026-01-01T12:00:30Z; sidecars (proxy) until 2026-01-01T12:00:32Z; kubelet
	// nothing is waited for
}

func ExampleShutdownGrace() {
	groups := []termination.ShutdownGroup{{Priority: 0, GracePeriodSeconds: 20}, {Priority: 2000000000, GracePeriodSeconds: 10}}
	fmt.Println(termination.ShutdownGrace(web(), groups))
	// Output: 20 true
}

func ExampleSoftEvictionGrace() {
	fmt.Println(termination.SoftEvictionGrace(web(), 10), termination.SoftEvictionGrace(web(), 60))
	// Output: 10 30
}

func ExamplePodGrace() {
	d, _ := termination.Delete(web(), termination.DeleteOptions{}, start)
	evicted := int64(5)
	first := termination.PodGrace(0, d.Pod, nil)
	fmt.Println(first, termination.PodGrace(first, d.Pod, &evicted))
	// Output: 30 5
}

func ExampleContainerGrace() {
	p := web()
	c := &p.Spec.Containers[0]
	c.LivenessProbe = &podlife.Probe{TerminationGracePeriodSeconds: ptr[int64](3)}
	fmt.Println(termination.ContainerGrace(p, c, termination.KillOther), termination.ContainerGrace(p, c, termination.KillLivenessProbe))
	// Output: 30 3
}

// An eviction is planned once and looked at again and again.
func ExampleEviction_Due() {
	p := web()
	p.Spec.Tolerations = termination.DefaultTolerations(nil)
	unreachable := podlife.Taint{Key: podlife.TaintNodeUnreachable, Effect: podlife.TaintEffectNoExecute}
	e := termination.Evict(p, []podlife.Taint{unreachable}, start, start)
	fmt.Println(e.Due(sec(299)), e.Due(sec(300)))
	fmt.Println(termination.Eviction{}.Due(sec(300))) // none is planned
	// Output:
	// false true
	// false
}

// By when the last SIGKILL is sent: the preStop hook of app may take all of the
// 30 s, and then 2 s more are granted. Once it has ended early, the bound comes
// nearer.
func ExampleState_Bound() {
	d, _ := termination.Delete(web(), termination.DeleteOptions{}, start)
	s, _, _ := termination.Step(termination.State{}, start, termination.Requested{Pod: d.Pod})
	fmt.Println(s.Bound().Sub(start))
	s, _, _ = termination.Step(s, sec(5), termination.PreStopFinished{Container: "app"})
	s, _, _ = termination.Step(s, sec(6), termination.ContainerExited{Container: "app"})
	fmt.Println(s.Bound().Sub(start))
	s, _, _ = termination.Step(s, sec(7), termination.ContainerExited{Container: "proxy"})
	fmt.Println(s.Bound().IsZero())
	// Output:
	// 32s
	// 30s
	// true
}

func ExampleDefaultTolerations() {
	for _, t := range termination.DefaultTolerations(nil) {
		fmt.Println(t.Key, t.Effect, *t.TolerationSeconds)
	}
	// Output:
	// node.kubernetes.io/not-ready NoExecute 300
	// node.kubernetes.io/unreachable NoExecute 300
}
