package conformance

import (
	"fmt"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// drawPod draws a Pod that has no node yet.
func (s *scenery) drawPod(name string) *v1.Pod {
	pod := &v1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: s.of(s.sources...), Labels: s.podLabels()}}
	pod.Spec.Containers = s.containers("c", 2)
	if s.one(4) {
		pod.Spec.InitContainers = s.initContainers()
	}
	if s.on[taints] {
		pod.Spec.Tolerations = some(s, 3, s.toleration)
	}
	if s.on[nodeAffinity] {
		s.drawNodeAffinity(pod)
	}
	if s.on[podAffinity] {
		s.drawPodAffinity(pod)
	}
	if s.on[spread] {
		s.drawSpread(pod)
	}
	if s.on[resources] {
		s.drawPodResources(pod)
	}
	if s.on[volumes] {
		pod.Spec.Volumes = some(s, 3, s.volume)
	}
	if s.on[priorities] {
		pod.Spec.Priority = maybe(s, func() int32 { return pick(s, int32(10), 0, -10, 1000) })
		if s.one(8) {
			pod.Spec.PreemptionPolicy = new(v1.PreemptNever)
		}
	}
	if s.on[features] {
		s.drawFeatures(pod)
	}
	return pod
}

func (s *scenery) podLabels() map[string]string {
	labels := map[string]string{}
	if !s.one(6) {
		labels["app"] = s.of("a", "b", "c")
	}
	if s.coin() {
		labels["tier"] = s.of("front", "back", "")
	}
	if s.one(3) {
		labels["hash"] = s.of("1", "2")
	}
	if len(labels) == 0 {
		return nil
	}
	return labels
}

func (s *scenery) containers(prefix string, more int) []v1.Container {
	var out []v1.Container
	for i := range s.upTo(more) + 1 {
		c := v1.Container{Name: fmt.Sprintf("%s%d", prefix, i)}
		if s.on[images] {
			c.Image = s.imageName()
		}
		if s.on[ports] {
			c.Ports = some(s, 2, s.port)
		}
		if s.on[resources] {
			c.Resources.Requests = s.requests()
		}
		out = append(out, c)
	}
	return out
}

func (s *scenery) initContainers() []v1.Container {
	out := s.containers("i", 2)
	for i := range out {
		if s.coin() {
			out[i].RestartPolicy = new(v1.ContainerRestartPolicyAlways)
		}
	}
	return out
}

func (s *scenery) port() v1.ContainerPort {
	return v1.ContainerPort{
		HostPort:      pick(s, int32(80), 0, 53),
		ContainerPort: 80,
		Protocol:      pick(s, v1.ProtocolTCP, "", v1.ProtocolUDP),
		HostIP:        s.of("", "0.0.0.0", "127.0.0.1", "10.0.0.5", "::"),
	}
}

func (s *scenery) requests() v1.ResourceList {
	if s.one(4) {
		return nil
	}
	out := v1.ResourceList{}
	if !s.one(4) {
		out[v1.ResourceCPU] = quantity(s.of("100m", "500m", "1", "250m", "2", "0", "1500u", "100m", "5"))
	}
	if !s.one(4) {
		out[v1.ResourceMemory] = quantity(s.of("128Mi", "1Gi", "200Mi", "256Mi", "2Gi", "0", "1", "1500m", "128Mi", "16Gi"))
	}
	if s.one(8) {
		out[v1.ResourceEphemeralStorage] = quantity(s.of("1Gi", "0", "20Gi"))
	}
	if s.one(12) {
		out[extended] = quantity(s.of("1", "0", "2"))
	}
	if s.one(16) {
		out[v1.ResourceName(v1.ResourceHugePagesPrefix+"2Mi")] = quantity(s.of("2Mi", "4Mi", "0"))
	}
	if s.nasty && s.one(12) {
		out[v1.ResourceName(s.of("attachable-volumes-csi-example", "kubernetes.io/odd", "pods", "odd", "requests.example.com/gpu"))] = quantity("2")
	}
	return out
}

// drawPodResources draws requests of the Pod as a whole, and overhead.
func (s *scenery) drawPodResources(pod *v1.Pod) {
	if s.one(5) {
		pod.Spec.Resources = &v1.ResourceRequirements{Requests: s.requests()}
	}
	if s.one(5) {
		pod.Spec.Overhead = s.requests()
	}
}

// drawResize draws what a placed Pod was allocated and has, as during a resize.
func (s *scenery) drawResize(pod *v1.Pod) {
	if !s.one(6) {
		return
	}
	statuses := func(containers []v1.Container) []v1.ContainerStatus {
		var out []v1.ContainerStatus
		for _, c := range containers {
			if s.one(4) {
				continue
			}
			status := v1.ContainerStatus{Name: c.Name, AllocatedResources: s.requests()}
			if s.coin() {
				status.Resources = &v1.ResourceRequirements{Requests: s.requests()}
			}
			out = append(out, status)
		}
		return out
	}
	pod.Status.ContainerStatuses = statuses(pod.Spec.Containers)
	pod.Status.InitContainerStatuses = statuses(pod.Spec.InitContainers)
	if s.coin() {
		pod.Status.Conditions = []v1.PodCondition{{
			Type: v1.PodResizePending, Status: v1.ConditionTrue,
			Reason: s.of(v1.PodReasonInfeasible, v1.PodReasonDeferred),
		}}
	}
	if s.one(4) {
		pod.Status.AllocatedResources = s.requests()
	}
	if s.one(4) {
		pod.Status.Resources = &v1.ResourceRequirements{Requests: s.requests()}
	}
}

// drawFeatures draws what not every node can do.
func (s *scenery) drawFeatures(pod *v1.Pod) {
	c := &pod.Spec.Containers[0]
	if s.one(3) {
		c.RestartPolicyRules = []v1.ContainerRestartRule{{
			Action:    pick(s, v1.ContainerRestartRuleActionRestartAllContainers, v1.ContainerRestartRuleActionRestart),
			ExitCodes: &v1.ContainerRestartRuleOnExitCodes{Operator: v1.ContainerRestartRuleOnExitCodesOpIn, Values: []int32{1}},
		}}
	}
	pod.Spec.HostNetwork = s.one(3)
	pod.Spec.HostUsers = maybe(s, s.coin)
	if s.one(3) {
		c.VolumeMounts = []v1.VolumeMount{{Name: "v", MountPath: "/v", BindMountOptions: []string{"noexec"}[:s.upTo(1)]}}
	}
}
