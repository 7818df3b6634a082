package schedule

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/podlife/podlife"
)

// isPriority reports whether a name is that of a priority of 1.10.
func isPriority(name string) bool {
	switch name {
	case SelectorSpreadPriority, InterPodAffinityPriority, LeastRequestedPriority, BalancedResourceAllocation, NodePreferAvoidPodsPriority,
		NodeAffinityPriority, TaintTolerationPriority, NodeLabelPriority, MostRequestedPriority, ImageLocalityPriority:
		return true
	default:
		return false
	}
}

// scoreLegacy returns a priority's raw scores for the feasible nodes, and
// those from 0 to 10 that count. Nil: all are 0.
func (x *cycle) scoreLegacy(name string) (raw, normalized []int64, err error) {
	switch name {
	case SelectorSpreadPriority:
		raw = x.countSpread()
		return raw, x.spreadOverZones(raw), nil
	case InterPodAffinityPriority:
		raw = x.scorePodAffinity()
		return raw, legacyPodAffinity(raw), nil
	case LeastRequestedPriority:
		raw = x.scoreUsage(leastRequested)
	case BalancedResourceAllocation:
		raw = x.scoreUsage(balanced)
	case MostRequestedPriority:
		raw = x.scoreUsage(mostRequested)
	case NodePreferAvoidPodsPriority:
		raw = x.scoreAvoid()
	case NodeAffinityPriority:
		return x.legacyNodeAffinity()
	case TaintTolerationPriority:
		return x.legacyTaints()
	case NodeLabelPriority:
		raw = x.scoreNodeLabel()
	case ImageLocalityPriority:
		raw = x.legacyImages()
	}
	return raw, raw, nil
}

// tenths stretches raw scores so that the greatest is 10. Nil stays nil.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/reduce.go, NormalizeReduce.
func tenths(raw []int64) []int64 {
	if raw == nil {
		return nil
	}
	out := normalize(raw, false)
	for i := range out {
		out[i] /= maxScore / maxPriority // rounding down twice is rounding down once
	}
	return out
}

// legacyNodeAffinity adds up the weights of the preferred terms that hold.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/node_affinity.go.
func (x *cycle) legacyNodeAffinity() (raw, normalized []int64, err error) {
	raw, err = x.scoreNodeAffinity()
	var cycle *CycleError
	if errors.As(err, &cycle) {
		return nil, nil, &CycleError{NodeAffinityPriority, cycle.Problem}
	}
	return raw, tenths(raw), nil
}

// legacyTaints counts the taints that would rather have the Pod elsewhere.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/taint_toleration.go.
func (x *cycle) legacyTaints() (raw, normalized []int64, err error) {
	raw = x.scoreTaints()
	if raw == nil {
		return nil, slices.Repeat([]int64{maxPriority}, len(x.feasible)), nil
	}
	normalized = tenths(raw)
	for i := range normalized {
		normalized[i] = maxPriority - normalized[i]
	}
	return raw, normalized, nil
}

// legacyPodAffinity stretches the scores from 0 for the least to 10 for the
// greatest. The least is never above 0, nor the greatest below. Nil stays nil.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/interpod_affinity.go, CalculateInterPodAffinityPriority.
func legacyPodAffinity(raw []int64) []int64 {
	if raw == nil {
		return nil
	}
	lowest, highest := int64(0), int64(0)
	for _, s := range raw {
		lowest, highest = min(lowest, s), max(highest, s)
	}
	out := make([]int64, len(raw))
	if highest > lowest {
		for i, s := range raw {
			out[i] = int64(maxPriority * (float64(s-lowest) / float64(highest-lowest)))
		}
	}
	return out
}

// avoidAnnotation is where a node lists controllers that had better run their
// Pods elsewhere.
//
// Source: kubernetes v1.10 staging/src/k8s.io/api/core/v1/annotation_key_constants.go, PreferAvoidPodsAnnotationKey.
const avoidAnnotation = "scheduler.alpha.kubernetes.io/preferAvoidPods"

// avoidPods is what the annotation holds. A list of which any field has the
// wrong type says nothing, so those are here that nobody looks at.
//
// Source: API type AvoidPods (core/v1).
type avoidPods struct {
	PreferAvoidPods []struct {
		PodSignature struct {
			PodController *podlife.OwnerReference `json:"podController"`
		} `json:"podSignature"`
		EvictionTime *time.Time `json:"evictionTime"`
		Reason       string     `json:"reason"`
		Message      string     `json:"message"`
	} `json:"preferAvoidPods"`
}

// scoreAvoid gives nothing to nodes that had better not have the Pods of the
// Pod's controller, and 10 to all others.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/node_prefer_avoid_pods.go.
func (x *cycle) scoreAvoid() []int64 {
	out := slices.Repeat([]int64{maxPriority}, len(x.feasible))
	at := slices.IndexFunc(x.pod.OwnerReferences, func(o podlife.OwnerReference) bool { return o.Controller })
	if at < 0 {
		return out
	}
	owner := &x.pod.OwnerReferences[at]
	if owner.Kind != "ReplicationController" && owner.Kind != "ReplicaSet" {
		return out
	}
	for i, slot := range x.feasible {
		var avoid avoidPods
		text := x.c.nodes[slot].object.Annotations[avoidAnnotation]
		if text == "" || json.Unmarshal([]byte(text), &avoid) != nil {
			continue
		}
		for j := range avoid.PreferAvoidPods {
			if c := avoid.PreferAvoidPods[j].PodSignature.PodController; c != nil && c.Kind == owner.Kind && c.UID == owner.UID {
				out[i] = 0
			}
		}
	}
	return out
}

// scoreNodeLabel gives 10 to nodes with a label, or to those without it.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/node_label.go.
func (x *cycle) scoreNodeLabel() []int64 {
	args := x.pr.legacyArgs()
	out := make([]int64, len(x.feasible))
	for i, slot := range x.feasible {
		if _, has := x.c.nodes[slot].object.Labels[args.NodeLabel]; has != args.NodeLabelAbsent {
			out[i] = maxPriority
		}
	}
	return out
}

// legacyImages gives more to nodes that have more of the main containers'
// images, counted in bytes. Names must be equal as they stand: that of an image
// without a tag is not completed. On how many nodes an image is does not matter.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/priorities/image_locality.go.
func (x *cycle) legacyImages() []int64 {
	sums := x.wide()
	for i := range x.pod.Spec.Containers {
		for _, on := range x.c.images[x.pod.Spec.Containers[i].Image].on {
			sums[on.slot] += on.size
		}
	}
	out := x.ofFeasible(sums)
	for i, sum := range out {
		switch {
		case sum < minImageBytes:
			out[i] = 0
		case sum >= maxImageBytes:
			out[i] = maxPriority
		default:
			out[i] = maxPriority*(sum-minImageBytes)/(maxImageBytes-minImageBytes) + 1
		}
	}
	return out
}
