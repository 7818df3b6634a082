package podtest

import (
	"time"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Lifelike generates Pods as the API server holds them: a spec that it
// accepts, and a status that the scheduler and a kubelet of v1.37 could have
// written at some moment of the Pod's life. That moment is one of these:
//
//	held back     scheduling gates are left, or no node fits
//	bound         a node was chosen, the kubelet has not answered yet
//	refused       the kubelet did not admit the Pod
//	initializing  some init container is being run
//	started       every init container is done; main containers start, run, crash, end
//	stopped       deleted, evicted or out of time, and every container has ended
//
// Phase, reason, container statuses and conditions fit together and fit the
// spec. From "bound" on the Pod may have been asked to go.
func Lifelike() *rapid.Generator[*podlife.Pod] {
	return rapid.Custom(func(t *rapid.T) *podlife.Pod {
		k := &kubelet{T: t, pod: &podlife.Pod{ObjectMeta: meta(t), Spec: Spec().Draw(t, "spec")}}
		k.pod.Status = podlife.PodStatus{
			Phase:    podlife.PodPending,
			QOSClass: pick(t, "qosClass", "BestEffort", "Burstable", "Guaranteed"),
		}
		if k.pod.IsStatic() { // a kubelet has it, and nobody else was asked
			k.pod.Spec.SchedulingGates = nil
			k.pod.Spec.NodeName = "node-a"
		}
		k.start = later(t, k.pod.CreationTimestamp, 60)
		k.clock = k.start
		k.draw()
		return k.pod
	})
}

// kubelet draws what the scheduler and a kubelet report about one Pod.
type kubelet struct {
	*rapid.T
	pod *podlife.Pod
	// start is when the kubelet first saw the Pod.
	start time.Time
	// clock is the earliest time at which the next container may begin.
	clock time.Time
	// initialized: every init container is done or, a sidecar, has started.
	initialized bool
	// stopped: the kubelet ended the Pod and all its containers.
	stopped bool
}

// draw chooses the moment of the Pod's life, and reports it. Most Pods are
// observed, as there is most to see in them.
func (k *kubelet) draw() {
	moment := rapid.IntRange(0, 15).Draw(k.T, "moment")
	switch {
	case len(k.pod.Spec.SchedulingGates) > 0:
		k.heldBack("SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates")
	case moment == 15 && !k.pod.IsStatic():
		k.pod.Spec.NodeName = ""
		k.heldBack("Unschedulable", "0/3 nodes are available: 3 Insufficient cpu.")
	case moment == 14:
		k.deleteMaybe()
		k.scheduled()
	case moment == 13:
		k.refused()
	default:
		k.observed()
	}
}

// heldBack is a Pod without a node. Who deletes it, has it gone at once,
// unless a finalizer holds it.
func (k *kubelet) heldBack(reason, message string) {
	p := k.pod
	if oneIn(k.T, 6, "deleted and held") {
		p.Finalizers = []string{"example.com/hold"}
		deleteAt(p, later(k.T, p.CreationTimestamp, 3600), 0)
	}
	// The API server writes the condition of a gated Pod at once, the scheduler
	// that of the others when it has tried.
	if reason == "Unschedulable" && oneIn(k.T, 3, "not tried yet") {
		return
	}
	p.Status.Conditions = []podlife.Condition{{
		Type: podlife.PodScheduled, Status: podlife.ConditionFalse, Reason: reason, Message: message,
		LastTransitionTime: p.CreationTimestamp, ObservedGeneration: p.Generation,
	}}
}

// scheduled reports what a binding does.
func (k *kubelet) scheduled() {
	k.pod.Status.Conditions = append(k.pod.Status.Conditions, k.condition(podlife.PodScheduled, true, "", ""))
}

// refused is a Pod that the kubelet did not admit. It reports no containers and
// none of its own conditions.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, rejectPod.
func (k *kubelet) refused() {
	s := &k.pod.Status
	s.Phase = podlife.PodFailed
	s.Reason = pick(k.T, "reason", "OutOfcpu", "NodeAffinity", "NodeShutdown", podlife.ReasonEvicted)
	s.Message = "Pod was rejected: " + pick(k.T, "message", "no room", "wrong place")
	s.StartTime = k.start
	k.scheduled()
}

// observed is a Pod whose containers the kubelet reports.
func (k *kubelet) observed() {
	p := k.pod
	p.Status.StartTime = k.start
	p.Status.ObservedGeneration = p.Generation
	k.deleteMaybe()
	k.initialized = len(p.Spec.InitContainers) == 0 || !oneIn(k.T, 3, "initializing")
	if k.initialized {
		k.started()
	} else {
		k.initializing()
	}
	k.ephemeral()
	if !p.Status.Phase.IsTerminal() && !p.IsStatic() && oneIn(k.T, 5, "stopped") {
		k.stop()
	}
	k.addresses()
	k.conditions()
}

// addresses reports the Pod's addresses, which it has once its sandbox is
// there, and keeps when it ends.
func (k *kubelet) addresses() {
	if !k.anyMade() {
		return
	}
	s := &k.pod.Status
	s.PodIP = "10.244.0.7"
	s.PodIPs = []podlife.PodIP{{IP: s.PodIP}}
	if oneIn(k.T, 4, "dual stack") {
		s.PodIPs = append(s.PodIPs, podlife.PodIP{IP: "fd00::7"})
	}
}

// deleteMaybe draws whether somebody asked for the Pod's removal. Nobody can
// where the Pod is static: the kubelet restores its mirror.
func (k *kubelet) deleteMaybe() {
	p := k.pod
	if p.IsStatic() || !oneIn(k.T, 6, "deleted") {
		return
	}
	deleteAt(p, later(k.T, k.start, 3600), graceOf(p))
	if oneIn(k.T, 3, "has finalizer") {
		p.Finalizers = []string{"example.com/hold"}
	}
}
