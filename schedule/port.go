package schedule

import "github.com/podlife/podlife"

// hostPort is a port of a node that a Pod takes.
type hostPort struct {
	ip, protocol string
	port         int32
}

// hostPorts lists the ports that a Pod takes: those of main containers and
// sidecars.
//
// Source: kubernetes v1.37 pkg/scheduler/util/utils.go, GetHostPorts.
func hostPorts(p *podlife.Pod) []hostPort {
	var out []hostPort
	add := func(c *podlife.Container) {
		for _, port := range c.Ports {
			if port.HostPort <= 0 {
				continue
			}
			h := hostPort{port.HostIP, port.Protocol, port.HostPort}
			if h.ip == "" {
				h.ip = anyAddress
			}
			if h.protocol == "" {
				h.protocol = "TCP"
			}
			out = append(out, h)
		}
	}
	for i := range p.Spec.Containers {
		add(&p.Spec.Containers[i])
	}
	for i := range p.Spec.InitContainers {
		if p.Spec.InitContainers[i].IsSidecar() {
			add(&p.Spec.InitContainers[i])
		}
	}
	return out
}

// anyAddress stands for all addresses of a node.
const anyAddress = "0.0.0.0"

// conflicts reports whether two Pods cannot have these ports of one node.
//
// Source: kubernetes v1.37 staging/src/k8s.io/kube-scheduler/framework/types.go, CheckConflict.
func (h *hostPort) conflicts(other *hostPort) bool {
	return h.port == other.port && h.protocol == other.protocol &&
		(h.ip == other.ip || h.ip == anyAddress || other.ip == anyAddress)
}

// filterPorts rejects nodes on which a port is taken.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodeports/node_ports.go, Filter.
func (x *cycle) filterPorts() {
	want := hostPorts(x.pod)
	if len(want) == 0 {
		return
	}
	verdict := x.rejection(NodePorts, false, "node(s) didn't have free ports for the requested pod ports")
	for slot, v := range x.verdicts {
		if v == 0 && taken(want, x.c.onNode[slot]) {
			x.verdicts[slot] = verdict
		}
	}
}

// taken reports whether one of some Pods has a port that is wanted. Pods with ports
// of the node's are few, so they are not kept in a table of their own.
func taken(want []hostPort, by []*placed) bool {
	for _, p := range by {
		for i := range p.ports {
			for j := range want {
				if want[j].conflicts(&p.ports[i]) {
					return true
				}
			}
		}
	}
	return false
}
