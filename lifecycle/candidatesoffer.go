package lifecycle

import (
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/termination"
)

// listOffers lists what can happen in the state. Some of it may be refused all the
// same.
func (x *explorer) listOffers() {
	s := &x.here.state
	x.wake, x.offers = s.WakeAt(), x.offers[:0]
	switch s.stage {
	case Unborn:
		x.may(createdLetter, owed)
		return
	case Gone:
		return
	case Unbound:
		x.offerScheduling(s)
	case Preparing, Living, Ending, Finished:
		if s.node.lost {
			x.offerUnseen(s)
			break
		}
		x.offerWork(s)
		for i := range s.containers {
			x.offerContainer(s, i)
		}
		x.offerProbes(s)
	}
	if s.node.lost {
		x.may(returnedLetter, owed)
	}
	if !s.object.removed && len(s.object.finalizers) > 0 {
		x.may(finalizersLetter, owed)
	}
	x.offerTime()
	for i, e := range x.options.Outside {
		if x.disturbs(s, e) {
			x.may(x.letters.outside[i], mischief)
		}
	}
}

func (x *explorer) offerTime() {
	if x.wake.IsZero() {
		x.may(restLetter, chance)
		return
	}
	x.may(tickLetter, owed)
	if x.options.Late && x.wake.After(x.here.at) {
		x.may(lateLetter, mischief)
	}
}

func (x *explorer) offerScheduling(s *State) {
	switch {
	case s.object.removed || s.object.deleted:
	case len(s.facts.pod.Spec.SchedulingGates) > 0:
		x.may(gatesLetter, owed)
	default:
		x.may(boundLetter, owed)
		x.might(unschedulableLetter)
	}
}

// offerWork offers the answers to the kubelet's work.
func (x *explorer) offerWork(s *State) {
	switch {
	case s.stage == Preparing && s.kubelet.retryAt.IsZero():
		x.may(mountedLetter, owed)
		x.might(mountFailedLetter)
		x.might(rejectedLetter)
	case s.stage == Ending && s.end.Stage == termination.Cleaning:
		x.may(cleanedUpLetter, owed)
	}
	switch s.kubelet.work {
	case sandboxing:
		x.may(sandboxLetter, owed)
		x.might(sandboxFailedLetter)
	case pulling, starting, postStarting:
		x.offerStart(s)
	case idle, killingAll, killingOne: // nothing is asked, or the containers are waited for
	}
}

// offerStart offers the answers to what is done to start a container.
func (x *explorer) offerStart(s *State) {
	i := s.kubelet.doing
	l := x.letters.of(s.facts, i)
	//exhaustive:ignore offerWork tells which come here
	switch s.kubelet.work {
	case pulling:
		x.may(l.pulled, owed)
		x.might(l.pullFailed)
	case starting:
		x.may(l.started, owed)
		x.might(l.startFailed)
		if !x.isWorn(s, i) {
			x.might(l.made)
		}
	case postStarting:
		x.may(l.postStarted, owed)
		if !x.isWorn(s, i) {
			x.might(l.postFailed)
		}
	}
}

// offerContainer offers what may become of a container that runs.
func (x *explorer) offerContainer(s *State, i int) {
	if !s.isRunning(i) && len(s.end.Containers) == 0 {
		return
	}
	l := x.letters.of(s.facts, i)
	kill := s.kill(l.name)
	if s.isRunning(i) {
		d := chance
		if kill == termination.Killed {
			d = owed
		}
		for j, code := range l.codes {
			if kill >= termination.Stopping || s.stage == Ending || !x.isWorn(s, i) || !returns(s.facts, i, code) {
				x.may(l.exits[j], d)
			}
		}
	}
	switch kill {
	case termination.InPreStop:
		x.may(l.preStopped, owed)
	case termination.Stopping, termination.Killed:
		x.might(l.stopFailed)
	case termination.Queued, termination.AwaitingTurn, termination.StopGivenUp, termination.Ended: // nothing was asked for
	}
}

