package restart

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
)

// The upstream defaults: what the zero [Backoff] means.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, initialCrashLoopBackOff,
// MaxCrashLoopBackOff, imageBackOffPeriod, MaxImageBackOff, NewMainKubelet.
const (
	// DefaultInitial is the first delay.
	DefaultInitial = 10 * time.Second
	// DefaultMax is the longest delay.
	DefaultMax = 300 * time.Second
	// DefaultResetAfter is the quiet time after which delays begin anew. It
	// does not follow DefaultMax when a node has another maximum.
	DefaultResetAfter = 600 * time.Second
)

// Backoff says how long a kubelet waits before it tries again what went wrong:
// the start of a container that ended, or the pull of an image. It is a rule;
// what the kubelet remembers is an [Entry].
//
// The zero Backoff is the upstream default for both: 10, 20, 40, 80, 160, 300,
// 300 s, and after 600 quiet seconds from the start. There is no jitter.
//
// Source: kubernetes v1.37 staging/src/k8s.io/client-go/util/flowcontrol/backoff.go, Backoff.
type Backoff struct {
	// Initial is the first delay. 0 or less: [DefaultInitial], or Max where
	// that is less.
	Initial time.Duration
	// Max is the longest delay. 0 or less: [DefaultMax]. The first delay is
	// Initial even where that is more.
	Max time.Duration
	// ResetAfter is the quiet time that must be exceeded for delays to begin
	// anew. 0 or less: [DefaultResetAfter].
	ResetAfter time.Duration
}

// NodeMaximum returns the crash-loop delays on a node whose kubelet sets
// crashLoopBackOff.maxContainerRestartPeriod, which upstream takes from 1 s to
// 300 s. A maximum below 10 s is the first delay, too.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, newCrashLoopBackOff, gate
// KubeletCrashLoopBackOffMax (on by default).
func NodeMaximum(most time.Duration) Backoff { return Backoff{Max: most} }

// ReducedDefault returns the crash-loop delays on a node with the gate
// ReduceDefaultCrashLoopBackOffDecay on and KubeletCrashLoopBackOffMax off: from
// 1 s to 60 s. With both on it is [ReducedNodeMaximum].
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, newCrashLoopBackOff.
func ReducedDefault() Backoff {
	return Backoff{Initial: time.Second, Max: 60 * time.Second}
}

// ReducedNodeMaximum returns the crash-loop delays on a node with the gates
// ReduceDefaultCrashLoopBackOffDecay and KubeletCrashLoopBackOffMax on: from 1 s
// to the node's maximum, which the kubelet's defaults make 300 s, not 60 s.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, newCrashLoopBackOff.
func ReducedNodeMaximum(most time.Duration) Backoff {
	return Backoff{Initial: min(time.Second, Backoff{Max: most}.longest()), Max: most}
}

// Entry is what a kubelet remembers about one container, or one image of one
// Pod. The zero Entry: it remembers nothing.
//
// The kubelet keeps entries in memory only, so they are gone when it restarts,
// and files them under the Pod's identity and the container's name, image and
// resources, so a change of these begins a new one.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/helpers.go, GetBackoffKey.
type Entry struct {
	// Delay is how long to wait after the next end.
	Delay time.Duration
	// UpdatedAt is when the kubelet last decided to try.
	UpdatedAt time.Time
}

// Message returns the message with which the container of the Pod waits in
// CrashLoopBackOff.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, doBackOff.
func (e Entry) Message(p *podlife.Pod, container string) string {
	return fmt.Sprintf("back-off %s restarting failed container=%s pod=%s_%s(%s)", e.Delay, container, p.Name, p.Namespace, p.UID)
}

