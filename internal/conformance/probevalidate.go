package conformance

import (
	"regexp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	"pgregory.net/rapid"
)

// probeDefaultsArea compares what the API server fills into a probe.
func probeDefaultsArea() *Area[podlife.Probe, podlife.Probe] {
	return &Area[podlife.Probe, podlife.Probe]{
		Name: "probe-defaults",
		Gen:  rapid.Map(anyProbe(), func(p *podlife.Probe) podlife.Probe { return *p }),
		Ours: probe.Defaults,
		Theirs: func(p podlife.Probe) podlife.Probe {
			pod := oracle.Default(kube.ToPod(podWith(podlife.PodSpec{Containers: []podlife.Container{{Name: "web", LivenessProbe: &p}}})))
			return *kube.Probe(pod.Spec.Containers[0].LivenessProbe)
		},
		Pod: func(p podlife.Probe) *podlife.Pod {
			return podWith(podlife.PodSpec{Containers: []podlife.Container{{Name: "web", LivenessProbe: &p}}})
		},
	}
}

// probeValidateArea compares what the API server has against probes and hooks when a Pod is
// created: its errors in its order, as text. Errors about other fields are left out, as are
// those about stop signals.
func probeValidateArea() *Area[podlife.PodSpec, []string] {
	return &Area[podlife.PodSpec, []string]{
		Name: "probe-validate",
		Gen:  rapid.Custom(drawProbeSpec),
		Ours: func(spec podlife.PodSpec) []string { return texts(probe.ValidateSpec(&spec)) },
		Theirs: func(spec podlife.PodSpec) []string {
			_, errs := oracle.Create(kube.ToPod(podWith(spec)))
			var out []string
			for _, err := range errs {
				if aboutProbes.MatchString(err.Field) && !aboutSignals.MatchString(err.Field) {
					out = append(out, err.Error())
				}
			}
			return out
		},
		Pod: podWith,
	}
}

var (
	aboutProbes  = regexp.MustCompile(`^spec\.(initC|c)ontainers\[\d+\]\.(lifecycle|livenessProbe|readinessProbe|startupProbe)\b`)
	aboutSignals = regexp.MustCompile(`\.stopSignal$`)
)

func podWith(spec podlife.PodSpec) *podlife.Pod {
	return &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"}, Spec: spec}
}

// texts are the texts of joined errors.
func texts(err error) []string {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var out []string
	for _, err := range joined.Unwrap() {
		out = append(out, err.Error())
	}
	return out
}

func drawProbeSpec(t *rapid.T) podlife.PodSpec {
	return podlife.PodSpec{
		InitContainers:                probed(t, 2, podlife.RestartPolicyAlways, "", podlife.RestartPolicyNever),
		Containers:                    probed(t, 2, ""),
		TerminationGracePeriodSeconds: anySeconds(-2, 40).Draw(t, "grace"),
	}
}

// probed draws containers with any probes and hooks.
func probed(t *rapid.T, most int, policies ...podlife.RestartPolicy) []podlife.Container {
	var out []podlife.Container
	for range rapid.IntRange(0, most).Draw(t, "containers") {
		c := podlife.Container{Name: "web", RestartPolicy: rapid.SampledFrom(policies).Draw(t, "restartPolicy")}
		for _, p := range []**podlife.Probe{&c.LivenessProbe, &c.ReadinessProbe, &c.StartupProbe} {
			if oneIn(t, 3, "has probe") {
				*p = anyProbe().Draw(t, "probe")
			}
		}
		if oneIn(t, 3, "has lifecycle") {
			c.Lifecycle = &podlife.Lifecycle{
				PostStart: rapid.Ptr(anyHook(), true).Draw(t, "postStart"),
				PreStop:   rapid.Ptr(anyHook(), true).Draw(t, "preStop"),
			}
		}
		out = append(out, c)
	}
	return out
}

