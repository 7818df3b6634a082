package conformance

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// slower is how many cases of another area take as long as one scene does.
const slower = 20

// scheduleArea asks both schedulers all [questions] about a scene, so one case is one for each
// plugin.
func scheduleArea() Runner { return sceneArea("schedule", scenes(), questions()) }

// sampleArea is about clusters of which Kubernetes looks at a part.
func sampleArea() Runner { return sceneArea("schedule-sample", crowds(), samples()) }

func sceneArea(name string, gen *rapid.Generator[Scene], questions []question) Runner {
	interview := sync.OnceValue(func() *interview { return newInterview(questions) })
	return &sceneRunner{questions: questions, Area: &Area[Scene, []Placement]{
		Name:   name,
		Gen:    gen,
		Ours:   func(in Scene) []Placement { return interview().ours(in) },
		Theirs: func(in Scene) []Placement { return interview().theirs(in) },
		Pod:    func(in Scene) *podlife.Pod { return fromPod(in.Pod) },
	}}
}

// sceneRunner runs an area of scenes. A case costs a whole cluster, so there are fewer of them,
// and what differs is reduced part by part.
type sceneRunner struct {
	*Area[Scene, []Placement]
	questions []question
	asked     map[string]int // how often, by question
}

// Run compares the answers scene by scene until the budget is used up or two differ.
func (r *sceneRunner) Run(b Budget) Summary {
	start := time.Now()
	s := Summary{Area: r.Name}
	r.asked = map[string]int{}
	for ; b.Cases == 0 || s.Cases < max(1, b.Cases/slower); s.Cases++ {
		if b.Time > 0 && time.Since(start) > b.Time {
			break
		}
		in := r.Gen.Example(b.Seed + s.Cases)
		theirs, ours := r.Theirs(in), r.Ours(in)
		if !reflect.DeepEqual(theirs, ours) {
			s.Disagreement = r.explain(b.Seed+s.Cases, r.wrong(theirs, ours))
			s.Cases++
			break
		}
		for _, answer := range ours {
			r.asked[answer.Question]++
		}
	}
	s.Took = time.Since(start)
	return s
}

// Details says how often each question was asked in the last run.
func (r *sceneRunner) Details() string {
	var out []string
	for name, n := range r.asked {
		if name == "" {
			continue // not asked, or refused
		}
		out = append(out, fmt.Sprintf("%9d %s", n, name))
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Compare(a[10:], b[10:]) })
	return "scenes by question:\n" + strings.Join(out, "\n")
}

// wrong is the first question to which the answers differ.
func (r *sceneRunner) wrong(theirs, ours []Placement) string {
	if len(theirs) != len(ours) {
		return r.questions[0].name // one side has refused the scene
	}
	for i := range ours {
		if !reflect.DeepEqual(theirs[i], ours[i]) {
			return ours[i].Question
		}
	}
	return ""
}

// explain describes what is left of the scene with that seed when nothing more can be left out.
// It asks the one question only, unless the answer to it depends on the others.
func (r *sceneRunner) explain(seed int, name string) string {
	scene := r.Gen.Example(seed)
	all := slices.Clone(r.questions)
	for i := range all {
		all[i].about = nil // what the scene is about gets lost when it is reduced
	}
	w := newInterview(slices.DeleteFunc(slices.Clone(all), func(q question) bool { return q.name != name }))
	if !w.differ(scene) {
		w = newInterview(all)
	}
	in := reduce(scene, w.differ)
	return fmt.Sprintf("%s: podlife and Kubernetes disagree: %s\nagain: go test -run 'TestAreas/%s$' . -cases 1 -seed %d\ninput: %s\nanswers (-Kubernetes +podlife):\n%s",
		r.Name, name, r.Name, seed, asJSON(in), diff.Diff(w.theirs(in), w.ours(in)))
}

// differ reports whether both sides have answers, and not the same ones. A scene that became
// invalid by what was left out is refused by podlife, or Kubernetes panics.
func (w *interview) differ(in Scene) (is bool) {
	defer func() {
		if recover() != nil {
			is = false
		}
	}()
	ours := w.ours(in)
	return !ours[0].Refused && !reflect.DeepEqual(w.theirs(in), ours)
}
