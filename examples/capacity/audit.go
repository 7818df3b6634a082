package main

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// view is the state of the cluster in which a Pod is looked at.
type view string

const (
	asItIs  view = "now"  // without the Pod
	asItWas view = "then" // with only the Pods that were scheduled before it
)

// verdict says how good the node is that a Pod is on.
type verdict string

const (
	forced  verdict = "forced"  // no other will do
	best    verdict = "best"    // the best
	oneBest verdict = "oneBest" // one of several best
	worse   verdict = "worse"   // it will do, but others are better
	refused verdict = "refused" // it will not do
	failed  verdict = "failed"  // the scheduler gives no answer
)

// verdicts in the order in which they are printed.
var verdicts = [...]verdict{forced, best, oneBest, worse, refused, failed}

// finding is what the audit says about a Pod.
type finding struct {
	pod     *podlife.Pod
	view    view
	verdict verdict
	// best nodes, and how many will do.
	best     []string
	feasible int
	// total of the Pod's node, and of the best.
	total, bestTotal int64
	// plugins that speak against the node, the one that does most first.
	plugins []pluginGap
	// message says why the node will not do.
	message string
}

// pluginGap is how much less a plugin gives the Pod's node than the best.
type pluginGap struct {
	Plugin string `json:"plugin"`
	Here   int64  `json:"here"`
	Best   int64  `json:"best"`
}

// auditor audits a cluster in one view.
type auditor struct {
	cluster *schedule.Cluster
	profile schedule.Profile
	view    view
}

// audit asks where p, which is not in the cluster, would be placed.
func (a *auditor) audit(p *podlife.Pod) finding {
	q := p.Clone()
	q.Spec.NodeName = ""
	q.DeletionTimestamp = time.Time{}
	q.Status = podlife.PodStatus{Phase: podlife.PodPending}
	f := finding{pod: p, view: a.view, verdict: failed}
	d, err := a.cluster.Schedule(q, a.profile, 0)
	if err != nil {
		var fit *schedule.FitError
		if errors.As(err, &fit) {
			f.verdict = refused
		}
		f.message = err.Error()
		return f
	}
	e := d.Explain()
	f.best, f.feasible = e.Best, d.Feasible
	at := func(node string) int {
		return slices.IndexFunc(e.Feasible, func(i int) bool { return e.Verdicts[i].Node == node })
	}
	here, there := at(p.Spec.NodeName), at(e.Best[0])
	f.bestTotal = e.Totals[there]
	if here < 0 {
		f.verdict, f.message = refused, rejection(&e, p.Spec.NodeName)
		return f
	}
	f.total = e.Totals[here]
	switch {
	case f.feasible == 1:
		f.verdict = forced
	case f.total < f.bestTotal:
		f.verdict = worse
		f.plugins = gaps(&e, here, there)
	case len(e.Best) == 1:
		f.verdict = best
	default:
		f.verdict = oneBest
	}
	return f
}

// rejection says why a node will not do.
func rejection(e *schedule.Explanation, node string) string {
	for _, v := range e.Verdicts {
		if v.Node == node && v.Rejection != nil {
			return v.Rejection.Plugin + ": " + strings.Join(v.Rejection.Reasons, ", ")
		}
	}
	return "not looked at"
}

// gaps lists the plugins that prefer there to here.
func gaps(e *schedule.Explanation, here, there int) []pluginGap {
	var out []pluginGap
	for i := range e.Scores {
		s := &e.Scores[i]
		if a, b := s.Weighted(here), s.Weighted(there); a < b {
			out = append(out, pluginGap{s.Plugin, a, b})
		}
	}
	slices.SortStableFunc(out, func(x, y pluginGap) int { return cmp.Compare(y.Best-y.Here, x.Best-x.Here) })
	return out
}

// auditable reports whether kube-scheduler placed the Pod, as far as it tells.
func auditable(p *podlife.Pod) bool {
	if p.IsStatic() || strings.HasPrefix(ownerOf(p), "Node/") {
		return false
	}
	return slices.Contains([]string{"", "default-scheduler"}, p.Spec.SchedulerName)
}
