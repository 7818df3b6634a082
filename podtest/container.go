package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Container generates main containers called name that the API server
// accepts: with and without a restart policy of their own, restart rules,
// probes and hooks.
func Container(name string) *rapid.Generator[podlife.Container] {
	return rapid.Custom(func(t *rapid.T) podlife.Container {
		c := podlife.Container{Name: name, Image: image(t)}
		setPolicy(t, &c, podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever)
		setProbes(t, &c)
		return c
	})
}

// InitContainer generates ordinary init containers called name: no policy of
// their own or one that does not make them sidecars, no probes.
func InitContainer(name string) *rapid.Generator[podlife.Container] {
	return rapid.Custom(func(t *rapid.T) podlife.Container {
		c := podlife.Container{Name: name, Image: image(t)}
		setPolicy(t, &c, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever)
		return c
	})
}

// Sidecar generates sidecars called name: containers for the list of init
// containers whose restart policy is Always.
func Sidecar(name string) *rapid.Generator[podlife.Container] {
	return rapid.Custom(func(t *rapid.T) podlife.Container {
		c := podlife.Container{Name: name, Image: image(t), RestartPolicy: podlife.RestartPolicyAlways}
		setProbes(t, &c)
		return c
	})
}

// image draws one of few images, so that two containers often share one.
func image(t *rapid.T) string {
	return pick(t, "image", "app:1", "app:2", "registry.example.com/app@sha256:abc")
}

// setPolicy gives c, every third time, one of the policies and some rules.
func setPolicy(t *rapid.T, c *podlife.Container, policies ...podlife.RestartPolicy) {
	if oneIn(t, 3, "own policy") {
		c.RestartPolicy = pick(t, "container restartPolicy", policies...)
		// Rules count only beside a policy, and the API server demands it.
		c.RestartPolicyRules = list(RestartRule(), 0, 2).Draw(t, "restartPolicyRules")
	}
}

// setProbes draws what is asked of c, and the port that answers.
func setProbes(t *rapid.T, c *podlife.Container) {
	if oneIn(t, 3, "has livenessProbe") {
		c.LivenessProbe = Probe().Draw(t, "livenessProbe")
	}
	if oneIn(t, 3, "has readinessProbe") {
		c.ReadinessProbe = Probe().Draw(t, "readinessProbe")
		c.ReadinessProbe.SuccessThreshold = pick[int32](t, "readiness successThreshold", 0, 1, 3)
	}
	if oneIn(t, 4, "has startupProbe") {
		c.StartupProbe = Probe().Draw(t, "startupProbe")
	}
	if oneIn(t, 4, "has lifecycle") {
		c.Lifecycle = Lifecycle().Draw(t, "lifecycle")
	}
	asked := c.LivenessProbe != nil || c.ReadinessProbe != nil || c.StartupProbe != nil || c.Lifecycle != nil
	if asked || oneIn(t, 3, "has ports") { // probes and hooks name the port
		c.Ports = []podlife.ContainerPort{{Name: "http", ContainerPort: 8080, Protocol: "TCP"}}
	}
}

// RestartRule generates the rules that the API server accepts: both actions,
// both operators, one to three exit codes, sorted as nothing demands.
func RestartRule() *rapid.Generator[podlife.ContainerRestartRule] {
	return rapid.Custom(func(t *rapid.T) podlife.ContainerRestartRule {
		return podlife.ContainerRestartRule{
			Action: pick(t, "action", podlife.RestartActionRestart, podlife.RestartActionRestartAllContainers),
			ExitCodes: podlife.ExitCodes{
				Operator: pick(t, "operator", podlife.ExitCodesIn, podlife.ExitCodesNotIn),
				Values:   list(ExitCode(), 1, 3).Draw(t, "values"),
			},
		}
	})
}

// ExitCode generates the exit codes that containers really end with. 0 comes
// as often as all others together.
func ExitCode() *rapid.Generator[int32] {
	return rapid.SampledFrom([]int32{0, 0, 0, 0, 0, 0, 1, 2, 42, 137, 143, 255})
}
