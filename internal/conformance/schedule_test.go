package conformance

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/podlife/podlife/internal/conformance/oracle"
)

// Scenes are worth asking about: Kubernetes has every reason, score and end of a cycle in store
// for them, and each by every plugin that has it.
func TestScenes(t *testing.T) {
	seen := map[string]int{}
	w, gen := newInterview(questions()), scenes()
	for seed := range 2000 {
		scene := gen.Example(seed + 1)
		w.cluster.Load(scene.Cluster)
		for _, scheduler := range w.schedulers {
			d := scheduler.Schedule(scene.Pod)
			count(seen, d)
			if d.Message != "" {
				countPreemption(seen, d.Preempt())
			}
		}
	}
	for _, what := range reached {
		if seen[what] == 0 {
			t.Errorf("never: %s", what)
		}
	}
	if testing.Verbose() {
		for what, n := range seen {
			t.Logf("%7d %s", n, what)
		}
	}
}

var reached = []string{
	"chosen", "only one fits", "none fits", "cycle fails", "turned away at once", "scored",
	"preemption Success", "preemption Unschedulable", "preemption Error", "victims", "violations", "ineligible",
	"NodeName: left out", "NodeAffinity: left out",
	"NodeUnschedulable: UnschedulableAndUnresolvable: node(s) were unschedulable",
	"TaintToleration: UnschedulableAndUnresolvable: node(s) had untolerated taint(s)",
	"NodeAffinity: UnschedulableAndUnresolvable: node(s) didn't match Pod's node affinity/selector",
	"NodeAffinity: UnschedulableAndUnresolvable: node(s) didn't match scheduler-enforced node affinity",
	"NodeAffinity: UnschedulableAndUnresolvable: pod affinity terms conflict",
	"NodePorts: Unschedulable: node(s) didn't have free ports for the requested pod ports",
	"NodeResourcesFit: Unschedulable: Too many pods",
	"NodeResourcesFit: Unschedulable: Insufficient cpu",
	"NodeResourcesFit: UnschedulableAndUnresolvable: Insufficient memory",
	"NodeResourcesFit: UnschedulableAndUnresolvable: Insufficient ephemeral-storage",
	"NodeResourcesFit: UnschedulableAndUnresolvable: Insufficient example.com/gpu",
	"VolumeRestrictions: Unschedulable: node(s) had no available disk",
	"VolumeRestrictions: Unschedulable: node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod",
	"NodeVolumeLimits: Unschedulable: node(s) exceed max volume count",
	"NodeVolumeLimits: Unschedulable: d0 CSI driver is not installed on the node",
	"VolumeBinding: UnschedulableAndUnresolvable: pod has unbound immediate PersistentVolumeClaims",
	"VolumeBinding: UnschedulableAndUnresolvable: node(s) didn't find available persistent volumes to bind",
	"VolumeBinding: UnschedulableAndUnresolvable: node(s) didn't match PersistentVolume's node affinity",
	"VolumeBinding: UnschedulableAndUnresolvable: node(s) did not have enough free storage",
	"VolumeZone: UnschedulableAndUnresolvable: node(s) had no available volume zone",
	"PodTopologySpread: Unschedulable: node(s) didn't match pod topology spread constraints",
	"PodTopologySpread: UnschedulableAndUnresolvable: node(s) didn't match pod topology spread constraints (missing required label)",
	"InterPodAffinity: UnschedulableAndUnresolvable: node(s) didn't match pod affinity rules",
	"InterPodAffinity: Unschedulable: node(s) didn't match pod anti-affinity rules",
	"InterPodAffinity: Unschedulable: node(s) didn't satisfy existing pods anti-affinity rules",
	"NodeDeclaredFeatures: UnschedulableAndUnresolvable: node(s) didn't match Pod's required features",
	"TaintToleration: between", "NodeAffinity: between", "NodeResourcesFit: between", "VolumeBinding: between",
	"PodTopologySpread: between", "InterPodAffinity: between", "NodeResourcesBalancedAllocation: between", "ImageLocality: between",
}

