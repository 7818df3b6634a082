package lifecycle

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/podlife/podlife"
)

// validateNew returns what is wrong with a new Pod that has its defaults.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidatePodCreate
// and validatePodMetadataAndSpec.
func validateNew(p *podlife.Pod) error {
	var a admission
	a.meta(&p.ObjectMeta)
	a.annotations(p)
	a.spec(p)
	a.images(p.Spec.Containers, "spec.containers")
	a.images(p.Spec.InitContainers, "spec.initContainers")
	if len(p.Spec.EphemeralContainers) > 0 {
		a.forbidden("spec.ephemeralContainers", "cannot be set on create")
	}
	if p.Spec.NodeName != "" && len(p.Spec.SchedulingGates) > 0 {
		a.forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared")
	}
	if len(a.faults) == 0 {
		a.generateName(p.GenerateName)
	}
	return a.result(p)
}

// spec follows the order of the API server.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidatePodSpec.
func (a *admission) spec(p *podlife.Pod) {
	s := &p.Spec
	in := surroundings{
		volumes:      a.volumes(s.Volumes, p.Name),
		claims:       claimNames(s.ResourceClaims),
		graceSeconds: s.TerminationGracePeriodSeconds,
	}
	a.resourceClaims(p)
	a.containers(s.Containers, in)
	a.initContainers(s, in)
	a.ephemeralContainers(s, in)
	a.podResources(s, in)
	a.hostPortsMatch(s)
	oneOf(a, "spec.restartPolicy", s.RestartPolicy,
		podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever)
	a.labels(s.NodeSelector, "spec.nodeSelector")
	a.affinity(s.Affinity, "spec.affinity")
	for i, gate := range s.ReadinessGates {
		a.invalidText(indexed("spec.readinessGates", i)+".conditionType", string(gate.ConditionType), labelKeyFaults(string(gate.ConditionType)))
	}
	a.schedulingGates(s.SchedulingGates)
	a.spreadConstraints(s.TopologySpreadConstraints)
	if s.HostNetwork && s.HostUsers != nil && !*s.HostUsers {
		a.forbidden("spec.hostNetwork", "when `hostUsers` is false")
	}
	if s.NodeName != "" {
		a.invalidText("spec.nodeName", s.NodeName, objectNameFaults(s.NodeName))
	}
	if d := s.ActiveDeadlineSeconds; d != nil && (*d < 1 || *d > math.MaxInt32) {
		a.invalid("spec.activeDeadlineSeconds", strconv.FormatInt(*d, 10), "must be between 1 and 2147483647, inclusive")
	}
	a.tolerations(s.Tolerations)
	if s.PriorityClassName != "" {
		a.invalidText("spec.priorityClassName", s.PriorityClassName, objectNameFaults(s.PriorityClassName))
	}
	if s.PreemptionPolicy != "" {
		oneOf(a, "spec.preemptionPolicy", s.PreemptionPolicy, podlife.PreemptLowerPriority, podlife.PreemptNever)
	}
	a.requirements(&podlife.ResourceRequirements{Limits: s.Overhead}, nil, (*admission).containerResource, "spec.overhead")
}

// surroundings is what the containers of a Pod refer to.
type surroundings struct {
	volumes      map[string]*podlife.Volume // those that are valid
	claims       []string                   // sorted
	graceSeconds *int64
}

// indexed is an element of the list at path.
func indexed(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// keyed is an entry of the map at path.
func keyed[K ~string](path string, key K) string { return path + "[" + string(key) + "]" }

// sortedKeys are the keys of m in order.
func sortedKeys[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// images asks for no space around the image, of Pods and not of templates.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateContainerOnlyForPod.
func (a *admission) images(list []podlife.Container, path string) {
	for i := range list {
		a.image(list[i].Image, indexed(path, i))
	}
}

// image checks one image.
func (a *admission) image(image, path string) {
	if strings.TrimSpace(image) != image {
		a.invalid(path+".image", strconv.Quote(image), "must not have leading or trailing whitespace")
	}
}

// hostPortsMatch asks that on the node's network a port is the node's.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validatePodHostNetworkDeps.
func (a *admission) hostPortsMatch(s *podlife.PodSpec) {
	if !s.HostNetwork {
		return
	}
	for i := range s.Containers {
		for j, port := range s.Containers[i].Ports {
			if port.HostPort != port.ContainerPort {
				a.invalid(indexed(indexed("spec.containers", i)+".ports", j)+".hostPort", strconv.Itoa(int(port.HostPort)),
					"must match `containerPort` when `hostNetwork` is true")
			}
		}
	}
}

// schedulingGates asks for names that differ. The path is that of the gate, not
// of its name.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateSchedulingGates.
func (a *admission) schedulingGates(gates []podlife.PodSchedulingGate) {
	seen := map[string]bool{}
	for i, gate := range gates {
		path := indexed("spec.schedulingGates", i)
		a.invalidText(path, gate.Name, labelKeyFaults(gate.Name))
		if seen[gate.Name] {
			a.duplicate(path, gate.Name)
		}
		seen[gate.Name] = true
	}
}

// tolerations asks for an operator that suits key and value, and for an effect
// that suits the seconds.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidateTolerations.
func (a *admission) tolerations(list []podlife.Toleration) {
	for i := range list {
		t, path := &list[i], indexed("spec.tolerations", i)
		if t.Key != "" {
			a.invalidText(path+".key", t.Key, labelKeyFaults(t.Key))
		} else if t.Operator != podlife.TolerationOpExists {
			a.invalid(path+".operator", printed(t.Operator),
				"operator must be Exists when `key` is empty, which means \"match all values and all keys\"")
		}
		if t.TolerationSeconds != nil && t.Effect != podlife.TaintEffectNoExecute {
			a.invalid(path+".effect", printed(t.Effect), "effect must be 'NoExecute' when `tolerationSeconds` is set")
		}
		a.tolerationOperator(t, path+".operator")
		if t.Effect != "" {
			oneOf(a, path+".effect", t.Effect,
				podlife.TaintEffectNoSchedule, podlife.TaintEffectPreferNoSchedule, podlife.TaintEffectNoExecute)
		}
	}
}

// tolerationOperator names the operator where it is the value that is wrong, as
// the API server does. Lt and Gt belong to a feature that is off, and yet stand
// among those supported when one of them is refused.
func (a *admission) tolerationOperator(t *podlife.Toleration, path string) {
	switch t.Operator {
	case "", podlife.TolerationOpEqual:
		if faults := labelValueFaults(t.Value); len(faults) > 0 {
			a.invalid(path, strconv.Quote(t.Value), strings.Join(faults, ";"))
		}
	case podlife.TolerationOpExists:
		if t.Value != "" {
			a.invalid(path, strconv.Quote(t.Value), "value must be empty when `operator` is 'Exists'")
		}
	case podlife.TolerationOpLt, podlife.TolerationOpGt:
		unsupported(a, path, t.Operator, podlife.TolerationOpEqual, podlife.TolerationOpExists, podlife.TolerationOpLt, podlife.TolerationOpGt)
	default:
		unsupported(a, path, t.Operator, podlife.TolerationOpEqual, podlife.TolerationOpExists)
	}
}
