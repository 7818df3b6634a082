package podtest_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// The generator works out phases and conditions by how it built the Pod, the
// library by looking at it. Where a kubelet reported, the two must agree.
func TestLifelikePhase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Lifelike().Draw(t, "pod")
		if p.Status.ContainerStatuses == nil {
			return // no kubelet has reported
		}
		statuses := slices.Concat(p.Status.ContainerStatuses, p.Status.InitContainerStatuses)
		view := phase.View{Initialized: true, Static: p.IsStatic()}
		live := phase.Project(&p.Spec, statuses, view)
		view.Terminal = true
		final := phase.Project(&p.Spec, statuses, view)
		if !final.IsTerminal() {
			final = podlife.PodFailed // what the kubelet makes of a Pod that it ended before it began
		}
		if got := p.Status.Phase; got != live && (!got.IsTerminal() || got != final) {
			t.Fatalf("phase %s; statuses say %s while it lives and %s once it is over", got, live, final)
		}
	})
}

func TestLifelikeConditions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Lifelike().Draw(t, "pod")
		if p.Status.ContainerStatuses == nil || phase.Of(p) != p.Status.Phase {
			return // no kubelet has reported, or it has not seen yet that all is over
		}
		want := phase.Conditions(p)
		got := slices.DeleteFunc(p.Status.Conditions, func(c podlife.Condition) bool {
			return !slices.ContainsFunc(want, func(w podlife.Condition) bool { return w.Type == c.Type })
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("conditions (-library +generated):\n%s", diff)
		}
	})
}
