package conformance

import (
	"encoding/json"
	"fmt"

	"github.com/podlife/podlife/internal/conformance/oracle"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"pgregory.net/rapid"
)

// Scene is a cluster and a Pod to be placed in it.
type Scene struct {
	Cluster *oracle.ClusterObjects
	Pod     *v1.Pod
	// Nasty: there may be in it what the API server would have refused.
	Nasty bool
	// Start is the node at which to begin.
	Start int
	on    [allThemes]bool
}

// isAbout reports whether the scene has to do with all the themes.
func (s *Scene) isAbout(themes []theme) bool {
	for _, theme := range themes {
		if !s.on[theme] {
			return false
		}
	}
	return true
}

// MarshalJSON writes the Pod and a List of everything else in podlife's types, which leave out
// what is empty.
func (s Scene) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"pod": fromPod(s.Pod), "objects": fromCluster(s.Cluster)})
}

// theme is a part of the scheduler's business that a scene may be about.
type theme int

const (
	names theme = iota
	taints
	nodeAffinity
	podAffinity
	spread
	ports
	images
	resources
	volumes
	priorities
	features
	themeCount
	// crowd: there are so many nodes that Kubernetes may be content with some of them. Only that is
	// asked about then.
	crowd
	allThemes
)

// scenery draws one scene. Themes that are off leave nothing behind, so that what is on is not
// hidden behind other reasons to turn a Pod away.
type scenery struct {
	*rapid.T
	on      [allThemes]bool
	nasty   bool
	shift   int // of the sizes of images
	nodes   []string
	sources []string // namespaces
	claims  int      // in each namespace, beside c0
}

// scenes draws scenes that are about at least these themes, or one if there are none, and a
// quarter, half or all of the others: few themes show what each does, many how they go together.
func scenes(about ...theme) *rapid.Generator[Scene] {
	return rapid.Custom(func(t *rapid.T) Scene {
		s := &scenery{T: t, sources: []string{"default", "other"}}
		for _, on := range about {
			s.on[on] = true
		}
		if len(about) == 0 {
			s.on[s.upTo(int(themeCount)-1)] = true
		}
		chance := pick(s, 4, 2, 4, 2, 4, 2, 1)
		for i := range themeCount {
			s.on[i] = s.on[i] || s.one(chance)
		}
		s.nasty = s.one(4)
		return s.scene()
	})
}

// crowds draws scenes of more than a hundred nodes. Of nasty ones Kubernetes has to see the nodes
// in the order in which they came, so there are none.
func crowds() *rapid.Generator[Scene] {
	return rapid.Custom(func(t *rapid.T) Scene {
		s := &scenery{T: t, sources: []string{"default", "other"}}
		for _, theme := range []theme{names, taints, nodeAffinity, resources, podAffinity, spread} {
			s.on[theme] = s.one(3)
		}
		s.on[crowd] = true
		return s.scene()
	})
}

func (s *scenery) scene() Scene {
	o := &oracle.ClusterObjects{Nodes: s.drawNodes()}
	for _, n := range o.Nodes {
		s.nodes = append(s.nodes, n.Name)
	}
	s.drawNamespaces(o)
	if s.on[volumes] {
		s.drawStorage(o)
	}
	if s.on[spread] {
		s.drawWorkloads(o)
	}
	if s.on[priorities] {
		s.drawBudgets(o)
	}
	templates := make([]*v1.Pod, s.upTo(4)+1)
	for i := range templates {
		templates[i] = s.drawPod(fmt.Sprintf("t%d", i))
	}
	for i := range s.size(200, 24) {
		o.Pods = append(o.Pods, s.copyOf(templates[s.upTo(len(templates)-1)], fmt.Sprintf("p%d", i)))
	}
	return Scene{Cluster: o, Pod: s.incoming(templates), Nasty: s.nasty, Start: s.start(), on: s.on}
}

// start is the node at which to begin, where that matters.
func (s *scenery) start() int {
	if !s.on[crowd] || s.one(4) {
		return 0
	}
	return s.upTo(len(s.nodes) - 1)
}

// incoming is a copy of one of the templates, as if one more was wanted, or something new.
func (s *scenery) incoming(templates []*v1.Pod) *v1.Pod {
	var pod *v1.Pod
	if s.one(3) {
		pod = templates[s.upTo(len(templates)-1)].DeepCopy()
	} else {
		pod = s.drawPod("web")
	}
	pod.Name, pod.UID = "web", "web"
	if s.on[priorities] && s.coin() {
		pod.Spec.Priority = new(int32(100))
	}
	pod.Status = v1.PodStatus{}
	if s.on[names] {
		switch n := s.upTo(7); {
		case n == 6:
			pod.Spec.NodeName = s.node()
		case n == 7 || s.on[crowd] && n > 1:
			pod.Status.NominatedNodeName = s.node()
		}
	}
	return pod
}

// copyOf is a Pod of the template that runs somewhere, or waits.
func (s *scenery) copyOf(template *v1.Pod, name string) *v1.Pod {
	pod := template.DeepCopy()
	pod.Name, pod.UID = name, types.UID(name)
	pod.Spec.NodeName = s.nodes[s.upTo(len(s.nodes)-1)]
	switch {
	case s.on[names] && s.one(16):
		pod.Status.NominatedNodeName = pod.Spec.NodeName
		pod.Spec.NodeName = ""
		if s.one(8) {
			pod.DeletionTimestamp = new(metav1.NewTime(epoch))
		}
		return pod
	case s.one(16):
		now := metav1.NewTime(epoch)
		pod.DeletionTimestamp = &now
	}
	if s.on[resources] {
		s.drawResize(pod)
	}
	if s.on[priorities] {
		start := metav1.NewTime(epoch.Add(hours(s.upTo(3))))
		pod.Status.StartTime = &start
	}
	return pod
}

func (s *scenery) drawNamespaces(o *oracle.ClusterObjects) {
	for _, name := range s.sources {
		if s.upTo(4) == 0 {
			continue
		}
		ns := &v1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
		if s.coin() {
			ns.Labels = map[string]string{"team": s.of("x", "y")}
		}
		o.Namespaces = append(o.Namespaces, ns)
	}
}

// node is the name of a node, which may not be there.
func (s *scenery) node() string {
	if s.one(8) {
		return "elsewhere"
	}
	return s.nodes[s.upTo(len(s.nodes)-1)]
}

// one is true once in n times, roughly.
func (s *scenery) one(n int) bool { return s.upTo(n-1) == n-1 }

// coin is true every other time.
func (s *scenery) coin() bool { return rapid.Bool().Draw(s.T, "coin") }

// upTo is a number from 0 to n.
func (s *scenery) upTo(n int) int { return rapid.IntRange(0, n).Draw(s.T, "n") }

// size is a number from 0 to n, mostly no more than usual.
func (s *scenery) size(n, usual int) int {
	if s.one(6) {
		return s.upTo(n)
	}
	return s.upTo(usual)
}

func (s *scenery) of(values ...string) string { return pick(s, values...) }

// pick is one of the values.
func pick[T any](s *scenery, values ...T) T { return values[s.upTo(len(values)-1)] }

// some is up to n of what draw makes.
func some[T any](s *scenery, n int, draw func() T) []T {
	var out []T
	for range s.upTo(n) {
		out = append(out, draw())
	}
	return out
}

// maybe is a pointer to what draw makes, or nil.
func maybe[T any](s *scenery, draw func() T) *T {
	if s.coin() {
		return nil
	}
	return new(draw())
}
