package conformance

import (
	"fmt"
	"time"

	"github.com/google/go-cmp/cmp"
)

// slower is how many cases of another area take as long as one scene does.
const slower = 20

// sceneRunner runs an area of scenes. A case costs a whole cluster, so there are fewer of them,
// and what differs is reduced part by part.
type sceneRunner struct {
	*Area[Scene, Placement]
}

// Run compares the answers scene by scene until the budget is used up or two differ.
func (r sceneRunner) Run(b Budget) Summary {
	start := time.Now()
	s := Summary{Area: r.Name}
	for ; b.Cases == 0 || s.Cases < max(1, b.Cases/slower); s.Cases++ {
		if b.Time > 0 && time.Since(start) > b.Time {
			break
		}
		if seed := b.Seed + s.Cases; !r.agree(r.Gen.Example(seed)) {
			s.Disagreement = r.explain(seed)
			s.Cases++
			break
		}
	}
	s.Took = time.Since(start)
	return s
}

// explain describes what is left of the scene with that seed when nothing more can be left out.
func (r sceneRunner) explain(seed int) string {
	in := reduce(r.Gen.Example(seed), r.differ)
	return fmt.Sprintf("%s: podlife and Kubernetes disagree\nagain: go test -run 'TestAreas/%s$' . -cases 1 -seed %d\ninput: %s\nanswers (-Kubernetes +podlife):\n%s",
		r.Name, r.Name, seed, asJSON(in), cmp.Diff(r.Theirs(in), r.Ours(in)))
}

// differ reports whether both sides have an answer, and not the same one. A scene that became
// invalid by what was left out is refused by podlife.
func (r sceneRunner) differ(in Scene) bool {
	return !r.agree(in) && !r.Ours(in).Refused
}
