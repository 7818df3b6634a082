package phase_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// shape is what one container shows, for enumeration.
type shape int

const (
	missing      shape = iota
	empty              // a status without a state
	waits              // for its first run
	waitsSuccess       // after a success
	waitsFailure       // after a failure
	runs
	succeeded
	failed
	shapes // how many there are
)

func (s shape) String() string {
	return [...]string{"missing", "empty", "waits", "waitsSuccess", "waitsFailure", "runs", "succeeded", "failed"}[s]
}

// status returns the statuses, none or one, of a container of this shape.
func (s shape) status(name string) []podlife.ContainerStatus {
	out := podlife.ContainerStatus{Name: name}
	switch s {
	case missing:
		return nil
	case waits:
		out.State = podlife.Waiting("ContainerCreating", "")
	case waitsSuccess:
		out.State = podlife.Waiting("CrashLoopBackOff", "")
		out.LastTerminationState = podlife.Terminated(0, "Completed")
	case waitsFailure:
		out.State = podlife.Waiting("CrashLoopBackOff", "")
		out.LastTerminationState = podlife.Terminated(1, "Error")
	case runs:
		out.State = podlife.Running(epoch)
	case succeeded:
		out.State = podlife.Terminated(0, "Completed")
		out.Ready = true
	case failed:
		out.State = podlife.Terminated(1, "Error")
	}
	return []podlife.ContainerStatus{out}
}

var policies = []podlife.RestartPolicy{podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever}

// shapedPod returns a Pod whose containers show the shapes.
func shapedPod(policy podlife.RestartPolicy, inits, mains []shape) *podlife.Pod {
	p := &podlife.Pod{Spec: podlife.PodSpec{NodeName: "node-1", RestartPolicy: policy}}
	for i, s := range inits {
		name := fmt.Sprintf("init-%d", i)
		p.Spec.InitContainers = append(p.Spec.InitContainers, podlife.Container{Name: name})
		p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, s.status(name)...)
	}
	for i, s := range mains {
		name := fmt.Sprintf("main-%d", i)
		p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: name})
		p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, s.status(name)...)
	}
	return p
}

// allShapes yields every list of n shapes.
func allShapes(n int) [][]shape {
	lists := [][]shape{nil}
	for range n {
		var longer [][]shape
		for _, list := range lists {
			for s := range shapes {
				longer = append(longer, append(slices.Clone(list), s))
			}
		}
		lists = longer
	}
	return lists
}

// everySmallPod calls f with every Pod of up to two init and one or two main
// containers, under every policy.
func everySmallPod(f func(policy podlife.RestartPolicy, inits, mains []shape)) {
	for _, policy := range policies {
		for nInit := range 3 {
			for nMain := 1; nMain <= 2; nMain++ {
				for _, inits := range allShapes(nInit) {
					for _, mains := range allShapes(nMain) {
						f(policy, inits, mains)
					}
				}
			}
		}
	}
}

// class names the difference that the package documentation describes for these
// shapes, or "" if it describes none. It restates the documentation and looks
// at neither Textbook nor Project.
func class(policy podlife.RestartPolicy, inits, mains []shape) string {
	has := func(list []shape, any ...shape) bool {
		return slices.ContainsFunc(list, func(s shape) bool { return slices.Contains(any, s) })
	}
	only := func(list []shape, allowed ...shape) bool {
		return !slices.ContainsFunc(list, func(s shape) bool { return !slices.Contains(allowed, s) })
	}
	never := policy == podlife.RestartPolicyNever
	always := policy == podlife.RestartPolicyAlways
	switch {
	case only(mains, waits, waitsSuccess, waitsFailure) && has(inits, waitsFailure) && never:
		return "InitFailed"
	case only(mains, waitsSuccess, waitsFailure) && only(inits, succeeded, waitsSuccess, waitsFailure):
		return "WaitsAgain"
	case only(inits, succeeded) && has(mains, runs) && has(mains, waits):
		return "NotAllCreated"
	case only(inits, succeeded) && has(mains, runs) && has(mains, missing, empty):
		return "StatusMissing"
	case only(inits, succeeded) && only(mains, succeeded, failed) && (always || !never && has(mains, failed)),
		has(inits, failed) && !never && only(inits, succeeded, failed) && only(mains, succeeded, failed) && (always || has(mains, failed)):
		return "WillRestart"
	case has(inits, failed) && only(inits, succeeded, failed) && only(mains, succeeded) && policy == podlife.RestartPolicyOnFailure:
		return "InitRetry"
	default:
		return ""
	}
}

