package lifecycle

import "time"

// Step returns the state after e happened at time at, and what must now be done,
// in order. It never changes s. An event that cannot happen in s is an
// *[EventError], with s returned as it was.
//
// Kubelet, scheduler, API server and runtime are asynchronous in a cluster. Here
// each does at once what an event gives it reason to: the API server answers a
// request in the same step, a status is visible when it is written, and the
// kubelet syncs when something changed for it, not up to 90 s later. The order of
// its work is kept: one sync at a time, and in it one thing after another, so
// what happens meanwhile waits, a delete request included.
//
// Source: kubernetes v1.37 pkg/kubelet/pod_workers.go, podWorkerLoop;
// pkg/kubelet/kubelet.go, SyncPod, SyncTerminatingPod, SyncTerminatedPod.
func Step(s State, at time.Time, e Event) (State, []Effect, error) {
	return stepIn(nil, s, at, e)
}

// stepIn is Step with room that is used again, if any.
func stepIn(room *reuse, s State, at time.Time, e Event) (State, []Effect, error) {
	wake := s.WakeAt()
	if _, ok := e.(Tick); ok && (wake.IsZero() || at.Before(wake)) {
		return s, nil, nil
	}
	st := step{State: s, at: at, wakeBefore: wake, reuse: room, before: s.containers}
	if !st.apply(e) {
		return s, nil, &EventError{State: s, Event: e, Err: st.err}
	}
	st.settle()
	st.catchUpWorkers(&s)
	return st.State, st.finish(), nil
}

// step is one Step under way: the state as far as it has come, and the effects
// so far.
type step struct {
	State
	at         time.Time
	wakeBefore time.Time
	err        error // why the event is refused, where somebody else refuses it

	effects []Effect
	block   *block
	reuse   *reuse // nil: what is made is kept
	before  []container
	// ownContainers and ownWorkers say that the lists are copied already.
	ownContainers, ownWorkers bool
	changed                   bool // what the API server stores
	// dirty: the kubelet has reason to sync.
	dirty bool
}

// apply does what e asks for at once, and reports whether e can happen.
func (s *step) apply(e Event) bool {
	if created, ok := e.(Created); ok {
		return s.stage == Unborn && s.created(created.Pod)
	}
	if s.stage == Unborn || s.stage == Gone {
		_, ok := e.(Tick)
		return ok
	}
	switch e := e.(type) {
	case Tick:
		return s.tick()
	case TaintsChanged:
		return s.taintsChanged(e)
	case NodeLost:
		return s.nodeLost()
	case NodeReturned:
		return s.nodeReturned()
	case NodeRebooted:
		return s.nodeRebooted()
	}
	if done, ok := s.applyToObject(e); ok {
		return done
	}
	if s.node.lost {
		exited, ok := e.(ContainerExited)
		return ok && s.endedUnseen(exited)
	}
	return s.stage > Unbound && s.applyToNode(e)
}

// applyToObject does what a request to the API server asks for. It reports
// whether the request can happen, and whether e is one.
func (s *step) applyToObject(e Event) (done, ok bool) {
	switch e := e.(type) {
	case GatesRemoved:
		done = !s.object.removed && s.gatesRemoved()
	case Unschedulable:
		done = !s.object.removed && s.unschedulable(e)
	case Bound:
		done = !s.object.removed && s.bound(e)
	case ImageChanged:
		done = !s.object.removed && s.imageChanged(e)
	case EphemeralContainerAdded:
		done = !s.object.removed && s.ephemeralAdded(e)
	case ConditionSet:
		done = !s.object.removed && s.conditionSet(e)
	case DeleteRequested:
		done = !s.object.removed && s.deleteRequested(e)
	case FinalizersRemoved:
		done = !s.object.removed && s.finalizersRemoved()
	case Collected:
		done = !s.object.removed && s.collected(e)
	default:
		return false, false
	}
	return done, true
}

// applyToNode does what happened on the node, and reports whether it can.
func (s *step) applyToNode(e Event) bool {
	switch e := e.(type) {
	case KubeletRestarted:
		return s.kubeletRestarted()
	case Rejected:
		return s.rejected(e)
	case Evicted:
		return s.evicted(e)
	case VolumesMounted:
		return s.volumesMounted(true)
	case MountFailed:
		return s.volumesMounted(false)
	case SandboxCreated:
		return s.sandboxCreated(e)
	case SandboxFailed:
		return s.sandboxFailed()
	case SandboxLost:
		return s.sandboxLost()
	case CleanedUp:
		return s.cleanedUp()
	default:
		return s.applyToContainer(e)
	}
}

// applyToContainer does what happened to one container, and reports whether it
// can.
func (s *step) applyToContainer(e Event) bool {
	switch e := e.(type) {
	case ImagePulled:
		return s.imagePulled(s.facts.find(e.Container))
	case ImagePullFailed:
		return s.imagePullFailed(s.facts.find(e.Container), e)
	case ContainerStarted:
		return s.containerStarted(s.facts.find(e.Container))
	case StartFailed:
		return s.startFailed(s.facts.find(e.Container), e)
	case PostStartFinished:
		return s.postStartFinished(s.facts.find(e.Container), e)
	case ContainerExited:
		return s.containerExited(s.facts.find(e.Container), e)
	case ContainerLost:
		return s.containerLost(s.facts.find(e.Container))
	case ProbeAnswered:
		return s.probeAnswered(s.facts.find(e.Container), e)
	case PreStopFinished:
		return s.preStopFinished(e)
	case StopFailed:
		return s.stopFailed(e)
	default: // nil, or a variant nobody handled
		return false
	}
}

// container returns a container to be written to.
func (s *step) container(i int) *container {
	if !s.ownContainers {
		s.takeContainers()
	}
	return &s.containers[i]
}

// worker returns a probe worker to be written to.
func (s *step) worker(i int) *worker {
	if !s.ownWorkers {
		s.takeWorkers()
	}
	return &s.workers[i]
}

// finish says whether anything changed for readers, and asks for time.
func (s *step) finish() []Effect {
	if s.dirty && s.kubelet.work != idle {
		s.kubelet.progress = true // for another sync, when this one is over
	}
	if s.changed {
		s.emit(&WriteStatus{})
	}
	if wake := s.WakeAt(); !wake.Equal(s.wakeBefore) {
		s.emitWake(wake)
	}
	if len(s.effects) == 0 {
		return nil
	}
	return s.effects
}