// anySeconds generates nil, the numbers from low to high and now and then a huge one.
func anySeconds(low, high int64) *rapid.Generator[*int64] {
	return rapid.Ptr(rapid.OneOf(rapid.Int64Range(low, high), rapid.Int64Range(low, high), rapid.Int64()), true)
}

// anyProbe generates probes good and bad: numbers around zero, any set of handlers.
func anyProbe() *rapid.Generator[*podlife.Probe] {
	number := rapid.OneOf(rapid.Int32Range(0, 3), rapid.Int32Range(-2, 2), rapid.Int32())
	return rapid.Custom(func(t *rapid.T) *podlife.Probe {
		p := podtest.Probe().Draw(t, "like")
		if rapid.Bool().Draw(t, "odd numbers") {
			p.InitialDelaySeconds = number.Draw(t, "initialDelaySeconds")
			p.TimeoutSeconds = number.Draw(t, "timeoutSeconds")
			p.PeriodSeconds = number.Draw(t, "periodSeconds")
			p.SuccessThreshold = number.Draw(t, "successThreshold")
			p.FailureThreshold = number.Draw(t, "failureThreshold")
			p.TerminationGracePeriodSeconds = anySeconds(-1, 2).Draw(t, "grace")
		}
		if rapid.Bool().Draw(t, "odd handlers") {
			h := anyHook().Draw(t, "handlers")
			p.ProbeHandler = podlife.ProbeHandler{Exec: h.Exec, HTTPGet: h.HTTPGet, TCPSocket: h.TCPSocket}
			if oneIn(t, 3, "grpc") {
				p.GRPC = &podlife.GRPCAction{Port: anyPort().Draw(t, "port").Number}
			}
		}
		return p
	})
}

// anyHook generates handlers with any set of ways to ask.
func anyHook() *rapid.Generator[podlife.LifecycleHandler] {
	return rapid.Custom(func(t *rapid.T) podlife.LifecycleHandler {
		var h podlife.LifecycleHandler
		if oneIn(t, 3, "exec") {
			h.Exec = &podlife.ExecAction{Command: rapid.SampledFrom([][]string{{"true"}, {""}, nil}).Draw(t, "command")}
		}
		if oneIn(t, 3, "httpGet") {
			h.HTTPGet = &podlife.HTTPGetAction{
				Path:   rapid.SampledFrom([]string{"", "/", "no slash", "/a?b"}).Draw(t, "path"),
				Port:   anyPort().Draw(t, "port"),
				Host:   rapid.SampledFrom([]string{"", "10.0.0.1", "Not a host"}).Draw(t, "host"),
				Scheme: rapid.SampledFrom([]string{"", "HTTP", "HTTPS", "http", "a\"<b>\u2028\\\n"}).Draw(t, "scheme"),
			}
		}
		if oneIn(t, 3, "tcpSocket") {
			h.TCPSocket = &podlife.TCPSocketAction{Port: anyPort().Draw(t, "port")}
		}
		if oneIn(t, 3, "sleep") {
			h.Sleep = &podlife.SleepAction{Seconds: rapid.OneOf(rapid.Int64Range(-1, 45), rapid.Int64()).Draw(t, "seconds")}
		}
		return h
	})
}

// anyPort generates numbers near the bounds, and names that break no rule, one or several.
func anyPort() *rapid.Generator[podlife.Port] {
	number := rapid.SampledFrom([]int32{8080, 1, 65535, 0, -1, 65536, 1 << 30})
	name := rapid.StringOfN(rapid.RuneFrom([]rune("ab1-A_ é\"\\\n\u2028\x7f")), 1, 17, -1)
	return rapid.OneOf(
		rapid.Map(number, func(n int32) podlife.Port { return podlife.Port{Number: n} }),
		rapid.Map(name, func(s string) podlife.Port { return podlife.Port{Name: s} }),
		rapid.SampledFrom([]podlife.Port{{Name: "http"}, {Name: "a\xff"}, {Name: "80"}, {Name: "exactly-15-char"}, {Name: "16-chars-or-more"}}),
	)
}
