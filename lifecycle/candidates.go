package lifecycle

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/schedule"
	"github.com/podlife/podlife/termination"
)

// letter is an event that may happen, or time that passes.
type letter struct {
	event Event // nil: time passes
	// name of the event with the container that is meant, and without it.
	name, kind string
	// question is what it answers; different answers to a question have the
	// same. 0: it answers none.
	question uint16
}

// The letters that each Pod has, at these places.
const (
	tickLetter = iota
	lateLetter
	restLetter
	createdLetter
	gatesLetter
	boundLetter
	unschedulableLetter
	mountedLetter
	mountFailedLetter
	rejectedLetter
	sandboxLetter
	sandboxFailedLetter
	cleanedUpLetter
	returnedLetter
	finalizersLetter
	noLetter = 1<<16 - 1
)

// alphabet are all events that may happen to a Pod, each made once.
type alphabet struct {
	list       []letter
	containers []containerLetters
	outside    []uint16
	questions  uint16
}

// containerLetters are the letters that are about a container.
type containerLetters struct {
	name                       string
	pulled, pullFailed         uint16
	started, startFailed, made uint16
	postStarted, postFailed    uint16
	preStopped, stopFailed     uint16
	codes                      []int32
	exits                      []uint16 // by code
	answers                    [probe.Startup + 1][probe.Failure + 1]uint16
}

func newAlphabet(p *podlife.Pod, o *ExploreOptions) alphabet {
	var a alphabet
	ungated := p.Clone()
	ungated.Spec.SchedulingGates = nil
	binding, _ := schedule.Bind(ungated, "node-a") // one that is refused cannot happen
	q := a.question
	a.time(Tick{}, "Tick", q())
	a.time(nil, "time passes", 0)
	a.time(nil, "an hour passes", 0)
	a.add(Created{p}, 0)
	a.add(GatesRemoved{}, q())
	scheduling := q()
	a.add(Bound{binding}, scheduling)
	a.add(Unschedulable{Message: "0/0 nodes are available."}, scheduling)
	mounting := q()
	a.add(VolumesMounted{}, mounting)
	a.add(MountFailed{}, mounting)
	a.add(Rejected{Reason: "OutOfcpu"}, mounting)
	sandboxing := q()
	a.add(SandboxCreated{}, sandboxing)
	a.add(SandboxFailed{}, sandboxing)
	a.add(CleanedUp{}, q())
	a.add(NodeReturned{}, q())
	a.add(FinalizersRemoved{}, q())
	a.addContainers(p, o)
	for _, e := range o.Outside {
		a.outside = append(a.outside, a.add(e, 0))
	}
	return a
}

// question returns a new question.
func (a *alphabet) question() uint16 {
	a.questions++
	return a.questions
}

func (a *alphabet) time(e Event, name string, question uint16) {
	a.list = append(a.list, letter{e, name, name, question})
}

// add adds an event, and returns its place.
func (a *alphabet) add(e Event, question uint16) uint16 {
	name, kind := describe(e)
	a.list = append(a.list, letter{e, name, kind, question})
	return uint16(len(a.list) - 1)
}

func (a *alphabet) addContainers(p *podlife.Pod, o *ExploreOptions) {
	for i := range p.Spec.InitContainers {
		a.addContainer(&p.Spec.InitContainers[i], o)
	}
	for i := range p.Spec.Containers {
		a.addContainer(&p.Spec.Containers[i], o)
	}
	for i := range p.Spec.EphemeralContainers {
		a.addContainer(&podlife.Container{Name: p.Spec.EphemeralContainers[i].Name}, o)
	}
	for _, e := range o.Outside {
		if added, ok := e.(EphemeralContainerAdded); ok {
			a.addContainer(&podlife.Container{Name: added.Container.Name}, o)
		}
	}
}

