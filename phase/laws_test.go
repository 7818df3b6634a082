package phase_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
)

// rules is what the laws are about, so that each law can be shown to catch a
// broken one.
type rules struct {
	project func(*podlife.PodSpec, []podlife.ContainerStatus, phase.View) podlife.Phase
	next    func(podlife.PodStatus, podlife.Phase) podlife.Phase
	of      func(*podlife.Pod) podlife.Phase
}

func ours() rules { return rules{phase.Project, phase.Next, phase.Of} }

// law is a property of rules of a type, with a broken rule that it catches.
type law[R any] struct {
	name   string
	holds  func(*rapid.T, R)
	broken R
}

// checkLaws checks that each law holds for the rule, and for its broken one not.
func checkLaws[R any](t *testing.T, rule R, laws []law[R]) {
	t.Helper()
	for _, l := range laws {
		t.Run(l.name, rapid.MakeCheck(func(t *rapid.T) { l.holds(t, rule) }))
		t.Run(l.name+" catches", func(t *testing.T) {
			lawtest.Catches(t, func(rt *rapid.T) { l.holds(rt, l.broken) })
		})
	}
}

func views() *rapid.Generator[phase.View] {
	return rapid.Custom(func(t *rapid.T) phase.View {
		return phase.View{
			Terminal:    rapid.Bool().Draw(t, "terminal"),
			Initialized: rapid.Bool().Draw(t, "initialized"),
			Static:      rapid.Bool().Draw(t, "static"),
		}
	})
}

func allStatuses(p *podlife.Pod) []podlife.ContainerStatus {
	return slices.Concat(p.Status.ContainerStatuses, p.Status.InitContainerStatuses)
}