func count(seen map[string]int, d *oracle.Decision) {
	switch {
	case d.Error != "":
		seen["cycle fails"]++
	case d.PreFilter != "":
		seen["turned away at once"]++
	case d.Host == "":
		seen["none fits"]++
	case len(d.Best) == 1:
		seen["only one fits"]++
		fallthrough
	default:
		seen["chosen"]++
	}
	for _, n := range d.Nodes {
		for _, reason := range n.Reasons {
			seen[n.Plugin+": "+n.Code.String()+": "+reason]++
			if _, plugins, ok := strings.Cut(reason, "node(s) didn't satisfy plugin(s) ["); ok {
				seen[strings.TrimSuffix(plugins, "]")+": left out"]++
			}
		}
		for plugin, score := range n.Normal {
			seen["scored"]++
			if score > 0 && score < 100 {
				seen[plugin+": between"]++
			}
		}
	}
}

func countPreemption(seen map[string]int, p oracle.Preemption) {
	seen["preemption "+p.Code.String()]++
	if p.Ineligible {
		seen["ineligible"]++
	}
	for _, trial := range p.Nodes {
		if len(trial.Victims) > 0 {
			seen["victims"]++
		}
		if trial.Violations > 0 {
			seen["violations"]++
		}
	}
}

// Each question finds out if podlife leaves out its plugin, does not hear what the plugin is told,
// or has one weight wrong, within the scenes that are usual.
func TestBrokenProfiles(t *testing.T) {
	w, gen := newInterview(questions()), scenes()
	for i, q := range w.questions {
		p := &w.profiles[i]
		switch {
		case q.arguments != nil:
			q.arguments = nil
			_, *p = q.setup()
		case q.plugins != nil:
			q.plugins = q.plugins[1:]
			*p = q.only(*p)
		default:
			p.Scores = slices.Clone(p.Scores)
			p.Scores[2].Weight++
		}
	}
	caught := map[string]bool{}
	for seed := 1; seed <= 1000 && len(caught) < len(w.questions); seed++ {
		scene := gen.Example(seed)
		theirs, ours := w.theirs(scene), w.ours(scene)
		for i := range min(len(theirs), len(ours)) {
			if !reflect.DeepEqual(theirs[i], ours[i]) {
				caught[ours[i].Question] = true
			}
		}
	}
	for _, q := range w.questions {
		if !caught[q.name] {
			t.Errorf("not caught: %s", q.name)
		}
	}
}

// Crowds are worth asking about: Kubernetes looks at some of the nodes, not always from the first
// on, and at the Pod's own one out of turn.
func TestCrowds(t *testing.T) {
	seen := map[string]bool{}
	w, gen := newInterview(samples()), crowds()
	for seed := range 300 {
		scene := gen.Example(seed + 1)
		w.cluster.Load(scene.Cluster)
		all := w.cluster.NodeOrder()
		for _, scheduler := range w.schedulers {
			scheduler.Start = scene.Start
			d := scheduler.Schedule(scene.Pod)
			own, chosen := scene.Pod.Status.NominatedNodeName, len(d.Nodes) < len(all) && len(d.Best) > 0
			looked := (d.Next - scene.Start + len(all)) % len(all)
			seen["some"] = seen["some"] || chosen
			seen["round the corner"] = seen["round the corner"] || chosen && d.Next < scene.Start
			seen["own"] = seen["own"] || len(d.Nodes) == 1 && d.Nodes[0].Node == own
			at := (slices.Index(all, own) - scene.Start + len(all)) % len(all)
			seen["own out of turn"] = seen["own out of turn"] || own != "" && chosen && len(d.Nodes) > 1 && at >= looked
		}
	}
	for _, what := range []string{"some", "round the corner", "own", "own out of turn"} {
		if !seen[what] {
			t.Errorf("never: %s", what)
		}
	}
}

// What is reduced is as small as it can be.
func TestReduce(t *testing.T) {
	in := scenes(resources).Example(3)
	if len(in.Cluster.Nodes) < 2 {
		t.Fatal("want a scene with more to leave out")
	}
	name := in.Cluster.Nodes[1].Name
	out := reduce(in, func(s Scene) bool {
		for _, n := range s.Cluster.Nodes {
			if n.Name == name {
				return true
			}
		}
		return false
	})
	if len(out.Cluster.Nodes) != 1 || len(out.Cluster.Pods) != 0 || out.Cluster.Nodes[0].Status.Allocatable != nil {
		t.Errorf("not reduced: %s", asJSON(out))
	}
}
