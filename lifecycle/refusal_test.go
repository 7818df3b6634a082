package lifecycle_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/schedule"
	"github.com/podlife/podlife/termination"
)

// everyEvent is one event of each kind, about web where it is about a container.
func everyEvent() []lifecycle.Event {
	return []lifecycle.Event{
		lifecycle.Created{Pod: &podlife.Pod{}}, lifecycle.GatesRemoved{}, lifecycle.Unschedulable{},
		lifecycle.Bound{Binding: schedule.Binding{Name: "web-1", Namespace: "default", TargetKind: "Node", TargetName: "node-a"}},
		lifecycle.ImageChanged{Container: "web", Image: "web:2"}, lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug"}},
		lifecycle.ConditionSet{Condition: podlife.Condition{Type: "a"}}, lifecycle.DeleteRequested{}, lifecycle.FinalizersRemoved{}, lifecycle.Collected{},
		lifecycle.TaintsChanged{}, lifecycle.NodeLost{}, lifecycle.NodeReturned{}, lifecycle.NodeRebooted{},
		lifecycle.KubeletRestarted{}, lifecycle.Rejected{}, lifecycle.Evicted{}, lifecycle.VolumesMounted{}, lifecycle.MountFailed{},
		lifecycle.SandboxCreated{}, lifecycle.SandboxFailed{}, lifecycle.SandboxLost{}, lifecycle.CleanedUp{},
		lifecycle.ImagePulled{Container: "web"}, lifecycle.ImagePullFailed{Container: "web"}, lifecycle.ContainerStarted{Container: "web"},
		lifecycle.StartFailed{Container: "web"}, lifecycle.PostStartFinished{Container: "web"}, lifecycle.ContainerExited{Container: "web"},
		lifecycle.ContainerLost{Container: "web"}, lifecycle.ProbeAnswered{Container: "web", Kind: probe.Readiness, Outcome: probe.Success},
		lifecycle.PreStopFinished{Container: "web"}, lifecycle.StopFailed{Container: "web"}, lifecycle.Tick{},
	}
}

// moment is a state of a life that has a name.
type moment struct {
	name  string
	state lifecycle.State
}

// moments are those of a life from before its creation to its end.
func moments(t *testing.T) []moment {
	hook := &podlife.LifecycleHandler{Exec: &podlife.ExecAction{Command: []string{"true"}}}
	p := &podlife.Pod{Spec: podlife.PodSpec{RestartPolicy: podlife.RestartPolicyNever, TerminationGracePeriodSeconds: seconds(30), Containers: []podlife.Container{{
		Name: "web", Image: "web:1", Lifecycle: &podlife.Lifecycle{PostStart: hook, PreStop: hook}, ReadinessProbe: &podlife.Probe{PeriodSeconds: 5},
	}}}}
	p.Name, p.Namespace, p.UID, p.Finalizers = "web-1", "default", "uid-1", []string{"example.com/hold"}
	p.Spec.SchedulingGates = []podlife.PodSchedulingGate{{Name: "example.com/quota"}}
	p.Spec.Tolerations = []podlife.Toleration{{Operator: podlife.TolerationOpExists}}
	bound := lifecycle.Bound{Binding: schedule.Binding{Name: "web-1", Namespace: "default", TargetKind: "Node", TargetName: "node-a"}}
	out := []moment{{"unborn", lifecycle.State{}}}
	s := &story{t: t}
	for _, m := range []struct {
		name   string
		at     time.Duration
		events []lifecycle.Event
	}{
		{"gated", 0, []lifecycle.Event{lifecycle.Created{Pod: p}}},
		{"unbound", 0, []lifecycle.Event{lifecycle.GatesRemoved{}}},
		{"mounting", 0, []lifecycle.Event{bound}},
		{"not mounted", 0, []lifecycle.Event{lifecycle.MountFailed{}}},
		{"sandboxing", 10 * time.Second, []lifecycle.Event{lifecycle.Tick{}, lifecycle.VolumesMounted{}}},
		{"pulling", 10 * time.Second, []lifecycle.Event{lifecycle.SandboxCreated{}}},
		{"starting", 10 * time.Second, []lifecycle.Event{lifecycle.ImagePulled{Container: "web"}}},
		{"postStart", 10 * time.Second, []lifecycle.Event{lifecycle.ContainerStarted{Container: "web"}}},
		{"asking", 10 * time.Second, []lifecycle.Event{lifecycle.PostStartFinished{Container: "web"}}},
		{"lost", 12 * time.Second, []lifecycle.Event{lifecycle.NodeLost{}}},
		{"running", 12 * time.Second, []lifecycle.Event{lifecycle.NodeReturned{}, answers("web", probe.Readiness, probe.Success)}},
		{"preStop", 13 * time.Second, []lifecycle.Event{lifecycle.DeleteRequested{}}},
		{"stopping", 14 * time.Second, []lifecycle.Event{lifecycle.PreStopFinished{Container: "web"}}},
		{"not stopped", 14 * time.Second, []lifecycle.Event{lifecycle.StopFailed{Container: "web"}}},
		{"cleaning", 24 * time.Second, []lifecycle.Event{lifecycle.Tick{}, lifecycle.PreStopFinished{Container: "web"}, exits("web", 0)}},
		{"held", 24 * time.Second, []lifecycle.Event{lifecycle.CleanedUp{}}},
		{"gone", 24 * time.Second, []lifecycle.Event{lifecycle.FinalizersRemoved{}}},
	} {
		s.tell(m.at, m.events...)
		out = append(out, moment{m.name, s.state})
	}
	removed := &story{t: t, state: out[len(out)-7].state} // while it runs
	removed.tell(15*time.Second, lifecycle.FinalizersRemoved{}, lifecycle.DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: seconds(0)}})
	ended := &story{t: t, state: out[len(out)-7].state}
	ended.tell(15*time.Second, exits("web", 0))
	finished := &story{t: t, state: ended.state}
	finished.tell(16*time.Second, lifecycle.CleanedUp{})
	return append(out, moment{"removed", removed.state}, moment{"ended", ended.state}, moment{"finished", finished.state})
}

