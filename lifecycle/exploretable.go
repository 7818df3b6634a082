package lifecycle

// table tells which states were found: their numbers by their keys.
type table struct {
	slots []slot // a power of two, at most half full
	used  int
}

type slot struct {
	key    key
	number uint32 // and one; 0: the slot is free
}

// put returns the number of the state with a key. If there was none, it is the
// given one from now on.
func (t *table) put(k key, number uint32) (uint32, bool) {
	if 2*t.used >= len(t.slots) {
		t.grow()
	}
	s := t.slot(k)
	if s.number != 0 {
		return s.number - 1, true
	}
	*s = slot{k, number + 1}
	t.used++
	return number, false
}

// slot returns the one that holds a key, or could.
func (t *table) slot(k key) *slot {
	mask := uint64(len(t.slots) - 1)
	for i := k.a & mask; ; i = (i + 1) & mask {
		if s := &t.slots[i]; s.number == 0 || s.key == k {
			return s
		}
	}
}

func (t *table) grow() {
	old := t.slots
	t.slots = make([]slot, max(1024, 4*len(old)))
	for i := range old {
		if old[i].number != 0 {
			*t.slot(old[i].key) = old[i]
		}
	}
}

// queue holds the states that are still to be expanded, in pieces that are let go
// when they are done.
type queue struct {
	pieces [][]*visit
	next   int // in the first piece
}

const pieceSize = 1024

func (q *queue) push(v *visit) {
	if n := len(q.pieces); n == 0 || len(q.pieces[n-1]) == pieceSize {
		q.pieces = append(q.pieces, make([]*visit, 0, pieceSize))
	}
	last := &q.pieces[len(q.pieces)-1]
	*last = append(*last, v)
}

// pop takes the first state out, or returns nil.
func (q *queue) pop() *visit {
	if len(q.pieces) == 0 || q.next == len(q.pieces[0]) {
		return nil
	}
	v := q.pieces[0][q.next]
	q.pieces[0][q.next] = nil
	q.next++
	if q.next == pieceSize {
		q.pieces, q.next = q.pieces[1:], 0
	}
	return v
}
