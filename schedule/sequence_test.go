package schedule_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

// changer is the ways to change a cluster. The broken variants stand in for
// it.
type changer struct {
	place    func(c *schedule.Cluster, p *podlife.Pod, tie uint64) (schedule.Decision, error)
	assume   func(c *schedule.Cluster, p *podlife.Pod, node string) error
	forget   func(c *schedule.Cluster, p *podlife.Pod) bool
	setNode  func(c *schedule.Cluster, n *podlife.Node) error
	remove   func(c *schedule.Cluster, node string) bool
	rollback func(t *schedule.Transaction) bool
	explain  func(c *schedule.Cluster, n note) schedule.Explanation
}

func changes() changer {
	return changer{
		place: func(c *schedule.Cluster, p *podlife.Pod, tie uint64) (schedule.Decision, error) {
			one := c.Place([]*podlife.Pod{p}, schedule.Default(), []uint64{tie})[0]
			return one.Decision, one.Err
		},
		assume:   (*schedule.Cluster).Assume,
		forget:   (*schedule.Cluster).Forget,
		setNode:  (*schedule.Cluster).SetNode,
		remove:   (*schedule.Cluster).RemoveNode,
		rollback: (*schedule.Transaction).Rollback,
		explain:  func(_ *schedule.Cluster, n note) schedule.Explanation { return n.d.Explain() },
	}
}

// sequence is a cluster that is changed step by step, and the objects that it
// could be made from at once.
type sequence struct {
	changer
	c     *schedule.Cluster
	nodes []*podlife.Node
	pods  []*podlife.Pod // with their nodes
	rest  podlife.Objects
	from  []*podlife.Pod // what Pods are copies of
	count int
	tries []try
	notes []note
}

// note is a decision, and what it was explained by when it was new.
type note struct {
	p   *podlife.Pod
	tie uint64
	d   schedule.Decision
	e   schedule.Explanation
}

// try is an open transaction, with what to go back to.
type try struct {
	by     *schedule.Transaction
	before *schedule.Cluster
	nodes  []*podlife.Node
	pods   []*podlife.Pod
}

func newSequence(t *rapid.T, by changer) *sequence {
	o := crowd(t)
	s := &sequence{changer: by, c: built(t, o), nodes: o.Nodes, pods: o.Pods, rest: *o, from: templates(t)}
	return s
}

// whole returns the cluster made at once.
func (s *sequence) whole(t *rapid.T) *schedule.Cluster {
	o := s.rest
	o.Nodes, o.Pods = s.nodes, s.pods
	return built(t, &o)
}

func (s *sequence) draw(t *rapid.T) *podlife.Pod {
	s.count++
	return copyOf(rapid.SampledFrom(s.from).Draw(t, "of"), fmt.Sprintf("new-%d", s.count))
}

// put notes that a Pod is on a node.
func (s *sequence) put(p *podlife.Pod, node string) {
	s.pods = append(slices.Clip(s.pods), on(p.Clone(), node))
}

func (s *sequence) doPlace(t *rapid.T) {
	p, tie := s.draw(t), rapid.Uint64Range(0, 7).Draw(t, "tie")
	want := outcomeOf(s.whole(t).Schedule(p, schedule.Default(), tie))
	asked, _ := s.c.Schedule(p, schedule.Default(), tie)
	e := asked.Explain()
	d, err := s.place(s.c, p, tie)
	s.notes = append(s.notes, note{p, tie, d, e})
	if diff := cmp.Diff(want, outcomeOf(d, err)); diff != "" {
		t.Fatalf("placed: %s", diff)
	}
	if err == nil {
		s.put(p, d.Node)
	}
}

func (s *sequence) doAssume(t *rapid.T) {
	p, node := s.draw(t), rapid.SampledFrom(s.nodes).Draw(t, "node").Name
	if rapid.IntRange(0, 5).Draw(t, "is being deleted") == 0 {
		p.DeletionTimestamp = at
	}
	if err := s.assume(s.c, p, node); err != nil {
		t.Fatal(err)
	}
	s.put(p, node)
}

func (s *sequence) doForget(t *rapid.T) {
	if len(s.pods) == 0 {
		return
	}
	i := rapid.IntRange(0, len(s.pods)-1).Draw(t, "forgotten")
	if !s.forget(s.c, s.pods[i]) {
		t.Fatalf("%s is not there", s.pods[i].Name)
	}
	s.pods = slices.Concat(s.pods[:i], s.pods[i+1:])
}

func (s *sequence) doSetNode(t *rapid.T) {
	s.count++
	name := rapid.SampledFrom([]string{s.nodes[0].Name, s.nodes[len(s.nodes)-1].Name, fmt.Sprintf("new-node-%d", s.count)}).Draw(t, "changed")
	n := agreeing(&podlife.Objects{Nodes: []*podlife.Node{podtest.ClusterNode(name).Draw(t, "node")}}).Nodes[0]
	if err := s.setNode(s.c, n); err != nil {
		t.Fatal(err)
	}
	s.nodes = slices.Clone(s.nodes)
	if i := slices.IndexFunc(s.nodes, func(n *podlife.Node) bool { return n.Name == name }); i >= 0 {
		s.nodes[i] = n
	} else {
		s.nodes = append(s.nodes, n)
	}
}

