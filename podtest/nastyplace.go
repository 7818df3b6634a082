package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// nastyPlace draws what a spec asks of the scheduler and of its node, every part
// of it seldom and none that fits another.
func nastyPlace(t *rapid.T, s *podlife.PodSpec) {
	switch rapid.IntRange(0, 11).Draw(t, "place") { // above 8 it asks for nothing
	case 0:
		s.SchedulerName = anyWord().Draw(t, "schedulerName")
	case 1:
		s.PriorityClassName = anyWord().Draw(t, "priorityClassName")
	case 2:
		s.PreemptionPolicy = pick(t, "preemptionPolicy", podlife.PreemptNever, podlife.PreemptLowerPriority, "Sometimes")
	case 3:
		s.HostUsers = maybe(rapid.Bool()).Draw(t, "hostUsers")
	case 4:
		s.Overhead = Requests().Draw(t, "overhead")
	case 5:
		s.Resources = &podlife.ResourceRequirements{Requests: Requests().Draw(t, "requests"), Limits: Requests().Draw(t, "limits")}
	case 6:
		s.SchedulingGroup = &podlife.PodSchedulingGroup{PodGroupName: anyWord().Draw(t, "podGroupName")}
	case 7:
		s.Affinity = &podlife.Affinity{PodAntiAffinity: &podlife.PodAffinity{Required: []podlife.PodAffinityTerm{{
			MatchLabelKeys:    list(anyWord(), 0, 2).Draw(t, "matchLabelKeys"),
			MismatchLabelKeys: list(anyWord(), 0, 2).Draw(t, "mismatchLabelKeys"),
		}}}}
	case 8:
		name := anyWord().Draw(t, "resourceClaimName")
		s.ResourceClaims = []podlife.PodResourceClaim{
			{Name: "gpu", ResourceClaimName: &name}, {Name: "gpu", ResourceClaimTemplateName: new(string)},
		}
	}
}
