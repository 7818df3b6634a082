package schedule

import (
	"cmp"
	"slices"
)

// rankSet is a set of numbers in order. It is a list in pieces, so that little
// has to be moved when a number comes or goes: of ten thousand nodes that are
// equally good, one more or less costs the length of a piece and not of the list.
// The numbers are places in the order of names.
type rankSet struct {
	pieces [][]int32 // each sorted and not empty, the lower before the higher
	size   int
}

// maxPiece is how long a piece may be.
const maxPiece = 512

// piece returns the place of the piece in which a number is, or would be.
func (s *rankSet) piece(n int32) int {
	at, _ := slices.BinarySearchFunc(s.pieces, n, func(p []int32, n int32) int { return cmp.Compare(p[len(p)-1], n) })
	return min(at, len(s.pieces)-1)
}

// add adds a number that is not in the set.
func (s *rankSet) add(n int32) {
	s.size++
	if len(s.pieces) == 0 {
		s.pieces = append(s.pieces, []int32{n})
		return
	}
	at := s.piece(n)
	p := s.pieces[at]
	i, _ := slices.BinarySearch(p, n)
	p = slices.Insert(p, i, n)
	s.pieces[at] = p
	if len(p) > maxPiece {
		half := len(p) / 2
		s.pieces = slices.Insert(s.pieces, at+1, slices.Clone(p[half:]))
		s.pieces[at] = p[:half]
	}
}

// remove removes a number that is in the set.
func (s *rankSet) remove(n int32) {
	s.size--
	at := s.piece(n)
	p := s.pieces[at]
	if len(p) == 1 {
		s.pieces = slices.Delete(s.pieces, at, at+1)
		return
	}
	i, _ := slices.BinarySearch(p, n)
	s.pieces[at] = slices.Delete(p, i, i+1)
}

// at returns the number at a place.
func (s *rankSet) at(place int) int32 {
	for _, p := range s.pieces {
		if place < len(p) {
			return p[place]
		}
		place -= len(p)
	}
	return -1
}

// upTo returns how many numbers are not above one.
func (s *rankSet) upTo(n int32) int {
	count := 0
	for _, p := range s.pieces {
		if p[len(p)-1] > n {
			i, _ := slices.BinarySearch(p, n+1)
			return count + i
		}
		count += len(p)
	}
	return count
}

// pickRank returns the number at a place among those of several sets, which have
// none in common. The sets are not merged, which would cost as much as there are
// numbers: the number is closed in on by halves, and each step counts in all sets
// how many are not above the middle.
func pickRank(sets []*rankSet, place int) int32 {
	if len(sets) == 1 {
		return sets[0].at(place)
	}
	low, high := int32(0), int32(0)
	for _, s := range sets {
		last := s.pieces[len(s.pieces)-1]
		high = max(high, last[len(last)-1])
	}
	for low < high { // the lowest with more than place up to it
		middle := low + (high-low)/2
		count := 0
		for _, s := range sets {
			count += s.upTo(middle)
		}
		if count > place {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}
