package podtest_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// isDone is what somebody's controller takes for the end of a Pod's work: each
// of its containers has ended. It looks right.
func isDone(p *podlife.Pod) bool {
	return len(p.Status.ContainerStatuses) > 0 && !slices.ContainsFunc(p.Status.ContainerStatuses, func(s podlife.ContainerStatus) bool {
		return s.State.Kind != podlife.StateTerminated
	})
}

// isOver looks at the phase, which says whether containers will run again.
func isOver(p *podlife.Pod) bool { return p.Status.Phase.IsTerminal() }

// doneForGood is the property that a Pod which was done stays done. It is all that
// a test needs:
//
//	func TestIsDone(t *testing.T) { rapid.Check(t, doneForGood(isDone)) }
func doneForGood(isDone func(*podlife.Pod) bool) func(*rapid.T) {
	return func(t *rapid.T) {
		done := false
		for _, change := range podtest.History().Draw(t, "history") {
			if done && !isDone(change.Pod) {
				t.Fatalf("%s was done, and then it was not", change.Pod.Name)
			}
			done = isDone(change.Pod)
		}
	}
}

// A controller asks whether a Pod is done, and gets it wrong: a container that
// has ended may be restarted. rapid.Check finds it with the property above; here
// the histories are searched one by one, to show a short one.
func ExampleHistory() {
	var shortest []podtest.Change
	for seed := range 1000 {
		history := podtest.History().Example(seed)
		for i := 1; i < len(history); i++ {
			if isDone(history[i-1].Pod) && !isDone(history[i].Pod) && (shortest == nil || i < len(shortest)) {
				shortest = history[:i+1]
			}
			if isOver(history[i-1].Pod) && !isOver(history[i].Pod) {
				fmt.Println("isOver is wrong too")
			}
		}
	}
	for _, change := range shortest[len(shortest)-2:] {
		p := change.Pod
		fmt.Println("isDone:", isDone(p), "phase:", p.Status.Phase)
		for _, s := range p.Status.ContainerStatuses {
			fmt.Println(" ", s.State.Kind, "restarts:", s.RestartCount)
		}
	}
	// Output:
	// isDone: true phase: Running
	//   terminated restarts: 0
	// isDone: false phase: Running
	//   running restarts: 1
}

func TestDoneForGood(t *testing.T) {
	lawtest.Catches(t, doneForGood(isDone))
	rapid.Check(t, doneForGood(isOver))
}
