package lifecycle_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"pgregory.net/rapid"
)

// failingOnce is a Pod of two init and two main containers, and a script in which
// the first main container fails once.
func failingOnce() (*podlife.Pod, lifecycle.Script) {
	p := plain(podlife.RestartPolicyAlways, func(s *podlife.PodSpec) {
		s.InitContainers = []podlife.Container{{Name: "fetch", Image: "fetch:1"}, {Name: "migrate", Image: "migrate:1"}}
		s.Containers = append(s.Containers, podlife.Container{Name: "cache", Image: "cache:1"})
	})
	return p, lifecycle.Script{
		ScheduleAfter: 2 * second, SandboxAfter: second, Until: 60 * second,
		Containers: containers{
			"fetch":   {PullAfter: 3 * second, Runs: runs(5, 0)},
			"migrate": {Runs: runs(4, 0)},
			"web":     {PullAfter: 2 * second, Runs: []lifecycle.Run{{For: 20 * second, ExitCode: 1}, {}}},
		},
	}
}

func TestLanes(t *testing.T) {
	pod, script := failingOnce()
	line, err := lifecycle.Simulate(pod, script)
	if err != nil {
		t.Fatal(err)
	}
	at := func(s int) time.Time { return line.Start.Add(time.Duration(s) * time.Second) }
	want := []lifecycle.Span{
		{From: at(0), To: at(2)},
		{From: at(2), To: at(15), Reason: "PodInitializing"},
		{From: at(15), To: at(17), Doing: lifecycle.Pulling},
		{From: at(17), To: at(37), Doing: lifecycle.Running, Run: 1, Started: true, Ready: true},
		{From: at(37), To: at(60), Doing: lifecycle.Running, Run: 2, Started: true, Ready: true},
	}
	web := line.Lanes[2]
	if diff := cmp.Diff(want, web.Spans); diff != "" || web.Container != "web" {
		t.Errorf("%s (-want +got):\n%s", web.Container, diff)
	}
	marks := []lifecycle.Mark{
		{At: at(17), What: "started"}, {At: at(37), What: "exited", Bad: true, Cause: lifecycle.ByItself, ExitCode: 1, Reason: "Error"}, {At: at(37), What: "started"},
	}
	if diff := cmp.Diff(marks, web.Marks); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
}

