package termination

import (
	"math"
	"slices"
	"time"

	"github.com/podlife/podlife"
)

// DefaultTolerationSeconds is how long a Pod that says nothing about it stays
// on a node that is not ready or unreachable.
//
// Source: kubernetes v1.37 plugin/pkg/admission/defaulttolerationseconds/admission.go.
const DefaultTolerationSeconds = 300

// Eviction is when and why NoExecute taints remove a Pod from its node. The
// zero value: they do not.
type Eviction struct {
	// At is when the Pod is deleted, with its own grace period. Zero: never.
	At time.Time
	// Since is when its time began to run.
	Since time.Time
	// Taint is the one that is not tolerated, or not long enough: the first
	// such in the node's order.
	Taint podlife.Taint
	// Tolerated: the taint is tolerated until At. False: not at all.
	Tolerated bool
}

// Due reports whether the Pod is deleted at now or was before.
func (e Eviction) Due(now time.Time) bool { return !e.At.IsZero() && !now.Before(e.At) }

// Evict returns when a node's taints remove p, which is bound to it. since is
// when the taint eviction controller first saw p and these taints together;
// zero means now.
//
//   - Only NoExecute taints count. Without any the Pod stays.
//   - If some taint is tolerated by none of the Pod's tolerations, it goes now.
//   - Of several tolerations that match a taint, the first counts. Of those
//     that count, the shortest tolerationSeconds decides, from since on; less
//     than one second is none.
//   - If no toleration that counts sets tolerationSeconds, the Pod stays.
//
// The controller keeps an eviction once it is planned; see [Eviction.Update].
//
// Source: kubernetes v1.37 pkg/controller/tainteviction/taint_eviction.go,
// processPodOnNode, getMinTolerationTime; pkg/apis/core/v1/helper/helpers.go,
// GetMatchingTolerations.
func Evict(p *podlife.Pod, taints []podlife.Taint, since, now time.Time) Eviction {
	if p == nil || p.Spec.NodeName == "" {
		return Eviction{}
	}
	shortest, cause := int64(math.MaxInt64), -1
	for i := range taints {
		if taints[i].Effect != podlife.TaintEffectNoExecute {
			continue
		}
		t := tolerationOf(p.Spec.Tolerations, &taints[i])
		if t == nil {
			return Eviction{At: now, Since: now, Taint: taints[i]}
		}
		if s := t.TolerationSeconds; s != nil && max(*s, 0) < shortest {
			shortest, cause = max(*s, 0), i
		}
	}
	period := apiSeconds(shortest)
	if cause < 0 || period < 0 { // so many seconds that the controller takes them for ever
		return Eviction{}
	}
	if since.IsZero() {
		since = now
	}
	return Eviction{At: since.Add(period), Since: since, Taint: taints[cause], Tolerated: true}
}

// tolerationOf returns the first toleration in list that matches the taint, or
// nil.
func tolerationOf(list []podlife.Toleration, taint *podlife.Taint) *podlife.Toleration {
	for i := range list {
		if list[i].Tolerates(taint, false) {
			return &list[i]
		}
	}
	return nil
}

// Update returns what becomes of the eviction e when the controller sees the
// Pod's tolerations or the node's taints change at now. A planned one is kept
// as it is, even if the time would now be shorter or longer. It is cancelled
// when all taints are tolerated for ever or are gone, and replaced when one is
// not tolerated. One that was due is over, and counts no more.
//
// Source: kubernetes v1.37 pkg/controller/tainteviction/taint_eviction.go,
// processPodOnNode.
func (e Eviction) Update(p *podlife.Pod, taints []podlife.Taint, now time.Time) Eviction {
	next := Evict(p, taints, now, now)
	if next.Tolerated && !e.At.IsZero() && !e.Due(now) && e.Since.Before(now) {
		return e
	}
	return next
}

// DefaultTolerations returns list with the tolerations that the API server adds
// to every Pod: 300 s for a node that is not ready and for one that is
// unreachable, each unless list has one for that taint already. list is not
// changed.
//
// Source: kubernetes v1.37 plugin/pkg/admission/defaulttolerationseconds/admission.go, Admit.
func DefaultTolerations(list []podlife.Toleration) []podlife.Toleration {
	out := slices.Clip(list)
	for _, key := range [...]string{podlife.TaintNodeNotReady, podlife.TaintNodeUnreachable} {
		covered := slices.ContainsFunc(list, func(t podlife.Toleration) bool {
			return (t.Key == key || t.Key == "") && (t.Effect == podlife.TaintEffectNoExecute || t.Effect == "")
		})
		if !covered {
			period := int64(DefaultTolerationSeconds)
			out = append(out, podlife.Toleration{
				Key:               key,
				Operator:          podlife.TolerationOpExists,
				Effect:            podlife.TaintEffectNoExecute,
				TolerationSeconds: &period,
			})
		}
	}
	return out
}
