package lifecycle

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/termination"
)

// restartGrace is from how much older than the kubelet a container is one that
// ran before the kubelet did.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, kubeletRestartGracePeriod.
const restartGrace = 10 * time.Second

// ranks number the runs of a container by where they are met first.
type ranks struct {
	met [5 + probe.Startup]int32
	n   int
}

func (r *ranks) of(id int32) uint64 {
	if id == 0 {
		return 0
	}
	for i := range r.n {
		if r.met[i] == id {
			return uint64(i) + 1
		}
	}
	r.met[r.n] = id
	r.n++
	return uint64(r.n)
}

// container returns the key of container i, its place in the Pod aside. Once the
// Pod ends nothing is started, so back-offs do not matter any more; once it has
// ended there is nothing but the statuses.
func (k *keyer) container(s *State, i int, now time.Time) key {
	c := &s.containers[i]
	patience := k.specs.last.patience[i]
	var r ranks
	if s.stage == Finished {
		h := key{uint64(c.shown.state.kind)<<32 | uint64(c.shown.last.kind), 0}
		k.addShown(&h, s, c, now, 0)
		return h
	}
	h := key{k.flags(s, i, &r), 0}
	k.addRun(&h, s, c, now, patience)
	k.addShown(&h, s, c, now, patience)
	if s.stage < Ending || k.restarts {
		h.add(uint64(min(c.runs, k.runs)))
	}
	if c.failed.reason != "" {
		h.add(pair(k.words.of(c.failed.reason), k.words.of(c.failed.message)))
		h.add(uint64(c.failed.delay))
	}
	if (s.stage < Ending || k.restarts) && c.ended.id != 0 && k.kills(s, i) {
		h.add(age(c.ended.finishedAt, now, restart.DefaultMax))
	}
	if s.stage < Ending {
		k.addBackoffs(&h, s, i, now)
	}
	if len(s.end.Containers) > 0 {
		addEnd(&h, s, s.facts.list[i].name, now)
	}
	k.addWorkers(&h, s, i, now, &r)
	return h
}

// kills reports whether a sync may kill container i and start it again. Then it goes by
// the end before, however long the container has run since.
func (k *keyer) kills(s *State, i int) bool {
	f := &s.facts.list[i]
	return k.killing || f.worker[probe.Liveness] >= 0 || f.worker[probe.Startup] >= 0
}

// flags returns the small values that are kept of container i.
func (k *keyer) flags(s *State, i int, r *ranks) uint64 {
	c := &s.containers[i]
	var p packed
	p.put(uint64(c.run.state), 2)
	p.put(uint64(c.todo), 8)
	p.put(uint64(c.shown.state.kind), 2)
	p.put(uint64(c.shown.last.kind), 2)
	for _, b := range [...]bool{
		c.run.stray, c.shown.started, c.shown.ready, c.failed.reason != "",
		s.kubelet.doing == i && (s.kubelet.work == killingOne || s.kubelet.work >= pulling),
	} {
		p.flag(b)
	}
	for _, id := range [...]int32{c.run.id, c.ended.id, c.shown.id, c.shown.state.id, c.shown.last.id} {
		p.put(r.of(id), 4)
	}
	return uint64(p)
}

// addRun adds what the runtime has of a container.
func (k *keyer) addRun(h *key, s *State, c *container, now time.Time, patience time.Duration) {
	if c.run.id != 0 {
		h.add(uint64(c.run.restarts - c.shown.restarts))
		h.add(uint64(k.words.of(c.run.image)))
		h.add(k.started(s, c.run.startedAt, now, patience))
	} else {
		h.add(uint64(c.logs - c.shown.restarts))
	}
	if c.ended.id != 0 {
		h.add(pair(uint32(c.ended.exitCode), k.words.of(c.ended.reason)))
		h.add(uint64(k.words.of(c.ended.message)))
	}
}

// started adds when a run started: whether it is older than the kubelet, and its
// age as long as that matters.
func (k *keyer) started(s *State, at, now time.Time, patience time.Duration) uint64 {
	out := age(at, now, patience) << 1
	if start := s.kubelet.start; !start.IsZero() && !at.IsZero() && at.Before(start.Add(-restartGrace)) {
		out |= 1
	}
	return out
}

