package termination_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

func noExecute(key string) podlife.Taint {
	return podlife.Taint{Key: key, Effect: podlife.TaintEffectNoExecute}
}

func tolerates(key string, seconds ...int64) podlife.Toleration {
	t := podlife.Toleration{Key: key, Operator: podlife.TolerationOpExists}
	if len(seconds) > 0 {
		t.TolerationSeconds = &seconds[0]
	}
	return t
}

func tolerating(list ...podlife.Toleration) *podlife.Pod {
	p := deletable()
	p.Spec.Tolerations = list
	return p
}

func TestEvict(t *testing.T) {
	a, b := noExecute("a"), noExecute("b")
	forever := math.Inf(1)
	for _, c := range []struct {
		name   string
		pod    *podlife.Pod
		taints []podlife.Taint
		after  float64 // seconds after the start; now is 10
		cause  string
	}{
		{"no taints", tolerating(), nil, forever, ""},
		{"another effect", tolerating(), []podlife.Taint{{Key: "a", Effect: podlife.TaintEffectNoSchedule}}, forever, ""},
		{"not tolerated", tolerating(), []podlife.Taint{a}, 10, "a"},
		{"the shorter of two", tolerating(tolerates("a", 100), tolerates("b", 50)), []podlife.Taint{a, b}, 50, "b"},
		{"the first of two as short", tolerating(tolerates("a", 50), tolerates("b", 50)), []podlife.Taint{b, a}, 50, "b"},
		{"one for ever", tolerating(tolerates("a"), tolerates("b", 50)), []podlife.Taint{a, b}, 50, "b"},
		{"both for ever", tolerating(tolerates("a"), tolerates("b")), []podlife.Taint{a, b}, forever, ""},
		{"one of two not", tolerating(tolerates("a")), []podlife.Taint{a, b}, 10, "b"},
		{"the first match counts", tolerating(tolerates("a"), tolerates("a", 10)), []podlife.Taint{a}, forever, ""},
		{"the first match counts, the other way", tolerating(tolerates("a", 10), tolerates("a")), []podlife.Taint{a}, 10, "a"},
		{"zero seconds", tolerating(tolerates("a", 0)), []podlife.Taint{a}, 0, "a"},
		{"negative seconds", tolerating(tolerates("a", -9), tolerates("b", 5)), []podlife.Taint{a, b}, 0, "a"},
		{"everything", tolerating(tolerates("")), []podlife.Taint{a, b}, forever, ""},
		{"so long that it is for ever", tolerating(tolerates("a", math.MaxInt64)), []podlife.Taint{a}, forever, ""},
		{"so long that it overflows", tolerating(tolerates("a", 10_000_000_000)), []podlife.Taint{a}, forever, ""},
		{"an unbound Pod", &podlife.Pod{}, []podlife.Taint{a}, forever, ""},
		{"no Pod", nil, []podlife.Taint{a}, forever, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := termination.Evict(c.pod, c.taints, start, sec(10))
			if got.Taint.Key != c.cause {
				t.Errorf("because of %q, want %q", got.Taint.Key, c.cause)
			}
			if math.IsInf(c.after, 1) {
				if got != (termination.Eviction{}) || got.Due(sec(1e6)) {
					t.Errorf("evicted at %v", got.At)
				}
				return
			}
			if !got.At.Equal(sec(c.after)) || !got.Due(sec(c.after)) || got.Due(sec(c.after).Add(-1)) {
				t.Errorf("evicted at %v, want %v", got.At, sec(c.after))
			}
		})
	}
	if got := termination.Evict(tolerating(tolerates("a", 20)), []podlife.Taint{a}, time.Time{}, sec(10)); !got.At.Equal(sec(30)) {
		t.Errorf("counted from the zero time: %v", got.At)
	}
}

