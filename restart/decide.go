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
//   - A restart rule of the container that matches the exit code comes first.
//   - Then the policy, the container's own or else the Pod's: Always starts it
//     again, OnFailure after a failure, Never does not.
//   - An ordinary init container that succeeded is done: no policy starts it
//     again. So after a failure it is started again under Always and OnFailure.
//   - A sidecar's own policy is Always, so it is always started again.
//
// c is one of the spec's containers, or a copy of one.
func Decide(spec *podlife.PodSpec, c *podlife.Container, exitCode int32) Action {
	if exitCode == 0 && isOrdinaryInit(spec, c) {
		return Stay
	}
	return ByPolicy(spec, c, exitCode)
}

// ByPolicy is [Decide] without the rule that an init container which succeeded
// is done: what rules and policy alone say, wherever the container stands.
//
// Source: kubernetes v1.37 pkg/api/v1/pod/util.go, ContainerShouldRestart.
func ByPolicy(spec *podlife.PodSpec, c *podlife.Container, exitCode int32) Action {
	policy := spec.RestartPolicy
	if c.RestartPolicy != "" {
		switch RuleAction(c, exitCode) {
		case podlife.RestartActionRestart:
			return Restart
		case podlife.RestartActionRestartAllContainers:
			return RestartAll
		}
		if isPolicy(c.RestartPolicy) {
			policy = c.RestartPolicy
		}
	}
	if policy == podlife.RestartPolicyNever || policy == podlife.RestartPolicyOnFailure && exitCode == 0 {
		return Stay
	}
	return Restart // Always, which is also what no policy and an unknown one mean
}

// RuleAction returns the action of the first restart rule of c that matches
// exitCode, or "" if none does. Whether a restart follows depends on more than
// that: ask [Decide].
//
// Source: kubernetes v1.37 pkg/api/v1/pod/util.go, FindMatchingContainerRestartRule.
func RuleAction(c *podlife.Container, exitCode int32) podlife.ContainerRestartRuleAction {
	for i := range c.RestartPolicyRules {
		if rule := &c.RestartPolicyRules[i]; rule.ExitCodes.Contains(exitCode) {
			return rule.Action
		}
	}
	return ""
}

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
