package lifecycle

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

// Most entries of a container's list of restart rules, and most values of one.
const (
	mostRestartRules = 20
	mostExitCodes    = 255
)

// container is what all kinds of containers have in common, with the resources
// and ports that an ephemeral one does not have.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateContainerCommon.
func (a *admission) container(c *podlife.Container, in surroundings, path string) {
	if c.Name == "" {
		a.required(path+".name", "")
	} else {
		a.invalidText(path+".name", c.Name, dnsLabelFaults(c.Name))
	}
	if c.Image == "" {
		a.required(path+".image", "")
	}
	a.ports(c.Ports, path+".ports")
	a.mounts(c.VolumeMounts, in, path+".volumeMounts")
	a.requirements(&c.Resources, in.claims, (*admission).containerResource, path+".resources")
}

// containers are the main ones. Their host ports must not clash.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateContainers.
func (a *admission) containers(list []podlife.Container, in surroundings) {
	const path = "spec.containers"
	if len(list) == 0 {
		a.required(path, "")
	}
	seen := map[string]bool{}
	for i := range list {
		c, path := &list[i], indexed(path, i)
		a.container(c, in, path)
		if seen[c.Name] {
			a.duplicate(path+".name", c.Name)
		}
		seen[c.Name] = true
		a.probes(c, in.graceSeconds, path)
		if c.RestartPolicy == "" && len(c.RestartPolicyRules) > 0 {
			a.required(path+".restartPolicy", rulesNeedPolicy)
		}
		a.restart(c, path)
	}
	a.hostPorts(list, path)
}

// initContainers run one after the other, so that each has its host ports for
// itself; where two ports of one clash, the API server names the first of them
// all.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateInitContainers.
func (a *admission) initContainers(s *podlife.PodSpec, in surroundings) {
	seen := map[string]bool{}
	for i := range s.Containers {
		seen[s.Containers[i].Name] = true
	}
	for i := range s.InitContainers {
		c, path := &s.InitContainers[i], indexed("spec.initContainers", i)
		a.container(c, in, path)
		switch {
		case c.RestartPolicy != "":
			a.restart(c, path)
		case len(c.RestartPolicyRules) > 0:
			a.required(path+".restartPolicy", rulesNeedPolicy)
		}
		if seen[c.Name] {
			a.duplicate(path+".name", c.Name)
		} else if c.Name != "" {
			seen[c.Name] = true
		}
		a.hostPorts(s.InitContainers[i:i+1], "spec.initContainers")
		if c.IsSidecar() {
			a.probes(c, in.graceSeconds, path)
		} else {
			a.noProbes(c, path)
		}
	}
}

// ephemeralContainers checks names and images, though a new Pod may have none at
// all.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateEphemeralContainers.
func (a *admission) ephemeralContainers(s *podlife.PodSpec, in surroundings) {
	var others []string
	for _, list := range [][]podlife.Container{s.Containers, s.InitContainers} {
		for i := range list {
			others = append(others, list[i].Name)
		}
	}
	names := slices.Clone(others)
	for i, e := range s.EphemeralContainers {
		path := indexed("spec.ephemeralContainers", i)
		a.container(&podlife.Container{Name: e.Name, Image: e.Image, VolumeMounts: e.VolumeMounts}, in, path)
		a.image(e.Image, path)
		if slices.Contains(names, e.Name) {
			a.duplicate(path+".name", e.Name)
		}
		names = append(names, e.Name)
		if e.TargetContainerName != "" && !slices.Contains(others, e.TargetContainerName) {
			a.add(path+".targetContainerName", ValueNotFound, strconv.Quote(e.TargetContainerName), "")
		}
	}
}

// probes checks hooks and probes, by the rules of package probe.
func (a *admission) probes(c *podlife.Container, graceSeconds *int64, path string) {
	a.join(probe.ValidateLifecycle(c.Lifecycle, graceSeconds, path+".lifecycle"))
	a.join(probe.Validate(probe.Liveness, c.LivenessProbe, path+".livenessProbe"))
	a.join(probe.Validate(probe.Readiness, c.ReadinessProbe, path+".readinessProbe"))
	a.join(probe.Validate(probe.Startup, c.StartupProbe, path+".startupProbe"))
}

