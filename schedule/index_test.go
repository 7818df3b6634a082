package schedule

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/podlife/podlife/internal/lawtest"
	"pgregory.net/rapid"
)

// indexAsMap: an index finds what a map would, and its clone goes its own way,
// however often it settles.
func indexAsMap(clone func(x *index) index) func(*rapid.T) {
	return func(t *rapid.T) { compareIndexes(t, clone) }
}

func compareIndexes(t *rapid.T, clone func(x *index) index) {
	type pair struct {
		x    index
		want map[string]int32
	}
	all := []pair{{want: map[string]int32{}}}
	for step := range rapid.IntRange(1, 12).Draw(t, "steps") {
		at := rapid.IntRange(0, len(all)-1).Draw(t, "index")
		p := &all[at]
		from := rapid.IntRange(0, 200).Draw(t, "from")
		switch rapid.IntRange(0, 4).Draw(t, "step") {
		case 0:
			all = append(all, pair{clone(&p.x), maps.Clone(p.want)})
		case 1:
			p.x.settle()
		case 2:
			for i := range 90 {
				key := fmt.Sprint((from + i) % 250)
				p.x.remove(key)
				delete(p.want, key)
			}
		default: // more than are left unsettled
			for i := range 90 {
				key := fmt.Sprint(from + i)
				p.x.set(key, int32(step*1000+i))
				p.want[key] = int32(step*1000 + i)
			}
		}
	}
	for i := range all {
		for key := range 300 {
			want, in := all[i].want[fmt.Sprint(key)]
			got, ok := all[i].x.get(fmt.Sprint(key))
			if ok != in || ok && got != want {
				t.Fatalf("index %d: %d is %d %v, want %d %v", i, key, got, ok, want, in)
			}
		}
		if most := len(all[i].x.base)/8 + 64; all[i].x.base != nil && len(all[i].x.over) > most {
			t.Fatalf("index %d: %d are not settled, with %d that are", i, len(all[i].x.over), len(all[i].x.base))
		}
	}
}

func TestIndexAsMap(t *testing.T) {
	rapid.Check(t, indexAsMap((*index).clone))
	lawtest.Catches(t, indexAsMap(func(x *index) index { return *x })) // shares what is not settled
	lawtest.Catches(t, indexAsMap(func(x *index) index { return index{base: x.base} }))
	// An index that was not settled has something to settle.
	var x index
	x.set("a", 1)
	if x.settle(); len(x.base) != 1 || x.over != nil {
		t.Errorf("got %+v", x)
	}
	x.remove("a")
	if x.settle(); len(x.base) != 0 {
		t.Errorf("what was removed is kept: %+v", x)
	}
}

// No two labels have one text, wherever the key ends and the value begins.
func TestLabelTexts(t *testing.T) {
	both, seen := strings.Repeat("a", 70000), map[string]int{}
	for _, n := range []int{0, 1, 44, 255, 256, 300, 511, 512, 65535, 65536, 65580, 70000} {
		text := string(labelText(nil, both[:n], both[n:]))
		if other, ok := seen[text]; ok {
			t.Errorf("keys of %d and %d bytes have one text", other, n)
		}
		seen[text] = n
	}
}
