package phase

import (
	"math"
	"time"

	"github.com/podlife/podlife"
)

// Next returns the phase to report when prev was reported before and computed
// follows from the container statuses: a terminal phase stays, any other gives
// way. It is [Merge] for a reader who knows only what the API server has.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, generateAPIPodStatus.
func Next(prev podlife.PodStatus, computed podlife.Phase) podlife.Phase {
	if prev.Phase.IsTerminal() {
		return prev.Phase
	}
	return computed
}

// Report is a phase with the reason and message that stand beside it in the
// Pod's status.
type Report struct {
	// Phase of the Pod.
	Phase podlife.Phase
	// Reason for the phase in one word, mostly empty.
	Reason string
	// Message says it for people, mostly empty.
	Message string
}

// ReportOf returns the phase, reason and message of a status.
func ReportOf(s *podlife.PodStatus) Report {
	return Report{s.Phase, s.Reason, s.Message}
}

// Merge returns what a kubelet reports when its own last report was cached,
// the API server has api, and the container statuses add up to computed. A
// kubelet that has reported nothing takes api for cached. override is what the
// active deadline asks for ([Expired]), or nil.
//
//  1. If computed is not terminal, a terminal phase stays, that of cached
//     before that of api.
//  2. Reason and message are kept, from cached or else api, if the phase is
//     that of cached; otherwise they are empty.
//  3. override replaces phase, reason and message.
//  4. A terminal phase in the API stays, whatever came before; reason and
//     message stay as they are by now.
//
// So a Failed that only the kubelet knows of gives way to a computed
// Succeeded: an evicted Pod whose containers all end in success leaves no trace
// of the eviction.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, generateAPIPodStatus.
func Merge(computed podlife.Phase, cached, api Report, override *Report) Report {
	out := Report{Phase: computed}
	if !computed.IsTerminal() {
		switch {
		case cached.Phase.IsTerminal():
			out.Phase = cached.Phase
		case api.Phase.IsTerminal():
			out.Phase = api.Phase
		}
	}
	if out.Phase == cached.Phase {
		out.Reason = firstSet(cached.Reason, api.Reason)
		out.Message = firstSet(cached.Message, api.Message)
	}
	if override != nil {
		out = *override
	}
	if api.Phase.IsTerminal() {
		out.Phase = api.Phase
	}
	return out
}

func firstSet(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// At returns what the kubelet would report for p at now: phase, reason and
// message, the active deadline included.
func At(p *podlife.Pod, now time.Time) Report {
	if of := Of(p); of == podlife.PodUnknown {
		return Report{of, p.Status.Reason, p.Status.Message}
	}
	api := ReportOf(&p.Status)
	return Merge(computed(p), api, api, Expired(p, now))
}

// Deadline returns when the kubelet ends p because it was active for
// spec.activeDeadlineSeconds, counted from status.startTime. Zero: never, for
// want of the one or the other.
//
// Source: kubernetes v1.37 pkg/kubelet/active_deadline.go, pastActiveDeadline.
func Deadline(p *podlife.Pod) time.Time {
	seconds := p.Spec.ActiveDeadlineSeconds
	if seconds == nil || p.Status.StartTime.IsZero() {
		return time.Time{}
	}
	return p.Status.StartTime.Add(toDuration(*seconds))
}

// toDuration converts seconds, or returns the longest duration where they are
// more.
func toDuration(seconds int64) time.Duration {
	if seconds > math.MaxInt64/int64(time.Second) {
		return math.MaxInt64
	}
	return time.Duration(max(seconds, 0)) * time.Second
}

// Expired returns what the active deadline makes the kubelet report at now, or
// nil while it has not passed.
//
// Source: kubernetes v1.37 pkg/kubelet/active_deadline.go, ShouldEvict.
func Expired(p *podlife.Pod, now time.Time) *Report {
	at := Deadline(p)
	if at.IsZero() || now.Before(at) {
		return nil
	}
	return &Report{
		Phase:   podlife.PodFailed,
		Reason:  podlife.ReasonDeadlineExceeded,
		Message: "Pod was active on the node longer than the specified deadline",
	}
}
