package phase_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
)

// outcome is the rule that the laws below are about.
type outcome func(p *podlife.Pod, mains ...string) phase.Result

func outcomeLaws() []law[outcome] {
	return []law[outcome]{
		{"OutcomeTotal", func(t *rapid.T, rule outcome) {
			p := worked().Draw(t, "pod")
			before := p.Clone()
			got := rule(p, named(t, p)...)
			if got.Verdict > phase.Lost || got.Cause == "" {
				t.Fatalf("no outcome: %+v", got)
			}
			if got.Final && got.Verdict != phase.Succeeded && got.Verdict != phase.Failed {
				t.Fatalf("final without an end: %+v", got)
			}
			if diff := cmp.Diff(before, p); diff != "" {
				t.Fatalf("the Pod changed (-before +after):\n%s", diff)
			}
		}, func(p *podlife.Pod, mains ...string) phase.Result {
			r := phase.Outcome(p, mains...)
			r.Final = r.Final || p.Spec.RestartPolicy == podlife.RestartPolicyNever
			return r
		}},
		{"SidecarsDoNotCount", func(t *rapid.T, rule outcome) {
			p := worked().Draw(t, "pod")
			mains := named(t, p)
			if a, b := rule(p, mains...), rule(withOtherSidecars(t, p), mains...); a != b {
				t.Fatalf("%+v\nwith other sidecars and ephemeral containers %+v", a, b)
			}
		}, func(p *podlife.Pod, mains ...string) phase.Result { // derailed/k9s 3101: a sidecar's exit code decides
			for i := range p.Status.InitContainerStatuses {
				if s := p.Status.InitContainerStatuses[i].State; s.Failed() {
					return phase.Result{Verdict: phase.Failed, Cause: phase.CauseInitContainerFailed}
				}
			}
			return phase.Outcome(p, mains...)
		}},
		{"OutcomeIgnoresStatusOrder", func(t *rapid.T, rule outcome) {
			p := unique(worked().Draw(t, "pod"))
			mains := named(t, p)
			q := p.Clone()
			q.Status.ContainerStatuses = rapid.Permutation(q.Status.ContainerStatuses).Draw(t, "mains")
			q.Status.InitContainerStatuses = rapid.Permutation(q.Status.InitContainerStatuses).Draw(t, "inits")
			if a, b := rule(p, mains...), rule(q, mains...); a != b {
				t.Fatalf("%+v\nin another order %+v", a, b)
			}
		}, func(p *podlife.Pod, mains ...string) phase.Result { // the first failure listed
			r := phase.Outcome(p, mains...)
			for _, s := range p.Status.ContainerStatuses {
				if r.Cause == phase.CauseContainerFailed && s.State.Failed() {
					r.Container = s.Name
					break
				}
			}
			return r
		}},
		{"TerminalPhaseDecides", func(t *rapid.T, rule outcome) {
			p := worked().Draw(t, "pod")
			p.Status.Phase = rapid.SampledFrom([]podlife.Phase{podlife.PodSucceeded, podlife.PodFailed}).Draw(t, "phase")
			want := map[podlife.Phase]phase.Verdict{podlife.PodSucceeded: phase.Succeeded, podlife.PodFailed: phase.Failed}[p.Status.Phase]
			if got := rule(p); got.Verdict != want || !got.Final {
				t.Fatalf("phase %s, outcome %+v", p.Status.Phase, got)
			}
		}, func(p *podlife.Pod, mains ...string) phase.Result { // argo-workflows 12197: no failed container, so success
			r := phase.Outcome(p, mains...)
			if r.Cause == phase.CauseNoStatus {
				r.Verdict = phase.Succeeded
			}
			return r
		}},
		{"OutcomeAgreesWithProject", func(t *rapid.T, rule outcome) {
			p := worked().Draw(t, "pod")
			p.Status.Phase, p.Status.Reason = podlife.PodRunning, ""
			got := rule(p)
			switch project(p, phase.View{Static: p.IsStatic()}) {
			case podlife.PodSucceeded:
				if got.Verdict != phase.Succeeded {
					t.Fatalf("Project = Succeeded, outcome %+v", got)
				}
			case podlife.PodFailed:
				if got.Verdict != phase.Failed {
					t.Fatalf("Project = Failed, outcome %+v", got)
				}
			}
		}, func(p *podlife.Pod, mains ...string) phase.Result { // tekton 10172: init containers are not looked at
			q := p.Clone()
			q.Spec.InitContainers, q.Status.InitContainerStatuses = nil, nil
			return phase.Outcome(q, mains...)
		}},
		{"SuccessIsShown", func(t *rapid.T, rule outcome) {
			p := worked().Draw(t, "pod")
			mains := named(t, p)
			if p.Status.Phase == podlife.PodSucceeded || rule(p, mains...).Verdict != phase.Succeeded {
				return
			}
			for _, c := range p.Spec.Containers {
				s := podlife.FindStatus(allStatuses(p), c.Name)
				counts := len(mains) == 0 || slices.Contains(mains, c.Name)
				if counts && (s == nil || s.State.Kind != podlife.StateTerminated || s.State.ExitCode != 0) {
					t.Fatalf("Succeeded, and %q does not show it: %+v", c.Name, s)
				}
			}
		}, func(p *podlife.Pod, mains ...string) phase.Result { // no failure seen, so success
			r := phase.Outcome(p, mains...)
			if r.Verdict == phase.Unfinished && r.ExitCode == 0 {
				r.Verdict = phase.Succeeded
			}
			return r
		}},
		{"NamingAllIsNamingNone", func(t *rapid.T, rule outcome) {
			p := worked().Draw(t, "pod")
			var all []string
			for _, c := range p.Spec.Containers {
				all = append(all, c.Name)
			}
			a, b := rule(p), rule(p, all...)
			if a.Verdict != b.Verdict && (a.Verdict != phase.Failed || b.Verdict != phase.Succeeded) {
				t.Fatalf("without names %+v\nwith all %+v", a, b)
			}
		}, func(p *podlife.Pod, mains ...string) phase.Result { // only the first name counts
			return phase.Outcome(p, mains[:min(len(mains), 1)]...)
		}},
		{"FinalStays", func(t *rapid.T, rule outcome) {
			p := over().Draw(t, "pod")
			mains := named(t, p)
			first := rule(p, mains...)
			for range 3 {
				if !first.Final {
					return
				}
				p = step(t, p)
				got := rule(p, mains...)
				ofItsOwn := p.Status.Reason != "" // evicted, past its deadline, lost
				switch {
				case got.Verdict == first.Verdict:
				case ofItsOwn && (got.Verdict == phase.Failed || got.Verdict == phase.Lost):
					return
				default:
					t.Fatalf("was final: %+v\nis now %+v", first, got)
				}
			}
		}, func(p *podlife.Pod, mains ...string) phase.Result { // nobody else is looked at
			r := phase.Outcome(p, mains...)
			r.Final = r.Verdict == phase.Succeeded || r.Verdict == phase.Failed
			return r
		}},
	}
}

