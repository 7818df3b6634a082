package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/waits"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/termination"
)

// learn keeps what is needed of a node to say why its Pods do not go.
func (p *program) learn(n *podlife.Node) {
	if p.nodes == nil {
		p.nodes = map[string]*podlife.Node{}
	}
	kept := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: n.Name}}
	kept.Spec.Taints, kept.Status.Conditions = n.Spec.Taints, n.Status.Conditions
	p.nodes[n.Name] = kept
}

// deletion is a delete request that was not carried out yet.
type deletion struct {
	termination.Forecast
	// requested is when it came.
	requested time.Time
	grace     int64
	// missing is the Pod's node, if the input has Nodes and this is none of
	// them.
	missing string
}

// deletion returns what stands between pod and its end, if that was asked for.
func (p *program) deletion(pod *podlife.Pod) (deletion, bool) {
	around := termination.Surroundings{Node: p.nodes[pod.Spec.NodeName]}
	around.NodeMissing = len(p.nodes) > 0 && around.Node == nil
	d := deletion{Forecast: termination.Deadline(pod, around, p.now)}
	if len(d.Waits) == 0 {
		return d, false
	}
	if around.NodeMissing {
		d.missing = pod.Spec.NodeName
	}
	if s := pod.DeletionGracePeriodSeconds; s != nil {
		d.grace = *s
	}
	d.requested = pod.DeletionTimestamp.Add(-time.Duration(d.grace) * time.Second)
	return d, true
}

// text says by when it goes, and what it waits for.
func (d *deletion) text(now time.Time) string {
	s := fmt.Sprintf("deletion was asked for %s ago", phase.HumanDuration(max(now.Sub(d.requested), 0)))
	if d.missing != "" {
		s += fmt.Sprintf("; node %s is not among the Nodes that were read", d.missing)
	}
	switch end := d.last(); {
	case end.IsZero():
	case end.Before(now):
		s += fmt.Sprintf("; the containers should have ended by %s UTC (%s ago), so the kubelet is in trouble, or the status is old",
			end.UTC().Format(layoutFor(now, end)), phase.HumanDuration(now.Sub(end)))
	case d.By.IsZero():
		s += fmt.Sprintf("; the last container ends by %s UTC (within %s)", end.UTC().Format(layoutFor(now, end)), phase.HumanDuration(end.Sub(now)))
	default:
		s += fmt.Sprintf("; gone by %s UTC (within %s), or soon after", end.UTC().Format(layoutFor(now, end)), phase.HumanDuration(end.Sub(now)))
	}
	return s + "; it waits for " + strings.Join(d.waits(), ", then for ")
}

// last returns when the last wait is over that has an end. Zero: none has.
func (d *deletion) last() time.Time {
	var last time.Time
	for _, w := range d.Waits {
		if w.Until.After(last) {
			last = w.Until
		}
	}
	return last
}

// waits says what is waited for, without the kubelet's work after the last
// container ended, which is always there.
func (d *deletion) waits() []string {
	var out []string
	for i, w := range d.Waits {
		if i == 0 || w.For != termination.WaitKubelet {
			out = append(out, waits.Text(w, nil))
		}
	}
	return out
}

// withoutDeletion returns the reasons without those that a deletion says better.
func withoutDeletion(reasons []phase.Explanation) []phase.Explanation {
	return slices.DeleteFunc(slices.Clone(reasons), func(r phase.Explanation) bool {
		return r.Cause == phase.CauseDeleted || r.Cause == phase.CauseFinalizer
	})
}

// deletionLine is a delete request that was not carried out yet, for programs.
type deletionLine struct {
	Requested          time.Time  `json:"requested"`
	GracePeriodSeconds int64      `json:"gracePeriodSeconds"`
	By                 *time.Time `json:"by"`
	Overdue            bool       `json:"overdue"`
	Waits              []waitLine `json:"waits"`
	Text               string     `json:"text"`
}

// waitLine is what the end of a Pod waits for.
type waitLine struct {
	For   string     `json:"for"`
	Names []string   `json:"names"`
	Until *time.Time `json:"until"` // null: nobody can tell
	Text  string     `json:"text"`
}

// deletionLine returns what is known about the end of pod, or nil.
func (p *program) deletionLine(pod *podlife.Pod) *deletionLine {
	d, ok := p.deletion(pod)
	if !ok {
		return nil
	}
	out := &deletionLine{
		Requested: d.requested.UTC(), GracePeriodSeconds: d.grace, By: instant(d.By), Overdue: d.Overdue,
		Waits: []waitLine{}, Text: d.text(p.now),
	}
	for _, w := range d.Waits {
		out.Waits = append(out.Waits, waitLine{waits.Word(w.For), append([]string{}, w.Names...), instant(w.Until), waits.Text(w, nil)})
	}
	return out
}

// instant returns t in UTC, or nil for no time.
func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
