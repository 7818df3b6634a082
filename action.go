package podlife

import (
	"encoding/json"
	"slices"
)

// ExecAction runs a command inside the container, without a shell.
//
// Source: API type ExecAction (core/v1).
type ExecAction struct {
	// Command is the program and its arguments.
	Command []string `json:"command,omitempty"`
}

// HTTPGetAction sends a GET request.
//
// Source: API type HTTPGetAction (core/v1).
type HTTPGetAction struct {
	// Path of the request. Empty: the default, "/".
	Path string `json:"path,omitempty"`
	// Port is asked, by number or by the name of a container port.
	Port Port `json:"port,omitzero"`
	// Host is asked. Empty: the Pod's own address.
	Host string `json:"host,omitempty"`
	// Scheme is HTTP or HTTPS. Empty: the default, HTTP.
	Scheme string `json:"scheme,omitempty"`
}

// TCPSocketAction opens a connection.
//
// Source: API type TCPSocketAction (core/v1).
type TCPSocketAction struct {
	// Port is connected to, by number or by the name of a container port.
	Port Port `json:"port,omitzero"`
	// Host is connected to. Empty: the Pod's own address.
	Host string `json:"host,omitempty"`
}

// GRPCAction calls the gRPC health service.
//
// Source: API type GRPCAction (core/v1).
type GRPCAction struct {
	// Port is called.
	Port int32 `json:"port,omitempty"`
	// Service is the name that the health service is asked about.
	Service string `json:"service,omitempty"`
}

// SleepAction waits.
//
// Source: API type SleepAction (core/v1), KEP-3960.
type SleepAction struct {
	// Seconds to wait. 0: not at all.
	Seconds int64 `json:"seconds,omitempty"`
}

// Lifecycle holds the hooks of a container.
//
// Source: API type Lifecycle (core/v1).
type Lifecycle struct {
	// PostStart is run right after the container was started. Its failure
	// kills the container.
	PostStart *LifecycleHandler `json:"postStart,omitempty"`
	// PreStop is run before the container is sent its stop signal, on the
	// grace period's time.
	PreStop *LifecycleHandler `json:"preStop,omitempty"`
	// StopSignal is sent in place of the image's own signal. Empty: not set.
	StopSignal string `json:"stopSignal,omitempty"`
}

// LifecycleHandler is what a hook does. In a valid hook exactly one is set.
//
// Source: API type LifecycleHandler (core/v1).
type LifecycleHandler struct {
	// Exec runs a command in the container.
	Exec *ExecAction `json:"exec,omitempty"`
	// HTTPGet sends a GET request to the container.
	HTTPGet *HTTPGetAction `json:"httpGet,omitempty"`
	// TCPSocket is accepted by the API and never works.
	TCPSocket *TCPSocketAction `json:"tcpSocket,omitempty"`
	// Sleep waits.
	Sleep *SleepAction `json:"sleep,omitempty"`
}

// Port is a port by number or, where Name is set, by name.
//
// Source: API type IntOrString (util/intstr), where a port is meant.
type Port struct {
	// Number of the port.
	Number int32
	// Name of a port of the container. Empty: Number counts.
	Name string
}

// MarshalJSON writes the name as a string, the number as a number.
func (p Port) MarshalJSON() ([]byte, error) {
	if p.Name != "" {
		return json.Marshal(p.Name)
	}
	return json.Marshal(p.Number)
}

// UnmarshalJSON reads a string as a name and a number as a number.
func (p *Port) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*p = Port{}
		return json.Unmarshal(data, &p.Name)
	}
	p.Name = ""
	return json.Unmarshal(data, &p.Number)
}

func (a *ExecAction) clone() *ExecAction {
	if a == nil {
		return nil
	}
	return &ExecAction{Command: slices.Clone(a.Command)}
}

func (l *Lifecycle) clone() *Lifecycle {
	if l == nil {
		return nil
	}
	return &Lifecycle{PostStart: l.PostStart.clone(), PreStop: l.PreStop.clone(), StopSignal: l.StopSignal}
}

func (h *LifecycleHandler) clone() *LifecycleHandler {
	if h == nil {
		return nil
	}
	return &LifecycleHandler{
		Exec:      h.Exec.clone(),
		HTTPGet:   clonePtr(h.HTTPGet),
		TCPSocket: clonePtr(h.TCPSocket),
		Sleep:     clonePtr(h.Sleep),
	}
}
