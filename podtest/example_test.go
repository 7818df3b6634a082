package podtest_test

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
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
