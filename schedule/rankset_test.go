package schedule

import (
	"slices"
	"testing"

	"github.com/podlife/podlife/internal/lawtest"
	"pgregory.net/rapid"
)

// setAsList: a rankSet is a sorted list.
func setAsList(remove func(s *rankSet, n int32)) func(*rapid.T) {
	return func(t *rapid.T) {
		var s rankSet
		var list []int32
		add := func(n int32) {
			if i, known := slices.BinarySearch(list, n); !known {
				s.add(n)
				list = slices.Insert(list, i, n)
			}
		}
		first, step := rapid.Int32Range(0, 50).Draw(t, "first"), rapid.Int32Range(-3, 3).Draw(t, "step")
		for i := range int32(rapid.IntRange(0, 3000).Draw(t, "count")) {
			add(10000 + first + i*step)
		}
		for range rapid.IntRange(0, 20).Draw(t, "steps") {
			n := 10000 + rapid.Int32Range(-100, 100).Draw(t, "n")
			if i, known := slices.BinarySearch(list, n); known && rapid.Bool().Draw(t, "remove") {
				remove(&s, n)
				list = slices.Delete(list, i, i+1)
			} else {
				add(n)
			}
		}
		if s.size != len(list) {
			t.Fatalf("%d numbers, want %d", s.size, len(list))
		}
		for i, n := range list {
			if got := s.at(i); got != n || s.upTo(n) != i+1 || s.upTo(n-1) > i {
				t.Fatalf("at place %d is %d, want %d; %d up to it", i, got, n, s.upTo(n))
			}
		}
	}
}

func TestSetAsList(t *testing.T) {
	rapid.Check(t, setAsList((*rankSet).remove))
	lawtest.Catches(t, setAsList(func(s *rankSet, _ int32) { s.remove(s.at(0)) }))
}

// A set may lose whole pieces, and all that it has, and fill again.
func TestSetRunsEmpty(t *testing.T) {
	const count = 3*maxPiece + 7
	for name, at := range map[string]func(i int) int32{
		"from below": func(i int) int32 { return int32(i) },
		"from above": func(i int) int32 { return int32(count - 1 - i) },
		"from the middle": func(i int) int32 {
			return int32((i + count/2) % count)
		},
	} {
		var s rankSet
		for range 2 {
			left := map[int32]bool{}
			for i := range int32(count) {
				s.add(i)
				left[i] = true
			}
			for i := range count {
				s.remove(at(i))
				delete(left, at(i))
				if s.size != len(left) || s.upTo(count) != len(left) || s.at(len(left)) != -1 {
					t.Fatalf("%s: %d numbers of %d, after %d", name, s.upTo(count), len(left), i)
				}
				if n := s.at(len(left) / 2); len(left) > 0 && !left[n] {
					t.Fatalf("%s: %d is there after %d", name, n, i)
				}
			}
			if len(s.pieces) != 0 {
				t.Errorf("%s: %d pieces of nothing", name, len(s.pieces))
			}
		}
	}
}

// pickAsMerged: to pick from several sets is to pick from all their numbers.
func pickAsMerged(pick func(sets []*rankSet, place int) int32) func(*rapid.T) {
	return func(t *rapid.T) {
		sets := make([]*rankSet, rapid.IntRange(1, 4).Draw(t, "sets"))
		var all []int32
		for i := range sets {
			sets[i] = &rankSet{}
			for range rapid.IntRange(1, 20).Draw(t, "size") {
				if n := rapid.Int32Range(0, 60).Draw(t, "n"); !slices.Contains(all, n) {
					sets[i].add(n)
					all = append(all, n)
				}
			}
		}
		sets = slices.DeleteFunc(sets, func(s *rankSet) bool { return s.size == 0 })
		slices.Sort(all)
		for place, want := range all {
			if got := pick(sets, place); got != want {
				t.Fatalf("at place %d is %d, want %d", place, got, want)
			}
		}
	}
}

func TestPickAsMerged(t *testing.T) {
	rapid.Check(t, pickAsMerged(pickRank))
	lawtest.Catches(t, pickAsMerged(func(sets []*rankSet, place int) int32 { return pickRank(sets[:1], min(place, sets[0].size-1)) }))
}