// Step is one attempt, at time now, to start a container whose last run ended
// at finishedAt. Either the container is started now: the zero time is
// returned, with the entry to remember. Or it is in back-off until the time
// returned, which is finishedAt plus the delay: the entry is returned as it was.
//
// The delay counts from the end of the last run, and whether it begins anew is
// decided then, too: if that run ended more than ResetAfter after the kubelet
// decided to start it. An attempt counts even if the image cannot be pulled
// then. A first end costs no wait, so starts come 0, 10, 20, 40, ... seconds
// after the ends.
//
// A zero finishedAt means that the runtime knows no run that ended: the
// container is started at once and nothing is remembered of it.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, doBackOff.
func (b Backoff) Step(e Entry, finishedAt, now time.Time) (Entry, time.Time) {
	if finishedAt.IsZero() {
		return e, time.Time{}
	}
	if b.IsInBackOffSince(e, finishedAt, now) {
		return e, finishedAt.Add(e.Delay)
	}
	return b.Next(e, finishedAt, now), time.Time{}
}

// IsInBackOffSince reports whether, at time now, the delay that began at
// eventAt is not over. It is how a kubelet asks about containers.
//
// Source: kubernetes v1.37 staging/src/k8s.io/client-go/util/flowcontrol/backoff.go, IsInBackOffSince.
func (b Backoff) IsInBackOffSince(e Entry, eventAt, now time.Time) bool {
	return !b.forgets(e, eventAt) && now.Sub(eventAt) < e.Delay
}

// IsInBackOffSinceUpdate reports whether, at time now, the delay that began
// when the entry was made is not over. It is how a kubelet asks about images:
// it pulls if this is false, and if the pull fails remembers Next(e, now, now),
// with the time of the failure. A success changes nothing.
//
// Source: kubernetes v1.37 staging/src/k8s.io/client-go/util/flowcontrol/backoff.go,
// IsInBackOffSinceUpdate; pkg/kubelet/images/image_manager.go, pullImage.
func (b Backoff) IsInBackOffSinceUpdate(e Entry, now time.Time) bool {
	return !b.forgets(e, now) && now.Sub(e.UpdatedAt) < e.Delay
}

// Next returns the entry after another attempt at time now, because of what
// happened at eventAt: the first delay if nothing is remembered or the quiet
// time was exceeded, else twice the delay, at most Max.
//
// Source: kubernetes v1.37 staging/src/k8s.io/client-go/util/flowcontrol/backoff.go, Next.
func (b Backoff) Next(e Entry, eventAt, now time.Time) Entry {
	if b.forgets(e, eventAt) {
		return Entry{Delay: b.first(), UpdatedAt: now}
	}
	longest := b.longest()
	if e.Delay > longest/2 { // doubling would reach the maximum, or overflow
		return Entry{Delay: longest, UpdatedAt: now}
	}
	return Entry{Delay: 2 * e.Delay, UpdatedAt: now}
}

// Collect returns what is left of the entry when the kubelet, which does so
// every two seconds, drops what is older than the quiet time at time now. It
// matters only for a container that is not started for so long after its end.
//
// Source: kubernetes v1.37 staging/src/k8s.io/client-go/util/flowcontrol/backoff.go, GC;
// pkg/kubelet/kubelet_pods.go, HandlePodCleanups.
func (b Backoff) Collect(e Entry, now time.Time) Entry {
	if b.forgets(e, now) {
		return Entry{}
	}
	return e
}

// forgets reports whether the entry counts for nothing at time at: there is
// none, or the quiet time was exceeded.
func (b Backoff) forgets(e Entry, at time.Time) bool {
	quiet := b.ResetAfter
	if quiet <= 0 {
		quiet = DefaultResetAfter
	}
	return e.Delay == 0 && e.UpdatedAt.IsZero() || at.Sub(e.UpdatedAt) > quiet
}

// longest returns Max with its default.
func (b Backoff) longest() time.Duration {
	if b.Max <= 0 {
		return DefaultMax
	}
	return b.Max
}

// first returns Initial with its default.
func (b Backoff) first() time.Duration {
	if b.Initial <= 0 {
		return min(DefaultInitial, b.longest())
	}
	return b.Initial
}
