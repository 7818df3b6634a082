package schedule

import "maps"

// index finds small numbers by text. Its clone shares the greater part with it,
// which neither writes to.
type index struct {
	base map[string]int32 // never written to
	over map[string]int32 // goes before base; absent: removed
}

// absent marks what was removed from an index.
const absent = -1

// get returns the number under a text, if there is one.
func (x *index) get(key string) (int32, bool) {
	n, ok := x.over[key]
	if !ok {
		n, ok = x.base[key]
	}
	return n, ok && n != absent
}

// set puts a number under a text. When a good part of x is in over, it settles: so
// the cost of that is spread over many changes.
func (x *index) set(key string, n int32) {
	if x.over == nil {
		x.over = map[string]int32{}
	}
	x.over[key] = n
	if x.base != nil && len(x.over) > len(x.base)/8+64 {
		x.settle()
	}
}

func (x *index) remove(key string) { x.set(key, absent) }

// settle moves what x has in over to base. That is done now and then, so that
// a clone has little to copy.
func (x *index) settle() {
	if x.base == nil && x.over != nil {
		x.base, x.over = x.over, nil
		return
	}
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

func (x *index) clone() index { return index{x.base, maps.Clone(x.over)} }

// labelIndex finds numbers, of groups of Pods or of terms, by a label. The
// numbers of one label are a chain.
type labelIndex struct {
	heads index // the newest link by label
	links []link
}

type link struct {
	number int32
	next   int32 // of links, plus one; 0: none
}

// labelText is the text under which a label is found.
func labelText(b []byte, key, value string) []byte {
	n := len(key) // goes before, so that no two labels have one text
	return append(append(append(b, byte(n>>16), byte(n>>8), byte(n)), key...), value...)
}

// add files a number under a label. Links are only added, never changed, so that
// clones can share them.
func (x *labelIndex) add(b []byte, key, value string, number int32) []byte {
	b = labelText(b[:0], key, value)
	head, ok := x.heads.get(string(b))
	if !ok {
		head = -1
	}
	x.heads.set(string(b), int32(len(x.links)))
	x.links = append(x.links, link{number, head + 1})
	return b
}

// find appends the numbers of a label to out.
func (x *labelIndex) find(out []int32, key, value string) []int32 {
	var buffer [128]byte
	at, ok := x.heads.get(string(labelText(buffer[:0], key, value)))
	for ok {
		l := x.links[at]
		out = append(out, l.number)
		at, ok = l.next-1, l.next > 0
	}
	return out
}

func (x *labelIndex) clone() labelIndex {
	return labelIndex{x.heads.clone(), x.links[:len(x.links):len(x.links)]}
}
