package conformance

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
)

func probeVectors() *Vectors[ProbeInput, []ProbeStep] {
	return &Vectors[ProbeInput, []ProbeStep]{
		Edges: probeEdges(),
		Slim: func(in ProbeInput) ProbeInput {
			in.Rounds = slices.Clone(in.Rounds)
			for i, step := range ourProbe(in) {
				if !step.Asked {
					in.Rounds[i].Attempts = nil
				}
				if !step.GoesOn {
					in.Rounds = in.Rounds[:i+1]
				}
			}
			return in
		},
		Class: func(in ProbeInput, steps []ProbeStep) (group, shape string) {
			_, isSidecar := in.container()
			last := steps[len(steps)-1]
			group = fmt.Sprint(in.Kind, isSidecar, last.Verdict, last.GoesOn, last.OnHold)
			var words []string
			for _, s := range steps {
				if word := fmt.Sprint(s); len(words) == 0 || words[len(words)-1] != word {
					words = append(words, word)
				}
			}
			return group, strings.Join(words, " ")
		},
		Max: 400,
	}
}

// probeEdges are the turns that a worker's life can take, by name.
func probeEdges() []Edge[ProbeInput] {
	const second = time.Second
	var edges []Edge[ProbeInput]
	add := func(name, kind string, isSidecar bool, age time.Duration, spec podlife.Probe, rounds ...ProbeRound) {
		in := ProbeInput{Kind: kind, Spec: podlife.PodSpec{RestartPolicy: podlife.RestartPolicyNever}, KubeletAge: age, Rounds: rounds}
		spec.Exec = &podlife.ExecAction{Command: []string{"true"}}
		c := podlife.Container{Name: "web"}
		switch kind {
		case "Liveness":
			c.LivenessProbe = &spec
		case "Readiness":
			c.ReadinessProbe = &spec
		default:
			c.StartupProbe = &spec
		}
		if isSidecar {
			c.RestartPolicy = podlife.RestartPolicyAlways
			in.Spec.InitContainers = []podlife.Container{c}
		} else {
			in.Spec.Containers = []podlife.Container{c}
		}
		edges = append(edges, Edge[ProbeInput]{name, in})
	}
	two := podlife.Probe{PeriodSeconds: 1, SuccessThreshold: 2, FailureThreshold: 2}
	slow := podlife.Probe{PeriodSeconds: 1, InitialDelaySeconds: 2, FailureThreshold: 1}
	up, down := runs(1, 0, true), ends(1, 1)

	add("two successes, two failures", "Readiness", false, 0, two,
		sees(0, up, "Success"), same(second, "Success"), same(second, "Failure"), same(second, "Failure"))
	add("an error neither counts nor breaks a row", "Readiness", false, 0, two,
		sees(0, up, "Success"), same(second, "Error"), same(second, "Success"))
	add("three attempts, of which the third succeeds", "Readiness", false, 0, slow,
		sees(2*second, up, "Error", "Error", "Success"))
	add("a fourth attempt is not made", "Readiness", false, 0, slow,
		sees(2*second, up, "Error", "Error", "Error", "Success"))
	add("a redirect elsewhere succeeds", "Readiness", false, 0, slow, sees(2*second, up, "Warning"))
	add("initial delay, to the nanosecond", "Liveness", false, 0, slow,
		sees(0, up), same(2*second-1), same(second, "Failure"))
	add("failures of one life add up with those of the next", "Liveness", false, 0, two,
		sees(0, up, "Failure"), sees(second, runs(2, 1, true), "Failure"))
	add("on hold until another container", "Liveness", false, 0, slow,
		sees(2*second, up, "Failure"), same(second), sees(second, runs(2, 0, true), "Success"))
	add("startup has the word until it succeeds", "Startup", false, 0, two,
		sees(0, runs(1, 0, false), "Failure"), same(second, "Failure"), same(second))
	add("others are silent until the start", "Readiness", false, 0, two,
		sees(0, runs(1, 0, false)), sees(second, up, "Success"))
	add("gone for good", "Readiness", false, 0, two, sees(0, up, "Success"), sees(second, down))
	add("a sidecar comes again", "Readiness", true, 0, two, sees(0, up, "Success"), sees(second, down))
	add("all restarting", "Readiness", false, 0, two, sees(0, up, "Success"), restarting(sees(second, down)))
	add("older than the kubelet", "Readiness", false, 0, two, sees(0, runs(1, -11, true), "Failure"))
	add("as old as counts for young", "Readiness", false, 0, two, sees(0, runs(1, -10, true), "Failure"))
	add("a sidecar that has started, older than the kubelet", "Startup", true, 0, two, sees(0, runs(1, -11, true)))
	add("a sidecar that has started, of the kubelet's age", "Startup", true, 0, two, sees(0, runs(1, 0, true)))
	for _, kind := range []string{"Liveness", "Readiness", "Startup"} {
		deleting := same(second, "Failure")
		deleting.Deleting = true
		add("deletion", kind, false, 0, two, sees(0, runs(1, 0, kind != "Startup"), "Failure"), deleting)
		ended := same(second)
		ended.PodPhase = podlife.PodFailed
		add("the Pod has ended", kind, false, 0, two, sees(0, up), ended)
		nothing := same(second)
		nothing.PodPhase = ""
		add("no status of the Pod", kind, false, 0, two, sees(0, up), nothing, same(second))
	}
	return edges
}

// runs is container n that runs since a second after [podtest.Epoch].
func runs(n, second int, started bool) *podlife.ContainerStatus {
	return &podlife.ContainerStatus{
		Name: "web", ContainerID: fmt.Sprint("containerd://", n), Started: &started,
		State: podlife.Running(podtest.Epoch().Add(time.Duration(second) * time.Second)),
	}
}

// ends is container n that has ended.
func ends(n int, exitCode int32) *podlife.ContainerStatus {
	return &podlife.ContainerStatus{
		Name: "web", ContainerID: fmt.Sprint("containerd://", n), State: podlife.Terminated(exitCode, "Error"),
	}
}

// sees is a round with that status, if it asks with those outcomes.
func sees(after time.Duration, s *podlife.ContainerStatus, attempts ...string) ProbeRound {
	return ProbeRound{After: after, Status: s, PodPhase: podlife.PodRunning, Attempts: attempts}
}

// same is a round with the status of the one before.
func same(after time.Duration, attempts ...string) ProbeRound {
	return ProbeRound{After: after, Same: true, PodPhase: podlife.PodRunning, Attempts: attempts}
}

func restarting(r ProbeRound) ProbeRound {
	r.AllRestarting = true
	return r
}
