package lifecycle

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// TestSizes holds how many states and steps lives have, and what drawings of them show:
// a rule that changes shows in some.
func TestSizes(t *testing.T) {
	list := sized()
	for _, s := range shapes() {
		if len(s.inits)+2*len(s.mains) <= 3 {
			list = append(list, with("shape", s.class(), s.policy, ExploreOptions{}, nil))
		}
	}
	var text strings.Builder
	for _, s := range list {
		g, err := Explore(s.pod, s.options)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&text, "%-32s %5d states %6d steps", s.name, g.States(), g.Edges())
		for _, d := range []Diagram{g.Phases(), g.Stages(), g.Container("web"), g.Container("proxy"), g.Whole()} {
			labels := 0
			for _, a := range d.Arrows {
				labels += len(a.Labels)
			}
			fmt.Fprintf(&text, "  %d/%d/%d", len(d.Boxes), len(d.Arrows), labels)
		}
		text.WriteString("\n")
	}
	checkGolden(t, filepath.Join("testdata", "sizes.txt"), text.String())
}

// sized are Pods whose lives are short, each with something about it.
func sized() []special {
	probed := func(p *podlife.Pod) {
		c := &p.Spec.Containers[0]
		c.StartupProbe = &podlife.Probe{FailureThreshold: 1, PeriodSeconds: 300}
		c.ReadinessProbe = &podlife.Probe{FailureThreshold: 2, SuccessThreshold: 2, PeriodSeconds: 300}
	}
	hooked := func(p *podlife.Pod) {
		h := &podlife.LifecycleHandler{Exec: &podlife.ExecAction{Command: []string{"sync"}}}
		p.Spec.Containers[0].Lifecycle = &podlife.Lifecycle{PostStart: h, PreStop: h}
	}
	rule := func(action podlife.ContainerRestartRuleAction) func(*podlife.Pod) {
		return func(p *podlife.Pod) {
			p.Spec.Containers[0].RestartPolicy = never
			p.Spec.Containers[0].RestartPolicyRules = []podlife.ContainerRestartRule{{
				Action: action, ExitCodes: podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{42}},
			}}
		}
	}
	own := int64(30) // as the Pods' spec has it
	outside := func(events ...Event) ExploreOptions { return ExploreOptions{Outside: events} }
	debug := EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug", Image: "debug:1"}}
	more := EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "again", Image: "debug:1"}}
	return []special{
		with("failures", "|m", always, ExploreOptions{Failures: 1}, nil),
		with("failures", "s|m", never, ExploreOptions{Failures: 1}, nil),
		with("failures without end", "|m", never, ExploreOptions{Failures: -1, MaxStates: 100000}, hooked),
		with("late", "|m", onFailure, ExploreOptions{Late: true, Failures: 1}, nil),
		with("codes", "|m", onFailure, ExploreOptions{ExitCodes: []int32{137, 0}, Restarts: 2}, nil),
		with("unbounded", "|m", always, ExploreOptions{Restarts: -1}, nil),
		with("merged", "|mn", never, ExploreOptions{Merge: true}, twinMains),
		with("twins", "|mn", never, ExploreOptions{}, twinMains),
		with("probes", "|m", always, ExploreOptions{}, probed),
		with("probes fail", "|m", never, ExploreOptions{Failures: 1}, probed),
		with("liveness", "|m", onFailure, ExploreOptions{}, func(p *podlife.Pod) {
			p.Spec.Containers[0].LivenessProbe = &podlife.Probe{FailureThreshold: 2, PeriodSeconds: 300}
		}),
		with("hooks", "|m", onFailure, ExploreOptions{Failures: 1}, hooked),
		with("rule", "|m", always, ExploreOptions{}, rule(podlife.RestartActionRestart)),
		with("restart all", "s|m", always, ExploreOptions{}, rule(podlife.RestartActionRestartAllContainers)),
		with("restart all", "|mn", never, ExploreOptions{Outside: []Event{}}, rule(podlife.RestartActionRestartAllContainers)),
		with("deadline", "|m", always, ExploreOptions{}, func(p *podlife.Pod) { p.Spec.ActiveDeadlineSeconds = new(int64) }),
		with("gated, held", "|m", never, ExploreOptions{Failures: 1}, func(p *podlife.Pod) {
			p.Spec.NodeName, p.Spec.SchedulingGates = "", []podlife.PodSchedulingGate{{Name: "example.com/quota"}}
			p.Finalizers = []string{"example.com/hold"}
		}),
		with("tolerated", "|m", always, outside(NodeLost{}), func(p *podlife.Pod) {
			p.Spec.Tolerations = []podlife.Toleration{{Operator: podlife.TolerationOpExists, TolerationSeconds: new(int64)}}
		}),
		with("node lost", "|m", always, outside(DeleteRequested{}, NodeLost{}, Collected{}), nil),
		with("rebooted", "|m", never, outside(DeleteRequested{}, NodeRebooted{}), nil),
		with("rebooted", "|m", always, outside(NodeRebooted{}), nil),
		with("kubelet restarts", "|m", always, outside(KubeletRestarted{}), nil),
		with("evicted", "|m", onFailure, outside(DeleteRequested{}, Evicted{}, Evicted{Reason: "Terminated", LocalStorage: true}), nil),
		with("sandbox lost", "i|m", never, outside(SandboxLost{}), nil),
		with("sandbox lost", "|m", always, outside(DeleteRequested{}, SandboxLost{}), nil),
		with("sandbox lost", "s|m", always, outside(SandboxLost{}), nil),
		with("container lost", "|m", onFailure, outside(ContainerLost{"web"}), nil),
		with("deleted twice", "|m", always, outside(Disturbances()[0], Disturbances()[1]), nil),
		with("deleted as fast", "|m", always, outside(DeleteRequested{}, DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: &own}}), nil),
		with("nothing else", "|m", always, outside(DeleteRequested{}, nil, &DeleteRequested{}, Tick{}, NodeReturned{}, FinalizersRemoved{}, GatesRemoved{}), nil),
		with("debugged before", "|m", never, ExploreOptions{}, func(p *podlife.Pod) {
			p.Spec.EphemeralContainers = []podlife.EphemeralContainer{{Name: "debug", Image: "debug:1"}}
		}),
		with("image changed", "|m", always, outside(ImageChanged{"web", "web:2"}), nil),
		with("debugged", "|m", always, outside(debug, more), nil),
		with("conditions", "|m", never, outside(ConditionSet{podlife.Condition{Type: "a", Status: podlife.ConditionTrue}}, ConditionSet{podlife.Condition{Type: "b"}}), nil),
		with("tainted", "|m", never, outside(TaintsChanged{[]podlife.Taint{{Key: "full", Effect: podlife.TaintEffectNoExecute}}}, TaintsChanged{}), nil),
	}
}
