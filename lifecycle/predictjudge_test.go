package lifecycle

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
)

// question is something about the future of a Pod that an exploration answers.
type question uint8

const (
	canBePending question = iota
	canRun
	canSucceed
	canFail
	canBeReady
	questions
)

func (q question) String() string {
	return [...]string{"Pending", "Running", "Succeeded", "Failed", "ready"}[q]
}

// holds reports whether the API shows now what q asks for.
func (q question) holds(s *State) bool {
	if s.stage == Unborn || s.object.removed {
		return false
	}
	if q == canBeReady {
		return s.conditions.ready.yes && s.object.report.Phase == podlife.PodRunning
	}
	return s.object.report.Phase == [...]podlife.Phase{podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed}[q]
}

// answers are the questions that were answered with yes.
type answers uint8

func (a answers) has(q question) bool { return a&(1<<q) != 0 }

func (a answers) String() string {
	var out []string
	for q := range questions {
		if a.has(q) {
			out = append(out, q.String())
		}
	}
	return strings.Join(out, " ")
}

// sighting is what the API shows of some states of a Pod, and what can come of
// them.
type sighting struct {
	promised answers
	reached  answers // from some state that looks so
	gist     string
}

// judge compares what is promised of a Pod with what explorations find.
type judge struct {
	pod     *podlife.Pod
	promise func(p *podlife.Pod, now time.Time) answers
	seed    maphash.Seed
	seen    map[uint64]*sighting
	states  int
}

func newJudge(p *podlife.Pod, promise func(*podlife.Pod, time.Time) answers) *judge {
	return &judge{pod: p, promise: promise, seed: maphash.MakeSeed(), seen: map[uint64]*sighting{}}
}

// promised returns what is promised of a Pod.
func promised(p *podlife.Pod, now time.Time) answers {
	f := Predict(p, Surroundings{}, now)
	var a answers
	for q, yes := range [...]bool{
		canBePending: f.Phases.Has(podlife.PodPending), canRun: f.Phases.Has(podlife.PodRunning),
		canSucceed: f.CanSucceed, canFail: f.CanFail, canBeReady: f.CanBecomeReady,
	} {
		if yes {
			a |= 1 << q
		}
	}
	return a
}

// explore looks at all states of the Pod under the options. It returns the states
// from which something comes that was not promised.
func (j *judge) explore(o ExploreOptions) (*Graph, map[int]answers, error) {
	var at []*sighting
	var marked [questions][]bool
	o.Visit = func(n int, s State, now time.Time) {
		at = append(at, j.see(&s, now))
		for q := range questions {
			marked[q] = append(marked[q], q.holds(&s))
		}
	}
	g, err := Explore(j.pod, o)
	if g == nil {
		return nil, nil, err
	}
	j.states += g.States()
	unsound := map[int]answers{}
	for q := range questions {
		for n, yes := range g.CanReach(marked[q]) {
			if !yes || at[n] == nil {
				continue
			}
			at[n].reached |= 1 << q
			if !at[n].promised.has(q) {
				unsound[n] |= 1 << q
			}
		}
	}
	return g, unsound, err
}

// see returns the sighting of a state, or nil if there is no object.
func (j *judge) see(s *State, now time.Time) *sighting {
	if s.stage == Unborn || s.object.removed {
		return nil
	}
	limit, start := s.facts.pod.Spec.ActiveDeadlineSeconds, s.object.startTime
	k := sightKey(j.seed, s, limit != nil && !start.IsZero() && !now.Before(start.Add(time.Duration(*limit)*time.Second)))
	out := j.seen[k]
	if out == nil {
		p := s.Pod()
		out = &sighting{promised: j.promise(p, now), gist: gist(p, now)}
		j.seen[k] = out
	}
	return out
}

// sightKey hashes what the API shows of a state, instants and texts aside.
func sightKey(seed maphash.Seed, s *State, expired bool) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	o, c := &s.object, &s.conditions
	flags := func(list ...bool) {
		bits := byte(1)
		for _, b := range list {
			bits <<= 1
			if b {
				bits |= 1
			}
		}
		_ = h.WriteByte(bits)
	}
	text := func(s string) {
		_, _ = h.WriteString(s)
		_ = h.WriteByte(0)
	}
	flags(expired, len(o.finalizers) > 0, o.deleted, o.deleted && o.grace > 0, o.settled, s.kubelet.reported, s.kubelet.rejected)
	flags(len(s.facts.pod.Spec.SchedulingGates) > 0, s.facts.pod.Spec.NodeName != "")
	text(string(o.report.Phase))
	text(o.report.Reason)
	for _, a := range [...]*aspect{&c.scheduled, &c.sandbox, &c.initialized, &c.containersReady, &c.ready, &c.restarting} {
		flags(a.set, a.yes)
	}
	for i := range s.containers {
		n := &s.containers[i].shown
		flags(n.id != 0, n.started, n.ready)
		for _, c := range [...]*condition{&n.state, &n.last} {
			_ = h.WriteByte(byte(c.kind))
			_ = h.WriteByte(byte(c.exitCode))
			text(c.reason)
		}
	}
	return h.Sum64()
}

// gist says in a line what a Pod looks like, as far as a prediction goes by it.
func gist(p *podlife.Pod, now time.Time) string {
	var b strings.Builder
	b.WriteString(string(p.Status.Phase))
	if p.IsDeleted() {
		b.WriteString(", deleted")
	}
	if p.Spec.NodeName == "" {
		b.WriteString(", unbound")
	}
	if phase.Expired(p, now) != nil {
		b.WriteString(", expired")
	}
	for _, list := range [...][]podlife.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for i := range list {
			fmt.Fprintf(&b, ", %s %s", list[i].Name, gistOf(p, &list[i]))
		}
	}
	return b.String()
}

// gistOf is gist for a container.
func gistOf(p *podlife.Pod, s *podlife.ContainerStatus) string {
	all := append(slices.Clone(p.Spec.InitContainers), p.Spec.Containers...)
	c := &all[slices.IndexFunc(all, func(c podlife.Container) bool { return c.Name == s.Name })]
	switch {
	case s.State.Kind != podlife.StateTerminated || restart.ByPolicy(&p.Spec, c, s.State.ExitCode) != restart.Stay:
		return "goes on"
	case s.State.ExitCode == 0:
		return "succeeded"
	default:
		return "failed"
	}
}

// loose returns what was promised of Pods that look so and came of none.
func (j *judge) loose() map[string]answers {
	promised, reached, out := map[string]answers{}, map[string]answers{}, map[string]answers{}
	for _, s := range j.seen {
		promised[s.gist] |= s.promised
		reached[s.gist] |= s.reached
	}
	for g, p := range promised {
		if missing := p &^ reached[g]; missing != 0 {
			out[g] = missing
		}
	}
	return out
}
