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
	if at, cause := s.ended(); cause == lifecycle.ByDeadline {
		p.Marks = append(p.Marks, lanes.Mark{At: s.since(at), Label: causeText(cause), Strong: true})
	}
	d := s.Deletion
	if d == nil {
		return
	}
	deadlines := s.deadlines()
	for i, r := range d.Requests {
		if r.Cause != lifecycle.ByKubelet {
			mark(r.At, requestLabel(&d.Requests[i], i > 0))
		}
	}
	for i, r := range deadlines {
		grace := r.DeadlineAt.Sub(r.At)
		label, last := "grace period, "+lanes.Short(grace), i == len(deadlines)-1
		if i > 0 { // it counts from the first request on
			label += " left"
		}
		if !last {
			label += ", cut short"
		}
		span(r.At, grace, label)
		switch {
		case last && grace == 0 && d.RemovedAt.Equal(r.At): // by force: it is gone
		case last && (grace > 0 || i > 0):
			p.Marks = append(p.Marks, lanes.Mark{At: s.since(r.DeadlineAt), Label: "grace period over", Strong: true})
		case i == 0 && grace > 0:
			mark(r.DeadlineAt, "first deadline")
		}
	}
	if !d.RemovedAt.IsZero() {
		mark(d.RemovedAt, s.goneText())
	}
}

// deadlines are the requests that set a deadline, or moved it nearer. The
// kubelet's own, which removes the object, is not among them.
func (s *story) deadlines() []lifecycle.DeletionRequest {
	var out []lifecycle.DeletionRequest
	for _, r := range s.Deletion.Requests {
		if n := len(out); r.Cause != lifecycle.ByKubelet && (n == 0 || r.DeadlineAt.Before(out[n-1].DeadlineAt)) {
			out = append(out, r)
		}
	}
	return out
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

// requestLabel says who deleted the Pod, and how if it was deleted already.
func requestLabel(r *lifecycle.DeletionRequest, again bool) string {
	switch {
	case r.Cause == lifecycle.ByTaint:
		return "deleted by the taint manager"
	case r.Cause == lifecycle.ByCollector:
		return "collected"
	case r.Reason != "":
		return "delete request, " + r.Reason
	case r.GracePeriodSeconds != nil && *r.GracePeriodSeconds == 0:
		return "delete request by force"
	case again && r.GracePeriodSeconds != nil:
		return "delete request, grace " + seconds(*r.GracePeriodSeconds)
	default:
		return "delete request"
	}
}

// outlives reports how much longer than the object something of the Pod is on the
// node. 0: it does not.
func (s *story) outlives() time.Duration {
	if s.Deletion == nil || s.Deletion.RemovedAt.IsZero() {
		return 0
	}
	return s.End.Sub(s.Deletion.RemovedAt)
}

// goneText says that the object is removed.
func (s *story) goneText() string {
	if s.outlives() > 0 {
		return "object gone"
	}
	return "gone"
}
