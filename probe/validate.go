package probe

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/podlife/podlife"
)

// Validate returns what the API server has against a probe of that kind at the
// API path: nil, or *[FieldError] values joined in its order, with its texts.
// What the author left out counts as its default. Nil is no probe, and right.
//
// There is no upper bound for any number, and no rule that an answer may not
// take longer than a period.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go,
// validateLivenessProbe, validateReadinessProbe and validateStartupProbe.
func Validate(kind Kind, spec *podlife.Probe, path string) error {
	var c checker
	c.probe(kind, spec, path)
	return errors.Join(c.errs...)
}

// ValidateLifecycle is [Validate] for the hooks of a container in a Pod with
// that grace period (nil: not known, so that no sleep is too long). The stop
// signal is not looked at.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateLifecycle.
func ValidateLifecycle(l *podlife.Lifecycle, gracePeriodSeconds *int64, path string) error {
	var c checker
	c.lifecycle(l, gracePeriodSeconds, path)
	return errors.Join(c.errs...)
}

// ValidateSpec is [Validate] for the probes and hooks of all containers: the
// main containers first, then the init containers, each with its hooks, then
// liveness, readiness, startup. Ordinary init containers may have none.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go,
// validateContainers and validateInitContainers.
func ValidateSpec(spec *podlife.PodSpec) error {
	var c checker
	grace := gracePeriodSeconds(spec)
	for i := range spec.Containers {
		c.container(&spec.Containers[i], &grace, "spec.containers["+strconv.Itoa(i)+"]")
	}
	for i := range spec.InitContainers {
		container, path := &spec.InitContainers[i], "spec.initContainers["+strconv.Itoa(i)+"]"
		if container.IsSidecar() {
			c.container(container, &grace, path)
		} else {
			c.noProbes(container, path)
		}
	}
	return errors.Join(c.errs...)
}

// gracePeriodSeconds is that of a Pod with the spec as the API server stores
// it: 30 if its author wrote none, 1 if it was negative.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/defaults.go, SetDefaults_PodSpec
// and SetDefaults_Pod.
func gracePeriodSeconds(spec *podlife.PodSpec) int64 {
	switch grace := spec.TerminationGracePeriodSeconds; {
	case grace == nil:
		return 30
	case *grace < 0:
		return 1
	default:
		return *grace
	}
}

func (c *checker) container(container *podlife.Container, grace *int64, path string) {
	c.lifecycle(container.Lifecycle, grace, path+".lifecycle")
	c.probe(Liveness, container.LivenessProbe, path+".livenessProbe")
	c.probe(Readiness, container.ReadinessProbe, path+".readinessProbe")
	c.probe(Startup, container.StartupProbe, path+".startupProbe")
}

func (c *checker) noProbes(container *podlife.Container, path string) {
	forbid := func(set bool, field string) {
		if set {
			c.add(path+field, ForbiddenField, "", "may not be set for init containers without restartPolicy=Always")
		}
	}
	forbid(container.Lifecycle != nil, ".lifecycle")
	forbid(container.LivenessProbe != nil, ".livenessProbe")
	forbid(container.ReadinessProbe != nil, ".readinessProbe")
	forbid(container.StartupProbe != nil, ".startupProbe")
}

func (c *checker) probe(kind Kind, spec *podlife.Probe, path string) {
	if spec == nil {
		return
	}
	p := Defaults(*spec)
	c.handler(handler{Exec: p.Exec, HTTPGet: p.HTTPGet, TCPSocket: p.TCPSocket, GRPC: p.GRPC}, nil, path)
	c.notNegative(path+".initialDelaySeconds", p.InitialDelaySeconds)
	c.notNegative(path+".timeoutSeconds", p.TimeoutSeconds)
	c.notNegative(path+".periodSeconds", p.PeriodSeconds)
	c.notNegative(path+".successThreshold", p.SuccessThreshold)
	c.notNegative(path+".failureThreshold", p.FailureThreshold)
	grace := p.TerminationGracePeriodSeconds
	if grace != nil && *grace <= 0 {
		c.number(path+".terminationGracePeriodSeconds", *grace, "must be greater than 0")
	}
	switch {
	case kind != Readiness && p.SuccessThreshold != 1:
		c.number(path+".successThreshold", int64(p.SuccessThreshold), "must be 1")
	case kind == Readiness && grace != nil:
		c.number(path+".terminationGracePeriodSeconds", *grace, "must not be set for readinessProbes")
	}
}