func TestScriptIsChecked(t *testing.T) {
	pod, _ := failingOnce()
	script := lifecycle.Script{
		Until: -second, VolumesAfter: -second, SandboxAfter: -second, CleanUpAfter: -second, ScheduleAfter: -second,
		Containers: containers{
			"none": {},
			"web": {
				PullAfter: -second, StartAfter: -second, Runs: []lifecycle.Run{{}, {For: -second}},
				PostStart: lifecycle.HookScript{For: -second}, PreStop: lifecycle.HookScript{For: -second}, Stop: lifecycle.Stop{After: -second},
				Liveness:  []lifecycle.Answer{{Outcome: "maybe", Times: -1}},
				Readiness: []lifecycle.Answer{{Until: -second}}, Startup: []lifecycle.Answer{{After: -second}},
			},
		},
		Happenings: []lifecycle.Happening{{At: -second, Do: "vanish"}, {Do: lifecycle.DoExit, Container: "none"}},
	}
	_, err := lifecycle.Simulate(pod, script)
	var got []string
	for _, err := range err.(interface{ Unwrap() []error }).Unwrap() {
		var fault *lifecycle.ScriptError
		if !errors.As(err, &fault) {
			t.Fatalf("%T", err)
		}
		got = append(got, err.Error())
	}
	want := []string{
		"lifecycle: script: until: must not be negative",
		"lifecycle: script: volumesAfter: must not be negative",
		"lifecycle: script: sandboxAfter: must not be negative",
		"lifecycle: script: cleanUpAfter: must not be negative",
		"lifecycle: script: containers[none]: the Pod has no such container",
		"lifecycle: script: containers[web].pullAfter: must not be negative",
		"lifecycle: script: containers[web].startAfter: must not be negative",
		"lifecycle: script: containers[web].runs[1].for: must not be negative",
		"lifecycle: script: containers[web].postStart.for: must not be negative",
		"lifecycle: script: containers[web].preStop.for: must not be negative",
		"lifecycle: script: containers[web].stop.after: must not be negative",
		`lifecycle: script: containers[web].liveness[0].outcome: "maybe" is no outcome: success, failure or unknown`,
		"lifecycle: script: containers[web].liveness[0].times: must not be negative",
		"lifecycle: script: containers[web].readiness[0].until: must not be negative",
		"lifecycle: script: containers[web].startup[0].after: must not be negative",
		"lifecycle: script: happenings[0].at: must not be negative",
		`lifecycle: script: happenings[0].do: "vanish" is nothing that happens; there are delete, evict, reject, exit, ` +
			`loseContainer, loseSandbox, changeImage, setCondition, removeGates, removeFinalizers, taint, loseNode, returnNode, ` +
			`rebootNode, restartKubelet, collect`,
		`lifecycle: script: happenings[1].container: the Pod has no container "none"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := lifecycle.Simulate(nil, script); err == nil {
		t.Error("no Pod was simulated")
	}
}

// deeds are all that can stand in a script.
func deeds() []lifecycle.Deed {
	return []lifecycle.Deed{
		lifecycle.DoDelete, lifecycle.DoEvict, lifecycle.DoReject, lifecycle.DoExit, lifecycle.DoLoseContainer, lifecycle.DoLoseSandbox,
		lifecycle.DoChangeImage, lifecycle.DoSetCondition, lifecycle.DoRemoveGates, lifecycle.DoRemoveFinalizers, lifecycle.DoTaint,
		lifecycle.DoLoseNode, lifecycle.DoReturnNode, lifecycle.DoRebootNode, lifecycle.DoRestartKubelet, lifecycle.DoCollect,
	}
}

// drawScript draws a script for a Pod.
func drawScript(t *rapid.T, p *podlife.Pod) lifecycle.Script {
	duration := func(label string) lifecycle.Duration {
		return rapid.SampledFrom([]lifecycle.Duration{0, second / 2, second, 7 * second, 65 * second}).Draw(t, label)
	}
	s := lifecycle.Script{
		Until: 600 * second, ScheduleAfter: duration("schedule"), VolumesAfter: duration("volumes"), SandboxAfter: duration("sandbox"),
		SandboxFailures: rapid.IntRange(0, 2).Draw(t, "sandbox failures"), CleanUpAfter: duration("clean up"), Containers: containers{},
	}
	for _, list := range [][]podlife.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range list {
			c := lifecycle.ContainerScript{
				PullAfter: duration("pull"), PullFailures: rapid.IntRange(0, 2).Draw(t, "pull failures"),
				StartFailures: rapid.IntRange(0, 1).Draw(t, "start failures"),
				Readiness:     []lifecycle.Answer{{Outcome: lifecycle.OutcomeFailure, Times: 2}, {}},
				Stop:          lifecycle.Stop{After: duration("stop"), Ignored: rapid.Bool().Draw(t, "ignored")},
			}
			if rapid.IntRange(0, 3).Draw(t, "fails") == 0 {
				failing := []lifecycle.Answer{{Until: duration("healthy")}, {Outcome: lifecycle.OutcomeFailure, After: duration("late")}}
				c.Liveness, c.Startup = failing, failing
				c.PostStart.Failed = rapid.Bool().Draw(t, "postStart fails")
			}
			c.PreStop.For = duration("preStop")
			for range rapid.IntRange(0, 3).Draw(t, "runs") {
				c.Runs = append(c.Runs, lifecycle.Run{For: duration("for"), ExitCode: rapid.Int32Range(0, 2).Draw(t, "code")})
			}
			s.Containers[list[i].Name] = c
		}
	}
	for range rapid.IntRange(0, 4).Draw(t, "happenings") {
		s.Happenings = append(s.Happenings, lifecycle.Happening{
			At: lifecycle.Duration(rapid.IntRange(0, 300).Draw(t, "at")) * second, Do: rapid.SampledFrom(deeds()).Draw(t, "do"),
			Container: p.Spec.Containers[0].Name, Image: "other:1", Condition: podlife.Condition{Type: "example.com/warm", Status: podlife.ConditionTrue},
		})
	}
	return s
}

// TestSimulations holds that a simulation obeys the laws, is deterministic, keeps
// its JSON, and that its Timeline agrees with itself.
func TestSimulations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newborn(t)
		script := drawScript(t, p)
		line, err := lifecycle.Simulate(p, script)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(script)
		if err != nil {
			t.Fatal(err)
		}
		var copied lifecycle.Script
		if err := json.Unmarshal(data, &copied); err != nil {
			t.Fatal(err)
		}
		again, err := lifecycle.Simulate(p, copied)
		if err != nil || len(again.Entries) != len(line.Entries) || !lifecycle.Equal(again.Final, line.Final) {
			t.Fatalf("another simulation of the same script, read from JSON, differs: %v", err)
		}
		var s lifecycle.State
		for _, e := range line.Entries {
			next, effects, err := lifecycle.Step(s, e.At, e.Event)
			if err != nil {
				t.Fatal(err)
			}
			if err := lifecycle.CheckStep(s, e.Event, next, effects); err != nil {
				t.Fatalf("%v %T: %v", e.At, e.Event, err)
			}
			s = next
		}
		if err := checkTimeline(&script, &line); err != nil {
			t.Fatal(err)
		}
	})
}

func TestDurations(t *testing.T) {
	var script lifecycle.Script
	if err := json.Unmarshal([]byte(`{"until":"1m30s","containers":{"web":{"runs":[{"for":"20s","exitCode":1}]}}}`), &script); err != nil {
		t.Fatal(err)
	}
	if time.Duration(script.Until) != 90*time.Second || time.Duration(script.Containers["web"].Runs[0].For) != 20*time.Second {
		t.Errorf("%+v", script)
	}
	for _, bad := range []string{`{"until":"soon"}`, `{"until":5}`} {
		if json.Unmarshal([]byte(bad), &script) == nil || time.Duration(script.Until) != 90*time.Second {
			t.Errorf("%s was read, or changed what was there: %v", bad, script.Until)
		}
	}
	if err := json.Unmarshal([]byte(`{"until":null}`), &script); err != nil || time.Duration(script.Until) != 90*time.Second {
		t.Errorf("a null is not left alone: %v, %v", script.Until, err)
	}
}

func BenchmarkSimulate(b *testing.B) {
	pod, script := failingOnce()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := lifecycle.Simulate(pod, script); err != nil {
			b.Fatal(err)
		}
	}
}
