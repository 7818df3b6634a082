package lifecycle

import (
	"math/bits"
	"slices"
	"time"

	"github.com/podlife/podlife/termination"
)

// key stands for all states of a Pod that have the same future. Two states
// differ in their keys if they differ in anything that a rule looks at: instants
// count relative to now, and only as long as they can matter; runs count by
// which of them are the same; restart counts by their differences; what has no
// order has none.
//
// A key is a hash of 128 bits: among a hundred million states two share one by
// accident once in 10^22 times.
type key struct{ a, b uint64 }

// add mixes a word into the key. The two halves are mixed in different ways.
func (k *key) add(w uint64) {
	high, low := bits.Mul64(k.a^w, 0x9E3779B97F4A7C15)
	k.a = high ^ low
	k.b = bits.RotateLeft64((k.b^w)*0xD6E8FEB86659FD93, 31)
}

func (k *key) addKey(o key) {
	k.add(o.a)
	k.add(o.b)
}

// compare orders keys in some way.
func (k key) compare(o key) int {
	switch {
	case k == o:
		return 0
	case k.a < o.a || k.a == o.a && k.b < o.b:
		return -1
	default:
		return 1
	}
}

// packed is a word into which small values are put one after the other.
type packed uint64

func (p *packed) put(v uint64, width uint) { *p = *p<<width | packed(v) }

func (p *packed) flag(b bool) {
	*p <<= 1
	if b {
		*p |= 1
	}
}

// pair returns two words in one.
func pair(a, b uint32) uint64 { return uint64(a)<<32 | uint64(b) }

// until returns how far t lies ahead of now, 1 being now or before. 0: there is
// no t.
func until(t, now time.Time) uint64 {
	if t.IsZero() {
		return 0
	}
	return uint64(max(t.Sub(now), 0)) + 1
}

// age returns how long ago t was, at most so long. 0: there is no t.
func age(t, now time.Time, most time.Duration) uint64 {
	if t.IsZero() {
		return 0
	}
	return uint64(max(min(now.Sub(t), most), 0)) + 1
}

// keyer makes keys. It remembers the words and the specs that it has met.
type keyer struct {
	words words
	specs specs
	// runs is how many runs of a container make a difference by their number.
	runs int32
	// restarts: the kubelet or the node may restart. It matters then how old
	// runs are.
	restarts bool
	// failing: a start may fail. It matters then when the last run ended, even
	// if the container is being started already.
	failing bool
	// losing: runs may be lost. It matters then how old a back-off is, even if
	// the container does not run.
	losing bool
	// killing: a sync may kill what runs and start it again, and not for a probe.
	killing bool
	// merge: containers that differ in name alone may change places.
	merge bool

	parts []key // of the containers; reused
}

// expect has keys tell apart what makes a difference only if e may happen.
func (k *keyer) expect(e Event) {
	_, kubelet := e.(KubeletRestarted)
	_, node := e.(NodeRebooted)
	_, sandbox := e.(SandboxLost)
	_, container := e.(ContainerLost)
	_, image := e.(ImageChanged)
	k.restarts = k.restarts || kubelet || node
	k.killing = k.killing || sandbox || image
	k.losing = k.losing || node || sandbox || container
}

// of returns the key of a state at a time.
func (k *keyer) of(s *State, now time.Time) key {
	if s.stage == Unborn || s.stage == Gone { // nothing is left that anybody looks at
		return key{a: uint64(s.stage)}
	}
	spec := k.specs.of(s.facts, k)
	h := key{spec.number, ^spec.number}
	k.addObject(&h, s, now)
	k.addNode(&h, s, now)
	k.addKubelet(&h, s, now)
	k.parts = k.parts[:0]
	for i := range s.containers {
		k.parts = append(k.parts, k.container(s, i, now))
	}
	if k.merge {
		for _, twins := range spec.twins {
			slices.SortFunc(k.parts[twins[0]:twins[1]], key.compare)
		}
	}
	for _, part := range k.parts {
		h.addKey(part)
	}
	return h
}

