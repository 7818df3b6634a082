package conformance

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

// GraceInput is what the time for an end depends on. Only grace periods of the Pod and of
// the container's probes count.
type GraceInput struct {
	Pod       *podlife.Pod      `json:"pod"`
	Container podlife.Container `json:"container"`
	// Reason is "StartupProbe", "LivenessProbe" or empty.
	Reason string `json:"reason"`
	// Before is what the kubelet gave the Pod at the last request. 0: nothing.
	Before int64 `json:"before"`
	// Override is what an eviction or a shutdown asks for.
	Override *int64 `json:"override"`
}

// GraceAnswer is the time in seconds.
type GraceAnswer struct {
	Container int64 `json:"container"`
	Pod       int64 `json:"pod"`
}

// graceArea compares the grace periods of a container and of a Pod.
func graceArea() *Area[GraceInput, GraceAnswer] {
	return &Area[GraceInput, GraceAnswer]{
		Name: "grace",
		Gen:  rapid.Custom(drawGrace),
		Ours: func(in GraceInput) GraceAnswer {
			return GraceAnswer{
				Container: termination.ContainerGrace(in.Pod, &in.Container, killReason(in.Reason)),
				Pod:       termination.PodGrace(in.Before, in.Pod, in.Override),
			}
		},
		Theirs: func(in GraceInput) GraceAnswer {
			p := in.Pod.Clone()
			p.Spec.Containers = []podlife.Container{in.Container}
			pod := kube.ToPod(p)
			out := GraceAnswer{Container: oracle.GracePeriod(pod, &pod.Spec.Containers[0], oracle.KillReason(in.Reason))}
			out.Pod, _ = oracle.EffectiveGrace(pod, in.Before, in.Override)
			return out
		},
		Pod:     func(in GraceInput) *podlife.Pod { return in.Pod },
		Vectors: graceVectors(),
	}
}

func killReason(name string) termination.KillReason {
	switch oracle.KillReason(name) {
	case oracle.StartupProbe:
		return termination.KillStartupProbe
	case oracle.LivenessProbe:
		return termination.KillLivenessProbe
	default:
		return termination.KillOther
	}
}

func drawGrace(t *rapid.T) GraceInput {
	in := GraceInput{
		Pod:       &podlife.Pod{},
		Container: podtest.Container("web").Draw(t, "container"),
		Reason:    rapid.SampledFrom([]string{"", "StartupProbe", "LivenessProbe", "FailedPostStartHook"}).Draw(t, "reason"),
		Before:    rapid.OneOf(rapid.Just(int64(0)), gracePeriod()).Draw(t, "before"),
		Override:  rapid.Ptr(gracePeriod(), true).Draw(t, "override"),
	}
	in.Pod.Spec.TerminationGracePeriodSeconds = rapid.Ptr(gracePeriod(), true).Draw(t, "own")
	in.Pod.DeletionGracePeriodSeconds = rapid.Ptr(gracePeriod(), true).Draw(t, "of the deletion")
	for _, probe := range []**podlife.Probe{&in.Container.StartupProbe, &in.Container.LivenessProbe} {
		*probe = rapid.Ptr(probeWithGrace(), true).Draw(t, "probe")
	}
	return in
}

func probeWithGrace() *rapid.Generator[podlife.Probe] {
	return rapid.Custom(func(t *rapid.T) podlife.Probe {
		return podlife.Probe{TerminationGracePeriodSeconds: rapid.Ptr(gracePeriod(), true).Draw(t, "probe's own")}
	})
}
