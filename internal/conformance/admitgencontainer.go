package conformance

import (
	"slices"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// anyContainer is one of the Pod's containers, or a new one where it has none.
func anyContainer(t *rapid.T, p *podlife.Pod) *podlife.Container {
	list := &p.Spec.Containers
	if len(p.Spec.InitContainers) > 0 && rapid.Bool().Draw(t, "an init container") {
		list = &p.Spec.InitContainers
	}
	if len(*list) == 0 {
		*list = []podlife.Container{{Name: "web", Image: "web:1"}}
	}
	return &(*list)[rapid.IntRange(0, len(*list)-1).Draw(t, "which container")]
}

func changeContainers(t *rapid.T, p *podlife.Pod) {
	switch rapid.IntRange(0, 6).Draw(t, "part") {
	case 0:
		anyContainer(t, p).Name = pickOne(t, "name", "web", "db", "migrate", admitName(t, "odd name"))
	case 1:
		anyContainer(t, p).Image = pickOne(t, "image", "", " ", " web:1", "web:1\n", "web:1\u00a0", "a b", "web:latest")
	case 2:
		p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: pickOne(t, "name", "", "web", "log"), Image: "log:1"})
	case 3:
		p.Spec.InitContainers = append(p.Spec.InitContainers, podlife.Container{
			Name: pickOne(t, "name", "", "web", "log"), Image: "log:1",
			RestartPolicy: pickOne(t, "policy", "", podlife.RestartPolicyAlways, podlife.RestartPolicyNever, "Odd"),
		})
	case 4:
		p.Spec.EphemeralContainers = append(p.Spec.EphemeralContainers, podlife.EphemeralContainer{
			Name: pickOne(t, "name", "debug", "web", "debug", admitName(t, "odd")), Image: pickOne(t, "image", "debug:1", "", " x"),
			TargetContainerName: pickOne(t, "target", "", "web", "migrate", "debug", "nobody"), VolumeMounts: drawMounts(t),
		})
	case 5:
		p.Spec.Containers = pickOne(t, "containers", p.Spec.Containers[:min(1, len(p.Spec.Containers))], nil, slices.Concat(p.Spec.Containers, p.Spec.Containers))
		p.Spec = p.Spec.Clone() // nothing is shared
	case 6:
		c := anyContainer(t, p)
		c.Lifecycle = pickOne(t, "lifecycle", &podlife.Lifecycle{}, &podlife.Lifecycle{StopSignal: "SIGTERM"},
			&podlife.Lifecycle{StopSignal: "SIGTERM", PostStart: &podlife.LifecycleHandler{HTTPGet: &podlife.HTTPGetAction{Port: podlife.Port{Number: 80}}}},
			&podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: 31}}})
	}
}

func changePorts(t *rapid.T, p *podlife.Pod) {
	port := rapid.Custom(func(t *rapid.T) podlife.ContainerPort {
		return podlife.ContainerPort{
			Name:          pickOne(t, "name", "", "http", "admin", anyPort().Draw(t, "odd name").Name),
			ContainerPort: pickOne[int32](t, "containerPort", 80, 443, 0, -1, 65536),
			HostPort:      pickOne[int32](t, "hostPort", 0, 0, 80, 443, -1, 65536),
			Protocol:      pickOne(t, "protocol", "", "TCP", "UDP", "SCTP", "tcp"), HostIP: pickOne(t, "hostIP", "", "10.0.0.1"),
		}
	})
	p.Spec.HostNetwork = rapid.Bool().Draw(t, "hostNetwork")
	for range rapid.IntRange(1, 2).Draw(t, "containers") {
		anyContainer(t, p).Ports = rapid.SliceOfN(port, 1, 3).Draw(t, "ports")
	}
}

func changeRules(t *rapid.T, p *podlife.Pod) {
	rule := rapid.Custom(func(t *rapid.T) podlife.ContainerRestartRule {
		return podlife.ContainerRestartRule{
			Action: pickOne(t, "action", podlife.RestartActionRestart, podlife.RestartActionRestartAllContainers, "", "Odd"),
			ExitCodes: podlife.ExitCodes{
				Operator: pickOne(t, "operator", podlife.ExitCodesIn, podlife.ExitCodesNotIn, "", "Odd"),
				Values:   pickOne(t, "values", nil, []int32{1}, make([]int32, 255), make([]int32, 256)),
			},
		}
	})
	c := anyContainer(t, p)
	c.RestartPolicy = pickOne(t, "policy", "", podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever, "Odd")
	c.RestartPolicyRules = rapid.SliceOfN(rule, 1, 2).Draw(t, "rules")
	if oneIn(t, 6, "many") {
		c.RestartPolicyRules = slices.Repeat(c.RestartPolicyRules[:1], pickOne(t, "how many", 20, 21))
	}
}