func (c *checker) lifecycle(l *podlife.Lifecycle, grace *int64, path string) {
	if l == nil {
		return
	}
	c.hook(l.PostStart, grace, path+".postStart")
	c.hook(l.PreStop, grace, path+".preStop")
}

func (c *checker) hook(h *podlife.LifecycleHandler, grace *int64, path string) {
	if h == nil {
		return
	}
	c.handler(handler{Exec: h.Exec, HTTPGet: httpDefaults(h.HTTPGet), TCPSocket: h.TCPSocket, Sleep: h.Sleep}, grace, path)
}

// handler is what probes and hooks have in common.
type handler struct {
	Exec      *podlife.ExecAction
	HTTPGet   *podlife.HTTPGetAction
	TCPSocket *podlife.TCPSocketAction
	GRPC      *podlife.GRPCAction
	Sleep     *podlife.SleepAction
}

// handler checks the first handler that is set, and refuses the others.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateHandler.
func (c *checker) handler(h handler, grace *int64, path string) {
	seen := false
	check := func(set bool, name string, rule func(path string)) {
		switch {
		case !set:
		case seen:
			c.add(path+name, ForbiddenField, "", "may not specify more than 1 handler type")
		default:
			seen = true
			rule(path + name)
		}
	}
	check(h.Exec != nil, ".exec", func(path string) {
		if len(h.Exec.Command) == 0 {
			c.add(path+".command", RequiredValue, "", "")
		}
	})
	check(h.HTTPGet != nil, ".httpGet", func(path string) {
		// the path is never empty here: the default was set
		c.port(h.HTTPGet.Port, path+".port")
		if s := h.HTTPGet.Scheme; s != "HTTP" && s != "HTTPS" {
			c.unsupported(path+".scheme", s, `"HTTP", "HTTPS"`)
		}
	})
	check(h.TCPSocket != nil, ".tcpSocket", func(path string) { c.port(h.TCPSocket.Port, path+".port") })
	check(h.GRPC != nil, ".grpc", func(path string) { c.port(podlife.Port{Number: h.GRPC.Port}, path+".port") })
	check(h.Sleep != nil, ".sleep", func(path string) {
		if grace != nil && (h.Sleep.Seconds < 0 || h.Sleep.Seconds > *grace) {
			c.number(path, h.Sleep.Seconds, fmt.Sprintf("must be non-negative and less than terminationGracePeriodSeconds (%d)", *grace))
		}
	})
	if !seen {
		c.add(path, RequiredValue, "", "must specify a handler type")
	}
}

// port checks a port's number or name. A name may break several rules.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidatePortNumOrName;
// apimachinery v0.37 pkg/util/validation/validation.go, IsValidPortName.
func (c *checker) port(p podlife.Port, path string) {
	if p.Name == "" {
		if p.Number < 1 || p.Number > maxPort {
			c.number(path, int64(p.Number), "must be between 1 and 65535, inclusive")
		}
		return
	}
	must := func(ok bool, detail string) {
		if !ok {
			c.add(path, InvalidValue, strconv.Quote(p.Name), detail)
		}
	}
	isLetter := func(r rune) bool { return 'a' <= r && r <= 'z' }
	isOther := func(r rune) bool { return !isLetter(r) && (r < '0' || r > '9') && r != '-' }
	must(len(p.Name) <= 15, "must be no more than 15 characters")
	must(!strings.ContainsFunc(p.Name, isOther), "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
	must(strings.ContainsFunc(p.Name, isLetter), "must contain at least one letter (a-z)")
	must(!strings.Contains(p.Name, "--"), "must not contain consecutive hyphens")
	must(p.Name[0] != '-' && p.Name[len(p.Name)-1] != '-', "must not begin or end with a hyphen")
}
