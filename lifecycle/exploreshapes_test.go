package lifecycle

import (
	"fmt"
	"strings"
	"time"

	"github.com/podlife/podlife"
)

// shape is a Pod by what it is made of: init containers i, j and sidecars s in
// their order, main containers m, n, and the restart policy.
type shape struct {
	inits, mains string
	policy       podlife.RestartPolicy
}

func (s shape) String() string { return s.inits + "|" + s.mains + "/" + string(s.policy) }

// class is the shape but for the policy.
func (s shape) class() string { return s.inits + "|" + s.mains }

// shapes are all Pods of up to two init containers, one sidecar and two main
// containers, with each policy.
func shapes() []shape {
	var out []shape
	for _, mains := range []string{"m", "mn"} {
		for _, inits := range []string{"", "s", "i", "si", "is", "ij", "sij", "isj", "ijs"} {
			for _, policy := range []podlife.RestartPolicy{podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever} {
				out = append(out, shape{inits, mains, policy})
			}
		}
	}
	return out
}

// pod returns the Pod of a shape, as the API server would store it, on a node.
func (s shape) pod() *podlife.Pod {
	p := &podlife.Pod{}
	p.Name, p.Namespace, p.UID, p.Generation = "web-1", "default", "uid-1", 1
	p.CreationTimestamp = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p.Spec.NodeName, p.Spec.RestartPolicy = "node-a", s.policy
	p.Spec.TerminationGracePeriodSeconds = new(int64)
	*p.Spec.TerminationGracePeriodSeconds = 30
	names := map[rune]string{'i': "fetch", 'j': "migrate", 's': "proxy", 'm': "web", 'n': "log"}
	for _, r := range s.inits {
		c := podlife.Container{Name: names[r], Image: names[r] + ":1"}
		if r == 's' {
			c.RestartPolicy = podlife.RestartPolicyAlways
		}
		p.Spec.InitContainers = append(p.Spec.InitContainers, c)
	}
	for _, r := range s.mains {
		p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: names[r], Image: names[r] + ":1"})
	}
	return p
}

// special is a Pod with something about it, and what may happen to it.
type special struct {
	name    string
	pod     *podlife.Pod
	options ExploreOptions
}

func (s special) String() string { return s.name }

// with returns the Pod of a shape after a change.
func with(name, of string, policy podlife.RestartPolicy, o ExploreOptions, change func(*podlife.Pod)) special {
	inits, mains, _ := strings.Cut(of, "|")
	p := shape{inits, mains, policy}.pod()
	if change != nil {
		change(p)
	}
	return special{fmt.Sprintf("%s %s/%s", name, of, policy), p, o}
}

// specials are Pods with what the shapes have not, for each policy.
func specials() []special {
	var out []special
	for _, policy := range []podlife.RestartPolicy{podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever} {
		out = append(out,
			with("failures", "i|m", policy, ExploreOptions{Failures: 1}, nil),
			with("failures", "s|m", policy, ExploreOptions{Failures: 1}, nil),
			with("late", "s|m", policy, ExploreOptions{Late: true}, nil),
			with("merged", "|mn", policy, ExploreOptions{Merge: true}, twinMains),
			with("codes", "|m", policy, ExploreOptions{ExitCodes: []int32{137}}, nil),
			with("evicted", "s|m", policy, ExploreOptions{Outside: []Event{DeleteRequested{}, Evicted{}}}, nil),
			with("node lost", "i|m", policy, ExploreOptions{Outside: []Event{DeleteRequested{}, NodeLost{}, Collected{}}}, nil),
			with("sandbox lost", "i|m", policy, ExploreOptions{Outside: []Event{DeleteRequested{}, SandboxLost{}}}, nil),
			with("sandbox lost", "s|m", policy, ExploreOptions{Outside: []Event{DeleteRequested{}, SandboxLost{}}}, nil),
			with("rebooted", "i|m", policy, ExploreOptions{Outside: []Event{DeleteRequested{}, NodeRebooted{}}}, nil),
			with("rebooted", "s|m", policy, ExploreOptions{Outside: []Event{DeleteRequested{}, NodeRebooted{}}}, nil),
			with("kubelet restarts", "s|m", policy, ExploreOptions{Outside: []Event{KubeletRestarted{}, DeleteRequested{}}}, nil),
			with("unbounded", "|m", policy, ExploreOptions{Restarts: -1}, nil),
			with("liveness", "|m", policy, ExploreOptions{}, func(p *podlife.Pod) {
				p.Spec.Containers[0].LivenessProbe = &podlife.Probe{FailureThreshold: 2, PeriodSeconds: 300}
			}),
			with("readiness", "|m", policy, ExploreOptions{}, func(p *podlife.Pod) {
				p.Spec.Containers[0].ReadinessProbe = &podlife.Probe{FailureThreshold: 1, PeriodSeconds: 300}
			}),
			with("startup", "s|m", policy, ExploreOptions{}, func(p *podlife.Pod) {
				p.Spec.InitContainers[0].StartupProbe = &podlife.Probe{FailureThreshold: 1, PeriodSeconds: 300}
			}),
			with("hooks", "s|m", policy, ExploreOptions{}, func(p *podlife.Pod) {
				h := &podlife.LifecycleHandler{Exec: &podlife.ExecAction{Command: []string{"sync"}}}
				p.Spec.Containers[0].Lifecycle = &podlife.Lifecycle{PostStart: h, PreStop: h}
				p.Spec.InitContainers[0].Lifecycle = &podlife.Lifecycle{PreStop: h}
			}),
			with("deadline", "i|m", policy, ExploreOptions{}, func(p *podlife.Pod) {
				p.Spec.ActiveDeadlineSeconds = new(int64)
				*p.Spec.ActiveDeadlineSeconds = 60
			}),
			with("gated, held", "|m", policy, ExploreOptions{}, func(p *podlife.Pod) {
				p.Spec.NodeName, p.Spec.SchedulingGates = "", []podlife.PodSchedulingGate{{Name: "example.com/quota"}}
				p.Finalizers = []string{"example.com/hold"}
			}),
			with("restart all", "i|mn", policy, ExploreOptions{}, func(p *podlife.Pod) {
				p.Spec.Containers[0].RestartPolicy = podlife.RestartPolicyNever
				p.Spec.Containers[0].RestartPolicyRules = []podlife.ContainerRestartRule{{
					Action:    podlife.RestartActionRestartAllContainers,
					ExitCodes: podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{42}},
				}}
			}),
		)
		if *full || policy == podlife.RestartPolicyNever {
			out = append(out, with("disturbed", "|m", policy, ExploreOptions{Outside: Disturbances("web")}, nil))
		}
	}
	return out
}

// twinMains has the main containers differ in name alone.
func twinMains(p *podlife.Pod) { p.Spec.Containers[1].Image = p.Spec.Containers[0].Image }
