package termination

import "github.com/podlife/podlife"

// running returns the containers of p that run according to their statuses, in
// the order in which they are signalled.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_termination_order.go,
// newTerminationOrdering.
func running(p *podlife.Pod) []Container {
	list := make([]Container, 0, len(p.Spec.Containers)+len(p.Spec.InitContainers)+len(p.Spec.EphemeralContainers))
	for i := range p.Spec.Containers {
		c := &p.Spec.Containers[i]
		if runs(p.Status.ContainerStatuses, c.Name) {
			list = append(list, newContainer(p, c, Main))
		}
	}
	for i := range p.Spec.InitContainers {
		c := &p.Spec.InitContainers[i]
		if !c.IsSidecar() && runs(p.Status.InitContainerStatuses, c.Name) {
			list = append(list, newContainer(p, c, Other))
		}
	}
	for i := range p.Spec.EphemeralContainers {
		name := p.Spec.EphemeralContainers[i].Name
		if runs(p.Status.EphemeralContainerStatuses, name) {
			list = append(list, newContainer(p, &podlife.Container{Name: name}, Other))
		}
	}
	return appendSidecars(list, p)
}

// appendSidecars appends the sidecars of p that run, last started first. Each
// waits for its neighbour alone: where that one does not run, those beyond it
// are not waited for.
func appendSidecars(list []Container, p *podlife.Pod) []Container {
	next := "" // the sidecar after this one in the spec, if it runs
	for i := len(p.Spec.InitContainers) - 1; i >= 0; i-- {
		c := &p.Spec.InitContainers[i]
		if !c.IsSidecar() {
			continue
		}
		if !runs(p.Status.InitContainerStatuses, c.Name) {
			next = ""
			continue
		}
		s := newContainer(p, c, Sidecar)
		s.After, next = next, c.Name
		list = append(list, s)
	}
	return list
}

func runs(statuses []podlife.ContainerStatus, name string) bool {
	s := podlife.FindStatus(statuses, name)
	return s != nil && s.State.Kind == podlife.StateRunning
}

func newContainer(p *podlife.Pod, c *podlife.Container, kind ContainerKind) Container {
	out := Container{Name: c.Name, Kind: kind, StopSignal: "SIGTERM", GracePeriodSeconds: ContainerGrace(p, c, KillOther)}
	if l := c.Lifecycle; l != nil {
		out.PreStop = l.PreStop != nil
		if l.StopSignal != "" {
			out.StopSignal = l.StopSignal
		}
	}
	return out
}

// kindOf returns the kind of c, a container of p.
func kindOf(p *podlife.Pod, c *podlife.Container) ContainerKind {
	for i := range p.Spec.Containers {
		if p.Spec.Containers[i].Name == c.Name {
			return Main
		}
	}
	if c.IsSidecar() {
		return Sidecar
	}
	return Other
}

// specOf returns the container called name, of whatever kind.
func specOf(p *podlife.Pod, name string) (podlife.Container, bool) {
	for _, list := range [...][]podlife.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range list {
			if list[i].Name == name {
				return list[i], true
			}
		}
	}
	for i := range p.Spec.EphemeralContainers {
		if p.Spec.EphemeralContainers[i].Name == name {
			return podlife.Container{Name: name}, true
		}
	}
	return podlife.Container{}, false
}
