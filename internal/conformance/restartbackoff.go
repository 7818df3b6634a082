package conformance

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
	"k8s.io/client-go/util/flowcontrol"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	testingclock "k8s.io/utils/clock/testing"
)

// BackoffInput is one container on a node, and what happens to it.
type BackoffInput struct {
	// Node says how the kubelet is configured: "maximum" is as it is by default, with Max;
	// "reduced" has the gate ReduceDefaultCrashLoopBackOffDecay on and
	// KubeletCrashLoopBackOffMax off; "reduced maximum" has both on, with Max.
	Node string        `json:"node"`
	Max  time.Duration `json:"max,omitempty"`
	// Events in order, the first some time after [podtest.Epoch].
	Events []BackoffEvent `json:"events"`
}

// BackoffEvent is something that happens.
type BackoffEvent struct {
	// After is the time since the event before.
	After time.Duration `json:"after"`
	// Do is what happens: "attempt" to start the container; "end" of a run, At a time
	// counted from now; "forget": the runtime forgets every run that ended; "collect": the
	// kubelet drops what is old.
	Do string        `json:"do"`
	At time.Duration `json:"at,omitempty"`
}

// BackoffStep is what an attempt comes to.
type BackoffStep struct {
	Waits bool `json:"waits"`
	// RetryAt and Message of a container that waits.
	RetryAt time.Time `json:"retryAt,omitzero"`
	Message string    `json:"message,omitempty"`
}

// backoffArea compares when a container that ended may start: restart.Backoff.Step and
// Collect with doBackOff and GC on the back-off that newCrashLoopBackOff configures.
func backoffArea() *Area[BackoffInput, []BackoffStep] {
	runtime := oracle.NewRuntime()
	delays := map[string]oracle.Delays{}
	return &Area[BackoffInput, []BackoffStep]{
		Name: "backoff",
		Gen:  backoffInputs(),
		Ours: ourBackoff,
		Theirs: func(in BackoffInput) []BackoffStep {
			key := fmt.Sprint(in.Node, in.Max)
			if _, ok := delays[key]; !ok {
				delays[key] = in.theirDelays()
			}
			clock := testingclock.NewFakeClock(podtest.Epoch())
			return theirBackoff(runtime, in, delays[key].New(clock), clock)
		},
		Pod:     func(BackoffInput) *podlife.Pod { return crashingPod() },
		Vectors: backoffVectors(),
	}
}

// crashingPod is the Pod that all is about.
func crashingPod() *podlife.Pod {
	return podWithUID(podlife.PodSpec{Containers: []podlife.Container{{Name: "app", Image: "app:1"}}})
}

func (in *BackoffInput) ourRule() restart.Backoff {
	switch in.Node {
	case "reduced":
		return restart.ReducedDefault()
	case "reduced maximum":
		return restart.ReducedNodeMaximum(in.Max)
	default:
		return restart.NodeMaximum(in.Max)
	}
}

func (in *BackoffInput) theirDelays() oracle.Delays {
	switch in.Node {
	case "reduced":
		return oracle.ReducedDelays(in.Max, false)
	case "reduced maximum":
		return oracle.ReducedDelays(in.Max, true)
	default:
		return oracle.CrashLoopDelays(in.Max)
	}
}

func ourBackoff(in BackoffInput) (out []BackoffStep) {
	rule, pod := in.ourRule(), crashingPod()
	var entry restart.Entry
	var seen restart.Observed
	now := podtest.Epoch()
	for _, e := range in.Events {
		now = now.Add(e.After)
		switch e.Do {
		case "end":
			ended := restart.RuntimeStatus{Name: "app", State: restart.StateExited, FinishedAt: now.Add(e.At)}
			seen.Containers = append([]restart.RuntimeStatus{ended}, seen.Containers...)
		case "forget":
			seen.Containers = nil
		case "collect":
			entry = rule.Collect(entry, now)
		default:
			next, retry := rule.Step(entry, seen.FinishedAt("app"), now)
			step := BackoffStep{Waits: !retry.IsZero(), RetryAt: retry}
			if step.Waits {
				step.Message = entry.Message(pod, "app")
			}
			entry, out = next, append(out, step)
		}
	}
	return out
}

func theirBackoff(runtime *oracle.Runtime, in BackoffInput, backoff *flowcontrol.Backoff, clock *testingclock.FakeClock) (out []BackoffStep) {
	pod := kube.ToPod(crashingPod())
	other := &kubecontainer.Status{Name: "other", State: kubecontainer.ContainerStateExited, FinishedAt: podtest.Epoch()}
	running := &kubecontainer.Status{Name: "app", State: kubecontainer.ContainerStateRunning}
	var ended []*kubecontainer.Status
	for _, e := range in.Events {
		clock.Step(e.After)
		switch e.Do {
		case "end":
			status := &kubecontainer.Status{Name: "app", State: kubecontainer.ContainerStateExited, FinishedAt: clock.Now().Add(e.At)}
			ended = append([]*kubecontainer.Status{status}, ended...)
		case "forget":
			ended = nil
		case "collect":
			backoff.GC()
		default:
			status := &kubecontainer.PodStatus{ContainerStatuses: append([]*kubecontainer.Status{other, running}, ended...)}
			waits, message, err := runtime.BackOff(pod, &pod.Spec.Containers[0], status, backoff)
			at, _ := kubecontainer.MinBackoffExpiration(err)
			out = append(out, BackoffStep{waits, at.UTC(), message})
		}
	}
	return out
}
