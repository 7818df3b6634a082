package main

import (
	"strings"
	"time"

	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/lifecycle"
)

// marks draws what concerns the whole Pod.
func (s *story) marks(p *lanes.Picture) {
	mark := func(at time.Time, label string) {
		p.Marks = append(p.Marks, lanes.Mark{At: s.since(at), Label: label})
	}
	span := func(from time.Time, long time.Duration, label string) {
		if at := s.since(from); long > 0 {
			p.Spans = append(p.Spans, lanes.Span{From: at, To: at + long, Label: label})
		}
	}
	for i := range s.Entries {
		e := &s.Entries[i]
		if label := markOf(e.Event); label != "" {
			mark(e.At, label)
		}
		switch v := e.Event.(type) {
		case lifecycle.Evicted:
			grace := s.pod.Spec.TerminationGracePeriodSeconds
			if v.GracePeriodSeconds != nil {
				grace = v.GracePeriodSeconds
			}
			if grace != nil {
				span(e.At, time.Duration(*grace)*time.Second, "grace period, "+seconds(*grace))
			}
		case lifecycle.NodeLost:
			silent := s.answersAgain(i) - s.since(e.At)
			span(e.At, min(silent, p.To-s.since(e.At)), s.node()+" does not answer")
		}
	}
	d := s.Deletion
	if d == nil {
		return
	}
	mark(d.RequestedAt, s.deletionLabel())
	if over := s.graceOver(); over.After(d.RequestedAt) {
		grace := over.Sub(d.RequestedAt)
		span(d.RequestedAt, grace, "grace period, "+lanes.Short(grace))
		p.Marks = append(p.Marks, lanes.Mark{At: s.since(over), Label: "grace period over", Strong: true})
	}
	if !d.RemovedAt.IsZero() {
		mark(d.RemovedAt, "gone")
	}
}

// markOf is the label of an event that concerns the whole Pod.
func markOf(e lifecycle.Event) string {
	switch v := e.(type) {
	case lifecycle.GatesRemoved:
		return "gates removed"
	case lifecycle.Evicted:
		return "evicted"
	case lifecycle.Rejected:
		return strings.TrimSpace("rejected " + v.Reason)
	case lifecycle.SandboxLost:
		return "sandbox lost"
	case lifecycle.NodeLost:
		return "node lost"
	case lifecycle.NodeReturned:
		return "node answers again"
	case lifecycle.NodeRebooted:
		return "node restarted"
	case lifecycle.KubeletRestarted:
		return "kubelet restarted"
	default:
		return ""
	}
}

// answersAgain returns when the node that is lost with entry i is heard of
// again: the end if it is not.
func (s *story) answersAgain(i int) time.Duration {
	for _, e := range s.Entries[i+1:] {
		switch e.Event.(type) {
		case lifecycle.NodeReturned, lifecycle.NodeRebooted:
			return s.since(e.At)
		}
	}
	return s.since(s.End)
}

// graceOver returns when the grace period of the last request is over that left
// any. Zero: none did. The kubelet's own request, which removes the object, does
// not.
func (s *story) graceOver() time.Time {
	var over time.Time
	for i := range s.Entries {
		if p := s.Entries[i].Pod; p != nil && p.IsDeleted() && p.DeletionGracePeriodSeconds != nil && *p.DeletionGracePeriodSeconds > 0 {
			over = p.DeletionTimestamp
		}
	}
	return over
}

// deletionLabel says who deleted the Pod.
func (s *story) deletionLabel() string {
	for i := range s.Entries {
		e := &s.Entries[i]
		switch e.Event.(type) {
		case lifecycle.DeleteRequested:
			if e.At.Equal(s.Deletion.RequestedAt) {
				return "delete request"
			}
		case lifecycle.Collected:
			if e.At.Equal(s.Deletion.RequestedAt) {
				return "collected"
			}
		}
	}
	return "deleted by the taint manager"
}
