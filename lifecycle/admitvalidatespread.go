package lifecycle

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/podlife/podlife"
)

// spreadConstraints checks each constraint, and that none is for the same label and
// action as a later one.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateTopologySpreadConstraints.
func (a *admission) spreadConstraints(list []podlife.TopologySpreadConstraint) {
	for i := range list {
		c, path := &list[i], indexed("spec.topologySpreadConstraints", i)
		a.positive(c.MaxSkew, path+".maxSkew")
		if c.TopologyKey == "" {
			a.required(path+".topologyKey", "can not be empty")
		}
		oneOf(a, path+".whenUnsatisfiable", c.WhenUnsatisfiable, podlife.DoNotSchedule, podlife.ScheduleAnyway)
		if slices.ContainsFunc(list[i+1:], func(o podlife.TopologySpreadConstraint) bool {
			return o.TopologyKey == c.TopologyKey && o.WhenUnsatisfiable == c.WhenUnsatisfiable
		}) {
			a.duplicate(path+".{topologyKey, whenUnsatisfiable}", fmt.Sprintf("{%v, %v}", c.TopologyKey, c.WhenUnsatisfiable))
		}
		if c.MinDomains != nil {
			a.positive(*c.MinDomains, path+".minDomains")
			if c.WhenUnsatisfiable != podlife.DoNotSchedule {
				a.invalid(path+".minDomains", strconv.Itoa(int(*c.MinDomains)),
					fmt.Sprintf("can only use minDomains if whenUnsatisfiable=%s, not %s", podlife.DoNotSchedule, c.WhenUnsatisfiable))
			}
		}
		a.inclusion(c.NodeAffinityPolicy, path+".nodeAffinityPolicy")
		a.inclusion(c.NodeTaintsPolicy, path+".nodeTaintsPolicy")
		a.labelKeys(c.MatchLabelKeys, nil, c.LabelSelector, path)
		a.labelSelector(c.LabelSelector, path+".labelSelector")
	}
}

// positive asks for a number above 0.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidatePositiveField.
func (a *admission) positive(n int32, path string) {
	if n <= 0 {
		a.invalid(path, strconv.Itoa(int(n)), "must be greater than zero")
	}
}

// inclusion checks a policy that may be left out.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateNodeInclusionPolicy.
func (a *admission) inclusion(p podlife.NodeInclusionPolicy, path string) {
	if p != "" {
		oneOf(a, path, p, podlife.NodeInclusionHonor, podlife.NodeInclusionIgnore)
	}
}
