package podlife

// Probe is a question that the kubelet asks a container again and again.
//
// Source: API type Probe (core/v1).
type Probe struct {
	// ProbeHandler is how the question is asked.
	ProbeHandler
	// InitialDelaySeconds after the container's start no question is asked.
	InitialDelaySeconds int32 `json:"initialDelaySeconds,omitempty"`
	// TimeoutSeconds is how long an answer may take. 0: the default, 1.
	TimeoutSeconds int32 `json:"timeoutSeconds,omitempty"`
	// PeriodSeconds is the time from one question to the next. 0: the
	// default, 10.
	PeriodSeconds int32 `json:"periodSeconds,omitempty"`
	// SuccessThreshold is how many successes in a row make a success. 0: the
	// default, 1.
	SuccessThreshold int32 `json:"successThreshold,omitempty"`
	// FailureThreshold is how many failures in a row make a failure. 0: the
	// default, 3.
	FailureThreshold int32 `json:"failureThreshold,omitempty"`
	// TerminationGracePeriodSeconds, when set, holds in place of the Pod's
	// for a kill that this probe causes.
	TerminationGracePeriodSeconds *int64 `json:"terminationGracePeriodSeconds,omitempty"`
}

// ProbeHandler is how a probe asks. In a valid probe exactly one is set.
//
// Source: API type ProbeHandler (core/v1).
type ProbeHandler struct {
	// Exec runs a command in the container.
	Exec *ExecAction `json:"exec,omitempty"`
	// HTTPGet sends a GET request to the container.
	HTTPGet *HTTPGetAction `json:"httpGet,omitempty"`
	// TCPSocket opens a connection to the container.
	TCPSocket *TCPSocketAction `json:"tcpSocket,omitempty"`
	// GRPC calls the container's gRPC health service.
	GRPC *GRPCAction `json:"grpc,omitempty"`
}

func (p *Probe) clone() *Probe {
	if p == nil {
		return nil
	}
	c := *p
	c.TerminationGracePeriodSeconds = clonePtr(p.TerminationGracePeriodSeconds)
	c.Exec = p.Exec.clone()
	c.HTTPGet = clonePtr(p.HTTPGet)
	c.TCPSocket = clonePtr(p.TCPSocket)
	c.GRPC = clonePtr(p.GRPC)
	return &c
}
