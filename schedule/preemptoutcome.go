package schedule

import "strconv"

// PreemptionOutcome says how far preemption came.
type PreemptionOutcome uint8

// The outcomes, in the order in which they are found.
const (
	// PreemptionNotNeeded: a node will do as it is.
	PreemptionNotNeeded PreemptionOutcome = iota
	// PreemptionOff: the profile is without DefaultPreemption.
	PreemptionOff
	// PreemptionNotReached: the Pod was kept off all nodes before single nodes
	// were looked at, and the plugin DynamicResources, which has its turn
	// first, fails over that.
	PreemptionNotReached
	// PreemptionNever: the Pod's preemptionPolicy is Never.
	PreemptionNever
	// PreemptionUnderWay: a Pod that had to make way for the Pod is not gone
	// yet.
	PreemptionUnderWay
	// PreemptionNotHelpful: on no node would the Pod fit, whoever had to go.
	PreemptionNotHelpful
	// PreemptionFailed: a plugin failed, and no node can be had.
	PreemptionFailed
	// PreemptionPlanned: there is a node, and who has to go.
	PreemptionPlanned
)

// String returns the outcome in Kubernetes' words, as far as it has any.
func (o PreemptionOutcome) String() string {
	switch o {
	case PreemptionNotNeeded:
		return "not needed"
	case PreemptionOff:
		return "no DefaultPreemption in the profile"
	case PreemptionNotReached:
		return "not reached"
	case PreemptionNever:
		return "not eligible due to preemptionPolicy=Never."
	case PreemptionUnderWay:
		return "not eligible due to a terminating pod on the nominated node."
	case PreemptionNotHelpful:
		return "Preemption is not helpful for scheduling"
	case PreemptionFailed:
		return "failed"
	case PreemptionPlanned:
		return "found a potential placement"
	default:
		return "PreemptionOutcome(" + strconv.Itoa(int(o)) + ")"
	}
}
