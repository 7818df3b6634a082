package conformance

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing/synctest"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/termination"
	v1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"
)

// GCInput is what the Pod garbage collector sees run by run.
type GCInput struct {
	// Threshold of [termination.Cluster].
	Threshold int     `json:"threshold"`
	Runs      []GCRun `json:"runs"`
}

// GCRun is one run.
type GCRun struct {
	// After is the time since the run before.
	After time.Duration   `json:"after"`
	Pods  []*podlife.Pod  `json:"pods"`
	Nodes []*podlife.Node `json:"nodes"`
}

// GCRemoval is a Pod that a run removes.
type GCRemoval struct {
	// Pod is its name.
	Pod string `json:"pod"`
	// Reasons are those of the metrics, sorted.
	Reasons []string `json:"reasons"`
	// Status is written before. Nil: none is.
	Status *podlife.PodStatus `json:"status"`
}

// podgcArea compares what the Pod garbage collector removes, and why. Left out: Pods of the
// same name and age, whose order is open, and doubled conditions, which no patch can have.
func podgcArea() *Area[GCInput, [][]GCRemoval] {
	b := sync.OnceValue(newBubble)
	return &Area[GCInput, [][]GCRemoval]{
		Name: "podgc",
		Gen:  rapid.Custom(drawGC),
		Ours: ourGC,
		Theirs: func(in GCInput) (out [][]GCRemoval) {
			b().run(func() { out = theirGC(in) })
			return out
		},
	}
}

func ourGC(in GCInput) [][]GCRemoval {
	var out [][]GCRemoval
	c := termination.Cluster{TerminatedPodThreshold: in.Threshold, Now: publishedAt()}
	for _, run := range in.Runs {
		c.Now, c.Pods, c.Nodes = c.Now.Add(run.After), run.Pods, run.Nodes
		var removals []GCRemoval
		for _, r := range termination.Collect(c) {
			i := slices.IndexFunc(removals, func(other GCRemoval) bool { return other.Pod == r.Pod.Name })
			if i < 0 {
				i = len(removals)
				removals = append(removals, GCRemoval{Pod: r.Pod.Name})
			}
			removals[i].Reasons = append(removals[i].Reasons, string(r.Reason))
			removals[i].Status = r.Status // the last that is written
		}
		for i := range removals {
			slices.Sort(removals[i].Reasons)
		}
		slices.SortFunc(removals, func(a, b GCRemoval) int { return strings.Compare(a.Pod, b.Pod) })
		out = append(out, removals)
		c.Missing = c.Quarantine()
	}
	return out
}

func theirGC(in GCInput) [][]GCRemoval {
	threshold := in.Threshold
	switch {
	case threshold == 0:
		threshold = termination.DefaultTerminatedPodThreshold
	case threshold < 0:
		threshold = 0
	}
	collector := oracle.NewGarbageCollector(threshold, termination.QuarantineTime)
	defer collector.Stop()
	var out [][]GCRemoval
	now := publishedAt()
	for _, run := range in.Runs {
		time.Sleep(run.After)
		synctest.Wait() // quarantines that end now are over
		now = now.Add(run.After)
		var pods []*v1.Pod
		for _, p := range run.Pods {
			pods = append(pods, kube.ToPod(p))
		}
		var nodes []*v1.Node
		for _, n := range run.Nodes {
			nodes = append(nodes, kube.ToNode(n))
		}
		var removals []GCRemoval
		for _, r := range collector.Collect(pods, nodes) {
			removals = append(removals, theirRemoval(collector, r, now))
		}
		out = append(out, removals)
	}
	return out
}

// theirRemoval puts now in the place of the bubble's time.
func theirRemoval(g *oracle.GarbageCollector, r oracle.Removal, now time.Time) GCRemoval {
	namespace, name, _ := strings.Cut(r.Pod, "/")
	out := GCRemoval{Pod: name, Reasons: g.Reasons(namespace)}
	if len(out.Reasons) != r.Times {
		out.Reasons = append(out.Reasons, fmt.Sprint(r.Times))
	}
	if r.Status.Phase != "" {
		out.Status = kube.PodStatus(&r.Status)
		for i := range out.Status.Conditions {
			if at := &out.Status.Conditions[i].LastTransitionTime; at.Equal(time.Now()) {
				*at = now
			}
		}
	}
	return out
}