func (s *sequence) doRemove(t *rapid.T) {
	if len(s.nodes) < 2 {
		return
	}
	i := rapid.IntRange(0, len(s.nodes)-1).Draw(t, "removed")
	name := s.nodes[i].Name
	if !s.remove(s.c, name) {
		t.Fatalf("%s is not there", name)
	}
	s.nodes = slices.Concat(s.nodes[:i], s.nodes[i+1:])
	s.pods = slices.DeleteFunc(slices.Clone(s.pods), func(p *podlife.Pod) bool { return p.Spec.NodeName == name })
}

func (s *sequence) doBegin() {
	s.tries = append(s.tries, try{s.c.Begin(), s.c.Clone(), s.nodes, s.pods})
}

// doEnd ends a transaction, and with it those within.
func (s *sequence) doEnd(t *rapid.T) {
	if len(s.tries) == 0 {
		return
	}
	i := rapid.IntRange(0, len(s.tries)-1).Draw(t, "ended")
	x := s.tries[i]
	inner := s.tries[i+1:]
	s.tries = s.tries[:i]
	if rapid.Bool().Draw(t, "commit") {
		if !x.by.Commit() || x.by.Rollback() {
			t.Fatal("a transaction ends once")
		}
		return
	}
	s.rollback(x.by)
	for _, in := range inner {
		if in.by.Commit() || in.by.Rollback() {
			t.Fatal("a transaction ends with the one around it")
		}
	}
	s.nodes, s.pods = x.nodes, x.pods
	if diff := cmp.Diff(x.before.Nodes(), s.c.Nodes()) + cmp.Diff(contents(x.before), contents(s.c)); diff != "" {
		t.Fatalf("rolled back: %s", diff)
	}
	for _, p := range s.from {
		s.compare(t, x.before, p)
	}
}

// compare compares all that can be seen of a cluster with what it should be.
func (s *sequence) compare(t *rapid.T, want *schedule.Cluster, p *podlife.Pod) {
	d, err := want.Schedule(p, schedule.Default(), 1)
	got, err2 := s.c.Schedule(p, schedule.Default(), 1)
	if diff := cmp.Diff(outcomeOf(d, err), outcomeOf(got, err2)) + cmp.Diff(d.Explain(), got.Explain()); diff != "" {
		t.Fatalf("rolled back: %s", diff)
	}
}

// asOneMadeAtOnce: a cluster that was changed in any sequence, with attempts
// that were kept or taken back, answers as one that is made at once.
func asOneMadeAtOnce(by changer) func(*rapid.T) {
	return func(t *rapid.T) {
		s := newSequence(t, by)
		for range rapid.IntRange(1, 16).Draw(t, "steps") {
			switch rapid.IntRange(0, 19).Draw(t, "step") {
			default:
				s.doPlace(t)
			case 0, 1, 2:
				s.doAssume(t)
			case 3, 4, 5:
				s.doForget(t)
			case 6:
				s.doSetNode(t)
			case 7:
				s.doRemove(t)
			case 8, 9:
				s.doBegin()
			case 10, 11:
				s.doEnd(t)
			}
		}
		s.doPlace(t)
		n := rapid.SampledFrom(s.notes).Draw(t, "note")
		if diff := cmp.Diff(n.e, s.explain(s.c, n)); diff != "" {
			t.Fatalf("explained later: %s", diff)
		}
	}
}

func TestAsOneMadeAtOnce(t *testing.T) {
	rapid.Check(t, asOneMadeAtOnce(changes()))
	for name, spoil := range map[string]func(by *changer){
		"keeps what it should take back": func(by *changer) { by.rollback = (*schedule.Transaction).Commit },
		"takes a Pod for one without labels": func(by *changer) {
			by.assume = func(c *schedule.Cluster, p *podlife.Pod, node string) error {
				return c.Assume(labeled(p.Clone()), node)
			}
		},
		"forgets another Pod of the node": func(by *changer) {
			by.forget = func(c *schedule.Cluster, p *podlife.Pod) bool { return c.Forget(c.Pods(p.Spec.NodeName)[0]) }
		},
		"keeps the old labels of a node": func(by *changer) {
			by.setNode = func(c *schedule.Cluster, n *podlife.Node) error { return c.SetNode(renamed(node(n.Name), n.Name)) }
		},
		"closes a node in place of removing it": func(by *changer) {
			by.remove = func(c *schedule.Cluster, name string) bool { return c.SetNode(changed(node(name), closed)) == nil }
		},
		"explains by what is now": func(by *changer) {
			by.explain = func(c *schedule.Cluster, n note) schedule.Explanation {
				d, _ := c.Schedule(n.p, schedule.Default(), n.tie)
				return d.Explain()
			}
		},
		"always picks the first": func(by *changer) {
			by.place = func(c *schedule.Cluster, p *podlife.Pod, _ uint64) (schedule.Decision, error) {
				return changes().place(c, p, 0)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			by := changes()
			spoil(&by)
			lawtest.Catches(t, asOneMadeAtOnce(by))
		})
	}
}
