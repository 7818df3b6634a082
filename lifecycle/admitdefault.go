package lifecycle

import (
	"maps"
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/termination"
)

// Defaults that the API server writes into a Pod's spec where its author wrote
// nothing, beside those of packages probe and termination.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/defaults.go and zz_generated.defaults.go,
// SetObjectDefaults_Pod.
const (
	// DefaultSchedulerName is the scheduler of a Pod that names none.
	DefaultSchedulerName = "default-scheduler"

	defaultProtocol   = "TCP"
	defaultRBDPool    = "rbd"
	defaultVolumeMode = "Filesystem"
)

// fillIn writes value where field is not set.
func fillIn[T comparable](field *T, value T) {
	var unset T
	if *field == unset {
		*field = value
	}
}

// setSpecDefaults writes the defaults into s.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/defaults.go, SetDefaults_PodSpec and
// SetDefaults_Pod.
func setSpecDefaults(s *podlife.PodSpec) {
	fillIn(&s.RestartPolicy, podlife.RestartPolicyAlways)
	fillIn(&s.SchedulerName, DefaultSchedulerName)
	grace := int64(termination.DefaultGracePeriodSeconds)
	if g := s.TerminationGracePeriodSeconds; g != nil {
		grace = *g
	}
	if grace < 0 {
		grace = 1
	}
	s.TerminationGracePeriodSeconds = &grace
	for _, list := range [][]podlife.Container{s.InitContainers, s.Containers} {
		for i := range list {
			setContainerDefaults(&list[i], s.HostNetwork)
		}
	}
	for i := range s.Volumes {
		setVolumeDefaults(&s.Volumes[i])
	}
	roundUp(s.Overhead)
	if s.Resources != nil {
		roundUp(s.Resources.Limits)
		roundUp(s.Resources.Requests)
	}
}

// setContainerDefaults writes the defaults into c: what has a limit requests as
// much, and on the node's network each port is a port of the node.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/defaults.go, SetDefaults_Pod and
// defaultHostNetworkPorts.
func setContainerDefaults(c *podlife.Container, hostNetwork bool) {
	for i := range c.Ports {
		fillIn(&c.Ports[i].Protocol, defaultProtocol)
		if hostNetwork {
			fillIn(&c.Ports[i].HostPort, c.Ports[i].ContainerPort)
		}
	}
	for name, limit := range c.Resources.Limits {
		if _, ok := c.Resources.Requests[name]; !ok {
			setAmount(&c.Resources.Requests, name, limit)
		}
	}
	roundUp(c.Resources.Limits)
	roundUp(c.Resources.Requests)
	for _, p := range []*podlife.Probe{c.LivenessProbe, c.ReadinessProbe, c.StartupProbe} {
		if p != nil {
			*p = probe.Defaults(*p)
		}
	}
	if c.Lifecycle != nil {
		setHookDefaults(c.Lifecycle.PostStart)
		setHookDefaults(c.Lifecycle.PreStop)
	}
}

// setHookDefaults writes the defaults of a request, which are those of a probe's.
func setHookDefaults(h *podlife.LifecycleHandler) {
	if h != nil {
		h.HTTPGet = probe.Defaults(podlife.Probe{ProbeHandler: podlife.ProbeHandler{HTTPGet: h.HTTPGet}}).HTTPGet
	}
}

// setVolumeDefaults writes the defaults into v. A volume without a source is an
// empty directory to the API server; there is no noun for that.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/defaults.go, SetDefaults_PersistentVolumeClaimSpec;
// zz_generated.defaults.go, SetObjectDefaults_Pod.
func setVolumeDefaults(v *podlife.Volume) {
	if v.RBD != nil {
		fillIn(&v.RBD.RBDPool, defaultRBDPool)
	}
	if v.Ephemeral != nil && v.Ephemeral.VolumeClaimTemplate != nil {
		claim := &v.Ephemeral.VolumeClaimTemplate.Spec
		fillIn(&claim.VolumeMode, defaultVolumeMode)
		roundUp(claim.Resources.Limits)
		roundUp(claim.Resources.Requests)
	}
}