// addObject adds what the API server stores.
func (k *keyer) addObject(h *key, s *State, now time.Time) {
	o, c := &s.object, &s.conditions
	var p packed
	p.put(uint64(s.stage), 4)
	for _, b := range [...]bool{
		o.removed, o.deleted, o.collected, o.settled, o.observed == o.generation, o.startTime.IsZero(),
		c.scheduled.set, c.scheduled.yes, c.sandbox.set, c.sandbox.yes, c.initialized.set, c.initialized.yes,
		c.containersReady.set, c.containersReady.yes, c.ready.set, c.ready.yes, c.restarting.set, c.restarting.yes,
	} {
		p.flag(b)
	}
	p.put(uint64(len(o.finalizers)), 16)
	h.add(uint64(p))
	h.add(pair(k.words.of(string(o.report.Phase)), k.words.of(o.report.Reason)))
	h.add(pair(k.words.of(o.report.Message), k.words.of(o.podIP)))
	h.add(pair(k.words.of(o.disruption.reason), k.words.of(o.disruption.message)))
	for _, f := range o.finalizers {
		h.add(uint64(k.words.of(f)))
	}
	if o.deleted {
		h.add(uint64(o.grace))
	}
	if limit := s.facts.pod.Spec.ActiveDeadlineSeconds; limit != nil {
		since := age(o.startTime, now, time.Duration(max(*limit, 0))*time.Second)
		h.add(since) // a Pod may be found to have expired even while it ends
	}
	if s.stage == Unbound {
		h.add(pair(k.words.of(c.reason), k.words.of(c.message)))
		h.add(uint64(k.words.of(o.nominated)))
	}
	var others key // their order says nothing
	for i := range s.others {
		var one key
		one.add(pair(k.words.of(string(s.others[i].Type)), k.words.of(string(s.others[i].Status))))
		one.add(pair(k.words.of(s.others[i].Reason), k.words.of(s.others[i].Message)))
		others.a, others.b = others.a+one.a, others.b+one.b
	}
	h.addKey(others)
}

// addNode adds what became of the node.
func (k *keyer) addNode(h *key, s *State, now time.Time) {
	n := &s.node
	if !n.lost && len(n.taints) == 0 && n.evict.At.IsZero() {
		h.add(0)
		return
	}
	var p packed
	p.flag(true)
	p.flag(n.lost)
	p.flag(n.evict.Tolerated)
	p.flag(n.evict.Since.Before(now))
	p.put(uint64(len(n.taints)), 32)
	h.add(uint64(p))
	h.add(until(n.evict.At, now))
	for i := range n.taints {
		t := &n.taints[i]
		h.add(pair(k.words.of(t.Key), k.words.of(t.Value)))
		h.add(uint64(k.words.of(string(t.Effect))))
	}
}

// addKubelet adds what the kubelet remembers of the Pod, and how far its end has
// come. What only the sync under way looks at does not count between syncs.
func (k *keyer) addKubelet(h *key, s *State, now time.Time) {
	u, e := &s.kubelet, &s.end
	busy := u.work != idle
	var p packed
	p.put(uint64(u.work), 3)
	for _, b := range [...]bool{
		u.evicted != nil, u.sandbox.made, u.sandbox.ready, u.reported, u.rejected,
		busy && u.createSandbox, busy && u.progress, busy && u.follows, busy && u.failed,
		e.Deleted, e.Withdrawn, e.Removed, e.Held, len(e.Containers) > 0,
	} {
		p.flag(b)
	}
	p.put(uint64(e.Stage), 4)
	h.add(uint64(p))
	h.add(until(u.retryAt, now))
	h.add(pair(k.words.of(string(u.report.Phase)), k.words.of(u.report.Reason)))
	h.add(pair(k.words.of(u.report.Message), k.words.of(string(u.judged))))
	if busy {
		h.add(until(u.backoffUntil, now))
	}
	if u.evicted != nil {
		k.addEvicted(h, u.evicted)
	}
	if e.Stage != termination.Living {
		h.add(uint64(e.GracePeriodSeconds))
	}
}

func (k *keyer) addEvicted(h *key, e *Evicted) {
	var p packed
	p.flag(e.LocalStorage)
	p.flag(e.GracePeriodSeconds != nil)
	h.add(uint64(p))
	h.add(pair(k.words.of(e.Reason), k.words.of(e.Message)))
	if e.GracePeriodSeconds != nil {
		h.add(uint64(*e.GracePeriodSeconds))
	}
}
