package podtest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// uniqueNames is the law of every generated spec.
func uniqueNames(s *podlife.PodSpec) error {
	names := map[string]bool{}
	add := func(name string) error {
		if names[name] {
			return fmt.Errorf("two containers are called %q", name)
		}
		names[name] = true
		return nil
	}
	var errs []error
	for _, c := range slices.Concat(s.InitContainers, s.Containers) {
		errs = append(errs, add(c.Name))
	}
	for _, c := range s.EphemeralContainers {
		errs = append(errs, add(c.Name))
	}
	return errors.Join(errs...)
}

// survivesJSON is the law of every generated Pod: JSON keeps it, to the bit.
func survivesJSON(p *podlife.Pod) error {
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	got := new(podlife.Pod)
	if err := json.Unmarshal(data, got); err != nil {
		return err
	}
	if !reflect.DeepEqual(p, got) {
		return fmt.Errorf("JSON changed the Pod (-before +after):\n%s", cmp.Diff(p, got))
	}
	return nil
}

// fits is the law of a lifelike Pod that a kubelet reported: a status for
// each container, in the kubelet's order, each one possible.
func fits(p *podlife.Pod) error {
	if p.Status.ContainerStatuses == nil {
		return nil
	}
	var inits, mains []string
	for i := range p.Spec.InitContainers {
		inits = append(inits, p.Spec.InitContainers[i].Name)
	}
	for i := range p.Spec.Containers {
		mains = append(mains, p.Spec.Containers[i].Name)
	}
	slices.Sort(mains)
	errs := []error{
		named("init", p.Status.InitContainerStatuses, inits),
		named("main", p.Status.ContainerStatuses, mains),
	}
	for _, c := range slices.Concat(p.Spec.InitContainers, p.Spec.Containers) {
		s := podlife.FindStatus(p.Status.InitContainerStatuses, c.Name)
		ordinary := s != nil && !c.IsSidecar()
		if s == nil {
			s = podlife.FindStatus(p.Status.ContainerStatuses, c.Name)
		}
		if s == nil {
			continue // which named tells
		}
		errs = append(errs, possible(p, &c, s, ordinary))
	}
	return errors.Join(errs...)
}

func named(list string, statuses []podlife.ContainerStatus, want []string) error {
	var got []string
	for i := range statuses {
		got = append(got, statuses[i].Name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		return fmt.Errorf("%s statuses (-want +got):\n%s", list, diff)
	}
	return nil
}

// possible tells what no kubelet would write about c, an ordinary init
// container or another.
func possible(p *podlife.Pod, c *podlife.Container, s *podlife.ContainerStatus, ordinary bool) error {
	last := s.LastTerminationState.Kind
	switch {
	case s.State.Kind == podlife.StateUnset:
		return fmt.Errorf("%s: no state", c.Name)
	case last != podlife.StateUnset && last != podlife.StateTerminated:
		return fmt.Errorf("%s: the last state is %v", c.Name, last)
	case s.State.Kind == podlife.StateWaiting && s.State.Reason == "CrashLoopBackOff" && last == podlife.StateUnset:
		return fmt.Errorf("%s: crash loop without a crash", c.Name)
	case last == podlife.StateTerminated && s.RestartCount == 0:
		return fmt.Errorf("%s: ran before, yet was never started again", c.Name)
	case s.Started == nil:
		return fmt.Errorf("%s: started is not reported", c.Name)
	case *s.Started && s.State.Kind != podlife.StateRunning:
		return fmt.Errorf("%s: started and not running", c.Name)
	case ordinary && s.Ready != (s.State.Kind == podlife.StateTerminated && s.State.ExitCode == 0):
		return fmt.Errorf("%s: ready %v in state %+v", c.Name, s.Ready, s.State)
	case !ordinary && s.Ready && !*s.Started:
		return fmt.Errorf("%s: ready and not started", c.Name)
	case s.State.Kind == podlife.StateRunning && s.ContainerID == "":
		return fmt.Errorf("%s: runs and was not made", c.Name)
	}
	for _, at := range []time.Time{s.State.StartedAt, s.State.FinishedAt, s.LastTerminationState.FinishedAt} {
		if !at.IsZero() && at.Before(p.Status.StartTime) {
			return fmt.Errorf("%s: something happened before the kubelet saw the Pod", c.Name)
		}
	}
	if s.State.Kind == podlife.StateTerminated && s.State.FinishedAt.Before(s.State.StartedAt) {
		return fmt.Errorf("%s: ended before it began", c.Name)
	}
	return nil
}

func TestEveryPodHasUniqueNamesAndSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Pod().Draw(t, "pod")
		if err := errors.Join(uniqueNames(&p.Spec), survivesJSON(p)); err != nil {
			t.Fatal(err)
		}
	})
}

func TestLifelikeFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := fits(podtest.Lifelike().Draw(t, "pod")); err != nil {
			t.Fatal(err)
		}
	})
}

