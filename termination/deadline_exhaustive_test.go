package termination_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// deadlineFunc is Deadline, or a broken variant of it.
type deadlineFunc func(*podlife.Pod, termination.Surroundings, time.Time) termination.Forecast

// TestDeadlineIsSoundAndTight searches all ends of small Pods. At each instant,
// all states that look the same in the API are compared with what Deadline
// makes of it: nothing comes later than foretold, and something comes then.
func TestDeadlineIsSoundAndTight(t *testing.T) {
	total := forecasts{}
	for _, name := range smallPods(searched) {
		for i, grace := range []int64{30, 2, 1, 0, 7} {
			for j, sleep := range []time.Duration{0, 5 * time.Second, 40 * time.Second} {
				if len(name) == 3 && i+j > 0 && !*full {
					continue
				}
				f, err := forecastAll(name, grace, sleep, termination.Deadline)
				if err != nil {
					t.Fatalf("Pod %s, %d s, hooks of %v: %v", name, grace, sleep, err)
				}
				total.add(f)
			}
		}
	}
	t.Log(total)
}

// shifted foretells the end, and what is waited for if all is set, at another
// time.
func shifted(by time.Duration, all bool) deadlineFunc {
	return func(p *podlife.Pod, around termination.Surroundings, now time.Time) termination.Forecast {
		f := termination.Deadline(p, around, now)
		for i := range f.Waits {
			if all && !f.Waits[i].Until.IsZero() {
				f.Waits[i].Until = f.Waits[i].Until.Add(by)
			}
		}
		if !f.By.IsZero() {
			f.By = f.By.Add(by)
		}
		return f
	}
}

// rewriting has Deadline look at another Pod.
func rewriting(change func(*podlife.Pod)) deadlineFunc {
	return func(p *podlife.Pod, around termination.Surroundings, now time.Time) termination.Forecast {
		return termination.Deadline(with(p, change), around, now)
	}
}

// TestDeadlineCatches: one second more or less is found, for every Pod in which
// something runs, and so is who forgets what sidecars wait for.
func TestDeadlineCatches(t *testing.T) {
	noOrder := rewriting(func(p *podlife.Pod) {
		for i := range p.Spec.InitContainers {
			p.Spec.InitContainers[i].RestartPolicy = ""
		}
	})
	noPast := rewriting(func(p *podlife.Pod) {
		for i := range p.Status.ContainerStatuses {
			p.Status.ContainerStatuses[i].State.FinishedAt = time.Time{}
		}
	})
	for _, name := range smallPods(2) {
		runs := strings.Trim(name, "-_") != ""
		waits := name == "ms" || name == "Ms"
		for _, c := range []struct {
			name   string
			broken deadlineFunc
			caught bool
		}{
			{"all early", shifted(-time.Second, true), runs}, {"all late", shifted(time.Second, true), runs},
			{"early", shifted(-time.Second, false), runs}, {"late", shifted(time.Second, false), runs},
			{"no order", noOrder, waits}, {"no past", noPast, waits},
		} {
			if _, err := forecastAll(name, 30, 0, c.broken); err == nil && c.caught {
				t.Errorf("Pod %s: passes %s", name, c.name)
			}
		}
	}
}

// forecasts counts.
type forecasts struct {
	explored
	forecasts int
}

func (f *forecasts) add(o forecasts) {
	f.explored.add(o.explored)
	f.forecasts += o.forecasts
}

func (f forecasts) String() string {
	return fmt.Sprintf("%v, %d forecasts", f.explored, f.forecasts)
}

// worst is when the last of each comes at the latest. Zero: it does not come.
type worst struct{ hook, main, sidecar time.Time }

func (w *worst) max(o worst) {
	for _, t := range []struct{ have, other *time.Time }{{&w.hook, &o.hook}, {&w.main, &o.main}, {&w.sidecar, &o.sidecar}} {
		if t.other.After(*t.have) {
			*t.have = *t.other
		}
	}
}

func (w *worst) kill() time.Time {
	if w.main.After(w.sidecar) {
		return w.main
	}
	return w.sidecar
}

// edge is a step of a search.
type edge struct {
	to    int
	at    time.Time
	marks worst // what came with it
}

// forecastAll compares deadline with all ends of a Pod.
func forecastAll(name string, grace int64, sleep time.Duration, deadline deadlineFunc) (forecasts, error) {
	p := with(smallPod(name), deleted(grace), slept(sleep))
	edges := map[int][]edge{}
	s := search{pod: p, step: termination.Step, fine: true, sleep: sleep}
	s.follow = func(from, to int, e entry) {
		if from != to {
			edges[from] = append(edges[from], edge{to, e.at, marksOf(e)})
		}
	}
	begin := func(p *podlife.Pod) []termination.Event { return []termination.Event{termination.Requested{Pod: p}} }
	if err := s.run(beginning{"deleted", begin}); err != nil {
		return forecasts{}, err
	}
	g := outcomes{search: &s, edges: edges, worst: make([]*worst, len(s.nodes))}
	f := forecasts{explored: s.explored}
	for now, w := range g.byInstant() {
		if err := compare(deadline(p, termination.Surroundings{}, now), *w, now); err != nil {
			return f, fmt.Errorf("at %v: %w", now.Sub(start), err)
		}
		f.forecasts++
	}
	for i := range s.nodes[1:] {
		n := &s.nodes[i+1]
		forecast := deadline(shown(p, n), termination.Surroundings{}, n.now)
		if w := g.from(i + 1); n.Stage == termination.Terminating && w.kill().After(forecast.By) {
			return f, fmt.Errorf("if the exits are shown at %v: killed at %v, foretold for %v", n.now.Sub(start), w.kill().Sub(start), forecast.By.Sub(start))
		}
		f.forecasts++
		if n.Stage > termination.Terminating && !forecast.By.IsZero() {
			return f, fmt.Errorf("nothing runs, and %v is waited for", forecast.Waits)
		}
	}
	return f, nil
}