func (a *alphabet) addContainer(c *podlife.Container, o *ExploreOptions) {
	n := c.Name
	l := containerLetters{name: n, codes: exitCodes(c, o)}
	q := a.question()
	l.pulled, l.pullFailed = a.add(ImagePulled{n}, q), a.add(ImagePullFailed{Container: n}, q)
	q = a.question()
	l.started, l.startFailed = a.add(ContainerStarted{n}, q), a.add(StartFailed{Container: n}, q)
	l.made = a.add(StartFailed{Container: n, Reason: "RunContainerError"}, q)
	q = a.question()
	l.postStarted, l.postFailed = a.add(PostStartFinished{Container: n}, q), a.add(PostStartFinished{Container: n, Failed: true}, q)
	l.preStopped = a.add(PreStopFinished{n}, a.question())
	q = a.question()
	l.stopFailed = a.add(StopFailed{n}, q)
	for _, code := range l.codes {
		l.exits = append(l.exits, a.add(ContainerExited{Container: n, ExitCode: code}, q))
	}
	for kind := probe.Liveness; kind <= probe.Startup; kind++ {
		q := a.question()
		for _, outcome := range [...]probe.Result{probe.Success, probe.Failure, probe.Unknown} {
			l.answers[kind][outcome] = a.add(ProbeAnswered{n, kind, outcome}, q)
		}
	}
	a.containers = append(a.containers, l)
}

// exitCodes returns the exit codes that a container may end with.
func exitCodes(c *podlife.Container, o *ExploreOptions) []int32 {
	codes := append([]int32{0, 1}, o.ExitCodes...)
	for i := range c.RestartPolicyRules {
		codes = append(codes, c.RestartPolicyRules[i].ExitCodes.Values...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// of returns the letters of container i.
func (a *alphabet) of(f *facts, i int) *containerLetters {
	name := f.list[i].name
	if i < len(a.containers) && a.containers[i].name == name {
		return &a.containers[i]
	}
	for j := range a.containers { // the ephemeral ones may come in another order
		if a.containers[j].name == name {
			return &a.containers[j]
		}
	}
	return &containerLetters{}
}

// offer is an event that can happen in a state.
type offer struct {
	letter  uint16
	duty    duty
	failure bool
}

// duty is whether an event comes by itself once the outside leaves the Pod in
// peace.
type duty uint8

const (
	mischief duty = iota // it does not
	chance               // it may
	owed                 // it does, sooner or later, if it is still awaited then
)

func (x *explorer) may(letter uint16, d duty) {
	x.offers = append(x.offers, offer{letter: letter, duty: d})
}

// might offers a failure, if there may be another one.
func (x *explorer) might(letter uint16) {
	if x.options.Failures < 0 || x.here.failures < x.options.Failures {
		x.offers = append(x.offers, offer{letter: letter, failure: true})
	}
}

// isWorn reports whether container i was restarted as often as may be.
func (x *explorer) isWorn(s *State, i int) bool {
	return x.options.Restarts >= 0 && int(s.containers[i].runs) > x.options.Restarts
}

// isAnyWorn reports whether some container was restarted as often as may be.
func (x *explorer) isAnyWorn(s *State) bool {
	for i := range s.containers {
		if x.isWorn(s, i) {
			return true
		}
	}
	return false
}

// returns reports whether container i is started again if it ends so.
func returns(f *facts, i int, code int32) bool {
	again := restart.ByPolicy(&f.pod.Spec, f.list[i].spec, code) != restart.Stay || f.asksForAll(i, code)
	switch f.list[i].role {
	case phase.RoleInit:
		return again && (code != 0 || f.asksForAll(i, code))
	case phase.RoleEphemeral:
		return false
	case phase.RoleMain, phase.RoleSidecar, phase.RoleNone:
		return again
	default:
		return again
	}
}

// kill returns how far the kill of a container has come.
func (s *State) kill(name string) termination.Progress {
	for i := range s.end.Containers {
		if s.end.Containers[i].Name == name {
			return s.end.Containers[i].Progress
		}
	}
	return termination.Queued
}
