package podlife

import "slices"

// TopologySpreadConstraint says how evenly Pods are spread over the values of
// a label of the nodes.
//
// Source: API type TopologySpreadConstraint (core/v1).
type TopologySpreadConstraint struct {
	// MaxSkew is how many Pods more there may be with one value than with the
	// value that has the fewest.
	MaxSkew int32 `json:"maxSkew"`
	// TopologyKey is the label of the nodes.
	TopologyKey string `json:"topologyKey"`
	// WhenUnsatisfiable says whether the constraint filters or scores.
	WhenUnsatisfiable UnsatisfiableAction `json:"whenUnsatisfiable"`
	// LabelSelector says which Pods count. Nil: none.
	LabelSelector *LabelSelector `json:"labelSelector,omitempty"`
	// MinDomains is how many values there must be for the fewest to count;
	// with less, it is 0. Nil: 1.
	MinDomains *int32 `json:"minDomains,omitempty"`
	// NodeAffinityPolicy says whether nodes that the Pod's node affinity
	// excludes are left out. Empty: Honor.
	NodeAffinityPolicy NodeInclusionPolicy `json:"nodeAffinityPolicy,omitempty"`
	// NodeTaintsPolicy says whether nodes with taints that the Pod does not
	// tolerate are left out. Empty: Ignore.
	NodeTaintsPolicy NodeInclusionPolicy `json:"nodeTaintsPolicy,omitempty"`
	// MatchLabelKeys are labels in which the Pods must be like this one.
	MatchLabelKeys []string `json:"matchLabelKeys,omitempty"`
}

// UnsatisfiableAction is what follows where a spread constraint cannot hold.
//
// Source: API type UnsatisfiableConstraintAction (core/v1).
type UnsatisfiableAction string

// The actions.
const (
	// DoNotSchedule: the node is not feasible.
	DoNotSchedule UnsatisfiableAction = "DoNotSchedule"
	// ScheduleAnyway: the node scores less.
	ScheduleAnyway UnsatisfiableAction = "ScheduleAnyway"
)

// NodeInclusionPolicy says whether a spread constraint leaves nodes out.
//
// Source: API type NodeInclusionPolicy (core/v1), KEP-3094.
type NodeInclusionPolicy string

// The policies.
const (
	// NodeInclusionHonor: nodes that are excluded elsewhere are left out.
	NodeInclusionHonor NodeInclusionPolicy = "Honor"
	// NodeInclusionIgnore: all nodes count.
	NodeInclusionIgnore NodeInclusionPolicy = "Ignore"
)

func (c TopologySpreadConstraint) clone() TopologySpreadConstraint {
	c.LabelSelector = clonePtrDeep(c.LabelSelector, LabelSelector.clone)
	c.MinDomains = clonePtr(c.MinDomains)
	c.MatchLabelKeys = slices.Clone(c.MatchLabelKeys)
	return c
}

// Clone returns a copy that shares nothing with c.
func (c *TopologySpreadConstraint) Clone() TopologySpreadConstraint { return c.clone() }
