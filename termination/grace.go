package termination

import (
	"fmt"
	"math"
	"time"

	"github.com/podlife/podlife"
)

// MinimumGracePeriodSeconds is the least time from the stop signal to KILL,
// however little of the grace period is left.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go.
const MinimumGracePeriodSeconds = 2

// KillReason is why a single container is killed.
type KillReason uint8

// The reasons that make a difference, and one for all others.
const (
	// KillOther: any reason but a probe.
	KillOther KillReason = iota
	// KillStartupProbe: the startup probe failed.
	KillStartupProbe
	// KillLivenessProbe: the liveness probe failed.
	KillLivenessProbe
)

// String returns the reason's name.
func (r KillReason) String() string {
	switch r {
	case KillOther:
		return "KillOther"
	case KillStartupProbe:
		return "KillStartupProbe"
	case KillLivenessProbe:
		return "KillLivenessProbe"
	default:
		return fmt.Sprintf("KillReason(%d)", uint8(r))
	}
}

// ContainerGrace returns the seconds that c, a container of p, is given when
// nobody asks for a shorter time: those of the delete request; else the Pod's
// own, or in their place those of the probe that failed; else 2. So a probe's
// own grace period counts only while nobody deletes the Pod.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go,
// setTerminationGracePeriod.
func ContainerGrace(p *podlife.Pod, c *podlife.Container, reason KillReason) int64 {
	if p.DeletionGracePeriodSeconds != nil {
		return *p.DeletionGracePeriodSeconds
	}
	if p.Spec.TerminationGracePeriodSeconds == nil {
		return MinimumGracePeriodSeconds
	}
	var probe *podlife.Probe
	switch {
	case c == nil:
	case reason == KillStartupProbe:
		probe = c.StartupProbe
	case reason == KillLivenessProbe:
		probe = c.LivenessProbe
	}
	if probe != nil && probe.TerminationGracePeriodSeconds != nil {
		return *probe.TerminationGracePeriodSeconds
	}
	return *p.Spec.TerminationGracePeriodSeconds
}

// PodGrace returns the seconds that the kubelet gives a whole Pod, from what it
// gave it before (0: nothing yet), the Pod, and an override (nil: none) that an
// eviction or a node shutdown brings. Once set, it only gets shorter. It is 1
// at least.
//
// Source: kubernetes v1.37 pkg/kubelet/pod_workers.go, calculateEffectiveGracePeriod.
func PodGrace(before int64, p *podlife.Pod, override *int64) int64 {
	grace, overridden := before, false
	for _, shorter := range [...]*int64{p.DeletionGracePeriodSeconds, override} {
		if shorter != nil && (grace == 0 || *shorter < grace) {
			grace, overridden = *shorter, true
		}
	}
	if own := p.Spec.TerminationGracePeriodSeconds; !overridden && grace == 0 && own != nil {
		grace = *own
	}
	return max(grace, 1)
}

// HardEvictionGraceSeconds is the override of an eviction that cannot wait.
//
// Source: kubernetes v1.37 pkg/kubelet/eviction/eviction_manager.go.
const HardEvictionGraceSeconds = 1

// SoftEvictionGrace returns the override of an eviction that can wait: the
// kubelet's evictionMaxPodGracePeriod, or the Pod's own grace period if that is
// shorter.
//
// Source: kubernetes v1.37 pkg/kubelet/eviction/eviction_manager.go, synchronize.
func SoftEvictionGrace(p *podlife.Pod, maxSeconds int64) int64 {
	return ownIfLess(p, maxSeconds)
}

func ownIfLess(p *podlife.Pod, seconds int64) int64 {
	if own := p.Spec.TerminationGracePeriodSeconds; own != nil {
		return min(seconds, *own)
	}
	return seconds
}

// ShutdownGroup is the time that a node which shuts down gives to Pods of some
// priority.
//
// Source: kubelet configuration type ShutdownGracePeriodByPodPriority.
type ShutdownGroup struct {
	// Priority is the least of the group. The lowest group has everything
	// below as well.
	Priority int32
	// GracePeriodSeconds is what the group is given.
	GracePeriodSeconds int64
}

// ShutdownGrace returns the override of a node shutdown: the seconds of the
// Pod's group, or the Pod's own grace period if that is shorter. Groups are
// sorted by priority. With none the answer is false: the node does not wait.
//
// Source: kubernetes v1.37 pkg/kubelet/nodeshutdown/nodeshutdown_manager.go,
// groupByPriority, killPods.
func ShutdownGrace(p *podlife.Pod, groups []ShutdownGroup) (int64, bool) {
	if len(groups) == 0 {
		return 0, false
	}
	priority := int32(0)
	if p.Spec.Priority != nil {
		priority = *p.Spec.Priority
	}
	group := groups[0]
	for _, g := range groups[1:] {
		if g.Priority <= priority {
			group = g
		}
	}
	return ownIfLess(p, group.GracePeriodSeconds), true
}

// longest is the longest whole number of seconds that a duration can hold.
const longest = math.MaxInt64 / int64(time.Second)

// seconds returns n as a duration, at most 292 years.
func seconds(n int64) time.Duration {
	return time.Duration(max(min(n, longest), -longest)) * time.Second
}

// wholeSeconds returns the seconds from one time to another, without their
// fraction, and 0 when the clock ran backwards.
func wholeSeconds(from, to time.Time) int64 {
	return max(int64(to.Sub(from)/time.Second), 0)
}
