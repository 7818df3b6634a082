package conformance

import (
	"sync"
	"testing/synctest"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

// EvictInput is a Pod without tolerations, mostly on a node without taints, and what
// changes one after the other.
type EvictInput struct {
	NodeName string      `json:"nodeName"`
	Steps    []EvictStep `json:"steps"`
}

// EvictStep is a change of the node's taints or of the Pod's tolerations.
type EvictStep struct {
	// After is the time since the step before.
	After time.Duration `json:"after"`
	// Node: its taints change. False: the Pod's tolerations do.
	Node        bool                 `json:"node"`
	Taints      []podlife.Taint      `json:"taints,omitempty"`
	Tolerations []podlife.Toleration `json:"tolerations,omitempty"`
}

// EvictAnswer is what is known after a step, or when long has passed after the last.
type EvictAnswer struct {
	// Evicted is how often the Pod was evicted since the last answer. The Pod stays even
	// so, in these cases.
	Evicted int `json:"evicted"`
	// Due is when it will be, counted from the begin. Nil: it will not.
	Due *time.Duration `json:"due"`
}

// evictArea compares when taints evict a Pod.
func evictArea() *Area[EvictInput, []EvictAnswer] {
	b := sync.OnceValue(newBubble)
	return &Area[EvictInput, []EvictAnswer]{
		Name: "evict",
		Gen:  rapid.Custom(drawEvict),
		Ours: ourEvict,
		Theirs: func(in EvictInput) (out []EvictAnswer) {
			b().run(func() { out = theirEvict(in) })
			return out
		},
		Vectors: evictVectors(),
	}
}

// evictNode is the node that has the taints.
const evictNode = "node-a"

// longAfter is when the last answer is given.
const longAfter = time.Hour

func ourEvict(in EvictInput) []EvictAnswer {
	p := &podlife.Pod{Spec: podlife.PodSpec{NodeName: in.NodeName}}
	var (
		out    []EvictAnswer
		taints []podlife.Taint
		e      termination.Eviction
		now    = podtest.Epoch()
		done   bool // e was carried out
	)
	answer := func() EvictAnswer {
		var a EvictAnswer
		if e.Due(now) && !done {
			a.Evicted, done = 1, true
		}
		if !e.At.IsZero() && !done {
			a.Due = ref(e.At.Sub(podtest.Epoch()))
		}
		return a
	}
	for _, s := range in.Steps {
		now = now.Add(s.After)
		before := answer()
		if s.Node {
			taints = s.Taints
		} else {
			p.Spec.Tolerations = s.Tolerations
		}
		e, done = e.Update(p, taints, now), false
		after := answer()
		after.Evicted += before.Evicted
		out = append(out, after)
	}
	now = now.Add(longAfter)
	return append(out, answer())
}

func theirEvict(in EvictInput) []EvictAnswer {
	evictor := oracle.NewTaintEvictor()
	defer evictor.Stop()
	p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"}, Spec: podlife.PodSpec{NodeName: in.NodeName}}
	n := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: evictNode}}
	pod, start, before := kube.ToPod(p), time.Now(), 0
	evictor.SetNode(kube.ToNode(n))
	evictor.SetPod(pod)
	answer := func() EvictAnswer {
		synctest.Wait()
		total := len(evictor.Evicted())
		a := EvictAnswer{Evicted: total - before}
		before = total
		if due, ok := evictor.DueAt(pod); ok {
			a.Due = ref(due.Sub(start))
		}
		return a
	}
	var out []EvictAnswer
	for _, s := range in.Steps {
		time.Sleep(s.After)
		synctest.Wait() // what is due now is first
		if s.Node {
			n.Spec.Taints = s.Taints
			evictor.SetNode(kube.ToNode(n))
		} else {
			p.Spec.Tolerations = s.Tolerations
			pod = kube.ToPod(p)
			evictor.SetPod(pod)
		}
		out = append(out, answer())
	}
	time.Sleep(longAfter)
	return append(out, answer())
}

func drawEvict(t *rapid.T) EvictInput {
	in := EvictInput{NodeName: rapid.SampledFrom([]string{
		evictNode, evictNode, evictNode, evictNode, evictNode, evictNode, evictNode, "",
	}).Draw(t, "nodeName")}
	for range rapid.IntRange(1, 6).Draw(t, "steps") {
		s := EvictStep{Node: rapid.Bool().Draw(t, "node")}
		if rapid.IntRange(0, 2).Draw(t, "later") > 0 {
			s.After = pause().Draw(t, "after")
		}
		if s.Node {
			s.Taints = evictTaints(t)
		} else {
			s.Tolerations = evictTolerations(t)
		}
		in.Steps = append(in.Steps, s)
	}
	return in
}

// evictTaints draws taints of any effect, mostly NoExecute.
func evictTaints(t *rapid.T) []podlife.Taint {
	var out []podlife.Taint
	for range rapid.IntRange(0, 3).Draw(t, "taints") {
		taint := podtest.Taint().Draw(t, "taint")
		if rapid.IntRange(0, 2).Draw(t, "executes") > 0 {
			taint.Effect = podlife.TaintEffectNoExecute
		}
		out = append(out, taint)
	}
	return out
}

// evictTolerations draws tolerations, of which about half match any key.
func evictTolerations(t *rapid.T) []podlife.Toleration {
	var out []podlife.Toleration
	for range rapid.IntRange(0, 3).Draw(t, "tolerations") {
		toleration := podtest.Toleration().Draw(t, "toleration")
		if rapid.Bool().Draw(t, "any") {
			toleration = podlife.Toleration{Operator: podlife.TolerationOpExists}
		}
		toleration.TolerationSeconds = rapid.Ptr(gracePeriod(), true).Draw(t, "seconds")
		out = append(out, toleration)
	}
	return out
}
