package schedule

import (
	"errors"
	"maps"
	"slices"
	"strconv"

	"github.com/podlife/podlife"
)

// Placement is what became of a Pod.
type Placement struct {
	// Pod that was to be placed.
	Pod *podlife.Pod
	// Decision about it. If Err is nil, the Pod is on its Node now.
	Decision Decision
	// Err is why the Pod is on no node: what [Cluster.Schedule] or
	// [Cluster.Assume] had against it.
	Err error
}

// Place places Pods one after the other and returns what became of each. That
// is the same as to ask [Cluster.Schedule] and tell [Cluster.Assume] for one
// Pod after the other; the tie number of a Pod is at its place in ties, or 0 if
// there is none. A scheduler takes Pods in the order of [Queue].
//
// It is far faster than to do so by hand. From the second Pod on of those that
// are alike up to their names, the cluster keeps what it knows about them, also
// from one Place to the next, and looks only at what has changed since: the node
// that a Pod came to or left, and the nodes in a small domain for whose Pods the
// terms or constraints count. When a node changes, or more than half of them got
// or lost a Pod in between, all nodes are looked at once more; so they are for
// each Pod that the scheduler sees volumes of, that names nodes, has requests as
// a whole or a reported resize, for which or before which room is kept on a
// node, and with [Sampling] or a profile of 1.10.
//
// What is kept is some ten numbers for each node and template. Templates that
// were not seen for long are dropped.
func (c *Cluster) Place(pods []*podlife.Pod, pr Profile, ties []uint64) []Placement {
	out := make([]Placement, len(pods))
	by, err := c.placer(&pr)
	for i, p := range pods {
		out[i] = Placement{Pod: p, Err: err}
		if p == nil {
			out[i].Err = noPod()
		}
		if out[i].Err != nil {
			continue
		}
		tie := uint64(0)
		if i < len(ties) {
			tie = ties[i]
		}
		out[i].Decision, out[i].Err = by.place(p, tie, qualified(p.Namespace, p.Name))
	}
	return out
}

// Copies is how many Pods like one there is room for.
type Copies struct {
	// Nodes have one entry for each copy, in the order in which they are
	// placed.
	Nodes []string
	// Stop is why there is no room for more: a [*FitError], or what else
	// [Cluster.Place] says of the next. Nil: the limit was reached.
	Stop error
}

// Fit finds out how many copies of p fit, and where, but no more than a limit.
// The copies are placed as by [Cluster.Place] with tie numbers of 0, and taken
// back. They have the name of p, which is not in the way of a Pod that is so
// called. In the end c answers as before, but meanwhile no other goroutine may
// use it.
func (c *Cluster) Fit(p *podlife.Pod, pr Profile, limit int) Copies {
	var out Copies
	if p == nil {
		return Copies{Stop: noPod()}
	}
	by, err := c.placer(&pr)
	if err != nil {
		return Copies{Stop: err}
	}
	try := c.Begin()
	defer try.Rollback()
	for len(out.Nodes) < limit {
		d, err := by.place(p, 0, "\x00copy "+strconv.Itoa(len(out.Nodes)))
		if err != nil {
			out.Stop = err
			break
		}
		out.Nodes = append(out.Nodes, d.Node)
	}
	return out
}

// placer places Pods by one profile.
type placer struct {
	c    *Cluster
	pr   *Profile
	kept *keptProfile // nil: nothing is kept for it
}

func (c *Cluster) placer(pr *Profile) (*placer, error) {
	if pr.isLegacy() || pr.Sampling.On {
		return &placer{c: c, pr: pr}, pr.Validate()
	}
	kept := c.keptFor(pr)
	if kept == nil {
		if err := pr.Validate(); err != nil {
			return nil, err
		}
		kept = c.keepProfile(pr)
	}
	return &placer{c, &kept.profile, kept}, nil
}

// place decides about a Pod and puts it on its node, under a key.
func (pl *placer) place(p *podlife.Pod, tie uint64, key string) (Decision, error) {
	if err := admits(p); err != nil {
		return Decision{}, err
	}
	c := pl.c
	by, t, like, err := pl.chooser(p)
	switch {
	case err != nil:
		return Decision{}, err
	case by == nil:
		d, err := c.decide(p, pl.pr, tie)
		if err == nil {
			err = c.assume(p, d.Node, key)
		}
		return d, err
	}
	d := Decision{question: &question{c, c.last, p, pl.pr, tie}}
	if !by.decide(&d, tie) {
		return d, pl.refuse(t, &d, tie)
	}
	slot, _ := c.nodeIndex.get(d.Node)
	like.pod, like.key, like.node, like.group = p, key, slot, t.group
	return d, c.settle(like)
}

