package probe

import (
	"fmt"

	"github.com/podlife/podlife"
)

// PortError is a port of a probe or a hook that leads nowhere. A probe with
// such a port is [Errored] in every round: its verdict never changes.
type PortError struct {
	// Port as the probe or hook names it.
	Port podlife.Port
	// Number that Port stands for. 0 with a name: no port has that name.
	Number int32
	// Found: the container has a port of that name, or the port is a number.
	Found bool
}

// Error is the kubelet's text.
func (e *PortError) Error() string {
	if !e.Found {
		return fmt.Sprintf("port %q not found", e.Port.Name)
	}
	return fmt.Sprintf("invalid port number: %d", e.Number)
}

// ResolvePort returns the number of the port that a probe or hook of c asks:
// the number itself, or that of the first port of c with the name. The error
// is a *[PortError]. Ports of gRPC probes are not resolved; they are numbers.
//
// Source: kubernetes v1.37 pkg/probe/util.go, ResolveContainerPort.
func ResolvePort(c *podlife.Container, p podlife.Port) (int32, error) {
	number, found := p.Number, true
	if p.Name != "" {
		number, found = portByName(c, p.Name)
	}
	if number < 1 || number > maxPort {
		return 0, &PortError{Port: p, Number: number, Found: found}
	}
	return number, nil
}

const maxPort = 65535

func portByName(c *podlife.Container, name string) (int32, bool) {
	for i := range c.Ports {
		if c.Ports[i].Name == name {
			return c.Ports[i].ContainerPort, true
		}
	}
	return 0, false
}
