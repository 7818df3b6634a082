package restart

import (
	"fmt"

	"github.com/podlife/podlife"
)

// Action is what follows from the end of a container.
type Action uint8

// The actions.
const (
	// Stay: the container is not started again.
	Stay Action = iota
	// Restart: the container is started again, after its back-off.
	Restart
	// RestartAll: the whole Pod starts again in place, init containers first.
	RestartAll
)

// String returns the action's name.
func (a Action) String() string {
	switch a {
	case Stay:
		return "Stay"
	case Restart:
		return "Restart"
	case RestartAll:
		return "RestartAll"
	default:
		return fmt.Sprintf("Action(%d)", uint8(a))
	}
}

// Decide returns what follows when container c of the Pod spec ends with
// exitCode and nobody asked for the Pod's deletion.
//
//   - A sidecar is always started again: its own policy is Always.
//   - An ordinary init container that succeeded is done: no policy starts it
//     again, and no rule but one that restarts all containers. After a failure
//     it is started again under Always and OnFailure.
//   - A main container is started again under Always, and under OnFailure after
//     a failure.
//   - Under Never, neither is.
//
// The policy is the container's own or else the Pod's. A restart rule of the
// container that matches the exit code comes before its policy.
//
// c is one of the spec's containers, or a copy of one. [Why] gives the reason
// besides.
func Decide(spec *podlife.PodSpec, c *podlife.Container, exitCode int32) Action {
	return Why(spec, c, exitCode).Action
}

// ByPolicy is [Decide] without the rule that an init container which succeeded
// is done: what rules and policy alone say, wherever the container stands.
//
// Source: kubernetes v1.37 pkg/api/v1/pod/util.go, ContainerShouldRestart.
func ByPolicy(spec *podlife.PodSpec, c *podlife.Container, exitCode int32) Action {
	return whyByPolicy(spec, c, exitCode).Action
}

// RuleAction returns the action of the first restart rule of c that holds
// exitCode, or "" if none does. Unlike [Decide] it does not ask whether rules
// count, which they do only beside a policy of the container's own.
//
// Source: kubernetes v1.37 pkg/api/v1/pod/util.go, FindMatchingContainerRestartRule.
func RuleAction(c *podlife.Container, exitCode int32) podlife.ContainerRestartRuleAction {
	if i := matchingRule(c, exitCode); i >= 0 {
		return c.RestartPolicyRules[i].Action
	}
	return ""
}

// matchingRule returns the index of the first rule that holds exitCode, or -1
// if none does.
func matchingRule(c *podlife.Container, exitCode int32) int {
	for i := range c.RestartPolicyRules {
		if c.RestartPolicyRules[i].ExitCodes.Contains(exitCode) {
			return i
		}
	}
	return -1
}

// isPolicy reports whether p is a policy that the API knows.
func isPolicy(p podlife.RestartPolicy) bool {
	return p == podlife.RestartPolicyAlways || p == podlife.RestartPolicyOnFailure || p == podlife.RestartPolicyNever
}

// isOrdinaryInit reports whether c stands among the init containers and is no
// sidecar.
func isOrdinaryInit(spec *podlife.PodSpec, c *podlife.Container) bool {
	if c.IsSidecar() {
		return false
	}
	for i := range spec.InitContainers {
		if spec.InitContainers[i].Name == c.Name {
			return true
		}
	}
	return false
}
