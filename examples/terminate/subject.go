package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// lifelike returns p as it would be in a cluster, and what was added for that.
func lifelike(p *podlife.Pod) (*podlife.Pod, []string) {
	p = p.Clone()
	var remarks []string
	if p.Spec.TerminationGracePeriodSeconds == nil {
		thirty := int64(termination.DefaultGracePeriodSeconds)
		p.Spec.TerminationGracePeriodSeconds = &thirty
	}
	st := &p.Status
	if st.Phase == "" && len(st.Conditions)+len(st.ContainerStatuses)+len(st.InitContainerStatuses)+len(st.EphemeralContainerStatuses) == 0 {
		remarks = append(remarks, "it has no status, and is taken to run on a node")
		if p.Spec.NodeName == "" {
			p.Spec.NodeName = "node"
		}
		st.Phase = podlife.PodRunning
		for i := range p.Spec.InitContainers {
			if c := &p.Spec.InitContainers[i]; c.IsSidecar() {
				st.InitContainerStatuses = append(st.InitContainerStatuses, runningStatus(c.Name))
			}
		}
		for i := range p.Spec.Containers {
			st.ContainerStatuses = append(st.ContainerStatuses, runningStatus(p.Spec.Containers[i].Name))
		}
	}
	return p, remarks
}

func runningStatus(name string) podlife.ContainerStatus {
	return podlife.ContainerStatus{Name: name, Ready: true, State: podlife.Running(time.Time{})}
}

// hookOf returns the preStop hook of a container, or nil.
func hookOf(p *podlife.Pod, name string) *podlife.LifecycleHandler {
	for _, list := range [...][]podlife.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range list {
			if c := &list[i]; c.Name == name && c.Lifecycle != nil {
				return c.Lifecycle.PreStop
			}
		}
	}
	return nil
}

// hookWords says what a hook does.
func hookWords(h *podlife.LifecycleHandler) string {
	switch {
	case h == nil:
		return ""
	case h.Exec != nil:
		return "exec"
	case h.HTTPGet != nil:
		return "GET"
	case h.Sleep != nil:
		return fmt.Sprintf("sleep %ds", h.Sleep.Seconds)
	default:
		return ""
	}
}

// hookTime is how long a hook takes if nobody chose.
func hookTime(h *podlife.LifecycleHandler) time.Duration {
	if h != nil && h.Exec == nil && h.HTTPGet == nil && h.Sleep != nil {
		return time.Duration(min(max(h.Sleep.Seconds, 0), int64(longest/time.Second))) * time.Second
	}
	return 5 * time.Second
}

var errDeleted = errors.New("it is being deleted already, so that -grace would be a second request; leave it out")

// request sends the delete request that the story begins with, unless the Pod
// has had one.
func (o *options) request(p *podlife.Pod) (*story, error) {
	s := &story{began: o.at, pod: p, outcome: "Requested"}
	if p.IsDeleted() {
		if o.grace != nil {
			return nil, errDeleted
		}
		if n := p.DeletionGracePeriodSeconds; n != nil {
			s.grace = *n
		}
		s.began = p.DeletionTimestamp.Add(-time.Duration(s.grace) * time.Second)
		s.held = s.grace == 0 && len(p.Finalizers) > 0
		return s, nil
	}
	d, err := termination.Delete(p, termination.DeleteOptions{GracePeriodSeconds: o.grace}, o.at)
	if err != nil {
		return nil, err
	}
	s.pod, s.outcome, s.grace = d.Pod, d.Outcome.String(), *d.Pod.DeletionGracePeriodSeconds
	s.removed, s.held = d.Outcome == termination.Removed, d.Outcome == termination.Held
	return s, nil
}
