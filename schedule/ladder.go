package schedule

import (
	"cmp"
	"slices"
)

// ladder is the nodes of one kind in the order of their local part, so that the
// best are at hand. Nodes are noted by their places in the order of names.
type ladder struct {
	rungs []rung // the lowest first; none is empty
}

// rung is the nodes with one local part.
type rung struct {
	local int64
	ranks rankSet
}

// find returns the place of a rung, or where it would be.
func (l *ladder) find(local int64) (int, bool) {
	return slices.BinarySearchFunc(l.rungs, local, func(r rung, local int64) int { return cmp.Compare(r.local, local) })
}

// add puts a node on its rung.
func (l *ladder) add(local int64, rank int32) {
	at, ok := l.find(local)
	if !ok {
		l.rungs = slices.Insert(l.rungs, at, rung{local: local})
	}
	l.rungs[at].ranks.add(rank)
}

// remove takes a node off its rung.
func (l *ladder) remove(local int64, rank int32) {
	at, _ := l.find(local)
	if l.rungs[at].ranks.remove(rank); l.rungs[at].ranks.size == 0 {
		l.rungs = slices.Delete(l.rungs, at, at+1)
	}
}

// top returns the highest rung. The ladder is not empty.
func (l *ladder) top() *rung { return &l.rungs[len(l.rungs)-1] }
