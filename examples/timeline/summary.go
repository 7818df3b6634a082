package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/lanes"
)

// summary says in a line what became of the Pod.
func (s *story) summary() string {
	var parts []string
	failed, killed, restarts := 0, 0, int32(0)
	for i := range s.ends {
		switch e := &s.ends[i]; {
		case e.Signal == sigkill:
			killed++
		case e.isBad():
			failed++
		}
	}
	for i := range s.Lanes {
		spans := s.Lanes[i].Spans
		restarts += max(spans[len(spans)-1].Run-1, 0)
	}
	parts = append(parts, s.readiness())
	if failed > 0 {
		parts = append(parts, count(failed, "run failed", "runs failed"))
	}
	if killed > 0 {
		parts = append(parts, count(killed, "killed", "killed"))
	}
	if restarts > 0 {
		text := count(int(restarts), "restart", "restarts")
		if counted := s.countedRestarts(); counted != restarts { // of a container that was lost nobody knows them
			text += fmt.Sprintf(" (status: %d)", counted)
		}
		parts = append(parts, text)
	}
	return strings.Join(append(parts, s.outcome()), "; ")
}

// countedRestarts adds up those that the last status counts.
func (s *story) countedRestarts() int32 {
	n := int32(0)
	for i := len(s.Entries) - 1; i >= 0; i-- {
		p := s.Entries[i].Pod
		if p == nil {
			continue
		}
		for _, list := range [...][]podlife.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
			for j := range list {
				n += list[j].RestartCount
			}
		}
		break
	}
	return n
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// readiness says when the Pod was ready for the first time, and how long in all.
func (s *story) readiness() string {
	var first time.Duration
	var all time.Duration
	for i := range s.Bands {
		if s.Bands[i].Name != string(podlife.PodReady) {
			continue
		}
		for _, span := range s.Bands[i].Spans {
			if span.Value == string(podlife.ConditionTrue) {
				if all == 0 {
					first = s.since(span.From)
				}
				all += span.To.Sub(span.From)
			}
		}
	}
	if all == 0 {
		return "never ready"
	}
	return fmt.Sprintf("ready after %s, for %s in all", lanes.Short(first), lanes.Short(all))
}

// outcome says how the Pod ended, or what it was when the story ended.
func (s *story) outcome() string {
	if d := s.Deletion; d != nil {
		switch {
		case d.RemovedAt.IsZero():
			return fmt.Sprintf("deleted, and still there %s later", lanes.Short(s.End.Sub(d.RequestedAt)))
		case d.RemovedAt.Equal(d.RequestedAt):
			return "gone as soon as it was deleted"
		default:
			text := fmt.Sprintf("gone %s after it was deleted", lanes.Short(d.RemovedAt.Sub(d.RequestedAt)))
			if long := s.outlives(); long > 0 {
				text += fmt.Sprintf(", its containers %s later", lanes.Short(long))
			}
			return text
		}
	}
	p := s.Final.Pod()
	text := fmt.Sprintf("%s at the end, after %s", p.Status.Phase, lanes.Short(s.since(s.End)))
	if p.Status.Reason != "" {
		text = string(p.Status.Phase) + " (" + p.Status.Reason + ")" + strings.TrimPrefix(text, string(p.Status.Phase))
	}
	return text
}