// slept makes all hooks sleep.
func slept(d time.Duration) func(*podlife.Pod) {
	return func(p *podlife.Pod) {
		for _, list := range [][]podlife.Container{p.Spec.Containers, p.Spec.InitContainers} {
			for i := range list {
				if list[i].Lifecycle != nil && d > 0 {
					list[i].Lifecycle.PreStop = &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: int64(d / time.Second)}}
				}
			}
		}
	}
}

// shown returns p with the statuses of n, as if a kubelet wrote them at once.
func shown(p *podlife.Pod, n *situation) *podlife.Pod {
	return with(p, func(p *podlife.Pod) {
		for _, list := range [][]podlife.ContainerStatus{p.Status.ContainerStatuses, p.Status.InitContainerStatuses} {
			for i := range list {
				if c := containerOf(&n.State, list[i].Name); c != nil && c.Exited {
					list[i].State = podlife.ContainerState{Kind: podlife.StateTerminated, FinishedAt: n.now.Truncate(time.Second)}
				}
			}
		}
	})
}

// marksOf returns what the step says about the hooks that it ends and about the
// containers that it kills.
func marksOf(e entry) worst {
	var w worst
	for i := range e.before.Containers {
		if e.before.Containers[i].Progress == termination.InPreStop && e.after.Containers[i].Progress != termination.InPreStop {
			w.hook = e.at
		}
	}
	_ = e.signals(func(c *termination.Container, s *termination.SendSignal) error {
		if s.Signal == "SIGKILL" && c.Kind == termination.Sidecar {
			w.sidecar = e.at
		} else if s.Signal == "SIGKILL" {
			w.main = e.at
		}
		return nil
	})
	return w
}

// outcomes is what a search found.
type outcomes struct {
	*search
	edges map[int][]edge
	worst []*worst
}

// from returns the worst that comes after situation i.
func (g *outcomes) from(i int) worst {
	if g.worst[i] == nil {
		var w worst
		for _, e := range g.edges[i] {
			w.max(g.via(e))
		}
		g.worst[i] = &w
	}
	return *g.worst[i]
}

// via returns the worst that comes with a step or after it.
func (g *outcomes) via(e edge) worst {
	w := g.from(e.to)
	w.max(e.marks)
	return w
}

// byInstant returns, for each instant at which anything happens, the worst that
// comes from then on in any of the states that last until then. While
// containers are being killed they all look the same in the API.
func (g *outcomes) byInstant() map[time.Time]*worst {
	var instants []time.Time
	for i := range g.nodes[1:] {
		instants = append(instants, g.nodes[i+1].now)
	}
	slices.SortFunc(instants, time.Time.Compare)
	instants = slices.Compact(instants)
	all := map[time.Time]*worst{}
	for i := range g.nodes[1:] {
		n := &g.nodes[i+1]
		if n.Stage != termination.Terminating {
			continue
		}
		for _, e := range g.edges[i+1] {
			w := g.via(e)
			for _, now := range instants {
				if now.Before(n.now) || now.After(e.at) {
					continue
				}
				if all[now] == nil {
					all[now] = &worst{}
				}
				all[now].max(w)
			}
		}
	}
	return all
}

// compare compares a forecast with the worst that comes from now on.
func compare(f termination.Forecast, w worst, now time.Time) error {
	untils := map[termination.WaitFor]time.Time{}
	for _, wait := range f.Waits {
		untils[wait.For] = wait.Until
	}
	for _, c := range []struct {
		name           string
		foretold, real time.Time
	}{
		{"the end", f.By, w.kill()},
		{"hooks", untils[termination.WaitPreStop], w.hook},
		{"main containers", untils[termination.WaitMainContainers], w.main},
		{"sidecars", untils[termination.WaitSidecars], w.sidecar},
	} {
		// What is over when it is asked for need not be foretold, and what is
		// foretold for then may be over.
		if !c.real.After(now) && !c.foretold.After(now) {
			continue
		}
		// A sidecar that waits may come as near to its bound as one likes: the
		// search gets as near as a clock can tell.
		if late := c.real.Sub(c.foretold); late > 0 || late < -2*time.Nanosecond {
			return fmt.Errorf("%s: foretold for %v, comes at %v", c.name, c.foretold.Sub(start), c.real.Sub(start))
		}
	}
	return nil
}