// noProbes refuses hooks and probes, which an ordinary init container may not have.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateInitContainers.
func (a *admission) noProbes(c *podlife.Container, path string) {
	refuse := func(set bool, field string) {
		if set {
			a.forbidden(path+field, "may not be set for init containers without restartPolicy=Always")
		}
	}
	refuse(c.Lifecycle != nil, ".lifecycle")
	refuse(c.LivenessProbe != nil, ".livenessProbe")
	refuse(c.ReadinessProbe != nil, ".readinessProbe")
	refuse(c.StartupProbe != nil, ".startupProbe")
}

// rulesNeedPolicy is said of main containers whose rules are checked further, and
// of init containers whose rules are then not looked at.
const rulesNeedPolicy = "must specify restartPolicy when restart rules are used"

// restart checks a container's own policy and its rules.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateContainerRestartPolicy.
func (a *admission) restart(c *podlife.Container, path string) {
	if c.RestartPolicy != "" {
		oneOf(a, path+".restartPolicy", c.RestartPolicy,
			podlife.RestartPolicyAlways, podlife.RestartPolicyNever, podlife.RestartPolicyOnFailure)
	}
	path += ".restartPolicyRules"
	a.atMost(path, len(c.RestartPolicyRules), mostRestartRules)
	for i := range c.RestartPolicyRules {
		rule, path := &c.RestartPolicyRules[i], indexed(path, i)
		oneOf(a, path+".action", rule.Action, podlife.RestartActionRestart, podlife.RestartActionRestartAllContainers)
		codes := &rule.ExitCodes
		if codes.Operator == "" && codes.Values == nil {
			a.required(path+".exitCodes", "must be specified")
			continue
		}
		oneOf(a, path+".exitCodes.operator", codes.Operator, podlife.ExitCodesIn, podlife.ExitCodesNotIn)
		a.atMost(path+".exitCodes.values", len(codes.Values), mostExitCodes)
	}
}

// atMost refuses a list that is too long.
func (a *admission) atMost(path string, n, most int) {
	if n > most {
		a.add(path, TooMany, strconv.Itoa(n), fmt.Sprintf("must have at most %d items", most))
	}
}

// ports asks for numbers and protocols that exist, and for names that differ.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateContainerPorts.
func (a *admission) ports(list []podlife.ContainerPort, path string) {
	seen := map[string]bool{}
	for i, port := range list {
		path := indexed(path, i)
		if port.Name != "" {
			faults := portNameFaults(port.Name)
			a.invalidText(path+".name", port.Name, faults)
			if len(faults) == 0 && seen[port.Name] {
				a.duplicate(path+".name", port.Name)
			}
			seen[port.Name] = true
		}
		if port.ContainerPort == 0 {
			a.required(path+".containerPort", "")
		}
		a.portNumber(port.ContainerPort, path+".containerPort")
		a.portNumber(port.HostPort, path+".hostPort")
		oneOf(a, path+".protocol", port.Protocol, "SCTP", "TCP", "UDP")
	}
}

// portNumber checks a number that may be left out.
func (a *admission) portNumber(n int32, path string) {
	if n < 0 || n > 65535 { // 0: none
		a.invalid(path, strconv.Itoa(int(n)), "must be between 1 and 65535, inclusive")
	}
}

// hostPorts refuses two uses of one port of the node.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, AccumulateUniqueHostPorts.
func (a *admission) hostPorts(list []podlife.Container, path string) {
	seen := map[string]bool{}
	for i := range list {
		for j, port := range list[i].Ports {
			if port.HostPort == 0 {
				continue
			}
			use := fmt.Sprintf("%s/%s/%d", port.Protocol, port.HostIP, port.HostPort)
			if seen[use] {
				a.duplicate(indexed(indexed(path, i)+".ports", j)+".hostPort", use)
			}
			seen[use] = true
		}
	}
}
