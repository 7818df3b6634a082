package restart

import (
	"fmt"

	"github.com/podlife/podlife"
)

// Ruling is a decision of [Why] with the rule that fired.
type Ruling struct {
	// Action is the decision, as of [Decide].
	Action Action
	// Cause says which rule fired.
	Cause Cause
	// ExitCode that was decided on.
	ExitCode int32
	// Policy that decided. Empty where no policy did, and where the Pod names
	// none, which means Always.
	Policy podlife.RestartPolicy
	// Rule is the index of the restart rule that decided, for CauseRule.
	Rule int
}

// Cause says which rule decided what follows from the end of a container.
type Cause uint8

// The causes. The zero Cause decides nothing.
const (
	// CauseNone: nothing was decided.
	CauseNone Cause = iota
	// CauseCompleted: an ordinary init container that succeeded is done.
	CauseCompleted
	// CauseRule: a restart rule of the container matches the exit code.
	CauseRule
	// CauseContainerPolicy: the container's own restart policy.
	CauseContainerPolicy
	// CausePodPolicy: the Pod's restart policy.
	CausePodPolicy
)

// String returns the cause's name.
func (c Cause) String() string {
	switch c {
	case CauseNone:
		return "None"
	case CauseCompleted:
		return "Completed"
	case CauseRule:
		return "Rule"
	case CauseContainerPolicy:
		return "ContainerPolicy"
	case CausePodPolicy:
		return "PodPolicy"
	default:
		return fmt.Sprintf("Cause(%d)", uint8(c))
	}
}

// Why is [Decide] with its reason.
func Why(spec *podlife.PodSpec, c *podlife.Container, exitCode int32) Ruling {
	r := whyByPolicy(spec, c, exitCode)
	// What restarts all containers is looked for before any container is
	// planned for, and in all of them.
	if exitCode == 0 && r.Action != RestartAll && isOrdinaryInit(spec, c) {
		return Ruling{Action: Stay, Cause: CauseCompleted}
	}
	return r
}

// whyByPolicy is [ByPolicy] with its reason.
func whyByPolicy(spec *podlife.PodSpec, c *podlife.Container, exitCode int32) Ruling {
	r := Ruling{Cause: CausePodPolicy, ExitCode: exitCode, Policy: spec.RestartPolicy}
	if c.RestartPolicy != "" { // without a policy of its own, a container's rules do not count
		if i := matchingRule(c, exitCode); i >= 0 {
			switch c.RestartPolicyRules[i].Action {
			case podlife.RestartActionRestart:
				return Ruling{Action: Restart, Cause: CauseRule, ExitCode: exitCode, Rule: i}
			case podlife.RestartActionRestartAllContainers:
				return Ruling{Action: RestartAll, Cause: CauseRule, ExitCode: exitCode, Rule: i}
			} // any other action: as if no rule had matched
		}
		if isPolicy(c.RestartPolicy) {
			r.Cause, r.Policy = CauseContainerPolicy, c.RestartPolicy
		}
	}
	if r.Policy == podlife.RestartPolicyNever || r.Policy == podlife.RestartPolicyOnFailure && exitCode == 0 {
		r.Action = Stay
	} else {
		r.Action = Restart // Always, which is also what no policy and an unknown one mean
	}
	return r
}

// String returns the decision and its reason as one sentence without a full
// stop.
func (r Ruling) String() string {
	return r.Action.outcome() + ": " + r.reason()
}

// outcome says in words what the action means for the container.
func (a Action) outcome() string {
	switch a {
	case Stay:
		return "not started again"
	case Restart:
		return "started again"
	case RestartAll:
		return "the whole Pod starts again in place"
	default:
		return a.String()
	}
}

// reason says in words which rule fired.
func (r Ruling) reason() string {
	policy := r.Policy
	if policy == "" {
		policy = podlife.RestartPolicyAlways
	}
	switch r.Cause {
	case CauseCompleted:
		return "an init container that succeeded is done"
	case CauseRule:
		return fmt.Sprintf("exit code %d matches restartPolicyRules[%d]", r.ExitCode, r.Rule)
	case CauseContainerPolicy:
		return fmt.Sprintf("exit code %d under the container's restart policy %s", r.ExitCode, policy)
	case CausePodPolicy:
		return fmt.Sprintf("exit code %d under the Pod's restart policy %s", r.ExitCode, policy)
	case CauseNone:
		return r.Cause.String()
	default:
		return r.Cause.String()
	}
}
