package lifecycle

import (
	"time"

	"github.com/podlife/podlife/restart"
)

// What a kubelet waits before it tries again what failed.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, backOffPeriod;
// pkg/kubelet/pod_workers.go, completeWork. The jitter is left out.
const (
	retryAfter = 10 * time.Second
	syncPeriod = 60 * time.Second
)

// carryOut begins to do what was planned.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, SyncPod.
func (s *step) carryOut(do restart.Actions) {
	k := &s.kubelet
	k.createSandbox, k.progress = do.CreateSandbox, false
	if !k.follows {
		k.failed, k.backoffUntil = false, time.Time{}
	}
	if do.CreateSandbox {
		k.sandbox.attempt = do.Attempt
	}
	for _, i := range do.EphemeralContainersToStart {
		s.container(s.facts.others + i).todo |= toStart
	}
	for _, i := range do.InitContainersToStart {
		s.container(i).todo |= toStart
	}
	for _, i := range do.ContainersToStart {
		s.container(s.facts.mains + i).todo |= toStart
	}
	if do.KillPod {
		s.killAll()
		return
	}
	for _, kill := range do.ContainersToKill {
		if i := s.facts.find(kill.Name); i >= 0 {
			s.container(i).todo |= killFor(kill.KillReason())
		}
	}
	for _, reset := range do.ContainersToReset {
		if i := s.facts.find(reset.Name); i >= 0 {
			s.container(i).todo |= toReset
		}
	}
	s.next()
}

// next does the next thing of the sync under way, until it has to wait or is
// over.
func (s *step) next() {
	s.kubelet.work = idle
	for s.kubelet.work == idle {
		switch i, what := s.nextTodo(); {
		case what&(toKill|toKillByLiveness|toKillByStartup) != 0:
			s.killOne(i, what)
		case what&toReset != 0:
			s.reset(i)
		case s.kubelet.createSandbox:
			s.kubelet.createSandbox, s.kubelet.work = false, sandboxing
			s.emit(&CreateSandbox{Attempt: s.kubelet.sandbox.attempt})
		case what&toStart != 0:
			s.start(i)
		default:
			s.finishSync()
			return
		}
	}
}

// nextTodo returns the next container that something has to be done to, and what
// that is. Kills come first, in the order of the spec, then resets, the
// containers that asked for them last, then starts: of ephemeral containers, init
// containers, main containers.
func (s *State) nextTodo() (i int, what todo) {
	const kills = toKill | toKillByLiveness | toKillByStartup
	start, reset := -1, -1
	for i := range s.containers {
		c := &s.containers[i]
		switch {
		case c.todo&kills != 0:
			return i, c.todo & kills
		case c.todo&toReset != 0 && (reset < 0 || s.resetsBefore(i, reset)):
			reset = i
		case c.todo&toStart != 0 && (start < 0 || start < s.facts.others && i >= s.facts.others):
			start = i
		}
	}
	switch {
	case reset >= 0:
		return reset, toReset
	case start >= 0:
		return start, toStart
	default:
		return 0, 0
	}
}

// resetsBefore reports whether container i is removed before j.
func (s *State) resetsBefore(i, j int) bool {
	rank := func(i int) int {
		rank := 0
		if c := &s.containers[i]; c.run.state == restart.StateExited && s.facts.asksForAll(i, c.ended.exitCode) {
			rank = 2
		}
		if i < s.facts.mains {
			rank++
		}
		return rank
	}
	return rank(i) < rank(j)
}

// finishSync ends the sync. If it changed something, another follows. If not, and
// something failed, the status tells of it and the kubelet tries again later.
// Differs from the kubelet: there the sync that follows, up to a second later,
// tries again at once what failed, and the status tells of a failure only then.
func (s *step) finishSync() {
	k := &s.kubelet
	k.work = idle
	for i := range s.containers {
		if s.containers[i].todo&(killed|removed) != 0 {
			s.container(i).catchUp()
		}
	}
	switch {
	case k.failed && k.backoffUntil.IsZero():
		k.retryAt = s.at.Add(retryAfter)
	case k.failed:
		k.retryAt = earlier(k.backoffUntil, s.at.Add(syncPeriod))
	default:
		k.retryAt = k.backoffUntil
	}
	if k.follows = k.progress; k.follows {
		s.dirty = true
		return
	}
	for i := range s.containers {
		if s.containers[i].todo&tried != 0 {
			s.container(i).todo &^= tried
		}
	}
	if !s.dirty && (k.failed || !k.backoffUntil.IsZero()) {
		s.generate(false)
	}
}

// abort ends the sync because of a failure that lets nothing else go on.
func (s *step) abort() {
	s.kubelet.failed, s.kubelet.createSandbox, s.kubelet.follows = true, false, false
	for i := range s.containers {
		if s.containers[i].todo != 0 {
			s.container(i).todo &= killed | removed
		}
	}
	s.finishSync()
}

// catchUp has the next sync know what the one before did.
func (c *container) catchUp() {
	if c.todo&removed != 0 {
		c.drop()
	}
	c.todo &^= killed | removed
	c.before = time.Time{}
}
