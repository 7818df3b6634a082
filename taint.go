package podlife

import (
	"strconv"
	"time"
)

// Taint keeps Pods off a node, or drives them away, unless they tolerate it.
//
// Source: API type Taint (core/v1).
type Taint struct {
	// Key names the taint. A node has at most one taint of each key and
	// effect.
	Key string `json:"key"`
	// Value is compared with the toleration's.
	Value string `json:"value,omitempty"`
	// Effect says what happens to Pods that do not tolerate the taint.
	Effect TaintEffect `json:"effect"`
	// TimeAdded is when the taint was added. Nothing counts from it.
	TimeAdded time.Time `json:"timeAdded,omitzero"`
}

// TaintEffect is what a taint does to Pods that do not tolerate it.
//
// Source: API type TaintEffect (core/v1).
type TaintEffect string

// The effects. An unknown one does nothing.
const (
	// TaintEffectNoSchedule: no new Pod is placed on the node.
	TaintEffectNoSchedule TaintEffect = "NoSchedule"
	// TaintEffectPreferNoSchedule: new Pods are rather placed elsewhere.
	TaintEffectPreferNoSchedule TaintEffect = "PreferNoSchedule"
	// TaintEffectNoExecute: no new Pod is placed on the node, and those that
	// run there are deleted.
	TaintEffectNoExecute TaintEffect = "NoExecute"
)

// Keys of taints that Kubernetes acts on.
//
// Source: kubernetes v1.37 staging/src/k8s.io/api/core/v1/well_known_taints.go.
const (
	// TaintNodeNotReady: the node says that it is not ready.
	TaintNodeNotReady = "node.kubernetes.io/not-ready"
	// TaintNodeUnreachable: the node does not answer.
	TaintNodeUnreachable = "node.kubernetes.io/unreachable"
	// TaintNodeOutOfService: the node is known to be down. People set it.
	TaintNodeOutOfService = "node.kubernetes.io/out-of-service"
)

// Toleration lets a Pod stay on nodes with the taints that it matches.
//
// Source: API type Toleration (core/v1).
type Toleration struct {
	// Key is the key of the taints that are meant. Empty: of any key.
	Key string `json:"key,omitempty"`
	// Operator says how Value is compared. Empty means Equal.
	Operator TolerationOperator `json:"operator,omitempty"`
	// Value is compared with the taint's.
	Value string `json:"value,omitempty"`
	// Effect is the effect of the taints that are meant. Empty: any effect.
	Effect TaintEffect `json:"effect,omitempty"`
	// TolerationSeconds is how long a NoExecute taint is tolerated. Nil: for
	// ever; 0 and less: not at all.
	TolerationSeconds *int64 `json:"tolerationSeconds,omitempty"`
}

// TolerationOperator is how a toleration's value is compared with a taint's.
//
// Source: API type TolerationOperator (core/v1).
type TolerationOperator string

// The operators. Any other value matches nothing.
const (
	// TolerationOpExists: every value matches.
	TolerationOpExists TolerationOperator = "Exists"
	// TolerationOpEqual: the values are the same.
	TolerationOpEqual TolerationOperator = "Equal"
	// TolerationOpLt: the taint's value is a smaller integer.
	TolerationOpLt TolerationOperator = "Lt"
	// TolerationOpGt: the taint's value is a greater integer.
	TolerationOpGt TolerationOperator = "Gt"
)

// Tolerates reports whether t matches taint: the effect, if t names one, the
// key, if t names one, and the value. comparisonOperators is the feature gate
// TaintTolerationComparisonOperators, off by default in 1.37; without it Lt
// and Gt match nothing.
//
// Source: kubernetes v1.37 staging/src/k8s.io/api/core/v1/toleration.go, ToleratesTaint.
func (t *Toleration) Tolerates(taint *Taint, comparisonOperators bool) bool {
	if t.Effect != "" && t.Effect != taint.Effect || t.Key != "" && t.Key != taint.Key {
		return false
	}
	switch t.Operator {
	case "", TolerationOpEqual:
		return t.Value == taint.Value
	case TolerationOpExists:
		return true
	case TolerationOpLt, TolerationOpGt:
		return comparisonOperators && t.compares(taint.Value)
	default:
		return false
	}
}

// compares reports whether value is on the side of t.Value that Lt or Gt asks
// for. Text that is no integer in its shortest form is on neither side.
func (t *Toleration) compares(value string) bool {
	bound, ok := decimal(t.Value)
	if !ok {
		return false
	}
	have, ok := decimal(value)
	if !ok {
		return false
	}
	if t.Operator == TolerationOpLt {
		return have < bound
	}
	return have > bound
}

// decimal reads an int64 that is written as Go would print it.
func decimal(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && strconv.FormatInt(n, 10) == s
}

func (t Toleration) clone() Toleration {
	t.TolerationSeconds = clonePtr(t.TolerationSeconds)
	return t
}
