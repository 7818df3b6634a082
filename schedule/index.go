package schedule

import "maps"

// index finds small numbers by text. Its clone shares the greater part with it,
// which neither writes to any more.
type index struct {
	base map[string]int32 // never written to
	over map[string]int32 // goes before base; absent: removed
}

// absent marks what was removed from an index.
const absent = -1

func (x *index) get(key string) (int32, bool) {
	n, ok := x.over[key]
	if !ok {
		n, ok = x.base[key]
	}
	return n, ok && n != absent
}

func (x *index) set(key string, n int32) {
	if x.over == nil {
		x.over = map[string]int32{}
	}
	x.over[key] = n
}

func (x *index) remove(key string) { x.set(key, absent) }

// clone returns a copy. It may move what x has in over to base, which no
// reader can tell.
func (x *index) clone() index {
	if len(x.over) > len(x.base)/8+64 {
		merged := make(map[string]int32, len(x.base)+len(x.over))
		maps.Copy(merged, x.base)
		for key, n := range x.over {
			if n == absent {
				delete(merged, key)
			} else {
				merged[key] = n
			}
		}
		x.base, x.over = merged, nil
	}
	return index{x.base, maps.Clone(x.over)}
}

// owner tells which cluster may write to a part that clones share. A cluster
// that does not own a part copies it before it writes.
type owner struct{ _ byte }
