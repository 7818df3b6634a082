package schedule

import (
	"errors"
	"slices"

	"github.com/podlife/podlife"
)

// Cluster is nodes with the Pods on them, and the objects that the scheduler
// looks at besides, in the form in which questions about them are answered
// fast. It keeps the objects that it was made from; nobody may change them
// while it is in use.
//
// Methods that only ask, like [Cluster.Schedule] and [Cluster.Clone], do not
// write to it: as long as nobody changes a Cluster, many goroutines may ask it
// at once. Those that change it say so, and must have it for themselves.
type Cluster struct {
	world *world

	// Nodes stand in slots, and all that is kept by node is a list by slot, so
	// that a question about all nodes runs along it. A slot that a node left
	// is free until another node takes it.
	nodes     []node
	rooms     []room
	onNode    [][]*placed // only appended to in place, so clones share the lists
	nodeIndex index       // slots by name
	order     nameOrder
	freeSlots []int32
	alive     int // how many slots are not free

	podIndex index // by namespace/name, of pods
	pods     []entry
	freePods []int32
	// nominated are Pods on no node for which room is kept on one, as they were
	// when the cluster was made.
	nominated []*podlife.Pod

	// Pods that are alike to selectors, and the terms that Pods have about
	// others.
	groups      []group
	groupIndex  index
	groupLabels labelIndex
	carried     []carried
	termIndex   index
	termLabels  labelIndex
	freeTerms   []int32 // those that no label leads to

	columns map[string]*column
	nothing *column // of a label that no node has

	// Things of which there are few, by number.
	taintSets  [][]podlife.Taint
	taintIndex map[string]int32
	resources  []podlife.ResourceName
	scalars    []scalarColumn // by resource
	images     map[string]image

	// last is the newest change. What looks back keeps the one from which on
	// it must know, and so all that follow. Nil: the cluster is being made.
	last *change
	open []*Transaction // the outermost first
	// changes is how many there were, nodeChanges how many of nodes.
	changes, nodeChanges int64

	// kept is what placing Pods has taught, by profile; keeping are the
	// templates with a keeper; turns counts.
	kept    []*keptProfile
	keeping []*template
	turns   int64

	keyBuffer []byte
}

// entry is a Pod on a node by its number, and its place among the members of
// its group.
type entry struct {
	placed *placed // nil: the number is free
	member int32
}

// placed is a Pod on a node. It never changes.
type placed struct {
	pod     *podlife.Pod
	key     string // namespace/name
	group   int32
	node    int32
	amounts amounts
	ports   []hostPort
}

// NewCluster makes a cluster of the objects. Pods without a node are not in
// it, nor are those that have ended; of those without a node the nominated
// ones are remembered. The error joins an [*ObjectError] for each thing that
// is wrong: two objects of one name, a Pod on a node that is not there, a
// quantity that is negative or too large, a selector that cannot be read.
//
// The order of the nodes matters in one way only, as it does to Kubernetes:
// where nodes disagree about the size of an image, ImageLocality believes the
// one that was added first, here or by [Cluster.SetNode], until no node has
// the image.
func NewCluster(o *podlife.Objects) (*Cluster, error) {
	c := &Cluster{columns: map[string]*column{}, nothing: newColumn(""), taintIndex: map[string]int32{}, images: map[string]image{}}
	if o == nil {
		o = &podlife.Objects{}
	}
	var errs []error
	c.world, errs = newWorld(o)
	for _, n := range present(o.Nodes) {
		if _, twice := c.nodeIndex.get(n.Name); twice {
			errs = append(errs, nodeError(n.Name, "metadata.name", "there is another of this name"))
		} else if err := c.SetNode(n); err != nil {
			errs = append(errs, err)
		}
	}
	for _, p := range present(o.Pods) {
		if err := c.addPod(p); err != nil {
			errs = append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	c.order = orderNames(c.nodes)
	for _, x := range []*index{&c.nodeIndex, &c.podIndex, &c.groupIndex, &c.groupLabels.heads, &c.termIndex, &c.termLabels.heads} {
		x.settle()
	}
	c.last = &change{}
	return c, nil
}

// addPod puts a Pod of the input where it is.
func (c *Cluster) addPod(p *podlife.Pod) error {
	switch {
	case p.Status.Phase.IsTerminal():
		return nil
	case p.Spec.NodeName != "":
		return c.Assume(p, p.Spec.NodeName)
	case p.Status.NominatedNodeName != "":
		return c.nominate(p)
	}
	return nil
}

// nominate keeps room for a Pod on a node. One that is being deleted keeps it
// until it is gone.
func (c *Cluster) nominate(p *podlife.Pod) error {
	_, _, _, errs := podTerms(p, true)
	errs = append(errs, requestProblems(p)...)
	errs = append(errs, spreadProblems(p)...)
	c.nominated = append(c.nominated, p)
	return errors.Join(errs...)
}

// Assume counts p as being on a node, bound or not. It is an error if the node
// or the quantities or selectors of p will not do, or if a Pod of that name is
// on a node already. Then nothing changes.
func (c *Cluster) Assume(p *podlife.Pod, node string) error {
	if p == nil {
		return noPod()
	}
	return c.assume(p, node, qualified(p.Namespace, p.Name))
}

// come puts a Pod on its node, at a place among the Pods there.
func (c *Cluster) come(p *placed, at int) {
	var number int32
	if n := len(c.freePods); n > 0 {
		number, c.freePods = c.freePods[n-1], c.freePods[:n-1]
	} else {
		number = int32(len(c.pods))
		c.pods = append(c.pods, entry{})
	}
	c.pods[number] = entry{p, c.join(p.group, number, p.node)}
	c.podIndex.set(p.key, number)
	if list := c.onNode[p.node]; at == len(list) {
		c.onNode[p.node] = append(list, p)
	} else {
		c.onNode[p.node] = slices.Concat(list[:at], []*placed{p}, list[at:])
	}
	c.take(p, 1)
	c.note(change{pod: p, at: int32(at), came: true})
}

// Forget takes a Pod off its node. It reports whether the Pod was on one.
func (c *Cluster) Forget(p *podlife.Pod) bool {
	if p == nil {
		return false
	}
	number, ok := c.podIndex.get(qualified(p.Namespace, p.Name))
	if ok {
		c.leave(number)
	}
	return ok
}

// leave takes the Pod with a number off its node.
func (c *Cluster) leave(number int32) {
	e := c.pods[number]
	p := e.placed
	c.pods[number] = entry{}
	c.freePods = append(c.freePods, number)
	c.podIndex.remove(p.key)
	list := c.onNode[p.node]
	at := slices.Index(list, p)
	if last := len(list) - 1; at == last {
		c.onNode[p.node] = list[:last:last] // what follows may be a clone's
	} else {
		c.onNode[p.node] = slices.Concat(list[:at], list[at+1:])
	}
	c.quit(p.group, e.member)
	c.take(p, -1)
	c.note(change{pod: p, at: int32(at)})
}

// Nodes returns the names of the nodes, sorted.
func (c *Cluster) Nodes() []string {
	out := make([]string, len(c.order.slots))
	for i, slot := range c.order.slots {
		out[i] = c.nodes[slot].name
	}
	return out
}

// Pods returns the Pods on a node, in the order in which they came.
func (c *Cluster) Pods(node string) []*podlife.Pod {
	slot, ok := c.nodeIndex.get(node)
	if !ok {
		return nil
	}
	out := make([]*podlife.Pod, len(c.onNode[slot]))
	for i, p := range c.onNode[slot] {
		out[i] = p.pod
	}
	return out
}
