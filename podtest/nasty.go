package podtest

import (
	"math"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Nasty generates Pods that no cluster should hold and some program will
// still be handed: statuses that are missing, doubled or for containers that
// the spec does not know; states that contradict each other and the phase;
// unset fields, extreme numbers, unknown enumeration values, empty names and
// times at the ends of the calendar. All of it survives JSON, and the names in
// the spec are unique, which every reader of a spec relies on.
func Nasty() *rapid.Generator[*podlife.Pod] {
	return rapid.Custom(func(t *rapid.T) *podlife.Pod {
		p := &podlife.Pod{ObjectMeta: nastyMeta(t), Spec: NastySpec().Draw(t, "spec")}
		var names []string
		for i := range p.Spec.InitContainers {
			names = append(names, p.Spec.InitContainers[i].Name)
		}
		for i := range p.Spec.Containers {
			names = append(names, p.Spec.Containers[i].Name)
		}
		for i := range p.Spec.EphemeralContainers {
			names = append(names, p.Spec.EphemeralContainers[i].Name)
		}
		p.Status = nastyStatus(t, append(names, "stranger", ""))
		return p
	})
}

// NastySpec generates specs that the API server would refuse, or hardly
// accept. The names of the containers are unique, and one may be empty.
func NastySpec() *rapid.Generator[podlife.PodSpec] {
	return rapid.Custom(func(t *rapid.T) podlife.PodSpec {
		names := rapid.Permutation([]string{"web", "db", "cache", "migrate", "seed", "fetch", "debug", ""}).Draw(t, "names")
		inits := rapid.IntRange(0, 3).Draw(t, "inits")
		mains := rapid.IntRange(0, 3).Draw(t, "mains")
		s := podlife.PodSpec{
			InitContainers:                nastyContainers(t, names[:inits]),
			Containers:                    nastyContainers(t, names[inits:inits+mains]),
			RestartPolicy:                 nastyPolicy(t),
			TerminationGracePeriodSeconds: maybe(anyInt64()).Draw(t, "terminationGracePeriodSeconds"),
			ActiveDeadlineSeconds:         maybe(anyInt64()).Draw(t, "activeDeadlineSeconds"),
			NodeName:                      anyWord().Draw(t, "nodeName"),
			HostNetwork:                   rapid.Bool().Draw(t, "hostNetwork"),
			Tolerations:                   list(Toleration(), 0, 2).Draw(t, "tolerations"),
			Priority:                      maybe(anyInt32()).Draw(t, "priority"),
		}
		for _, name := range names[inits+mains : inits+mains+rapid.IntRange(0, 1).Draw(t, "ephemeral")] {
			s.EphemeralContainers = append(s.EphemeralContainers, podlife.EphemeralContainer{
				Name: name, Image: anyWord().Draw(t, "image"), TargetContainerName: anyWord().Draw(t, "target"),
			})
		}
		for range rapid.IntRange(0, 2).Draw(t, "readiness gates") {
			gate := podlife.PodReadinessGate{ConditionType: Condition().Draw(t, "gate").Type}
			s.ReadinessGates = append(s.ReadinessGates, gate)
		}
		for range rapid.IntRange(0, 1).Draw(t, "scheduling gates") {
			s.SchedulingGates = append(s.SchedulingGates, podlife.PodSchedulingGate{Name: anyWord().Draw(t, "gate")})
		}
		nastyPlace(t, &s)
		return s
	})
}

// nastyContainers draws containers that differ from valid ones in anything but
// their names.
func nastyContainers(t *rapid.T, names []string) []podlife.Container {
	var out []podlife.Container
	for _, name := range names {
		c := podlife.Container{Name: name, Image: anyWord().Draw(t, "image"), RestartPolicy: nastyPolicy(t)}
		c.Ports = pick(t, "ports", nil, []podlife.ContainerPort{{}}, []podlife.ContainerPort{
			{Name: "http", ContainerPort: -1, HostPort: 65536, HostIP: "here"}, {Name: "http", Protocol: "tcp"},
		})
		c.RestartPolicyRules = list(nastyRule(), 0, 2).Draw(t, "restartPolicyRules")
		c.LivenessProbe = nastyProbe(t, "livenessProbe")
		c.ReadinessProbe = nastyProbe(t, "readinessProbe")
		c.StartupProbe = nastyProbe(t, "startupProbe")
		if oneIn(t, 4, "has lifecycle") {
			c.Lifecycle = nastyLifecycle(t)
		}
		if oneIn(t, 6, "has claims") { // of what the Pod may not have
			c.Resources.Claims = []podlife.ResourceClaim{{Name: "gpu"}, {Name: "gpu", Request: anyWord().Draw(t, "request")}}
		}
		out = append(out, c)
	}
	return out
}

// nastyLifecycle draws hooks that do nothing, the impossible, or what no kubelet
// does.
func nastyLifecycle(t *rapid.T) *podlife.Lifecycle {
	switch rapid.IntRange(0, 2).Draw(t, "lifecycle") {
	case 0:
		return &podlife.Lifecycle{}
	case 1:
		return &podlife.Lifecycle{
			PreStop:   &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: math.MinInt64}},
			PostStart: &podlife.LifecycleHandler{},
		}
	default:
		socket := podlife.TCPSocketAction{Host: anyWord().Draw(t, "host")}
		return &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{TCPSocket: &socket}}
	}
}

// nastyPolicy draws policies, and what programs write in their place.
func nastyPolicy(t *rapid.T) podlife.RestartPolicy {
	return pick(t, "restartPolicy", "", podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever,
		"always", "Sometimes")
}

// nastyRule generates rules that match nothing, everything, or ask for what does
// not exist.
func nastyRule() *rapid.Generator[podlife.ContainerRestartRule] {
	return rapid.Custom(func(t *rapid.T) podlife.ContainerRestartRule {
		return podlife.ContainerRestartRule{
			Action: pick(t, "action", podlife.RestartActionRestart, podlife.RestartActionRestartAllContainers, "", "Explode"),
			ExitCodes: podlife.ExitCodes{
				Operator: pick(t, "operator", podlife.ExitCodesIn, podlife.ExitCodesNotIn, "", "Near"),
				Values:   list(anyExitCode(), 0, 3).Draw(t, "values"),
			},
		}
	})
}

// nastyProbe draws probes without a handler, and with numbers whose sums and
// products overflow.
func nastyProbe(t *rapid.T, label string) *podlife.Probe {
	if !oneIn(t, 3, "has "+label) {
		return nil
	}
	p := &podlife.Probe{
		InitialDelaySeconds:           anyInt32().Draw(t, "initialDelaySeconds"),
		TimeoutSeconds:                anyInt32().Draw(t, "timeoutSeconds"),
		PeriodSeconds:                 anyInt32().Draw(t, "periodSeconds"),
		SuccessThreshold:              anyInt32().Draw(t, "successThreshold"),
		FailureThreshold:              anyInt32().Draw(t, "failureThreshold"),
		TerminationGracePeriodSeconds: maybe(anyInt64()).Draw(t, "terminationGracePeriodSeconds"),
	}
	if rapid.Bool().Draw(t, "has handler") {
		p.ProbeHandler = ProbeHandler().Draw(t, "handler")
	}
	return p
}
