package conformance

import (
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/restart"
	v1 "k8s.io/api/core/v1"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"pgregory.net/rapid"
)

// DecideInput is a Pod whose containers end, each by itself, with an exit code.
type DecideInput struct {
	Spec     podlife.PodSpec `json:"spec"`
	ExitCode int32           `json:"exitCode"`
}

// Decision is what follows for one container.
type Decision struct {
	Name string `json:"name"`
	// Again: policies and rules would start it again.
	Again bool `json:"again"`
	// Rule is the action of the first rule that matches.
	Rule string `json:"rule,omitempty"`
	// Action is what a kubelet does: Stay, Restart or RestartAll.
	Action string `json:"action"`
}

// decideArea compares what follows from the end of a container, init and main containers in
// the order of the spec.
//
//	Again   restart.ByPolicy    ContainerShouldRestart
//	Rule    restart.RuleAction  FindMatchingContainerRestartRule
//	Action  restart.Decide      what one sync does: ShouldAllContainersRestart, computePodActions
//
// So the sync, not ContainerShouldRestart, is what Decide is measured by: it differs from the
// latter for an ordinary init container that completed, which is done. A rule that restarts
// all containers has an influence on Action only beside a policy, as Decide takes it and the
// API server demands it; ShouldAllContainersRestart by itself does not look at the policy.
func decideArea() *Area[DecideInput, []Decision] {
	runtime := oracle.NewRuntime()
	return &Area[DecideInput, []Decision]{
		Name:    "decide",
		Gen:     rapid.Custom(drawDecide),
		Ours:    ourDecisions,
		Theirs:  func(in DecideInput) []Decision { return theirDecisions(runtime, in) },
		Pod:     func(in DecideInput) *podlife.Pod { return podWithUID(in.Spec) },
		Vectors: decideVectors(),
	}
}

func drawDecide(t *rapid.T) DecideInput {
	in := DecideInput{Spec: restartSpecs().Draw(t, "spec")}
	codes := []int32{0, 1, 42, 137, -1, 1 << 30}
	for _, list := range [][]podlife.Container{in.Spec.InitContainers, in.Spec.Containers} {
		for i := range list {
			for _, rule := range list[i].RestartPolicyRules {
				codes = append(codes, rule.ExitCodes.Values...)
			}
		}
	}
	in.ExitCode = rapid.SampledFrom(codes).Draw(t, "exitCode")
	return in
}

func ourDecisions(in DecideInput) (out []Decision) {
	for _, list := range [][]podlife.Container{in.Spec.InitContainers, in.Spec.Containers} {
		for i := range list {
			c := &list[i]
			out = append(out, Decision{
				Name:   c.Name,
				Again:  restart.ByPolicy(&in.Spec, c, in.ExitCode) != restart.Stay,
				Rule:   string(restart.RuleAction(c, in.ExitCode)),
				Action: restart.Decide(&in.Spec, c, in.ExitCode).String(),
			})
		}
	}
	return out
}

func theirDecisions(runtime *oracle.Runtime, in DecideInput) (out []Decision) {
	pod := kube.ToPod(podWithUID(in.Spec))
	decide := func(list []v1.Container, started func(oracle.Plan) []int) {
		for i := range list {
			c := &list[i]
			rule, _ := oracle.MatchingRule(c, in.ExitCode)
			out = append(out, Decision{
				Name:   c.Name,
				Again:  oracle.ShouldRestart(&pod.Spec, c, in.ExitCode),
				Rule:   string(rule.Action),
				Action: theirAction(runtime, pod, c, in.ExitCode, func(p oracle.Plan) bool { return slices.Contains(started(p), i) }),
			})
		}
	}
	decide(pod.Spec.InitContainers, func(p oracle.Plan) []int { return p.InitContainersToStart })
	decide(pod.Spec.Containers, func(p oracle.Plan) []int { return p.ContainersToStart })
	return out
}

// theirAction is what a sync does with a container that is the only one in the Pod's sandbox,
// and has ended.
func theirAction(runtime *oracle.Runtime, pod *v1.Pod, c *v1.Container, code int32, started func(oracle.Plan) bool) string {
	seen := Seen{
		Sandboxes:  []SeenSandbox{{ID: "s0", Ready: true, HostNetwork: pod.Spec.HostNetwork}},
		Containers: []SeenRun{{ID: "c0", Name: c.Name, SandboxID: "s0", State: string(kubecontainer.ContainerStateExited), ExitCode: code}},
	}
	status := seen.runtime(pod)
	all := c.RestartPolicy != nil && oracle.ShouldAllRestart(pod, status, nil)
	switch plan := runtime.Plan(pod, status, all); {
	case len(plan.ContainersToReset) > 0:
		return restart.RestartAll.String()
	case started(plan):
		return restart.Restart.String()
	default:
		return restart.Stay.String()
	}
}