func TestEvictionUpdate(t *testing.T) {
	a, b := noExecute("a"), noExecute("b")
	planned := termination.Evict(tolerating(tolerates("a", 300)), []podlife.Taint{a}, start, start)
	for _, c := range []struct {
		name   string
		pod    *podlife.Pod
		taints []podlife.Taint
		now    float64
		want   float64 // < 0: never
	}{
		{"nothing new", tolerating(tolerates("a", 300)), []podlife.Taint{a}, 100, 300},
		{"a shorter time comes too late", tolerating(tolerates("a", 50)), []podlife.Taint{a}, 100, 300},
		{"a longer time comes too late", tolerating(tolerates("a", 900)), []podlife.Taint{a}, 100, 300},
		{"one more taint, tolerated", tolerating(tolerates("", 20)), []podlife.Taint{a, b}, 100, 300},
		{"one more taint, not tolerated", tolerating(tolerates("a", 300)), []podlife.Taint{a, b}, 100, 100},
		{"the taint goes", tolerating(tolerates("a", 300)), nil, 100, -1},
		{"tolerated for ever", tolerating(tolerates("a")), []podlife.Taint{a}, 100, -1},
		{"in the same moment", tolerating(tolerates("a", 50)), []podlife.Taint{a}, 0, 50},
		{"after it was due", tolerating(tolerates("a", 300)), []podlife.Taint{a}, 400, 700},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := planned.Update(c.pod, c.taints, sec(c.now))
			if c.want < 0 && !got.At.IsZero() || c.want >= 0 && !got.At.Equal(sec(c.want)) {
				t.Errorf("evicted at %v, want second %v", got.At, c.want)
			}
		})
	}
	if got := (termination.Eviction{}).Update(tolerating(tolerates("a", 50)), []podlife.Taint{a}, sec(7)); !got.At.Equal(sec(57)) {
		t.Errorf("the first plan: %v", got.At)
	}
}

func TestDefaultTolerations(t *testing.T) {
	def := func(key string) podlife.Toleration {
		d := tolerates(key, 300)
		d.Effect = podlife.TaintEffectNoExecute
		return d
	}
	notReady, unreachable := def(podlife.TaintNodeNotReady), def(podlife.TaintNodeUnreachable)
	own := tolerates(podlife.TaintNodeNotReady)
	scheduling := tolerates(podlife.TaintNodeUnreachable)
	scheduling.Effect = podlife.TaintEffectNoSchedule
	for _, c := range []struct {
		name       string
		have, want []podlife.Toleration
	}{
		{"none", nil, []podlife.Toleration{notReady, unreachable}},
		{"everything", []podlife.Toleration{tolerates("")}, []podlife.Toleration{tolerates("")}},
		{"one of its own", []podlife.Toleration{own}, []podlife.Toleration{own, unreachable}},
		{"of another effect", []podlife.Toleration{scheduling}, []podlife.Toleration{scheduling, notReady, unreachable}},
	} {
		t.Run(c.name, func(t *testing.T) {
			have := slices.Grow(slices.Clone(c.have), 4)
			if d := cmp.Diff(c.want, termination.DefaultTolerations(have)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if d := cmp.Diff(make([]podlife.Toleration, 4), have[len(have):len(have)+4]); d != "" {
				t.Errorf("wrote behind its argument:\n%s", d)
			}
		})
	}
}

// TestEvictOrder is a law: the order of the taints does not matter to when.
func TestEvictOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p podlife.Pod
		p.Spec.NodeName = "node-1"
		for range rapid.IntRange(0, 4).Draw(t, "tolerations") {
			p.Spec.Tolerations = append(p.Spec.Tolerations, podlife.Toleration{
				Key:               rapid.SampledFrom([]string{"", "a", "b", "c"}).Draw(t, "key"),
				Operator:          podlife.TolerationOpExists,
				TolerationSeconds: rapid.Ptr(rapid.Int64Range(-1, 9), true).Draw(t, "seconds"),
			})
		}
		var taints []podlife.Taint
		for _, key := range []string{"a", "b", "c"} {
			if rapid.Bool().Draw(t, key) {
				taints = append(taints, noExecute(key))
			}
		}
		one := termination.Evict(&p, taints, start, sec(3))
		slices.Reverse(taints)
		if two := termination.Evict(&p, taints, start, sec(3)); !one.At.Equal(two.At) || one.Tolerated != two.Tolerated {
			t.Fatalf("%+v, reversed %+v", one, two)
		}
	})
}
