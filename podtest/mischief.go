package podtest

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/termination"
)

// mischief is what others do to the Pod and its node: whoever deletes Pods or
// looks into them, the controllers, the node that runs short or breaks down. Some
// of it is refused when it cannot happen.
//
// Deletion stands first, as the simplest, because a draw shrinks to it. None of it
// is the answer to anything that the Pod waits for.
func (l *life) mischief() []lifecycle.Event {
	p := l.writes[len(l.writes)-1].Pod
	name := p.Spec.Containers[0].Name
	// Grace periods of a forced deletion, and of an eviction that cannot wait.
	now, soon := int64(0), int64(termination.HardEvictionGraceSeconds)
	out := []lifecycle.Event{
		lifecycle.DeleteRequested{},
		lifecycle.Evicted{Message: "The node was low on resource: memory. ", GracePeriodSeconds: &soon},
		lifecycle.ImageChanged{Container: name, Image: pick(l.T, "new image", "app:3", "app:4")},
		lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug", Image: "debug:1"}},
		// What breaks, from the kubelet to the machine.
		lifecycle.KubeletRestarted{},
		lifecycle.SandboxLost{},
		lifecycle.ContainerLost{Container: name},
		lifecycle.NodeLost{},
		lifecycle.NodeRebooted{},
		// What else makes Pods go.
		lifecycle.DeleteRequested{Disruption: lifecycle.Disruption{Reason: "EvictionByEvictionAPI", Message: "Eviction API: evicting"}},
		lifecycle.Evicted{Reason: podlife.ReasonTerminated, Message: "Pod was terminated in response to imminent node shutdown."},
		lifecycle.TaintsChanged{Taints: []podlife.Taint{{Key: "example.com/full", Effect: podlife.TaintEffectNoExecute}}},
		lifecycle.DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: &now}},
	}
	if p.IsDeleted() && len(p.Finalizers) > 0 {
		out = append(out, lifecycle.FinalizersRemoved{}, lifecycle.FinalizersRemoved{}, lifecycle.FinalizersRemoved{})
	}
	// The garbage collector takes what has ended when there is too much of it, and
	// what is stuck in its deletion.
	if p.Status.Phase.IsTerminal() || p.IsDeleted() {
		out = append(out, lifecycle.Collected{}, lifecycle.Collected{})
	}
	// And what was on a node that does not exist any more: one that does not answer
	// may be gone for good.
	if l.lost {
		out = append(out, lifecycle.Collected{Orphaned: true}, lifecycle.Collected{Orphaned: true})
	}
	return out
}