func TestTextbookDiffersOnlyInDocumentedClasses(t *testing.T) {
	seen := map[string]int{}
	states, defined := 0, 0
	everySmallPod(func(policy podlife.RestartPolicy, inits, mains []shape) {
		p := shapedPod(policy, inits, mains)
		states++
		text, ok := phase.Textbook(p)
		if !ok {
			return
		}
		defined++
		statuses := slices.Concat(p.Status.ContainerStatuses, p.Status.InitContainerStatuses)
		real := phase.Project(&p.Spec, statuses, phase.View{})
		documented := class(policy, inits, mains)
		if text != real {
			seen[fmt.Sprintf("%s: %s, %s", documented, text, real)]++
		}
		if differs := text != real; differs != (documented != "") {
			t.Errorf("%s inits %v mains %v: Textbook %s, Project %s, documented class %q", policy, inits, mains, text, real, documented)
		}
	})
	t.Logf("%d states, Textbook is defined in %d", states, defined)
	want := []string{
		"InitFailed: Pending, Failed",
		"InitRetry: Failed, Succeeded",
		"NotAllCreated: Running, Pending",
		"StatusMissing: Running, Pending",
		"WaitsAgain: Pending, Failed",
		"WaitsAgain: Pending, Running",
		"WillRestart: Failed, Running",
		"WillRestart: Succeeded, Running",
	}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(seen))); diff != "" {
		t.Errorf("classes that occur (-want +got):\n%s", diff)
	}
}

// The definitions again, each by itself, to see whether two hold at once.
func definitions(inits, mains []shape) []podlife.Phase {
	count := func(list []shape, any ...shape) (n int) {
		for _, s := range list {
			if slices.Contains(any, s) {
				n++
			}
		}
		return n
	}
	var hold []podlife.Phase
	if count(inits, failed) == 0 && count(mains, waits, waitsSuccess, waitsFailure) == len(mains) {
		hold = append(hold, podlife.PodPending)
	}
	if count(inits, succeeded) == len(inits) && count(mains, runs) > 0 && count(mains, failed) == 0 {
		hold = append(hold, podlife.PodRunning)
	}
	if count(inits, succeeded)+count(mains, succeeded) == len(inits)+len(mains) {
		hold = append(hold, podlife.PodSucceeded)
	}
	if ended := count(inits, succeeded, failed) + count(mains, succeeded, failed); ended == len(inits)+len(mains) && count(inits, failed)+count(mains, failed) > 0 {
		hold = append(hold, podlife.PodFailed)
	}
	return hold
}

func TestTextbookDefinitionsExcludeEachOther(t *testing.T) {
	everySmallPod(func(policy podlife.RestartPolicy, inits, mains []shape) {
		hold := definitions(inits, mains)
		if len(hold) > 1 {
			t.Errorf("inits %v mains %v: %v all hold", inits, mains, hold)
		}
		got, ok := phase.Textbook(shapedPod(policy, inits, mains))
		if ok != (len(hold) == 1) || ok && got != hold[0] {
			t.Errorf("inits %v mains %v: Textbook = %q, %v; definitions say %v", inits, mains, got, ok, hold)
		}
	})
}

func TestTextbookWithoutMainContainers(t *testing.T) {
	// Pending and Succeeded would both hold.
	if hold := definitions([]shape{succeeded}, nil); len(hold) != 2 {
		t.Errorf("definitions that hold = %v, want two", hold)
	}
	if got, ok := phase.Textbook(shapedPod("Always", []shape{succeeded}, nil)); ok {
		t.Errorf("Textbook = %q, want none", got)
	}
}
