package kube

import (
	"maps"
	"slices"
)

// direction says which side of a pair is copied onto the other.
type direction bool

// Every function below takes a podlife value p and its core/v1 counterpart k.
// It changes only the side that the direction names and keeps no reference to
// anything in the other.
const (
	read  direction = false // k onto p
	write direction = true  // p onto k
)

// fields lists the pairs of fields of one noun. One list serves both
// directions, so that none of them can forget what the other has.
type fields[P, K any] func(d direction, p *P, k *K)

// value copies a value that holds no reference.
func value[T bool | int32 | int64 | string](d direction, p, k *T) {
	if d == read {
		*p = *k
	} else {
		*k = *p
	}
}

// text copies between string types of different names.
func text[P, K ~string](d direction, p *P, k *K) {
	if d == read {
		*p = P(*k)
	} else {
		*k = K(*p)
	}
}

// pointer copies what a pointer points to, where both sides have a pointer.
func pointer[T bool | int32 | int64 | string](d direction, p, k **T) {
	from, to := k, p
	if d == write {
		from, to = p, k
	}
	if *from == nil {
		*to = nil
		return
	}
	v := **from
	*to = &v
}

// optional copies between a string whose zero means "not set" and a pointer.
// A pointer to the empty string reads as not set, and is left alone by a write
// of "not set".
func optional[P, K ~string](d direction, p *P, k **K) {
	var old P
	if *k != nil {
		old = P(**k)
	}
	switch {
	case d == read:
		*p = old
	case *p == old:
	case *p == "":
		*k = nil
	default:
		v := K(*p)
		*k = &v
	}
}

// flag is optional for a boolean.
func flag(d direction, p *bool, k **bool) {
	old := *k != nil && **k
	switch {
	case d == read:
		*p = old
	case *p == old:
	case *p:
		v := true
		*k = &v
	default:
		*k = nil
	}
}

// list copies a list of values that hold no reference.
func list[T int32 | string](d direction, p, k *[]T) {
	if d == read {
		*p = slices.Clone(*k)
	} else {
		*k = slices.Clone(*p)
	}
}

// dict copies a map of strings.
func dict(d direction, p, k *map[string]string) {
	if d == read {
		*p = maps.Clone(*k)
	} else {
		*k = maps.Clone(*p)
	}
}

// object copies what a pointer points to, field by field. A write makes a new
// object, which begins as a copy of the old one, so that fields that podlife
// lacks stay and whoever else points to the old one sees no change.
func object[P, K any](d direction, p **P, k **K, of fields[P, K]) {
	if d == read {
		*p = readNew(*k, of)
		return
	}
	if *p == nil {
		*k = nil
		return
	}
	fresh := new(K)
	if *k != nil {
		*fresh = **k
	}
	of(write, *p, fresh)
	*k = fresh
}

// each copies a list of objects, element by element. A write makes a new list
// in the order of p. Each element begins as a copy of the old one that is the
// same thing, as object does; where same is nil, the one at the same index.
func each[P, K any](d direction, p *[]P, k *[]K, of fields[P, K], same func(p *P, k *K) bool) {
	if d == read {
		*p = readEach(*k, of)
		return
	}
	if *p == nil {
		*k = nil
		return
	}
	fresh := make([]K, len(*p))
	for i := range fresh {
		if old := counterpart(*k, i, &(*p)[i], same); old != nil {
			fresh[i] = *old
		}
		of(write, &(*p)[i], &fresh[i])
	}
	*k = fresh
}

// counterpart returns the element of old that is the same thing as p, which
// stands at index i, or nil. The same index is tried first: it is the usual
// answer, and in a list that names a thing twice the right one.
func counterpart[P, K any](old []K, i int, p *P, same func(p *P, k *K) bool) *K {
	if i < len(old) && (same == nil || same(p, &old[i])) {
		return &old[i]
	}
	if same == nil {
		return nil
	}
	for j := range old {
		if same(p, &old[j]) {
			return &old[j]
		}
	}
	return nil
}

func readEach[P, K any](k []K, of fields[P, K]) []P {
	if k == nil {
		return nil
	}
	out := make([]P, len(k))
	for i := range k {
		of(read, &out[i], &k[i])
	}
	return out
}

func readNew[P, K any](k *K, of fields[P, K]) *P {
	if k == nil {
		return nil
	}
	p := new(P)
	of(read, p, k)
	return p
}

// writeNew returns k, which is new, with what p holds.
func writeNew[P, K any](p *P, k *K, of fields[P, K]) *K {
	if p == nil {
		return nil
	}
	of(write, p, k)
	return k
}

// apply writes src into dst, where both are there.
func apply[P, K any](dst *K, src *P, of fields[P, K]) {
	if dst != nil && src != nil {
		of(write, src, dst)
	}
}