// addShown adds the status.
func (k *keyer) addShown(h *key, s *State, c *container, now time.Time, patience time.Duration) {
	n := &c.shown
	h.add(pair(uint32(n.state.exitCode), uint32(n.last.exitCode)))
	h.add(pair(k.words.of(n.state.reason), k.words.of(n.last.reason)))
	h.add(pair(k.words.of(n.state.message), k.words.of(n.last.message)))
	h.add(uint64(k.words.of(n.image)))
	if n.state.kind == podlife.StateRunning {
		h.add(k.started(s, n.state.startedAt, now, patience))
	}
	h.add(uint64(n.state.delay))
}

// addBackoffs adds for how long container i will not be started, if it is started
// again at all.
func (k *keyer) addBackoffs(h *key, s *State, i int, now time.Time) {
	c := &s.containers[i]
	h.add(pair(k.words.of(c.pullErr.reason), k.words.of(c.pullErr.message)))
	h.add(entryAge(&c.pull, now))
	ended := c.ended.id != 0 && c.run.state != restart.StateRunning
	comes := ended && (k.losing || returns(s.facts, i, c.ended.exitCode))
	decided := s.isDoing(pulling, i) || s.isDoing(starting, i)
	if comes && (k.failing || !decided) {
		delay := c.backoff.Delay
		if c.ended.finishedAt.Sub(c.backoff.UpdatedAt) > restart.DefaultResetAfter {
			delay = 0
		}
		h.add(uint64(delay))
		if k.failing {
			delay = restart.DefaultMax
		}
		h.add(age(c.ended.finishedAt, now, delay))
	}
	if !ended || decided || k.losing || k.failing || c.todo&killed != 0 {
		h.add(entryAge(&c.backoff, now))
		h.add(age(c.before, now, restart.DefaultResetAfter))
	}
}

// entryAge returns what an entry amounts to: nothing once it is so old that it
// counts for nothing.
func entryAge(e *restart.Entry, now time.Time) uint64 {
	since := now.Sub(e.UpdatedAt)
	if e.Delay == 0 || since > restart.DefaultResetAfter {
		return 0
	}
	return uint64(e.Delay)<<10 ^ uint64(since) + 1
}

// addEnd adds how far the kill of a container has come.
func addEnd(h *key, s *State, name string, now time.Time) {
	for i := range s.end.Containers {
		c := &s.end.Containers[i]
		if c.Name != name {
			continue
		}
		var p packed
		p.flag(true)
		p.put(uint64(c.Progress), 4)
		p.flag(c.Exited)
		p.flag(c.After != "")
		h.add(uint64(p))
		h.add(uint64(c.GracePeriodSeconds))
		switch c.Progress {
		case termination.InPreStop, termination.AwaitingTurn, termination.Stopping:
			h.add(until(c.Deadline(), now))
		case termination.Queued, termination.Killed, termination.StopGivenUp, termination.Ended: // no deadline
		}
		return
	}
	h.add(0)
}

// addWorkers adds the probe workers of container i.
func (k *keyer) addWorkers(h *key, s *State, i int, now time.Time, r *ranks) {
	for _, at := range s.facts.list[i].worker {
		if at < 0 {
			continue
		}
		w := &s.workers[at]
		var p packed
		p.flag(w.onHold)
		p.flag(w.asking)
		p.flag(w.triggered)
		p.flag(w.stopping)
		p.flag(w.over)
		p.put(uint64(w.verdict), 4)
		p.put(uint64(w.last), 4)
		p.put(r.of(w.seen), 4)
		p.put(uint64(w.inRow), 32)
		h.add(uint64(p))
		h.add(round(w.nextAt, now, s.facts.workers[at].state.Period))
	}
}

// round returns when the next round is due. Of one that is overdue it matters
// alone how much of a period has passed since.
func round(t, now time.Time, period time.Duration) uint64 {
	if t.IsZero() {
		return 0
	}
	d := t.Sub(now)
	if d < 0 {
		d %= period
	}
	return uint64(d)<<1 | 1
}
