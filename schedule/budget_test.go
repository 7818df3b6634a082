package schedule_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

func TestBudgets(t *testing.T) {
	elsewhere := budgetOf("e", 1, app("web"))
	elsewhere.Namespace = "other"
	c := cluster(t, guarding(nodes(node("n1")), budgetOf("b", 1, app("web")), budgetOf("a", 1, app("web")), budgetOf("db", 1, app("db")), budgetOf("none", 1, nil), elsewhere))
	names := func(p *podlife.Pod) (out []string) {
		for _, b := range c.Budgets(p) {
			out = append(out, fmt.Sprintf("%s %d", b.Name, b.Status.DisruptionsAllowed))
		}
		return out
	}
	expect := func(p *podlife.Pod, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, names(p)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	web := labeled(pod("web"), "app", "web")
	expect(web, "a 1", "b 1")
	expect(pod("bare"))
	expect(nil)
	before := c.Clone()
	for _, b := range []*podlife.PodDisruptionBudget{budgetOf("b", 0, app("web")), budgetOf("a", 1, nil), budgetOf("c", 3, app("web"))} {
		if err := c.SetBudget(b); err != nil {
			t.Fatal(err)
		}
	}
	expect(web, "b 0", "c 3")
	bad := budgetOf("b", 9, &podlife.LabelSelector{MatchLabels: map[string]string{"a b": ""}})
	const want = `schedule: PodDisruptionBudget "default/b": spec.selector.matchLabels["a b"]: key "a b" is not a qualified name`
	if err := c.SetBudget(bad); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if err := c.SetBudget(nil); err == nil {
		t.Error("nothing is a budget")
	}
	expect(web, "b 0", "c 3")
	c = before
	expect(web, "a 1", "b 1")
}

// budgeter is the ways to change budgets. The broken variants stand in for it.
type budgeter struct {
	set      func(c *schedule.Cluster, b *podlife.PodDisruptionBudget) error
	rollback func(t *schedule.Transaction) bool
}

// budgetsAsAtOnce: a cluster whose budgets were changed, and changed back, makes
// way as one that is made with them.
func budgetsAsAtOnce(by budgeter) func(*rapid.T) {
	return func(t *rapid.T) {
		o := with(nodes(node("n1"), node("n2")))
		for i, n := range []string{"n1", "n1", "n2", "n2"} {
			o.Pods = append(o.Pods, on(labeled(pod(fmt.Sprintf("q%d", i), "cpu", "2"), "app", []string{"web", "db"}[i%2]), n))
		}
		budgets := map[string]*podlife.PodDisruptionBudget{}
		made := func() *schedule.Cluster {
			now := *o
			for _, name := range []string{"a", "b", "c"} {
				if b := budgets[name]; b != nil {
					now.PodDisruptionBudgets = append(now.PodDisruptionBudgets, b)
				}
			}
			return built(t, &now)
		}
		step := func(c *schedule.Cluster, keep bool) {
			name := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "name")
			b := budgetOf(name, int32(rapid.IntRange(0, 2).Draw(t, "allowed")), rapid.SampledFrom([]*podlife.LabelSelector{app("web"), app("db"), nil}).Draw(t, "selector"))
			if err := by.set(c, b); err != nil {
				t.Fatal(err)
			}
			if keep {
				budgets[name] = b
			}
		}
		c := made()
		for range rapid.IntRange(1, 5).Draw(t, "steps") {
			c.Place([]*podlife.Pod{pod("small", "cpu", "3")}, schedule.Default(), nil) // is refused, and kept up
			if rapid.Bool().Draw(t, "tried only") {
				try := c.Begin()
				step(c, false)
				by.rollback(try)
				continue
			}
			step(c, true)
		}
		boss := ranked(pod("boss", "cpu", "4"), 1)
		want, _ := made().Preempt(boss, schedule.Default(), schedule.PreemptionArgs{})
		got, _ := c.Preempt(boss, schedule.Default(), schedule.PreemptionArgs{})
		if diff := cmp.Diff(inWords(want), inWords(got)) + cmp.Diff(want.Victims, got.Victims); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestBudgetsAsAtOnce(t *testing.T) {
	ours := budgeter{(*schedule.Cluster).SetBudget, (*schedule.Transaction).Rollback}
	rapid.Check(t, budgetsAsAtOnce(ours))
	keeps, forgets := ours, ours
	keeps.rollback = (*schedule.Transaction).Commit
	forgets.set = func(c *schedule.Cluster, b *podlife.PodDisruptionBudget) error {
		if slices.ContainsFunc(c.Budgets(labeled(pod("p"), "app", "web")), func(old *podlife.PodDisruptionBudget) bool { return old.Name == b.Name }) {
			return nil
		}
		return c.SetBudget(b)
	}
	for name, broken := range map[string]budgeter{"keeps what was only tried": keeps, "adds, and never changes": forgets} {
		t.Run(name, func(t *testing.T) { lawtest.Catches(t, budgetsAsAtOnce(broken)) })
	}
}
