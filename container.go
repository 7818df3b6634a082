package podlife

import "slices"

// Container is one process tree of a Pod: a main container, an ordinary init
// container or a sidecar. Which of the three follows from the list it stands
// in and its restart policy.
//
// Source: API type Container (core/v1).
type Container struct {
	// Name is unique among all containers of the Pod.
	Name string `json:"name,omitempty"`
	// Image is what the container is made from, as written by the author.
	Image string `json:"image,omitempty"`
	// Ports that the container listens on, as far as its author says so. A
	// probe or hook may name one of them.
	Ports []ContainerPort `json:"ports,omitempty"`
	// RestartPolicy, when set, holds in place of the Pod's. On an init
	// container Always makes it a sidecar.
	RestartPolicy RestartPolicy `json:"restartPolicy,omitempty"`
	// RestartPolicyRules come before RestartPolicy, the first that matches
	// deciding. They count only where RestartPolicy is set.
	RestartPolicyRules []ContainerRestartRule `json:"restartPolicyRules,omitempty"`
	// LivenessProbe: its failure makes the kubelet kill the container.
	LivenessProbe *Probe `json:"livenessProbe,omitempty"`
	// ReadinessProbe: its success makes the container ready.
	ReadinessProbe *Probe `json:"readinessProbe,omitempty"`
	// StartupProbe: until it succeeds the container has not started and the
	// other probes are silent.
	StartupProbe *Probe `json:"startupProbe,omitempty"`
	// Lifecycle holds what is run after the start and before the stop.
	Lifecycle *Lifecycle `json:"lifecycle,omitempty"`
	// Resources is what the container needs.
	Resources ResourceRequirements `json:"resources,omitzero"`
	// VolumeMounts are the places where it sees volumes.
	VolumeMounts []VolumeMount `json:"volumeMounts,omitempty"`
}

// ContainerPort is a port that a container listens on.
//
// Source: API type ContainerPort (core/v1).
type ContainerPort struct {
	// Name by which probes, hooks and Services refer to the port. Empty: it
	// has none.
	Name string `json:"name,omitempty"`
	// HostPort is the port of the node that leads to it. 0: none.
	HostPort int32 `json:"hostPort,omitempty"`
	// ContainerPort is the number of the port in the Pod's own network.
	ContainerPort int32 `json:"containerPort"`
	// Protocol is TCP, UDP or SCTP. Empty: the default, TCP.
	Protocol string `json:"protocol,omitempty"`
	// HostIP is the address of the node on which HostPort is taken. Empty: all.
	HostIP string `json:"hostIP,omitempty"`
}

// EphemeralContainer is a container added to a running Pod, for looking into
// it. It is never restarted and never decides anything about the Pod.
//
// Source: API type EphemeralContainer (core/v1), KEP-277.
type EphemeralContainer struct {
	// Name is unique among all containers of the Pod.
	Name string `json:"name,omitempty"`
	// Image is what the container is made from.
	Image string `json:"image,omitempty"`
	// TargetContainerName is the container whose processes it sees.
	TargetContainerName string `json:"targetContainerName,omitempty"`
	// VolumeMounts are the places where it sees volumes.
	VolumeMounts []VolumeMount `json:"volumeMounts,omitempty"`
}

func (c EphemeralContainer) clone() EphemeralContainer {
	c.VolumeMounts = cloneEach(c.VolumeMounts, VolumeMount.clone)
	return c
}

// ContainerRestartRule says what follows from some exit codes.
//
// Source: API type ContainerRestartRule (core/v1), KEP-5307.
type ContainerRestartRule struct {
	// Action is what follows when the rule matches.
	Action ContainerRestartRuleAction `json:"action,omitempty"`
	// ExitCodes says which exit codes the rule matches. The zero value
	// matches none.
	ExitCodes ExitCodes `json:"exitCodes,omitzero"`
}

// ContainerRestartRuleAction is what a matching rule asks for.
//
// Source: API type ContainerRestartRuleAction (core/v1).
type ContainerRestartRuleAction string

// The actions of a restart rule.
const (
	// RestartActionRestart starts the container again.
	RestartActionRestart ContainerRestartRuleAction = "Restart"
	// RestartActionRestartAllContainers starts the whole Pod again in place,
	// init containers first.
	RestartActionRestartAllContainers ContainerRestartRuleAction = "RestartAllContainers"
)

// ExitCodes is a set of exit codes, or of all others.
//
// Source: API type ContainerRestartRuleOnExitCodes (core/v1).
type ExitCodes struct {
	// Operator says how Values is read.
	Operator ExitCodesOperator `json:"operator,omitempty"`
	// Values are compared with the exit code. None at all: In matches
	// nothing, NotIn everything.
	Values []int32 `json:"values,omitempty"`
}

// ExitCodesOperator is how exit codes are compared.
//
// Source: API type ContainerRestartRuleOnExitCodesOperator (core/v1).
type ExitCodesOperator string

// The operators. Any other value matches nothing.
const (
	// ExitCodesIn: the exit code is one of the values.
	ExitCodesIn ExitCodesOperator = "In"
	// ExitCodesNotIn: it is none of them.
	ExitCodesNotIn ExitCodesOperator = "NotIn"
)

// Contains reports whether the set holds code.
//
// Source: kubernetes v1.37 pkg/api/v1/pod/util.go, FindMatchingContainerRestartRule.
func (e *ExitCodes) Contains(code int32) bool {
	switch e.Operator {
	case ExitCodesIn:
		return slices.Contains(e.Values, code)
	case ExitCodesNotIn:
		return !slices.Contains(e.Values, code)
	default:
		return false
	}
}

// IsSidecar reports whether c, standing among the init containers, is a
// sidecar: an init container that is started again whenever it ends and whose
// successors wait only for its start. For a main container the answer means
// nothing.
//
// Source: KEP-753; kubernetes v1.37 pkg/api/v1/pod/util.go, IsRestartableInitContainer.
func (c *Container) IsSidecar() bool { return c.RestartPolicy == RestartPolicyAlways }

func (c Container) clone() Container {
	c.Ports = slices.Clone(c.Ports)
	c.RestartPolicyRules = cloneEach(c.RestartPolicyRules, ContainerRestartRule.clone)
	c.LivenessProbe = c.LivenessProbe.clone()
	c.ReadinessProbe = c.ReadinessProbe.clone()
	c.StartupProbe = c.StartupProbe.clone()
	c.Lifecycle = c.Lifecycle.clone()
	c.Resources = c.Resources.clone()
	c.VolumeMounts = cloneEach(c.VolumeMounts, VolumeMount.clone)
	return c
}

func (r ContainerRestartRule) clone() ContainerRestartRule {
	r.ExitCodes.Values = slices.Clone(r.ExitCodes.Values)
	return r
}
