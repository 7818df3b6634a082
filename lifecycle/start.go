package lifecycle

import (
	"time"

	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
)

// start tries to start container i. It may be in back-off, for its last run ended
// or its image could not be pulled a short while ago.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, doBackOff;
// pkg/kubelet/images/image_manager.go, pullImage.
func (s *step) start(i int) {
	c := s.container(i)
	c.todo &^= toStart
	if c.todo&tried != 0 {
		return
	}
	if since := c.endedBefore(); !since.IsZero() {
		entry, until := (restart.Backoff{}).Step(c.backoff, since, s.at)
		if !until.IsZero() {
			s.kubelet.backoffUntil = earlier(s.kubelet.backoffUntil, until)
			s.notStarted(i, failure{reason: reasonCrashLoop, delay: entry.Delay})
			return
		}
		c.backoff = entry
	}
	f := &s.facts.list[i]
	if first := &s.containers[f.sameAs]; (restart.Backoff{}).IsInBackOffSinceUpdate(first.pull, s.at) {
		s.kubelet.failed = true
		s.notStarted(i, failure{reason: reasonPullBackOff, message: first.pullErr.asText()})
		return
	}
	s.kubelet.work, s.kubelet.doing = pulling, i
	s.emitPull(f.name, f.spec.Image)
}

// endedBefore returns when the newest run ended that the sync under way knows to have
// ended. Zero: it knows of none.
func (c *container) endedBefore() time.Time {
	if c.todo&killed != 0 {
		return c.before
	}
	return c.ended.finishedAt
}

// asText returns the failure as the message of ImagePullBackOff cites it.
func (f failure) asText() string {
	if f.reason == "" {
		return ""
	}
	return f.reason + ": " + f.message
}

// notStarted notes why container i was not started. An ordinary init container is the
// last that a plan starts, so nothing has to be called off.
func (s *step) notStarted(i int, why failure) {
	c := s.container(i)
	c.failed = why
	c.todo |= tried
}

// isDoing reports whether the sync under way does w to container i.
func (s *State) isDoing(w work, i int) bool {
	return i >= 0 && s.kubelet.work == w && s.kubelet.doing == i
}

func (s *step) imagePulled(i int) bool {
	if !s.isDoing(pulling, i) {
		return false
	}
	s.kubelet.work = starting
	s.emitStart(s.facts.list[i].name, s.containers[i].runs+1)
	return true
}

func (s *step) imagePullFailed(i int, e ImagePullFailed) bool {
	if !s.isDoing(pulling, i) {
		return false
	}
	why := failure{reason: e.Reason, message: e.Message}
	if why.reason == "" {
		why.reason = "ErrImagePull"
	}
	if isPullError(why.reason) {
		first := s.container(s.facts.list[i].sameAs)
		first.pull = (restart.Backoff{}).Next(first.pull, s.at, s.at)
		first.pullErr = why
	}
	s.kubelet.failed = true
	s.notStarted(i, why)
	s.next()
	return true
}

// isPullError reports whether a reason tells of a pull that was tried. Others are
// found before, and have no back-off.
//
// Source: kubernetes v1.37 pkg/kubelet/images/image_manager.go, EnsureImageExists.
func isPullError(reason string) bool {
	switch reason {
	case "ErrImageNeverPull", "InvalidImageName", "ImageInspectError":
		return false
	default:
		return true
	}
}

// made puts a new run of container i in the place of the one before.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer.
func (s *step) made(i int, state restart.RuntimeState) {
	c := s.container(i)
	c.runs++
	restarts := c.logs
	if c.run.id != 0 {
		restarts = c.run.restarts + 1
	}
	if c.todo&removed != 0 {
		c.drop()
		c.todo &^= removed
	}
	c.run = run{id: c.runs, restarts: restarts, state: state, image: s.facts.list[i].spec.Image, startedAt: s.at}
}

func (s *step) containerStarted(i int) bool {
	if !s.isDoing(starting, i) {
		return false
	}
	s.made(i, restart.StateRunning)
	s.kubelet.progress = true
	if l := s.facts.list[i].spec.Lifecycle; l != nil && l.PostStart != nil {
		s.kubelet.work = postStarting
		s.emit(&RunPostStart{s.facts.list[i].name})
		return true
	}
	s.container(i).failed = failure{}
	s.next()
	return true
}

func (s *step) startFailed(i int, e StartFailed) bool {
	if !s.isDoing(starting, i) {
		return false
	}
	why := failure{reason: e.Reason, message: e.Message}
	switch why.reason {
	case "":
		why.reason = "CreateContainerError"
	case "RunContainerError":
		s.made(i, restart.StateCreated)
	}
	s.kubelet.failed = true
	s.notStarted(i, why)
	s.next()
	return true
}

// postStartFinished goes on, or kills the container first.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer.
func (s *step) postStartFinished(i int, e PostStartFinished) bool {
	if !s.isDoing(postStarting, i) {
		return false
	}
	if !e.Failed {
		s.container(i).failed = failure{}
		s.next()
		return true
	}
	after := probe.AfterHook(probe.PostStart, probe.Failure)
	s.kubelet.failed = true
	s.notStarted(i, failure{reason: after.WaitingReason, message: e.Message})
	s.container(i).todo |= toKill
	s.next()
	return true
}
