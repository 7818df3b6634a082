package schedule

import "github.com/podlife/podlife"

// change is one step that a cluster took: a Pod came or went, or a node did, or
// the world beside them is another.
// Changes are a chain from old to new. The cluster holds its newest end alone;
// whoever wants to know what happened since some time holds the change of that
// time, and what nobody holds any more is garbage.
type change struct {
	next *change
	pod  *placed
	at   int32 // the place among the Pods of the node
	came bool  // else it went
	node *nodeChange
	// world is the one before. Nil: it stayed, and so it does where a Pod or a
	// node is.
	world *world
}

// nodeChange is that a node came, was changed, or went.
type nodeChange struct {
	slot          int32
	before, after *podlife.Node // nil: none
	images        []imageState  // before
}

// note adds a change to the chain.
func (c *Cluster) note(ch change) {
	if c.last == nil {
		return
	}
	c.last.next = &ch
	c.last = &ch
	if ch.node != nil {
		c.nodeChanges++
	}
	if c.changes++; c.changes%4096 == 0 {
		c.dropLaggards()
	}
}

// undo takes back all changes after one, the newest first. That is a change
// too: the chain goes on. It costs as much as they did.
func (c *Cluster) undo(since *change) {
	var steps []*change
	for ch := since.next; ch != nil; ch = ch.next {
		steps = append(steps, ch)
	}
	for i := len(steps) - 1; i >= 0; i-- {
		c.reverse(steps[i])
	}
}

// reverse takes back the change that was the last.
func (c *Cluster) reverse(ch *change) {
	switch {
	case ch.world != nil:
		c.setWorld(ch.world)
	case ch.node == nil && ch.came:
		number, _ := c.podIndex.get(ch.pod.key)
		c.leave(number)
	case ch.node == nil:
		c.come(ch.pod, int(ch.at))
	default:
		n := ch.node
		if n.before != nil && n.after == nil {
			c.newSlot() // the one that was freed last
		}
		c.putNode(n.slot, n.before, n.images)
	}
}

// Transaction is a try at changing a cluster: what is done after
// [Cluster.Begin] can be looked at, and then kept or taken back. Transactions
// nest: to end one ends those that were begun within it.
type Transaction struct {
	cluster *Cluster
	since   *change
	depth   int
	ended   bool
}

// Begin begins a transaction. It costs nothing; what it keeps grows with the
// changes that follow. It is a change to c in that no other goroutine may use c
// meanwhile.
func (c *Cluster) Begin() *Transaction {
	t := &Transaction{cluster: c, since: c.last, depth: len(c.open)}
	c.open = append(c.open, t)
	return t
}

// Commit keeps what was done. It reports whether the transaction was still
// open. Where it is within another one, that one can still take it back.
func (t *Transaction) Commit() bool { return t.end() }

// Rollback takes back all that was done to the cluster since Begin, by whatever
// method. The cluster then answers as a [Cluster.Clone] would that was taken at
// Begin. The cost is that of the changes. It reports whether the transaction
// was still open; if not, nothing changes.
func (t *Transaction) Rollback() bool {
	if !t.end() {
		return false
	}
	t.cluster.undo(t.since)
	return true
}

func (t *Transaction) end() bool {
	if t == nil || t.cluster == nil || t.ended {
		return false
	}
	for _, inner := range t.cluster.open[t.depth:] {
		inner.ended = true
	}
	clear(t.cluster.open[t.depth:])
	t.cluster.open = t.cluster.open[:t.depth]
	return true
}