func laws() []law[rules] {
	wrong := func(change func(*rules)) rules { r := ours(); change(&r); return r }
	return []law[rules]{
		{"Total", func(t *rapid.T, r rules) {
			p := podtest.Pod().Draw(t, "pod")
			got := r.project(&p.Spec, allStatuses(p), views().Draw(t, "view"))
			if !slices.Contains([]podlife.Phase{"Pending", "Running", "Succeeded", "Failed"}, got) {
				t.Fatalf("Project = %q, not a phase that a kubelet computes", got)
			}
		}, wrong(func(r *rules) {
			r.project = func(s *podlife.PodSpec, l []podlife.ContainerStatus, v phase.View) podlife.Phase {
				if len(l) == 0 {
					return podlife.PodUnknown
				}
				return phase.Project(s, l, v)
			}
		})},
		{"StatusOrderDoesNotMatter", func(t *rapid.T, r rules) {
			p := podtest.Lifelike().Draw(t, "pod") // names are unique
			v := views().Draw(t, "view")
			list := allStatuses(p)
			shuffled := rapid.Permutation(list).Draw(t, "shuffled")
			if a, b := r.project(&p.Spec, list, v), r.project(&p.Spec, shuffled, v); a != b {
				t.Fatalf("Project = %s, in another order %s", a, b)
			}
		}, wrong(func(r *rules) {
			r.project = func(s *podlife.PodSpec, l []podlife.ContainerStatus, v phase.View) podlife.Phase {
				l = slices.Clone(l)
				for i := range s.Containers { // statuses by place, not by name
					if i < len(l) {
						l[i].Name = s.Containers[i].Name
					}
				}
				return phase.Project(s, l, v)
			}
		})},
		{"TerminalPhaseStays", func(t *rapid.T, r rules) {
			p := podtest.Pod().Draw(t, "pod")
			p.Status.Phase = rapid.SampledFrom([]podlife.Phase{podlife.PodSucceeded, podlife.PodFailed}).Draw(t, "phase")
			if got := r.of(p); got != p.Status.Phase {
				t.Fatalf("Of = %s after %s", got, p.Status.Phase)
			}
			computed := r.project(&p.Spec, allStatuses(p), views().Draw(t, "view"))
			if got := r.next(p.Status, computed); got != p.Status.Phase {
				t.Fatalf("Next = %s after %s", got, p.Status.Phase)
			}
		}, wrong(func(r *rules) { // kubernetes issues 58711 and 59767: Failed became Succeeded
			r.next = func(prev podlife.PodStatus, computed podlife.Phase) podlife.Phase {
				if prev.Phase.IsTerminal() && !computed.IsTerminal() {
					return prev.Phase
				}
				return computed
			}
		})},
		{"AlwaysNeverSucceeds", func(t *rapid.T, r rules) {
			p := podtest.Pod().Draw(t, "pod")
			p.Spec.RestartPolicy = podlife.RestartPolicyAlways
			for i := range p.Spec.Containers {
				p.Spec.Containers[i].RestartPolicy = ""
			}
			v := views().Draw(t, "view")
			v.Terminal = false
			if got := r.project(&p.Spec, allStatuses(p), v); got == podlife.PodSucceeded {
				t.Fatal("Project = Succeeded under Always")
			}
		}, wrong(func(r *rules) { // as before sidecars: the policy is not asked
			r.project = func(s *podlife.PodSpec, l []podlife.ContainerStatus, v phase.View) podlife.Phase {
				v.Terminal = true
				return phase.Project(s, l, v)
			}
		})},
		{"EphemeralContainersDoNotMatter", func(t *rapid.T, r rules) {
			p := podtest.Pod().Draw(t, "pod")
			p.DeletionTimestamp = time.Time{} // a deleted Pod is not at its end while one runs
			q := p.Clone()
			q.Spec.EphemeralContainers = append(q.Spec.EphemeralContainers, podlife.EphemeralContainer{Name: "debug"})
			status := podtest.ContainerStatus("debug").Draw(t, "status")
			q.Status.EphemeralContainerStatuses = append(q.Status.EphemeralContainerStatuses, status)
			if a, b := r.of(p), r.of(q); a != b {
				t.Fatalf("Of = %s, with an ephemeral container %s", a, b)
			}
		}, wrong(func(r *rules) {
			r.of = func(p *podlife.Pod) podlife.Phase {
				q := p.Clone()
				for i, c := range q.Spec.EphemeralContainers {
					q.Spec.Containers = append(q.Spec.Containers, podlife.Container{Name: c.Name})
					if i < len(q.Status.EphemeralContainerStatuses) {
						q.Status.ContainerStatuses = append(q.Status.ContainerStatuses, q.Status.EphemeralContainerStatuses[i])
					}
				}
				return phase.Of(q)
			}
		})},
		{"ExitCodesMatterAsZeroOrNot", func(t *rapid.T, r rules) {
			p := podtest.Pod().Draw(t, "pod")
			for _, list := range [][]podlife.Container{p.Spec.Containers, p.Spec.InitContainers} {
				for i := range list {
					list[i].RestartPolicyRules = nil
				}
			}
			q := p.Clone()
			for _, list := range [][]podlife.ContainerStatus{q.Status.ContainerStatuses, q.Status.InitContainerStatuses} {
				for i := range list {
					for _, s := range []*podlife.ContainerState{&list[i].State, &list[i].LastTerminationState} {
						if s.ExitCode != 0 {
							s.ExitCode = rapid.Int32().Filter(func(c int32) bool { return c != 0 }).Draw(t, "code")
						}
					}
				}
			}
			v := views().Draw(t, "view")
			if a, b := r.project(&p.Spec, allStatuses(p), v), r.project(&q.Spec, allStatuses(q), v); a != b {
				t.Fatalf("Project = %s, with other exit codes %s", a, b)
			}
		}, wrong(func(r *rules) { // a signal is taken for no failure
			r.project = func(s *podlife.PodSpec, l []podlife.ContainerStatus, v phase.View) podlife.Phase {
				l = slices.Clone(l)
				for i := range l {
					if l[i].State.ExitCode > 128 {
						l[i].State.ExitCode = 0
					}
				}
				return phase.Project(s, l, v)
			}
		})},
		{"ArgumentsAreNotChanged", func(t *rapid.T, r rules) {
			p := podtest.Pod().Draw(t, "pod")
			before := p.Clone()
			r.of(p)
			r.project(&p.Spec, p.Status.ContainerStatuses, views().Draw(t, "view"))
			phase.Conditions(p)
			phase.Columns(p, epoch)
			phase.Textbook(p)
			phase.Publish(p, p.Status, rapid.Bool().Draw(t, "running"), epoch)
			_ = phase.CheckTransition(p, p)
			if diff := cmp.Diff(before, p); diff != "" {
				t.Fatalf("the Pod changed (-before +after):\n%s", diff)
			}
		}, wrong(func(r *rules) {
			r.of = func(p *podlife.Pod) podlife.Phase { p.Status.Phase = phase.Of(p) + "!"; return p.Status.Phase }
		})},
	}
}

func TestLaws(t *testing.T) { checkLaws(t, ours(), laws()) }
