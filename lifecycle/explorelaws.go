package lifecycle

import "errors"

// Law is a rule that must hold on every step of every history.
type Law struct {
	// Name of the law.
	Name string
	// Check returns what breaks the law in a step, or nil: e has happened in
	// before, and [Step] returned after and effects. It must depend on nothing
	// else. At Created, before is the unborn State.
	Check func(before State, e Event, after State, effects []Effect) error

	// seen: the law looks at nothing but what the API shows before and after. It
	// is not asked about the same sight again.
	seen bool
}

// Laws returns the laws that package documentation lists, as [CheckStep] has
// them.
func Laws() []Law {
	return []Law{
		{Name: "Accepted", Check: checkAccepted, seen: true},
		{Name: "Objects", Check: checkObject, seen: true},
		{Name: "OneInitRuns", Check: checkRuntime},
		{Name: "Starts", Check: checkStarts},
		{Name: "ObjectLast", Check: checkRemoval},
		{Name: "ConditionsTell", Check: checkConditions, seen: true},
	}
}

// checks hold laws on steps.
type checks struct {
	laws  []Law
	sight keyer
	seen  table
}

// breach is a law that is broken.
type breach struct {
	law string
	err error
}

// step holds the laws on a step. It returns nil if they hold.
func (c *checks) step(before *State, e Event, after *State, effects []Effect) *breach {
	if len(c.laws) == 0 {
		return nil
	}
	known := c.isKnown(before, e, after)
	for i := range c.laws {
		l := &c.laws[i]
		if l.seen && known {
			continue
		}
		if err := l.Check(*before, e, *after, effects); err != nil {
			name := l.Name
			var law *LawError
			if errors.As(err, &law) {
				name = law.Law
			}
			return &breach{name, err}
		}
	}
	return nil
}

// isKnown reports whether the API has shown the same before and after an event
// already.
func (c *checks) isKnown(before *State, e Event, after *State) bool {
	var k key
	if _, binds := e.(Bound); binds {
		k.add(1)
	}
	k.addKey(c.look(before))
	k.addKey(c.look(after))
	_, known := c.seen.put(k, 0)
	return known
}

// look returns the key of what the API shows of a state, times aside.
func (c *checks) look(s *State) key {
	w := &c.sight.words
	if s.stage == Unborn {
		return key{}
	}
	h := key{c.sight.specs.of(s.facts, &c.sight).number, 0}
	c.sight.addObject(&h, s, s.object.created)
	var p packed
	p.flag(s.node.lost)
	p.flag(s.kubelet.reported)
	p.flag(s.kubelet.rejected)
	p.flag(s.kubelet.sandbox.made)
	h.add(uint64(p))
	h.add(uint64(w.of(string(s.kubelet.judged))))
	for i := range s.containers {
		n := &s.containers[i].shown
		p = packed(n.restarts)
		p.flag(n.started)
		p.flag(n.ready)
		for _, part := range [...]*condition{&n.state, &n.last} {
			p.put(uint64(part.kind), 2)
			h.add(pair(w.of(part.reason), w.of(part.message)))
			h.add(pair(uint32(part.exitCode), uint32(part.id)))
		}
		h.add(uint64(p))
		h.add(pair(w.of(n.image), uint32(n.id)))
	}
	return h
}