func drawGC(t *rapid.T) GCInput {
	in := GCInput{Threshold: rapid.SampledFrom([]int{1, 0, 2, 3, -1}).Draw(t, "threshold")}
	var pods []*podlife.Pod
	for i := range rapid.IntRange(1, 5).Draw(t, "pods") {
		pods = append(pods, collectable(t, i))
	}
	for i := range rapid.IntRange(1, 6).Draw(t, "runs") {
		run := GCRun{}
		if i > 0 {
			run.After = time.Duration(rapid.SampledFrom([]int{20, 40, 0, 1, 19, 39, 41}).Draw(t, "after")) * time.Second
		}
		for _, p := range pods {
			if rapid.IntRange(0, 5).Draw(t, "there") < 5 {
				run.Pods = append(run.Pods, p)
			}
		}
		for _, name := range []string{"node-a", "node-b", "node-c"} {
			if rapid.IntRange(0, 2).Draw(t, name+" exists") > 0 {
				run.Nodes = append(run.Nodes, collectorsNode(t, name))
			}
		}
		in.Runs = append(in.Runs, run)
	}
	return in
}

// collectable draws the Pod with that number. Its namespace is its own, so that the metrics
// tell it from others.
func collectable(t *rapid.T, i int) *podlife.Pod {
	p := pods().Draw(t, "pod")
	if rapid.IntRange(0, 7).Draw(t, "whole") < 7 { // for speed: container statuses stay as they are
		p.Spec, p.Status.ContainerStatuses, p.Status.InitContainerStatuses = podlife.PodSpec{}, nil, nil
	}
	p.Name, p.Namespace, p.UID = fmt.Sprint("web-", i), fmt.Sprint("ns-", i), fmt.Sprint(i)
	p.Spec.NodeName = rapid.SampledFrom([]string{"node-a", "node-b", "node-c", ""}).Draw(t, "nodeName")
	p.CreationTimestamp = rapid.SampledFrom([]time.Time{podtest.Epoch(), podtest.Epoch().Add(time.Second), {}}).Draw(t, "created")
	if p.DeletionTimestamp = (time.Time{}); rapid.Bool().Draw(t, "deleted") {
		p.DeletionTimestamp = podtest.Epoch()
	}
	switch rapid.IntRange(0, 3).Draw(t, "ended") {
	case 1:
		p.Status.Phase = podlife.PodRunning
	case 2:
		p.Status.Phase = podlife.PodSucceeded
	case 3:
		p.Status.Phase, p.Status.Reason = podlife.PodFailed, rapid.SampledFrom([]string{"", podlife.ReasonEvicted}).Draw(t, "reason")
	}
	if rapid.IntRange(0, 3).Draw(t, "disrupted") == 3 {
		c := podtest.Condition().Draw(t, "condition")
		c.Type = podlife.DisruptionTarget
		p.Status.Conditions = append(p.Status.Conditions, c)
	}
	seen := map[podlife.ConditionType]bool{}
	p.Status.Conditions = slices.DeleteFunc(p.Status.Conditions, func(c podlife.Condition) bool {
		doubled := seen[c.Type]
		seen[c.Type] = true
		return doubled
	})
	return p
}

// collectorsNode draws a node that is often not ready and out of service.
func collectorsNode(t *rapid.T, name string) *podlife.Node {
	n := podtest.Node().Draw(t, "node")
	n.Name = name
	if rapid.Bool().Draw(t, "out of service") {
		n.Spec.Taints = append(n.Spec.Taints, podlife.Taint{Key: podlife.TaintNodeOutOfService, Effect: podlife.TaintEffectNoExecute})
	}
	return n
}
