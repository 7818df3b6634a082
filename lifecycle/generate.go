package lifecycle

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
)

// usual is how many containers a usual Pod has at most. What is worked out for so
// many needs no allocation.
const usual = 8

// generate makes the Pod's status from what the runtime has, as the kubelet does
// at the beginning of each sync, and publishes it. terminal says that every
// container was stopped for good.
//
// A status in which a container would leave the state terminated without the
// right to do so is dropped whole, as the API server would refuse it.
// Differs from the kubelet: there the status is dropped by a weaker rule of its
// own, and one that passes it is sent again and again in vain.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, generateAPIPodStatus;
// pkg/kubelet/status/status_manager.go, updateStatusInternal, mergePodStatus.
func (s *step) generate(terminal bool) {
	s.kubelet.statuses++
	var room [usual]shown
	next := room[:0]
	v := s.converting()
	for i := range s.containers {
		n := v.convert(i, &s.containers[i])
		if s.facts.rules != nil && s.facts.rules.shown != nil {
			n = s.facts.rules.shown(&s.facts.list[i], s.containers[i].shown, n)
		}
		next = append(next, n)
	}
	if !v.mayShow(s.containers, next) || !v.mayShow(s.before, next) {
		return
	}
	computed := s.computePhase(next, terminal)
	s.kubelet.report = s.facts.merge(computed, s.kubelet.report, s.object.report, s.expired())
	s.kubelet.judged = s.kubelet.report.Phase
	for i := range next {
		s.setFlags(i, &next[i])
		if old := &s.containers[i].shown; !s.kubelet.reported || !next[i].equal(old) {
			s.container(i).shown = next[i]
			s.changed = true
		}
	}
	s.kubelet.reported = true
	s.setStart()
	s.setConditions(v.restarting)
	s.publish(!terminal)
	s.trigger()
}

// converting returns what conversion looks at.
func (s *step) converting() converting {
	v := converting{facts: s.facts, reported: s.kubelet.reported, deleted: s.object.deleted, restarting: s.restarting()}
	for i := s.facts.mains; i < s.facts.others; i++ {
		v.mainMade = v.mainMade || s.containers[i].run.id != 0
	}
	return v
}

// restarting reports whether all containers restart.
//
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go, ShouldAllContainersRestart.
func (s *State) restarting() bool {
	if !s.facts.canReset {
		return false
	}
	if s.conditions.restarting.yes {
		return true
	}
	for i := range s.containers[:s.facts.others] {
		c := &s.containers[i]
		if c.run.id == 0 || c.run.state != restart.StateExited {
			continue
		}
		if s.facts.asksForAll(i, c.ended.exitCode) ||
			c.shown.state.kind == podlife.StateTerminated && s.facts.asksForAll(i, c.shown.state.exitCode) {
			return true
		}
	}
	return false
}

// asksForAll reports whether a rule of container i restarts all because of an
// exit code.
func (f *facts) asksForAll(i int, exitCode int32) bool {
	return restart.RuleAction(f.list[i].spec, exitCode) == podlife.RestartActionRestartAllContainers
}

// mayShow reports whether the API server would take the statuses. Of two that are
// made at one time it sees the later one alone, so that this one must do after what
// there was before.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go,
// ValidatePodStatusUpdate.
func (v *converting) mayShow(old []container, next []shown) bool {
	if v.facts.canReset {
		return true
	}
	for i := range min(len(next), len(old)) {
		was := &old[i].shown.state
		if was.kind != podlife.StateTerminated || next[i].state.kind == podlife.StateTerminated {
			continue
		}
		f := &v.facts.list[i]
		if f.role == phase.RoleEphemeral || restart.ByPolicy(&v.facts.pod.Spec, f.spec, was.exitCode) == restart.Stay {
			return false
		}
	}
	return true
}