// Nothing is shared between two draws, so that a test may change what it drew.
func TestDrawsShareNothing(t *testing.T) {
	for seed := range 300 {
		a, b := podtest.Pod().Example(seed), podtest.Pod().Example(seed)
		before := b.Clone()
		scribble(reflect.ValueOf(a))
		if diff := cmp.Diff(before, b); diff != "" {
			t.Fatalf("changing one Pod changed another (-before +after):\n%s", diff)
		}
	}
}

// scribble zeroes whatever v leads to.
func scribble(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			scribble(v.Elem())
			v.Elem().SetZero()
		}
	case reflect.Slice:
		for i := range v.Len() {
			scribble(v.Index(i))
			v.Index(i).SetZero()
		}
	case reflect.Map:
		v.Clear()
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				scribble(v.Field(i))
			}
		}
	}
}

// The laws above are worth something: each catches a Pod that breaks it.
func TestLawsCatchBrokenPods(t *testing.T) {
	whole := func() *podlife.Pod {
		started := true
		return &podlife.Pod{
			Spec: podlife.PodSpec{
				InitContainers: []podlife.Container{{Name: "migrate"}},
				Containers:     []podlife.Container{{Name: "web"}, {Name: "db"}},
			},
			Status: podlife.PodStatus{
				StartTime: podtest.Epoch(),
				InitContainerStatuses: []podlife.ContainerStatus{
					{Name: "migrate", State: podlife.Terminated(0, "Completed"), Ready: true, Started: new(bool), ContainerID: "0"},
				},
				ContainerStatuses: []podlife.ContainerStatus{
					{Name: "db", State: podlife.Running(podtest.Epoch()), Started: &started, Ready: true, ContainerID: "1"},
					{Name: "web", State: podlife.Waiting("ContainerCreating", ""), Started: new(bool)},
				},
			},
		}
	}
	law := func(p *podlife.Pod) error { return errors.Join(uniqueNames(&p.Spec), survivesJSON(p), fits(p)) }
	if err := law(whole()); err != nil {
		t.Fatalf("the whole Pod breaks a law: %v", err)
	}
	for name, breakIt := range map[string]func(p *podlife.Pod, db, web *podlife.ContainerStatus){
		"name twice": func(p *podlife.Pod, _, _ *podlife.ContainerStatus) { p.Spec.Containers[0].Name = "migrate" },
		"ephemeral name twice": func(p *podlife.Pod, _, _ *podlife.ContainerStatus) {
			p.Spec.EphemeralContainers = []podlife.EphemeralContainer{{Name: "web"}}
		},
		"empty list that is set": func(p *podlife.Pod, _, _ *podlife.ContainerStatus) { p.Finalizers = []string{} },
		"local time": func(p *podlife.Pod, _, _ *podlife.ContainerStatus) {
			p.CreationTimestamp = podtest.Epoch().In(time.FixedZone("there", 3600))
		},
		"fields of another kind":  func(_ *podlife.Pod, db, _ *podlife.ContainerStatus) { db.State.ExitCode = 1 },
		"statuses in other order": func(p *podlife.Pod, db, web *podlife.ContainerStatus) { *db, *web = *web, *db },
		"status missing":          func(p *podlife.Pod, _, _ *podlife.ContainerStatus) { p.Status.InitContainerStatuses = nil },
		"no state":                func(_ *podlife.Pod, _, web *podlife.ContainerStatus) { web.State = podlife.ContainerState{} },
		"last state running": func(_ *podlife.Pod, _, web *podlife.ContainerStatus) {
			web.LastTerminationState = podlife.Running(podtest.Epoch())
		},
		"crash loop without crash": func(_ *podlife.Pod, _, web *podlife.ContainerStatus) { web.State.Reason = "CrashLoopBackOff" },
		"ran before, no restart": func(_ *podlife.Pod, db, _ *podlife.ContainerStatus) {
			db.LastTerminationState = podlife.Terminated(1, "Error")
		},
		"started unset":        func(_ *podlife.Pod, db, _ *podlife.ContainerStatus) { db.Started = nil },
		"started, not running": func(_ *podlife.Pod, _, web *podlife.ContainerStatus) { *web.Started = true },
		"ready, not started":   func(_ *podlife.Pod, _, web *podlife.ContainerStatus) { web.Ready = true },
		"init done, not ready": func(p *podlife.Pod, _, _ *podlife.ContainerStatus) { p.Status.InitContainerStatuses[0].Ready = false },
		"runs, not made":       func(_ *podlife.Pod, db, _ *podlife.ContainerStatus) { db.ContainerID = "" },
		"ran too early": func(_ *podlife.Pod, db, _ *podlife.ContainerStatus) {
			db.State.StartedAt = podtest.Epoch().Add(-time.Second)
		},
		"ended before it began": func(p *podlife.Pod, _, _ *podlife.ContainerStatus) {
			s := &p.Status.InitContainerStatuses[0].State
			s.StartedAt, s.FinishedAt = podtest.Epoch().Add(time.Minute), podtest.Epoch()
		},
	} {
		p := whole()
		breakIt(p, &p.Status.ContainerStatuses[0], &p.Status.ContainerStatuses[1])
		if law(p) == nil {
			t.Errorf("%s: no law is broken", name)
		}
	}
}
