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
