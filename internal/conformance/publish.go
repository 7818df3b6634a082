package conformance

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// PublishInput is a status that a kubelet holds and the Pod as the API server has it.
type PublishInput struct {
	Pod     *podlife.Pod      `json:"pod"`
	Next    podlife.PodStatus `json:"next"`
	Running bool              `json:"running"`
}

// publishedAt is the time of every write.
func publishedAt() time.Time { return podtest.Epoch().Add(48 * time.Hour) }

// publishArea compares what of its status a kubelet writes.
func publishArea() *Area[PublishInput, podlife.PodStatus] {
	return &Area[PublishInput, podlife.PodStatus]{
		Name: "publish",
		Gen:  rapid.Custom(drawPublish),
		Ours: func(in PublishInput) podlife.PodStatus {
			return phase.Publish(in.Pod, in.Next, in.Running, publishedAt())
		},
		Theirs: theirPublish,
		Pod:    func(in PublishInput) *podlife.Pod { return in.Pod },
	}
}

// theirPublish puts [publishedAt] in the place of the times that Kubernetes takes from the
// real clock.
func theirPublish(in PublishInput) podlife.PodStatus {
	pod, next := kube.ToPod(in.Pod), kube.ToPod(&podlife.Pod{Status: in.Next}).Status
	start := time.Now()
	written := oracle.MergeStatus(pod, pod.Status, next, in.Running)
	end := time.Now()
	for i := range written.Conditions {
		if at := &written.Conditions[i].LastTransitionTime; !at.Time.Before(start) && !at.Time.After(end) {
			at.Time = publishedAt()
		}
	}
	if len(written.Conditions) == 0 {
		written.Conditions = nil
	}
	return *kube.PodStatus(&written)
}

// drawPublish draws a Pod and another's status, or the same with another phase.
func drawPublish(t *rapid.T) PublishInput {
	in := PublishInput{Pod: pods().Draw(t, "pod"), Running: rapid.Bool().Draw(t, "running")}
	in.Next = in.Pod.Status.Clone()
	if rapid.Bool().Draw(t, "other status") {
		in.Next = pods().Draw(t, "other").Status
	}
	if in.Next.Phase = in.Pod.Status.Phase; rapid.IntRange(0, 2).Draw(t, "other phase") > 0 {
		in.Next.Phase = report().Draw(t, "next").Phase
		in.Next.Reason = report().Draw(t, "next").Reason
	}
	if rapid.IntRange(0, 3).Draw(t, "disruption") == 3 {
		c := podtest.Condition().Draw(t, "condition")
		c.Type = podlife.DisruptionTarget
		in.Next.Conditions = append(in.Next.Conditions, c)
	}
	return in
}
