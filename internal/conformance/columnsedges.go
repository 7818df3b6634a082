package conformance

import (
	"regexp"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
)

func columnsVectors() *Vectors[ColumnsInput, Row] {
	return &Vectors[ColumnsInput, Row]{
		Edges: columnsEdges(),
		Slim: func(in ColumnsInput) ColumnsInput {
			in.Pod = slimPod(in.Pod)
			return in
		},
		Class: func(_ ColumnsInput, answer Row) (group, shape string) {
			return noDigits(answer.Status), answer.Ready + noDigits(answer.Restarts)
		},
		Max: 500,
	}
}

var digits = regexp.MustCompile(`\d+`)

// noDigits writes every number as #.
func noDigits(s string) string { return digits.ReplaceAllString(s, "#") }

func columnsEdges() []Edge[ColumnsInput] {
	var (
		none    = func(*podlife.Pod) {}
		ready   = func(p *podlife.Pod) { hold(p, podlife.PodReady) }
		begun   = func(p *podlife.Pod) { hold(p, podlife.PodInitialized) }
		deleted = func(p *podlife.Pod) { p.DeletionTimestamp = podtest.Epoch().Add(time.Minute) }
		because = func(reason string) func(*podlife.Pod) {
			return func(p *podlife.Pod) { p.Status.Reason = reason }
		}
		in = func(ph podlife.Phase) func(*podlife.Pod) {
			return func(p *podlife.Pod) { p.Status.Phase = ph }
		}
		gated = func(p *podlife.Pod) {
			p.Status.Conditions = append(p.Status.Conditions, podlife.Condition{
				Type: podlife.PodScheduled, Status: podlife.ConditionFalse, Reason: "SchedulingGated",
			})
		}
		signal    = func(p *podlife.Pod) { p.Status.InitContainerStatuses[1].State.Signal = 9 }
		signal0   = func(p *podlife.Pod) { p.Status.ContainerStatuses[0].State.Signal = 9 }
		restarted = func(p *podlife.Pod) { p.Status.ContainerStatuses[0].RestartCount = 3 }
		ago       = func(p *podlife.Pod) {
			p.Status.ContainerStatuses[0].LastTerminationState.FinishedAt = podtest.Epoch().Add(time.Hour - 90*time.Second)
		}
		initRestarts = func(p *podlife.Pod) { p.Status.InitContainerStatuses[0].RestartCount = 5 }
	)
	var out []Edge[ColumnsInput]
	for _, e := range []struct {
		name, line string
		edits      []func(*podlife.Pod)
	}{
		{"the second init container runs", "Always: i=T0 i=R i=W m=W:PodInitializing", nil},
		{"the second init container crashes", "Always: i=T0 i=W:CrashLoopBackOff/1 m=W:PodInitializing", nil},
		{"the second init container failed", "Always: i=T0 i=T1:Error m=W:PodInitializing", nil},
		{"it failed without a reason", "Always: i=T0 i=T1 m=W:PodInitializing", nil},
		{"it was ended by a signal", "Always: i=T0 i=T137 m=W:PodInitializing", []func(*podlife.Pod){signal}},
		{"a ready sidecar during initialization", "Always: s=R+ i=R m=W:PodInitializing", nil},
		{"a sidecar that has not started", "Always: s=R m=W:PodInitializing", nil},
		{"one completed, one runs, not ready", "Never: m=R+ m=T0:Completed", nil},
		{"one completed, one runs, ready", "Never: m=R+ m=T0:Completed", []func(*podlife.Pod){ready}},
		{"one completed, one failed", "Never: m=T0:Completed m=T1:Error", nil},
		{"the first failed, one runs", "Never: m=T1:Error m=R+", nil},
		{"the second failed, one runs", "Never: m=R+ m=T1:Error", nil},
		{"all completed", "Never: m=T0:Completed m=T0:Completed", nil},
		{"the first has the last word", "Always: m=W:ImagePullBackOff m=T1:Error", nil},
		{"ended without a reason", "Never: m=T3", nil},
		{"ended by a signal", "Never: m=T137", []func(*podlife.Pod){signal0}},
		{"evicted, no statuses", "Always: m=-", []func(*podlife.Pod){in(podlife.PodFailed), because("Evicted")}},
		{"evicted, container lost", "Always: m=T137:ContainerStatusUnknown", []func(*podlife.Pod){in(podlife.PodFailed), because("Evicted")}},
		{"deleted while it crashes", "Always: m=W:CrashLoopBackOff/1", []func(*podlife.Pod){deleted}},
		{"deleted after its end", "Never: m=T0:Completed", []func(*podlife.Pod){in(podlife.PodSucceeded), deleted}},
		{"deleted on a lost node", "Always: m=R+", []func(*podlife.Pod){because("NodeLost"), deleted}},
		{"on a lost node", "Always: m=R", []func(*podlife.Pod){because("NodeLost")}},
		{"gated", "Always: m=-", []func(*podlife.Pod){in(podlife.PodPending), gated}},
		{"gated and deleted", "Always: m=-", []func(*podlife.Pod){in(podlife.PodPending), gated, deleted}},
		{"restarted a while ago", "Always: m=W:CrashLoopBackOff/1", []func(*podlife.Pod){restarted, ago}},
		{"restarted at an unknown time", "Always: m=W:CrashLoopBackOff/1", []func(*podlife.Pod){restarted}},
		{"restarts of an init container that is done", "Always: i=T0 m=R+", []func(*podlife.Pod){initRestarts}},
		{"restarts of an init container that is not done", "Always: i=T1 m=W", []func(*podlife.Pod){initRestarts}},
		{"restarts of a sidecar", "Always: s=R+ m=R+", []func(*podlife.Pod){initRestarts}},
		{"init containers run again in an initialized Pod", "Always: i=R m=R+", []func(*podlife.Pod){begun, initRestarts}},
		{"a created container", "Always: m=W", []func(*podlife.Pod){none}},
	} {
		p := pod(e.line)
		p.Status.Phase = podlife.PodRunning
		p.CreationTimestamp = podtest.Epoch()
		for _, edit := range e.edits {
			edit(p)
		}
		out = append(out, Edge[ColumnsInput]{e.name, ColumnsInput{p, podtest.Epoch().Add(time.Hour)}})
	}
	return out
}

// hold gives p a condition that holds.
func hold(p *podlife.Pod, t podlife.ConditionType) {
	p.Status.Conditions = append(p.Status.Conditions, podlife.Condition{Type: t, Status: podlife.ConditionTrue})
}