// offerUnseen offers what may become of containers on a node that does not answer.
func (x *explorer) offerUnseen(s *State) {
	for i := range s.containers {
		if !s.mayEndUnseen(i) {
			continue
		}
		l := x.letters.of(s.facts, i)
		for j, code := range l.codes {
			if !x.isWorn(s, i) || !returns(s.facts, i, code) {
				x.may(l.exits[j], chance)
			}
		}
	}
}

// offerProbes offers the answers to probes.
func (x *explorer) offerProbes(s *State) {
	for w := range s.workers {
		if !s.workers[w].asking {
			continue
		}
		p := &s.facts.workers[w]
		l := &x.letters.of(s.facts, p.container).answers[p.state.Kind]
		x.may(l[probe.Success], owed)
		if p.state.Kind == probe.Readiness || !x.isWorn(s, p.container) || s.facts.staysDown(p.container) {
			x.may(l[probe.Failure], owed)
		}
		x.might(l[probe.Unknown])
	}
}

// staysDown reports whether a container that a probe has killed is not started
// again.
func (f *facts) staysDown(i int) bool {
	return !returns(f, i, 0) && !returns(f, i, 1)
}

// disturbs reports whether it is worth while to let an event of the outside
// happen.
func (x *explorer) disturbs(s *State, e Event) bool {
	runs := s.stage > Unbound && !s.node.lost
	switch e := e.(type) {
	case DeleteRequested:
		return !s.object.removed && !s.object.isFaster(e.Options.GracePeriodSeconds)
	case Collected:
		return !s.object.removed && (s.object.report.Phase.IsTerminal() || s.node.lost || s.stage == Unbound && s.object.deleted)
	case FinalizersRemoved, GatesRemoved, NodeReturned, Bound, Tick:
		return false // offered anyhow
	case NodeLost:
		return runs
	case NodeRebooted:
		return s.stage > Unbound && (s.stage == Finished || !x.isAnyWorn(s))
	case KubeletRestarted:
		return runs
	case Evicted:
		return runs && s.stage < Finished
	case SandboxLost:
		return runs && s.kubelet.sandbox.ready && (s.stage >= Ending || !x.isAnyWorn(s))
	case ContainerLost:
		return runs && s.stage < Finished && !x.isAnyWorn(s)
	case ImageChanged:
		return !x.isAnyWorn(s)
	case Created, Unschedulable, EphemeralContainerAdded, ConditionSet, TaintsChanged, Rejected, VolumesMounted, MountFailed,
		SandboxCreated, SandboxFailed, ImagePulled, ImagePullFailed, ContainerStarted, StartFailed, PostStartFinished,
		ContainerExited, ProbeAnswered, PreStopFinished, StopFailed, CleanedUp:
		return true
	default: // nil, or a pointer to a variant, which Step refuses
		return false
	}
}

// isFaster reports whether a delete request would change nothing, because the Pod
// is being deleted as fast already.
func (o *object) isFaster(asked *int64) bool {
	return o.deleted && o.grace > 0 && (asked == nil || *asked >= o.grace)
}

// Disturbances returns everything that the outside usually does to a Pod, for
// [ExploreOptions]: it is deleted, with its grace period or at once; the kubelet
// evicts it; node, kubelet and sandbox are lost or restarted; the garbage
// collector takes it; and the runtime forgets the containers of these names.
func Disturbances(names ...string) []Event {
	now := int64(0)
	out := []Event{
		DeleteRequested{},
		DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: &now}},
		Evicted{}, Evicted{Reason: "Terminated", LocalStorage: true},
		NodeLost{}, NodeRebooted{}, KubeletRestarted{}, SandboxLost{}, Collected{},
	}
	for _, name := range names {
		out = append(out, ContainerLost{name})
	}
	return out
}