// refuse finds out why no node will do, or what is wrong with the scores. Of
// Pods that are alike the next is refused for the same reasons, until something
// changes.
func (pl *placer) refuse(t *template, d *Decision, tie uint64) error {
	c, p := pl.c, d.question.pod
	if r := t.refusal; r != nil && r.at == c.last && r.priority == priority(p) && r.policy == p.Spec.PreemptionPolicy {
		e := cloneFitError(&r.err, p)
		return &e
	}
	x, err := c.ask(p, pl.pr)
	if err == nil {
		err = x.decide(d, tie)
	}
	if e, ok := err.(*FitError); ok && t.keeper != nil {
		t.refusal = &refusal{c.last, priority(p), p.Spec.PreemptionPolicy, cloneFitError(e, p)}
	}
	return err
}

// cloneFitError returns e as it is about p.
func cloneFitError(e *FitError, p *podlife.Pod) FitError {
	out := *e
	out.Namespace, out.Pod = p.Namespace, p.Name
	out.Reasons, out.Candidates = maps.Clone(e.Reasons), slices.Clone(e.Candidates)
	return out
}

// chooser is what finds the choice without a look at all nodes, or nearly so.
// Implementations: [query], [keeper].
type chooser interface {
	decide(d *Decision, tie uint64) (found bool)
}

var _, _ chooser = (*query)(nil), (*keeper)(nil)

// chooser returns what finds the choice for p, up to date, the template of p,
// and p as it would be on a node. Nil: that is left to the cycle.
func (pl *placer) chooser(p *podlife.Pod) (chooser, *template, *placed, error) {
	c := pl.c
	if pl.kept == nil || !c.isQuickPod(p, pl.pr) || p.Spec.Resources != nil || hasStatusResources(p) || len(requestProblems(p)) > 0 {
		return nil, nil, nil, nil
	}
	like := &placed{amounts: c.placedRequests(p), ports: hostPorts(p)}
	key := textKey{c.keyBuffer[:0]}
	key.template(p, &like.amounts, like.ports)
	c.keyBuffer = key.b
	t, first := pl.kept.note(key.b)
	c.turns++
	t.used = c.turns
	if t.keeper != nil {
		t.keeper.x.pod = p
		if t.keeper.catchUp() {
			return t.keeper, t, like, nil
		}
	}
	x, err := c.ask(p, pl.pr)
	if err != nil {
		return nil, nil, nil, err
	}
	q := newQuery(x)
	if q == nil {
		return nil, nil, nil, nil
	}
	if t.group < 0 {
		near, anti, wishes, _ := podTerms(p, true) // ask has read them
		t.group = c.groupOf(p, near, anti, wishes)
	}
	if first || !c.keepFor(t, q, c.mostKept()) {
		return q, t, like, nil
	}
	return t.keeper, t, like, nil
}

// settle puts a Pod on its node, if its name is free and there is room enough
// to count.
func (c *Cluster) settle(p *placed) error {
	if _, twice := c.podIndex.get(p.key); twice {
		return podError(p.pod, "metadata.name", "there is another of this name")
	}
	if name, ok := c.roomFor(p); !ok {
		return podError(p.pod, "spec.containers", "with the other Pods on node "+c.nodes[p.node].name+", "+name+" is too large to add up")
	}
	c.come(p, len(c.onNode[p.node]))
	return nil
}

// assume is Assume under a key.
func (c *Cluster) assume(p *podlife.Pod, node, key string) error {
	slot, ok := c.nodeIndex.get(node)
	if !ok {
		return podError(p, "spec.nodeName", "there is no node "+node)
	}
	if _, twice := c.podIndex.get(key); twice {
		return podError(p, "metadata.name", "there is another of this name")
	}
	near, anti, wishes, errs := podTerms(p, true)
	errs = append(errs, requestProblems(p)...)
	errs = append(errs, spreadProblems(p)...)
	if err := errors.Join(errs...); err != nil {
		return err
	}
	pl := &placed{pod: p, key: key, node: slot, amounts: c.placedRequests(p), ports: hostPorts(p)}
	pl.group = c.groupOf(p, near, anti, wishes)
	return c.settle(pl)
}
