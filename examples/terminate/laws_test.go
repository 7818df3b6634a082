package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// choices are durations that are shorter, as long as, and longer than the grace
// periods.
var choices = []time.Duration{0, 900 * time.Millisecond, 2 * time.Second, 5 * time.Second, 7 * time.Second, never}

// each calls f with a story for many choices of durations.
func each(t *testing.T, f func(name string, o *options, s *story)) {
	t.Helper()
	sleep := &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Exec: &podlife.ExecAction{}}}
	own := int64(5)
	pod := &podlife.Pod{Spec: podlife.PodSpec{
		TerminationGracePeriodSeconds: &own,
		InitContainers:                []podlife.Container{{Name: "a", RestartPolicy: podlife.RestartPolicyAlways}, {Name: "b", RestartPolicy: podlife.RestartPolicyAlways, Lifecycle: sleep}},
		Containers:                    []podlife.Container{{Name: "c", Lifecycle: sleep}},
	}}
	pod.Name = "p"
	for _, grace := range []int64{-1, 0, 1, 5} {
		for _, hook := range choices {
			for _, main := range choices {
				for _, sidecar := range choices {
					o := &options{at: time.Unix(0, 0).UTC(), grace: &grace, cleanUp: time.Second, finalizers: never}
					o.preStop.others = &hook
					o.shutdown = durations{others: &sidecar, byName: map[string]time.Duration{"c": main}, used: map[string]bool{}}
					s, err := o.tell(pod)
					if err != nil {
						t.Fatal(err)
					}
					f(fmt.Sprintf("grace %d, hook %v, main %v, sidecar %v", grace, hook, main, sidecar), o, s)
				}
			}
		}
	}
}

// badKeepsToForecast says what is wrong with a story whose end was announced
// for by.
func badKeepsToForecast(s *story, by time.Time) string {
	last := time.Duration(0)
	for _, k := range s.tracks {
		if k.ended == never {
			return k.Name + " never ends"
		}
		last = max(last, k.ended)
	}
	if limit := by.Sub(s.began); last > limit {
		return fmt.Sprintf("the last container ends at %v, announced by %v", last, limit)
	}
	if s.gone < last || s.state.Stage != termination.Gone {
		return fmt.Sprintf("gone at %v in stage %v, with containers until %v", s.gone, s.state.Stage, last)
	}
	return ""
}

// TestKeepsToForecast: everything ends, and by the time announced; an
// announcement that is one second earlier would be wrong.
func TestKeepsToForecast(t *testing.T) {
	stories, tight := 0, 0
	each(t, func(name string, _ *options, s *story) {
		stories++
		if bad := badKeepsToForecast(s, s.forecast.By); bad != "" {
			t.Errorf("%s: %s", name, bad)
		}
		if badKeepsToForecast(s, s.forecast.By.Add(-time.Second)) != "" {
			tight++
		}
	})
	if stories == 0 || tight == 0 {
		t.Errorf("%d stories, %d of which need all the time", stories, tight)
	}
}

// badOrder says what is wrong with the order of a story.
func badOrder(s *story) string {
	at := time.Duration(0)
	for _, m := range s.moments {
		if m.at < at {
			return fmt.Sprintf("%v after %v", m.at, at)
		}
		at = m.at
	}
	for _, k := range s.tracks {
		for i, g := range k.stages {
			if g.to < g.from || i > 0 && g.from != k.stages[i-1].to || i > 0 && g.progress <= k.stages[i-1].progress {
				return fmt.Sprintf("%s: %v", k.Name, k.stages)
			}
		}
	}
	return ""
}

// TestOrder: moments come in their order, the steps of a kill one after the
// other without gaps.
func TestOrder(t *testing.T) {
	broken := 0
	each(t, func(name string, _ *options, s *story) {
		if bad := badOrder(s); bad != "" {
			t.Errorf("%s: %s", name, bad)
		}
		if n := len(s.moments); n > 1 && s.moments[n-1].at > s.moments[0].at {
			s.moments[0], s.moments[n-1] = s.moments[n-1], s.moments[0]
			if badOrder(s) == "" {
				t.Errorf("%s: the order of moments is not looked at", name)
			}
			broken++
		}
	})
	if broken == 0 {
		t.Error("no story was long enough")
	}
}