// computePhase returns the phase that the statuses add up to.
func (s *step) computePhase(next []shown, terminal bool) podlife.Phase {
	var room [usual]podlife.ContainerStatus
	list := room[:0]
	add := func(i int) {
		n := &next[i]
		cs := podlife.ContainerStatus{Name: s.facts.list[i].name}
		cs.State.Kind, cs.State.ExitCode, cs.State.Reason = n.state.kind, n.state.exitCode, n.state.reason
		cs.LastTerminationState.Kind, cs.LastTerminationState.ExitCode = n.last.kind, n.last.exitCode
		cs.LastTerminationState.Reason = n.last.reason
		cs.Started = s.facts.started(n.started)
		list = append(list, cs)
	}
	for i := s.facts.mains; i < s.facts.others; i++ {
		add(i)
	}
	for i := range s.facts.mains {
		add(i)
	}
	return s.facts.project(list, phase.View{Terminal: terminal, Initialized: s.mainActive(), Static: s.facts.static})
}

// mainActive reports whether the present sandbox is ready and has held a main
// container.
//
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go,
// HasAnyActiveRegularContainerStarted.
func (s *State) mainActive() bool {
	if !s.kubelet.sandbox.ready {
		return false
	}
	for i := s.facts.mains; i < s.facts.others; i++ {
		if r := &s.containers[i].run; r.id != 0 && !r.stray {
			return true
		}
	}
	return false
}

// expired returns what the active deadline makes of the phase, or nil.
func (s *step) expired() *phase.Report {
	limit := s.facts.pod.Spec.ActiveDeadlineSeconds
	if limit == nil {
		return nil
	}
	p := podlife.Pod{
		Spec:   podlife.PodSpec{ActiveDeadlineSeconds: limit},
		Status: podlife.PodStatus{StartTime: s.object.startTime},
	}
	return phase.Expired(&p, s.at)
}

// setFlags sets what follows from probes.
func (s *step) setFlags(i int, n *shown) {
	f := &s.facts.list[i]
	if f.role == phase.RoleEphemeral {
		return
	}
	cs := podlife.ContainerStatus{Ready: n.ready, Started: &n.started}
	cs.State.Kind, cs.State.ExitCode, cs.State.StartedAt = n.state.kind, n.state.exitCode, n.state.startedAt
	view := s.view(f, n)
	var flags probe.Flags
	if f.role == phase.RoleInit {
		flags = probe.InitStatus(&cs, view)
	} else {
		flags = probe.Status(f.spec, &cs, view)
	}
	n.started, n.ready = flags.Started, flags.Ready
}

// view returns what the probe workers know about a status.
func (s *State) view(f *fact, n *shown) probe.View {
	v := probe.View{KubeletStart: s.kubelet.start, PodReady: s.conditions.ready.yes}
	if w := f.worker[probe.Startup]; w >= 0 {
		v.Startup, v.StartupWorker = s.workers[w].recorded(n.id), s.workers[w].works()
	}
	if w := f.worker[probe.Readiness]; w >= 0 {
		v.Readiness, v.ReadinessWorker = s.workers[w].recorded(n.id), s.workers[w].works()
	}
	return v
}

// setStart notes when the kubelet first wrote a status, and what generation it
// has seen.
func (s *step) setStart() {
	if s.object.startTime.IsZero() {
		s.object.startTime, s.changed = seconds(s.at), true
	}
	if s.object.observed != s.object.generation {
		s.object.observed, s.changed = s.object.generation, true
	}
}

// publish tells the API server, unless a terminal phase must wait until no
// container can run.
//
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, mergePodStatus.
func (s *step) publish(running bool) {
	ends := !s.object.report.Phase.IsTerminal() && s.kubelet.report.Phase.IsTerminal()
	if ends && running || s.object.report == s.kubelet.report {
		return
	}
	s.object.report, s.changed = s.kubelet.report, true
	if e := s.kubelet.evicted; ends && e != nil && !e.LocalStorage {
		s.disrupt(Disruption{"TerminationByKubelet", e.Message})
	}
}
