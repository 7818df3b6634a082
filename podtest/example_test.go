package podtest_test

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// blame is what somebody's controller does with a Pod: it names the container
// that the Pod waits for or failed of.
func blame(p *podlife.Pod) string {
	for _, c := range p.Spec.Containers {
		// A status may be missing, and the controller must live with it.
		s := podlife.FindStatus(p.Status.ContainerStatuses, c.Name)
		if s == nil || s.State.Kind == podlife.StateWaiting || s.State.Failed() {
			return c.Name
		}
	}
	return ""
}

// In a test the loop is rapid.Check, which also finds the smallest Pod that
// fails:
//
//	rapid.Check(t, func(t *rapid.T) {
//		pod := podtest.Pod().Draw(t, "pod")
//		...
//	})
func ExamplePod() {
	healthy, blamed := 0, 0
	for seed := range 1000 {
		pod := podtest.Pod().Example(seed)
		if blame(pod) == "" {
			healthy++
		} else {
			blamed++
		}
	}
	fmt.Println("some healthy:", healthy > 0)
	fmt.Println("some blamed:", blamed > 0)
	// Output:
	// some healthy: true
	// some blamed: true
}

// The zero and the first draws of a generator are small; the shape of a
// lifelike Pod can be relied on.
func ExampleLifelike() {
	pod := podtest.Lifelike().Example(7)
	for _, c := range pod.Spec.Containers {
		s := podlife.FindStatus(pod.Status.ContainerStatuses, c.Name)
		if pod.Status.ContainerStatuses != nil && s == nil {
			fmt.Println("a kubelet reports every container, but not", c.Name)
		}
	}
	fmt.Println("its time starts at", podtest.Epoch().Format("2 January 2006"))
	// Output:
	// its time starts at 1 January 2026
}

// printer is a test that prints what is said against it.
type printer struct{ rapid.TB }

func (printer) Helper() {}

func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }

// A fake kubelet has a Pod run, and forgets what goes with it. In a test the
// first argument is the *testing.T.
func ExampleCheckLaws() {
	pod := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Namespace: "default", Name: "web-0"},
		Spec:       podlife.PodSpec{NodeName: "node-a", Containers: []podlife.Container{{Name: "web"}}},
	}
	pod.Status.Phase = podlife.PodRunning
	pod.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "web", Ready: true, State: podlife.Running(podtest.Epoch())}}
	podtest.CheckLaws(printer{}, pod)
	// Output:
	// default/web-0 breaks a law: ConditionsFit: Initialized is missing
	// default/web-0 breaks a law: StatusForEach: a kubelet reports that has not seen the Pod
	// default/web-0 breaks a law: StateFits: web runs and has no ID
}

// A restart count must not fall, whatever a store or a fake kubelet thinks.
func ExampleCheckHistory() {
	before := podtest.Lifelike().Example(7)
	before.Status.ContainerStatuses[0].RestartCount = 3
	after := before.Clone()
	after.Status.ContainerStatuses[0].RestartCount = 2
	podtest.CheckHistory(printer{}, []*podlife.Pod{before, after})
	// Output:
	// shop/web breaks a law from 1 to 2 of 2: Accepted: status.containerStatuses[0].restartCount: Invalid value: 2: was 3 before
}
