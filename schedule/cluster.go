package schedule

import (
	"errors"
	"maps"
	"slices"

	"github.com/podlife/podlife"
)

// Cluster is nodes with the Pods on them, and the objects that the scheduler
// looks at besides, in the form in which questions about them are answered
// fast. It keeps the objects that it was made from; nobody may change them
// while it is in use.
//
// A Cluster notes down what it learns about selectors and labels while it
// answers, so two goroutines must not use the same one. Each can have a
// [Cluster.Clone].
type Cluster struct {
	owner *owner
	world *world

	// Nodes stand in slots, and all that is kept by node is a list by slot, so
	// that a question about all nodes runs along it. A slot that a node left
	// is free until another node takes it.
	nodes     []node
	rooms     []room
	onNode    [][]*placed // each list is written once, so clones share it
	nodeIndex index       // slots by name
	freeSlots []int32
	alive     int // how many slots are not free

	podIndex index // by namespace/name, of pods
	pods     []*placed
	freePods []int32
	// nominated are Pods on no node for which room is kept on one.
	nominated []*podlife.Pod

	// Pods with the same namespace and labels.
	groups     []group
	groupIndex index

	// What was asked for once is kept up as Pods and nodes come and go: how
	// many Pods of some kind each node has, which terms they have that are
	// about others, and what a label of the nodes is.
	classes      []*class
	classIndex   map[string]int
	carried      []*carried
	carriedIndex map[string]int
	columns      map[string]*column

	// Things of which there are few, by number.
	taintSets  [][]podlife.Taint
	taintIndex map[string]int32
	resources  []podlife.ResourceName
	scalars    []*scalarColumn // by resource
	images     *imageTable

	// What questions work with, one after the other.
	keyBuffer []byte
	verdicts  []uint32
	feasible  []int32
}

// placed is a Pod on a node. It never changes.
type placed struct {
	pod     *podlife.Pod
	group   int32
	node    int32
	amounts amounts
	terms   []podTerm
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
	c := &Cluster{
		owner:        new(owner),
		classIndex:   map[string]int{},
		carriedIndex: map[string]int{},
		columns:      map[string]*column{},
		taintIndex:   map[string]int32{},
	}
	c.images = &imageTable{owner: c.owner, byName: map[string]image{}}
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
	return c, nil
}

// addPod puts a Pod of the input where it is.
func (c *Cluster) addPod(p *podlife.Pod) error {
	switch {
	case p.Status.Phase.IsTerminal():
		return nil
	case p.Spec.NodeName != "":
		return c.Assume(p, p.Spec.NodeName)
	case p.Status.NominatedNodeName != "" && !p.IsDeleted():
		c.nominated = append(c.nominated, p)
	}
	return nil
}

// Assume counts p as being on a node, bound or not. It is an error if the node
// or the quantities or selectors of p will not do, or if a Pod of that name is
// on a node already. Then nothing changes.
func (c *Cluster) Assume(p *podlife.Pod, node string) error {
	if p == nil {
		return noPod()
	}
	key := qualified(p.Namespace, p.Name)
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
	pl := &placed{
		pod: p, group: c.groupOf(p), node: slot, amounts: c.placedRequests(p),
		terms: slices.Concat(near, anti, wishes), ports: hostPorts(p),
	}
	if name, ok := c.roomFor(pl); !ok {
		return podError(p, "spec.containers", "with the other Pods on node "+node+", "+name+" is too large to add up")
	}
	c.place(pl, key)
	return nil
}

func (c *Cluster) place(p *placed, key string) {
	var at int32
	if n := len(c.freePods); n > 0 {
		at, c.freePods = c.freePods[n-1], c.freePods[:n-1:n-1]
		c.pods[at] = p
	} else {
		at = int32(len(c.pods))
		c.pods = append(c.pods, p)
	}
	c.podIndex.set(key, at)
	list := c.onNode[p.node]
	c.onNode[p.node] = append(list[:len(list):len(list)], p) // clones may share the old list
	c.count(p, 1)
}

// count adds what a Pod takes to its node, or gives it back.
func (c *Cluster) count(p *placed, by int64) {
	c.take(p, by)
	c.moveClasses(p, int32(by))
	c.carry(p, by)
}

// Forget takes a Pod off its node. It reports whether the Pod was on one.
func (c *Cluster) Forget(p *podlife.Pod) bool {
	if p == nil {
		return false
	}
	key := qualified(p.Namespace, p.Name)
	at, ok := c.podIndex.get(key)
	if !ok {
		return false
	}
	pl := c.pods[at]
	c.pods[at] = nil
	c.freePods = append(c.freePods, at)
	c.podIndex.remove(key)
	list := c.onNode[pl.node]
	i := slices.Index(list, pl)
	c.onNode[pl.node] = slices.Concat(list[:i], list[i+1:])
	c.count(pl, -1)
	return true
}

// Clone returns a cluster that answers as c does and goes its own way from
// here. It is cheap: what both have is shared until one of them changes it.
func (c *Cluster) Clone() *Cluster {
	out := *c
	c.owner, out.owner = new(owner), new(owner)
	out.nodes = slices.Clone(c.nodes)
	out.rooms = slices.Clone(c.rooms)
	out.onNode = slices.Clone(c.onNode)
	out.nodeIndex = c.nodeIndex.clone()
	out.freeSlots = slices.Clone(c.freeSlots)
	out.podIndex = c.podIndex.clone()
	out.pods = slices.Clone(c.pods)
	out.freePods = slices.Clone(c.freePods)
	out.nominated = slices.Clone(c.nominated)
	c.groups = slices.Clip(c.groups)
	out.groups = c.groups
	out.groupIndex = c.groupIndex.clone()
	out.classes = slices.Clone(c.classes)
	out.classIndex = maps.Clone(c.classIndex)
	out.carried = slices.Clone(c.carried)
	out.carriedIndex = maps.Clone(c.carriedIndex)
	out.columns = maps.Clone(c.columns)
	out.taintSets = slices.Clone(c.taintSets)
	out.taintIndex = maps.Clone(c.taintIndex)
	out.resources = slices.Clone(c.resources)
	out.scalars = slices.Clone(c.scalars)
	out.keyBuffer, out.verdicts, out.feasible = nil, nil, nil
	return &out
}

// Nodes returns the names of the nodes, sorted.
func (c *Cluster) Nodes() []string {
	out := make([]string, 0, c.alive)
	for i := range c.nodes {
		if c.nodes[i].object != nil {
			out = append(out, c.nodes[i].object.Name)
		}
	}
	slices.Sort(out)
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