func TestOutcomeLaws(t *testing.T) { checkLaws[outcome](t, phase.Outcome, outcomeLaws()) }

// worked generates Pods of every kind, and more than podtest does of those in
// which some main container is over and others are not.
func worked() *rapid.Generator[*podlife.Pod] { return rapid.OneOf(podtest.Pod(), over()) }

// over generates Pods that have not ended, whose first main container has, and
// whose other containers do anything. Now and then all ended alike.
func over() *rapid.Generator[*podlife.Pod] {
	return rapid.Custom(func(t *rapid.T) *podlife.Pod {
		p := &podlife.Pod{Spec: podtest.Spec().Draw(t, "spec")}
		p.Spec.SchedulingGates, p.Spec.NodeName = nil, "node-a"
		p.Spec.RestartPolicy = rapid.SampledFrom(policies).Draw(t, "policy")
		p.Status.Phase = rapid.SampledFrom([]podlife.Phase{podlife.PodRunning, podlife.PodPending, ""}).Draw(t, "phase")
		all := rapid.Bool().Draw(t, "all ended")
		for i := range p.Spec.InitContainers {
			p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, anyStatus(t, p.Spec.InitContainers[i].Name, false))
		}
		for i := range p.Spec.Containers {
			p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, anyStatus(t, p.Spec.Containers[i].Name, all || i == 0))
		}
		if rapid.IntRange(0, 4).Draw(t, "deleted") == 4 {
			p.DeletionTimestamp = epoch
		}
		return p
	})
}

func anyStatus(t *rapid.T, name string, ended bool) podlife.ContainerStatus {
	s := podtest.ContainerStatus(name).Draw(t, name)
	if ended {
		s.State = podtest.TerminatedState().Draw(t, name+" ended")
	}
	return s
}

// named draws which main containers count: none, one or some.
func named(t *rapid.T, p *podlife.Pod) []string {
	var mains []string
	for _, c := range p.Spec.Containers {
		if rapid.Bool().Draw(t, "name "+c.Name) {
			mains = append(mains, c.Name)
		}
	}
	return mains
}

// unique drops all but the first status of each name.
func unique(p *podlife.Pod) *podlife.Pod {
	seen := map[string]bool{}
	for _, list := range []*[]podlife.ContainerStatus{&p.Status.ContainerStatuses, &p.Status.InitContainerStatuses} {
		*list = slices.DeleteFunc(*list, func(s podlife.ContainerStatus) bool {
			again := seen[s.Name]
			seen[s.Name] = true
			return again
		})
	}
	return p
}

