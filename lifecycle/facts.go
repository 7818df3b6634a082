package lifecycle

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/probe"
)

// facts are what is known of a Pod from its spec, worked out once. They are
// shared by all states and never written to.
type facts struct {
	pod  *podlife.Pod // metadata and spec; of the status the QOS class alone
	list []fact       // of the containers, in the order of State.containers
	// workers tells of each probe worker whose it is.
	workers []probed
	// answered and begun hold the events that workers are given, made once.
	answered [probe.Failure + 1]probe.Event
	mains    int // index of the first main container
	others   int // index of the first ephemeral container
	static   bool
	canReset bool // some rule restarts all containers
	rules    *rules
	yes, no  bool // true and false, to point to
}

// fact is what is known of one container.
type fact struct {
	name   string
	spec   *podlife.Container // of an ephemeral one, its name and image
	role   phase.Role
	worker [probe.Startup + 1]int // index of the probe worker by kind; -1: none
	sameAs int                    // index of the first container with this image
}

// probed is a probe worker of a container.
type probed struct {
	container int
	state     probe.State // as [probe.New] made it, and whether the container is a sidecar
}

// newFacts takes p over.
func newFacts(p *podlife.Pod, r *rules) *facts {
	f := &facts{pod: p, static: p.IsStatic(), rules: r, yes: true}
	for _, outcome := range [...]probe.Result{probe.Unknown, probe.Success, probe.Failure} {
		f.answered[outcome] = probe.Answered{Outcome: outcome}
	}
	for i := range p.Spec.InitContainers {
		c := &p.Spec.InitContainers[i]
		role := phase.RoleInit
		if c.IsSidecar() {
			role = phase.RoleSidecar
		}
		f.add(c, role)
	}
	f.mains = len(f.list)
	for i := range p.Spec.Containers {
		f.add(&p.Spec.Containers[i], phase.RoleMain)
	}
	f.others = len(f.list)
	for i := range p.Spec.EphemeralContainers {
		c := &p.Spec.EphemeralContainers[i]
		f.add(&podlife.Container{Name: c.Name, Image: c.Image}, phase.RoleEphemeral)
	}
	return f
}

// add appends a container and its workers.
func (f *facts) add(c *podlife.Container, role phase.Role) {
	i := len(f.list)
	x := fact{name: c.Name, spec: c, role: role, worker: [...]int{-1, -1, -1, -1}, sameAs: i}
	if first := slices.IndexFunc(f.list, func(o fact) bool { return o.spec.Image == c.Image }); first >= 0 {
		x.sameAs = first
	}
	if role == phase.RoleMain || role == phase.RoleSidecar {
		x.worker[probe.Liveness] = f.addWorker(i, role, probe.Liveness, c.LivenessProbe)
		x.worker[probe.Readiness] = f.addWorker(i, role, probe.Readiness, c.ReadinessProbe)
		x.worker[probe.Startup] = f.addWorker(i, role, probe.Startup, c.StartupProbe)
	}
	for k := range c.RestartPolicyRules {
		f.canReset = f.canReset || c.RestartPolicyRules[k].Action == podlife.RestartActionRestartAllContainers
	}
	f.list = append(f.list, x)
}

func (f *facts) addWorker(container int, role phase.Role, kind probe.Kind, spec *podlife.Probe) int {
	if spec == nil {
		return -1
	}
	state := probe.New(kind, *spec)
	state.Sidecar = role == phase.RoleSidecar
	f.workers = append(f.workers, probed{container, state})
	return len(f.workers) - 1
}

// started returns a pointer to a bool like b that nobody writes to.
func (f *facts) started(b bool) *bool {
	if b {
		return &f.yes
	}
	return &f.no
}

// find returns the index of the container called name, or -1.
func (f *facts) find(name string) int {
	for i := range f.list {
		if f.list[i].name == name {
			return i
		}
	}
	return -1
}