func changeProbes(t *rapid.T, p *podlife.Pod) {
	list := probed(t, 2, "", podlife.RestartPolicyAlways)
	for i := range list {
		c := anyContainer(t, p)
		c.LivenessProbe, c.ReadinessProbe, c.StartupProbe, c.Lifecycle = list[i].LivenessProbe, list[i].ReadinessProbe, list[i].StartupProbe, list[i].Lifecycle
	}
}

// drawAmounts draws amounts of resources that exist or not.
func drawAmounts(t *rapid.T, label string, names ...podlife.ResourceName) podlife.ResourceList {
	var out podlife.ResourceList
	for range rapid.IntRange(0, 3).Draw(t, label) {
		if out == nil {
			out = podlife.ResourceList{}
		}
		text := pickOne(t, "amount", "1", "2", "500m", "1Gi", "2Mi", "4Mi", "0", "-1", "1500u", "0.1n", "1.5", "3e3", "1.00001Ki", "100k", "-1500m", "1.500")
		q, err := podlife.ParseQuantity(text)
		if err != nil {
			t.Fatal(err)
		}
		out[pickOne(t, "resource", names...)] = q
	}
	return out
}

// containerAmounts are usual resources of containers, and odd ones.
func containerAmounts(t *rapid.T, label string) podlife.ResourceList {
	return drawAmounts(t, label, "cpu", "cpu", "memory", "memory", "ephemeral-storage", "example.com/gpu", "hugepages-2Mi", "hugepages-1Gi",
		"hugepages-odd", "hugepages-0", "hugepages-1500m", "storage", "pods", "services.nodeports", "requests.cpu", "requests.hugepages-2Mi",
		"requests.example.com/gpu", "kubernetes.io/odd", "a.kubernetes.io/odd", "Odd name", podlife.ResourceName(admitName(t, "odd resource")))
}

func changeResources(t *rapid.T, p *podlife.Pod) {
	if oneIn(t, 6, "overhead") {
		p.Spec.Overhead = containerAmounts(t, "overhead amounts")
	}
	c := anyContainer(t, p)
	c.Resources.Requests = containerAmounts(t, "requests")
	if rapid.Bool().Draw(t, "limited") {
		c.Resources.Limits = containerAmounts(t, "limits")
	}
}

// changePodResources draws what the Pod asks for as a whole, of resources for which that can
// be, and what its containers do.
func changePodResources(t *rapid.T, p *podlife.Pod) {
	amounts := func(label string) podlife.ResourceList {
		return drawAmounts(t, label, "cpu", "cpu", "memory", "memory", "hugepages-2Mi", "example.com/gpu", "storage", "ephemeral-storage", "Odd name")
	}
	for _, list := range [][]podlife.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range list {
			if rapid.Bool().Draw(t, "asks") {
				list[i].Resources.Requests, list[i].Resources.Limits = amounts("requests"), amounts("limits")
			}
		}
	}
	if rapid.Bool().Draw(t, "as a whole") {
		p.Spec.Resources = &podlife.ResourceRequirements{Requests: amounts("all requests"), Limits: amounts("all limits")}
		if oneIn(t, 8, "claims") {
			p.Spec.Resources.Claims = []podlife.ResourceClaim{{Name: "gpu"}}
		}
	}
}

func changeClaims(t *rapid.T, p *podlife.Pod) {
	p.Spec.ResourceClaims = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) podlife.PodResourceClaim {
		return podlife.PodResourceClaim{
			Name:                      pickOne(t, "name", "gpu", "nic", "", admitName(t, "odd")),
			ResourceClaimName:         pickOne(t, "claim", nil, ref("gpu-1"), ref(""), ref(admitName(t, "odd claim"))),
			ResourceClaimTemplateName: pickOne(t, "template", nil, nil, ref("gpus"), ref(admitName(t, "odd template"))),
		}
	}), 0, 3).Draw(t, "claims")
	if len(p.Spec.ResourceClaims) == 0 {
		p.Spec.ResourceClaims = nil
	}
	anyContainer(t, p).Resources.Claims = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) podlife.ResourceClaim {
		return podlife.ResourceClaim{Name: pickOne(t, "name", "gpu", "nic", "", "none"), Request: pickOne(t, "request", "", "a", "b", "Odd")}
	}), 1, 4).Draw(t, "claims of the container")
}
