package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Probe generates probes that the API server accepts as liveness or startup
// probe: one handler, small numbers, some left at zero for the default, and a
// success threshold of at most 1. Set SuccessThreshold on the result for a
// readiness probe that needs more.
func Probe() *rapid.Generator[*podlife.Probe] {
	return rapid.Custom(func(t *rapid.T) *podlife.Probe {
		return &podlife.Probe{
			ProbeHandler:        ProbeHandler().Draw(t, "handler"),
			InitialDelaySeconds: pick[int32](t, "initialDelaySeconds", 0, 0, 1, 5, 30),
			TimeoutSeconds:      pick[int32](t, "timeoutSeconds", 0, 1, 5),
			PeriodSeconds:       pick[int32](t, "periodSeconds", 0, 1, 2, 10),
			SuccessThreshold:    pick[int32](t, "successThreshold", 0, 1),
			FailureThreshold:    pick[int32](t, "failureThreshold", 0, 1, 3, 30),
		}
	})
}

// ProbeHandler generates handlers with exactly one way to ask.
func ProbeHandler() *rapid.Generator[podlife.ProbeHandler] {
	return rapid.Custom(func(t *rapid.T) podlife.ProbeHandler {
		switch rapid.IntRange(0, 3).Draw(t, "handler kind") {
		case 0:
			return podlife.ProbeHandler{Exec: exec(t)}
		case 1:
			return podlife.ProbeHandler{HTTPGet: httpGet(t)}
		case 2:
			return podlife.ProbeHandler{TCPSocket: &podlife.TCPSocketAction{Port: port(t)}}
		default:
			return podlife.ProbeHandler{GRPC: &podlife.GRPCAction{Port: 9090, Service: pick(t, "service", "", "readiness")}}
		}
	})
}

// exec draws a command that says yes, or one that takes its time.
func exec(t *rapid.T) *podlife.ExecAction {
	return &podlife.ExecAction{Command: pick(t, "command", []string{"true"}, []string{"sh", "-c", "sleep 3"})}
}

// httpGet draws a request, with what is left out as often as not.
func httpGet(t *rapid.T) *podlife.HTTPGetAction {
	return &podlife.HTTPGetAction{
		Path:   pick(t, "path", "", "/healthz"),
		Port:   port(t),
		Host:   pick(t, "host", "", "10.0.0.1"),
		Scheme: pick(t, "scheme", "", "HTTP", "HTTPS"),
	}
}

// port draws the one port that generated containers have, by number or by name.
func port(t *rapid.T) podlife.Port {
	return pick(t, "port", podlife.Port{Number: 8080}, podlife.Port{Name: "http"})
}

// Lifecycle generates container hooks of which at least one is set.
func Lifecycle() *rapid.Generator[*podlife.Lifecycle] {
	return rapid.Custom(func(t *rapid.T) *podlife.Lifecycle {
		l := &podlife.Lifecycle{StopSignal: pick(t, "stopSignal", "", "", "SIGINT")}
		if rapid.Bool().Draw(t, "postStart") {
			l.PostStart = hook(t)
		}
		if l.PostStart == nil || rapid.Bool().Draw(t, "preStop") {
			l.PreStop = hook(t)
		}
		return l
	})
}

// hook draws what a hook does. Hooks do not connect to sockets: the API allows
// it, and no kubelet does it.
func hook(t *rapid.T) *podlife.LifecycleHandler {
	switch rapid.IntRange(0, 2).Draw(t, "hook kind") {
	case 0:
		return &podlife.LifecycleHandler{Exec: exec(t)}
	case 1:
		return &podlife.LifecycleHandler{HTTPGet: httpGet(t)}
	default:
		return &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: pick[int64](t, "sleep seconds", 0, 1, 5, 60)}}
	}
}