// withOtherSidecars returns p with other statuses for sidecars and ephemeral
// containers, some of them left out.
func withOtherSidecars(t *rapid.T, p *podlife.Pod) *podlife.Pod {
	q := p.Clone()
	for _, c := range q.Spec.InitContainers {
		if !c.IsSidecar() {
			continue
		}
		q.Status.InitContainerStatuses = slices.DeleteFunc(q.Status.InitContainerStatuses, func(s podlife.ContainerStatus) bool {
			return s.Name == c.Name
		})
		if rapid.Bool().Draw(t, c.Name+" has a status") {
			q.Status.InitContainerStatuses = append(q.Status.InitContainerStatuses, podtest.ContainerStatus(c.Name).Draw(t, c.Name))
		}
	}
	q.Status.EphemeralContainerStatuses = []podlife.ContainerStatus{podtest.ContainerStatus("debug").Draw(t, "debug")}
	return q
}

// step draws a status that a kubelet may write next: containers change as the
// API server lets them, their sandbox and the records of their runs stay (without
// them: final_test.go), and a restart of all containers has somebody who can
// cause it. The phase follows, unless the Pod is failed for a
// reason of its own or its node is lost.
func step(t *rapid.T, p *podlife.Pod) *podlife.Pod {
	q := p.Clone()
	for _, list := range [][]podlife.ContainerStatus{q.Status.InitContainerStatuses, q.Status.ContainerStatuses} {
		for i := range list {
			old := list[i]
			list[i] = podtest.ContainerStatus(old.Name).Draw(t, old.Name)
			list[i].RestartCount = old.RestartCount
			if old.State.Kind == podlife.StateTerminated && list[i].State.Kind == podlife.StateTerminated {
				list[i].State = old.State // a container ends once
			}
			if !mayLeave(p, &old) || phase.CheckTransition(p, q) != nil {
				list[i] = old
			}
		}
	}
	if rapid.IntRange(0, 5).Draw(t, "of its own") == 5 && !p.Status.Phase.IsTerminal() {
		q.Status.Reason = rapid.SampledFrom([]string{"Evicted", "DeadlineExceeded", "NodeLost"}).Draw(t, "reason")
		if q.Status.Reason != "NodeLost" {
			q.Status.Phase = podlife.PodFailed
		}
		return q
	}
	if ph := phase.Next(q.Status, project(q, phase.View{Initialized: true})); ph.IsTerminal() || rapid.Bool().Draw(t, "published") {
		q.Status.Phase = ph
	}
	return q
}

// mayLeave reports whether the container whose status was old may be shown
// otherwise. The kubelet starts nothing in a Pod whose phase it computes to be
// terminal. The API server lets every container of a Pod with a rule that
// restarts all; but that needs a container with such a rule that can still end.
func mayLeave(p *podlife.Pod, old *podlife.ContainerStatus) bool {
	if old.State.Kind == podlife.StateRunning {
		return true
	}
	if project(p, phase.View{Initialized: true}).IsTerminal() {
		return false
	}
	if old.State.Kind != podlife.StateTerminated {
		return true
	}
	all := map[string]*podlife.Container{}
	for _, list := range [][]podlife.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range list {
			all[list[i].Name] = &list[i]
		}
	}
	if restart.ByPolicy(&p.Spec, all[old.Name], old.State.ExitCode) != restart.Stay {
		return true
	}
	for name, c := range all {
		s := podlife.FindStatus(allStatuses(p), name)
		canEnd := s.State.Kind != podlife.StateTerminated || restart.ByPolicy(&p.Spec, c, s.State.ExitCode) != restart.Stay
		rules := slices.ContainsFunc(c.RestartPolicyRules, func(r podlife.ContainerRestartRule) bool {
			return r.Action == podlife.RestartActionRestartAllContainers
		})
		if canEnd && rules {
			return true
		}
	}
	return false
}

// The generators reach every verdict, every cause but DisruptionTarget, which
// is in the tables, and ends that are final before the phase is.
func TestOutcomeSometimes(t *testing.T) {
	seen := map[string]bool{}
	for seed := range 4000 {
		p := worked().Example(seed)
		r := phase.Outcome(p)
		seen[r.Verdict.String()] = true
		seen[string(r.Cause)] = true
		if r.Final && !p.Status.Phase.IsTerminal() {
			seen["early "+r.Verdict.String()] = true
		}
	}
	for _, want := range []string{
		"Unfinished", "Succeeded", "Failed", "Lost", "early Succeeded", "early Failed",
		"Completed", "Evicted", "DeadlineExceeded", "Preempting", "NodeShutdown", "NodeLost", "Rejected", "Other",
		"OOMKilled", "InitContainerFailed", "ContainerFailed", "ContainerStatusUnknown", "NoStatus", "Unexplained",
		"NoSuchContainer", "Deleted", "SchedulingGated", "Unschedulable", "NotScheduled", "NotReported",
		"Initializing", "RestartingAllContainers", "ContainerWaiting", "ContainerRestarting", "ContainerRunning",
	} {
		if !seen[want] {
			t.Errorf("never reached: %s", want)
		}
	}
}