// roundUp rounds amounts up to thousandths.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/defaults.go, SetDefaults_ResourceList.
func roundUp(list podlife.ResourceList) {
	for name, amount := range list {
		list[name] = amount.RoundUp(-3)
	}
}

// setAmount writes into a list that may not be there yet.
func setAmount(list *podlife.ResourceList, name podlife.ResourceName, amount podlife.Quantity) {
	if *list == nil {
		*list = podlife.ResourceList{}
	}
	(*list)[name] = amount
}

// dropDisabledFields takes away what belongs to features that are off in v1.37,
// and annotations of the time before there were init containers in the spec.
//
// Source: kubernetes v1.37 pkg/api/pod/util.go, dropDisabledFields.
func dropDisabledFields(p *podlife.Pod) {
	s := &p.Spec
	s.SchedulingGroup = nil
	for _, list := range [][]podlife.Container{s.InitContainers, s.Containers} {
		for i := range list {
			c := &list[i]
			dropBindMountOptions(c.VolumeMounts)
			if c.Lifecycle != nil && c.Lifecycle.StopSignal != "" {
				c.Lifecycle.StopSignal = ""
				if *c.Lifecycle == (podlife.Lifecycle{}) {
					c.Lifecycle = nil
				}
			}
		}
	}
	for i := range s.EphemeralContainers {
		dropBindMountOptions(s.EphemeralContainers[i].VolumeMounts)
	}
	maps.DeleteFunc(p.Annotations, func(key, _ string) bool {
		return slices.Contains([]string{
			"pod.beta.kubernetes.io/init-containers", "pod.alpha.kubernetes.io/init-containers",
			"pod.beta.kubernetes.io/init-container-statuses", "pod.alpha.kubernetes.io/init-container-statuses",
		}, key)
	})
}

// dropBindMountOptions is for the gate VolumeBindMountOptions.
func dropBindMountOptions(mounts []podlife.VolumeMount) {
	for i := range mounts {
		mounts[i].BindMountOptions = nil
	}
}

// mergeLabelKeys writes the Pod's own values of the labels in matchLabelKeys and
// mismatchLabelKeys into the selectors beside them.
//
// Source: kubernetes v1.37 pkg/registry/core/pod/strategy.go, mutatePodAffinity and
// mutateTopologySpreadConstraints.
func mergeLabelKeys(p *podlife.Pod) {
	merge := func(s *podlife.LabelSelector, keys []string, operator podlife.SelectorOperator) {
		if s == nil {
			return
		}
		for _, key := range keys {
			if value, ok := p.Labels[key]; ok {
				s.MatchExpressions = append(s.MatchExpressions,
					podlife.LabelSelectorRequirement{Key: key, Operator: operator, Values: []string{value}})
			}
		}
	}
	term := func(t *podlife.PodAffinityTerm) {
		merge(t.LabelSelector, t.MatchLabelKeys, podlife.SelectorOpIn)
		merge(t.LabelSelector, t.MismatchLabelKeys, podlife.SelectorOpNotIn)
	}
	if a := p.Spec.Affinity; a != nil {
		for _, pods := range []*podlife.PodAffinity{a.PodAffinity, a.PodAntiAffinity} {
			if pods == nil {
				continue
			}
			for i := range pods.Required {
				term(&pods.Required[i])
			}
			for i := range pods.Preferred {
				term(&pods.Preferred[i].PodAffinityTerm)
			}
		}
	}
	for i := range p.Spec.TopologySpreadConstraints {
		c := &p.Spec.TopologySpreadConstraints[i]
		merge(c.LabelSelector, c.MatchLabelKeys, podlife.SelectorOpIn)
	}
}
