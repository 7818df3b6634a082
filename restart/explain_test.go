package restart_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
	"pgregory.net/rapid"
)

func sentences(list []restart.Explanation) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.String())
	}
	return out
}

func TestExplain(t *testing.T) {
	debug := func(p *podlife.Pod) *podlife.Pod {
		p.Spec.EphemeralContainers = []podlife.EphemeralContainer{{Name: "debug"}}
		return p
	}
	restartAll := func(o restart.Observed) restart.Observed {
		o.RestartAll = true
		return o
	}
	deleted := pod("Always", "", "a")
	deleted.DeletionTimestamp = epoch
	tests := []struct {
		name string
		pod  *podlife.Pod
		seen restart.Observed
		want []string
	}{
		{"begins", debug(pod("Always", "i s/sidecar", "a")), restart.Observed{}, []string{
			"the Pod gets a new sandbox: no pod sandbox exists",
			"i is started: a new sandbox begins with it",
			"s is left as it is: an init container before it is not done",
			"a is left as it is: an init container before it is not done",
			"debug is left as it is: no pod sandbox exists",
		}},
		{"initializes", debug(pod("Always", "i s/sidecar+ j k", "a")), observe("j=1 s=unlive i=0"), []string{
			"the Pod is left as it is: its containers are looked at one by one",
			"i is left as it is: a later container was reached, so it is done",
			"s is left as it is: it runs, and its startup probe has not decided",
			"j is started: it ended, exit code 1 under the Pod's restart policy Always",
			"k is left as it is: an init container before it is not done",
			"a is left as it is: an init container before it is not done",
			"debug is started: the runtime knows no run of it",
		}},
		{"initializes, all well", pod("Always", "s/sidecar i", "a"), observe("i=running s=running"), []string{
			"the Pod is left as it is: its containers are looked at one by one",
			"s is left as it is: it runs, and nothing speaks against it",
			"i is left as it is: it runs, and nothing speaks against it",
			"a is left as it is: an init container before it is not done",
		}},
		{"cannot tell how it ended", pod("Never", "i", "a"), observe("i=unknown"), []string{
			"the Pod is killed: an init container failed and is not started again",
			"i is left as it is: the runtime cannot tell whether it runs",
			"a is left as it is: an init container failed and is not started again",
		}},
		{"runs", debug(pod("OnFailure", "s/sidecar", "a b c")), observe("a=running b=0 c=unlive s=1 debug=0"), []string{
			"the Pod is left as it is: its containers are looked at one by one",
			"s is started: it ended",
			"a is left as it is: it runs, and nothing speaks against it",
			"b is left as it is: it ended, exit code 0 under the Pod's restart policy OnFailure",
			"c is killed and started again: its liveness probe failed",
			"debug is left as it is: an ephemeral container is never started again",
		}},
		{"ends", pod("Never", "s/sidecar r/sidecar", "a b"), observe("s=running r=1 a=1 b=unlive"), []string{
			"the Pod is killed: no main container is left to keep or to start",
			"s is killed: no main container is left to keep or to start",
			"r is left as it is: no main container is left to keep or to start",
			"a is left as it is: it ended, exit code 1 under the Pod's restart policy Never",
			"b is killed: its liveness probe failed",
		}},
		{"cannot be initialized", pod("Never", "i j", "a"), observe("i=oom"), []string{
			"the Pod is killed: an init container failed and is not started again",
			"i is left as it is: an init container that ran out of memory has failed, exit code 0 under the Pod's restart policy Never",
			"j is left as it is: an init container before it is not done",
			"a is left as it is: an init container failed and is not started again",
		}},
		{"restarts all", debug(pod("Always", "i", "a b c")), restartAll(observe("b=running a=137 i=0 debug=0")), []string{
			"the Pod is left as it is: a restart rule starts the whole Pod again in place",
			"i is removed from the runtime: a restart rule starts the whole Pod again in place",
			"a is removed from the runtime: a restart rule starts the whole Pod again in place",
			"b is removed from the runtime: a restart rule starts the whole Pod again in place",
			"c is left as it is: a restart rule starts the whole Pod again in place",
			"debug is left as it is: a restart rule starts the whole Pod again in place",
		}},
		{"deleted", deleted, observe("a=1"), []string{
			"the Pod is left as it is: deletion was asked for",
			"a is left as it is: deletion was asked for",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, sentences(restart.Explain(test.pod, test.seen))); diff != "" {
				t.Errorf("sentences (-want +got):\n%s", diff)
			}
		})
	}
}

// TestExplanationOfBadValues checks that values that are none print themselves.
func TestExplanationOfBadValues(t *testing.T) {
	got := restart.Explanation{Container: "a", Move: 99, Reason: 199}.String()
	if want := "a Move(99): Reason(199)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestExplainAgreesWithPlan checks that what is explained is what is planned,
// and that everything has a reason.
func TestExplainAgreesWithPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyLives().Draw(t, "life")
		w := l.world()
		a := restart.Plan(w.pod, w.seen)
		started := map[string]bool{}
		for _, i := range a.InitContainersToStart {
			started[w.pod.Spec.InitContainers[i].Name] = true
		}
		for _, i := range a.ContainersToStart {
			started[w.pod.Spec.Containers[i].Name] = true
		}
		for _, i := range a.EphemeralContainersToStart {
			started[w.pod.Spec.EphemeralContainers[i].Name] = true
		}
		runs := map[string]bool{}
		for i := len(w.seen.Containers) - 1; i >= 0; i-- {
			s := &w.seen.Containers[i]
			runs[s.Name] = s.State == restart.StateRunning
		}
		killed := map[string]bool{}
		for _, k := range a.ContainersToKill {
			killed[k.Name] = true
		}
		list := restart.Explain(w.pod, w.seen)
		if list[0].Reason != a.Reason || list[0].Container != "" {
			t.Fatalf("about the Pod: %+v, want reason %v", list[0], a.Reason)
		}
		for _, e := range list[1:] {
			start := e.Move == restart.MoveStart || e.Move == restart.MoveKillAndStart
			kill := e.Move == restart.MoveKill || e.Move == restart.MoveKillAndStart
			wantKill := killed[e.Container]
			if a.KillPod {
				wantKill = runs[e.Container]
			}
			if start != started[e.Container] || kill != wantKill {
				t.Fatalf("%s\nbut the plan is %+v", e, a)
			}
			if e.Reason == restart.ReasonNone {
				t.Fatalf("%s has no reason", e.Container)
			}
		}
	})
}