// TestRefusals holds what can happen when: a column for each event, x where it is accepted.
func TestRefusals(t *testing.T) {
	var text strings.Builder
	list := moments(t)
	for i, m := range list {
		fmt.Fprintf(&text, "%s%s\n", strings.Repeat("| ", i), m.name)
	}
	for _, e := range everyEvent() {
		happens := false
		for _, m := range list {
			mark := "- "
			if _, _, err := lifecycle.Step(m.state, podtest.Epoch().Add(25*time.Second), e); err == nil {
				mark, happens = "x ", true
			}
			text.WriteString(mark)
		}
		if !happens {
			t.Errorf("%T never happens", e)
		}
		text.WriteString(strings.TrimPrefix(fmt.Sprintf("%T\n", e), "lifecycle."))
	}
	path := filepath.Join("testdata", "refusals.txt")
	if *updateLives {
		if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(text.String(), "\n")); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// TestEveryEvent holds that every variant of Event is among those whose refusals are held,
// and so is let happen by some switch of Step.
func TestEveryEvent(t *testing.T) {
	listed := map[string]bool{}
	for _, e := range everyEvent() {
		listed[strings.TrimPrefix(fmt.Sprintf("%T", e), "lifecycle.")] = true
	}
	variants := 0
	for _, file := range []string{"event.go", "eventnode.go"} {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "event" {
				variants++
				if name := f.Recv.List[0].Type.(*ast.Ident).Name; !listed[name] {
					t.Errorf("%s is not held", name)
				}
			}
		}
	}
	if variants != len(listed) {
		t.Errorf("%d variants, and %d are held", variants, len(listed))
	}
}

// TestRefusesOthers holds that nothing happens to what is not there.
func TestRefusesOthers(t *testing.T) {
	for _, m := range moments(t) {
		for _, e := range []lifecycle.Event{
			nil, lifecycle.Created{}, lifecycle.ImagePulled{Container: "db"}, lifecycle.ImagePullFailed{Container: "db"}, lifecycle.ContainerStarted{Container: "db"},
			lifecycle.StartFailed{Container: "db"}, lifecycle.PostStartFinished{Container: "db"}, lifecycle.ContainerExited{Container: "db"},
			lifecycle.ContainerLost{Container: "db"}, answers("db", probe.Readiness, probe.Success), lifecycle.PreStopFinished{Container: "db"},
			lifecycle.StopFailed{Container: "db"}, lifecycle.ImageChanged{Container: "db", Image: "db:1"}, answers("web", probe.Liveness, probe.Success),
			answers("web", probe.Startup, probe.Success), answers("web", 0, probe.Success), answers("web", probe.Startup+1, probe.Success),
			answers("web", probe.Readiness, probe.None), answers("web", probe.Readiness, probe.Failure+1),
		} {
			next, effects, err := lifecycle.Step(m.state, podtest.Epoch().Add(25*time.Second), e)
			if err == nil || effects != nil || !lifecycle.Equal(m.state, next) {
				t.Errorf("%s: %s happened, asked for %d things, error %v", m.name, fmt.Sprintf("%T%+v", e, e), len(effects), err)
			}
		}
	}
}
