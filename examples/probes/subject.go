package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// subject is one container to speak about.
type subject struct {
	name      string // for people
	pod       string
	container podlife.Container
	sidecar   bool
	grace     int64 // seconds, of the Pod
	abstract  bool  // made from flags: how it is asked does not matter
	problems  []string
	refused   bool // the API server would not take it
	// unasked are probes that never get an answer.
	unasked []probe.Kind
}

// times returns how long the container's probes take, of which those that never
// get an answer never notice anything.
func (s *subject) times() probe.ContainerTimes {
	never := probe.Window{Earliest: probe.Never, Latest: probe.Never}
	c := s.container
	if slices.Contains(s.unasked, probe.Liveness) {
		c.LivenessProbe = nil
	}
	t := probe.HowLongContainer(&c, s.grace)
	if slices.Contains(s.unasked, probe.Startup) {
		return probe.ContainerTimes{Started: never, Ready: never, Unready: never, ReadyAgain: never, GivenUp: never, Killed: never, Stopped: never}
	}
	if slices.Contains(s.unasked, probe.Readiness) {
		t.Ready, t.Unready, t.ReadyAgain = never, never, never
	}
	return t
}

// subjects returns the containers of a Pod that can have probes.
func subjects(pod *podlife.Pod) []subject {
	var list []subject
	add := func(field string, i int, c podlife.Container, sidecar bool) {
		s := subject{pod: strings.TrimPrefix(pod.Namespace+"/"+pod.Name, "/"), container: c, sidecar: sidecar, grace: 30}
		s.name = fmt.Sprintf("Pod %s, container %s", cmp.Or(s.pod, "without a name"), c.Name)
		if pod.Spec.TerminationGracePeriodSeconds != nil {
			s.grace = *pod.Spec.TerminationGracePeriodSeconds
		}
		s.findProblems(fmt.Sprintf("spec.%s[%d]", field, i))
		list = append(list, s)
	}
	for i, c := range pod.Spec.InitContainers {
		if c.IsSidecar() {
			add("initContainers", i, c, true)
		}
	}
	for i, c := range pod.Spec.Containers {
		add("containers", i, c, false)
	}
	return list
}

// findProblems looks for what the API server would refuse, and for what it
// would take though it cannot work.
func (s *subject) findProblems(path string) {
	for _, p := range probes(&s.container) {
		field := path + "." + strings.ToLower(p.kind.String()) + "Probe"
		if err := probe.Validate(p.kind, p.spec, field); err != nil {
			s.problems, s.refused = append(s.problems, strings.Split(err.Error(), "\n")...), true
			continue
		}
		port := podlife.Port{Number: 1} // any that leads somewhere
		switch {
		case p.spec.HTTPGet != nil:
			port = p.spec.HTTPGet.Port
		case p.spec.TCPSocket != nil:
			port = p.spec.TCPSocket.Port
		}
		if _, err := probe.ResolvePort(&s.container, port); err != nil {
			s.problems = append(s.problems, field+": "+err.Error()+", so it never gets an answer")
			s.unasked = append(s.unasked, p.kind)
		}
	}
}

type kindSpec struct {
	kind probe.Kind
	spec *podlife.Probe
}

// probes returns the probes of c in the order in which they begin to matter.
func probes(c *podlife.Container) []kindSpec {
	var list []kindSpec
	for _, p := range []kindSpec{{probe.Startup, c.StartupProbe}, {probe.Readiness, c.ReadinessProbe}, {probe.Liveness, c.LivenessProbe}} {
		if p.spec != nil {
			list = append(list, p)
		}
	}
	return list
}
