package probe_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	"pgregory.net/rapid"
)

func lines(err error) []string {
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

func TestValidate(t *testing.T) {
	zero, minus, five := int64(0), int64(-1), int64(5)
	ok := podlife.ProbeHandler{Exec: &podlife.ExecAction{Command: []string{"true"}}}
	port := func(p podlife.Port) podlife.Probe {
		return podlife.Probe{ProbeHandler: podlife.ProbeHandler{TCPSocket: &podlife.TCPSocketAction{Port: p}}}
	}
	for _, tt := range []struct {
		name string
		kind probe.Kind
		spec podlife.Probe
		want []string
	}{
		{"defaults", probe.Liveness, podlife.Probe{ProbeHandler: ok}, nil},
		{"no handler", probe.Liveness, podlife.Probe{}, []string{"p: Required value: must specify a handler type"}},
		{"two handlers, and the second is not looked at", probe.Liveness, podlife.Probe{ProbeHandler: podlife.ProbeHandler{
			Exec: &podlife.ExecAction{}, HTTPGet: &podlife.HTTPGetAction{}, GRPC: &podlife.GRPCAction{}}}, []string{
			"p.exec.command: Required value",
			"p.httpGet: Forbidden: may not specify more than 1 handler type",
			"p.grpc: Forbidden: may not specify more than 1 handler type",
		}},
		{"all numbers below zero", probe.Startup, podlife.Probe{ProbeHandler: ok, InitialDelaySeconds: -1, TimeoutSeconds: -2,
			PeriodSeconds: -3, SuccessThreshold: -4, FailureThreshold: -5, TerminationGracePeriodSeconds: &zero}, []string{
			"p.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0",
			"p.timeoutSeconds: Invalid value: -2: must be greater than or equal to 0",
			"p.periodSeconds: Invalid value: -3: must be greater than or equal to 0",
			"p.successThreshold: Invalid value: -4: must be greater than or equal to 0",
			"p.failureThreshold: Invalid value: -5: must be greater than or equal to 0",
			"p.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0",
			"p.successThreshold: Invalid value: -4: must be 1",
		}},
		{"success threshold of liveness", probe.Liveness, podlife.Probe{ProbeHandler: ok, SuccessThreshold: 2},
			[]string{"p.successThreshold: Invalid value: 2: must be 1"}},
		{"success threshold of readiness", probe.Readiness, podlife.Probe{ProbeHandler: ok, SuccessThreshold: 2}, nil},
		{"grace of readiness", probe.Readiness, podlife.Probe{ProbeHandler: ok, TerminationGracePeriodSeconds: &five},
			[]string{"p.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes"}},
		{"bad grace of readiness", probe.Readiness, podlife.Probe{ProbeHandler: ok, TerminationGracePeriodSeconds: &minus}, []string{
			"p.terminationGracePeriodSeconds: Invalid value: -1: must be greater than 0",
			"p.terminationGracePeriodSeconds: Invalid value: -1: must not be set for readinessProbes",
		}},
		{"http", probe.Liveness, podlife.Probe{ProbeHandler: podlife.ProbeHandler{HTTPGet: &podlife.HTTPGetAction{Scheme: "f<p"}}}, []string{
			"p.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive",
			`p.httpGet.scheme: Unsupported value: "f\u003cp": supported values: "HTTP", "HTTPS"`,
		}},
		{"grpc", probe.Liveness, podlife.Probe{ProbeHandler: podlife.ProbeHandler{GRPC: &podlife.GRPCAction{Port: 65536}}},
			[]string{"p.grpc.port: Invalid value: 65536: must be between 1 and 65535, inclusive"}},
		{"the first port", probe.Liveness, port(podlife.Port{Number: 1}), nil},
		{"the last port", probe.Liveness, port(podlife.Port{Number: 65535}), nil},
		{"port name", probe.Liveness, port(podlife.Port{Name: "http-2"}), nil},
		{"port name, as long and with all the letters there can be", probe.Liveness, port(podlife.Port{Name: "az-0123456789za"}), nil},
		{"port name, a hyphen first", probe.Liveness, port(podlife.Port{Name: "-http"}),
			[]string{`p.tcpSocket.port: Invalid value: "-http": must not begin or end with a hyphen`}},
		{"port name, a hyphen last", probe.Liveness, port(podlife.Port{Name: "http-"}),
			[]string{`p.tcpSocket.port: Invalid value: "http-": must not begin or end with a hyphen`}},
		{"port name, everything wrong", probe.Liveness, port(podlife.Port{Name: "-0--0.0000000000-"}), []string{
			`p.tcpSocket.port: Invalid value: "-0--0.0000000000-": must be no more than 15 characters`,
			`p.tcpSocket.port: Invalid value: "-0--0.0000000000-": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`,
			`p.tcpSocket.port: Invalid value: "-0--0.0000000000-": must contain at least one letter (a-z)`,
			`p.tcpSocket.port: Invalid value: "-0--0.0000000000-": must not contain consecutive hyphens`,
			`p.tcpSocket.port: Invalid value: "-0--0.0000000000-": must not begin or end with a hyphen`,
		}},
		{"port name, upper case", probe.Liveness, port(podlife.Port{Name: "Http"}),
			[]string{`p.tcpSocket.port: Invalid value: "Http": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`}},
	} {
		if diff := cmp.Diff(tt.want, lines(probe.Validate(tt.kind, &tt.spec, "p"))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if err := probe.Validate(probe.Liveness, nil, "p"); err != nil {
		t.Errorf("no probe: %v", err)
	}
}

func TestDefaults(t *testing.T) {
	get := func(path, scheme string) podlife.ProbeHandler {
		return podlife.ProbeHandler{HTTPGet: &podlife.HTTPGetAction{Path: path, Scheme: scheme}}
	}
	for _, tt := range []struct {
		name       string
		spec, want podlife.Probe
	}{
		{"nothing set", podlife.Probe{}, podlife.Probe{PeriodSeconds: 10, TimeoutSeconds: 1, SuccessThreshold: 1, FailureThreshold: 3}},
		{"everything set",
			podlife.Probe{InitialDelaySeconds: 5, PeriodSeconds: 2, TimeoutSeconds: 3, SuccessThreshold: 4, FailureThreshold: 6, ProbeHandler: get("/ready", "HTTPS")},
			podlife.Probe{InitialDelaySeconds: 5, PeriodSeconds: 2, TimeoutSeconds: 3, SuccessThreshold: 4, FailureThreshold: 6, ProbeHandler: get("/ready", "HTTPS")}},
		{"what makes no sense stays",
			podlife.Probe{PeriodSeconds: -1, TimeoutSeconds: -1, SuccessThreshold: -1, FailureThreshold: -1},
			podlife.Probe{PeriodSeconds: -1, TimeoutSeconds: -1, SuccessThreshold: -1, FailureThreshold: -1}},
		{"a request", podlife.Probe{ProbeHandler: get("", "")},
			podlife.Probe{PeriodSeconds: 10, TimeoutSeconds: 1, SuccessThreshold: 1, FailureThreshold: 3, ProbeHandler: get("/", "HTTP")}},
	} {
		if diff := cmp.Diff(tt.want, probe.Defaults(tt.spec)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestValidateSpec(t *testing.T) {
	sleep := func(n int64) *podlife.Lifecycle {
		return &podlife.Lifecycle{
			PostStart: &podlife.LifecycleHandler{Sleep: &podlife.SleepAction{Seconds: n}},
			PreStop:   &podlife.LifecycleHandler{HTTPGet: &podlife.HTTPGetAction{Port: podlife.Port{Number: 80}}},
		}
	}
	spec := podlife.PodSpec{
		InitContainers: []podlife.Container{
			{Name: "migrate", Lifecycle: sleep(1), LivenessProbe: &podlife.Probe{}, ReadinessProbe: &podlife.Probe{}, StartupProbe: &podlife.Probe{}},
			{Name: "proxy", RestartPolicy: podlife.RestartPolicyAlways, Lifecycle: sleep(30), StartupProbe: &podlife.Probe{}},
		},
		Containers: []podlife.Container{{Name: "web"}, {
			Name: "db", Lifecycle: sleep(31), LivenessProbe: &podlife.Probe{}, ReadinessProbe: &podlife.Probe{}, StartupProbe: &podlife.Probe{},
		}},
	}
	const noHandler = ": Required value: must specify a handler type"
	const notHere = ": Forbidden: may not be set for init containers without restartPolicy=Always"
	want := []string{
		"spec.containers[1].lifecycle.postStart.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)",
		"spec.containers[1].livenessProbe" + noHandler,
		"spec.containers[1].readinessProbe" + noHandler,
		"spec.containers[1].startupProbe" + noHandler,
		"spec.initContainers[0].lifecycle" + notHere,
		"spec.initContainers[0].livenessProbe" + notHere,
		"spec.initContainers[0].readinessProbe" + notHere,
		"spec.initContainers[0].startupProbe" + notHere,
		"spec.initContainers[1].startupProbe" + noHandler,
	}
	err := probe.ValidateSpec(&spec)
	if diff := cmp.Diff(want, lines(err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var first *probe.FieldError
	if !errors.As(err, &first) || first.Field != "spec.containers[1].lifecycle.postStart.sleep" || first.Problem != probe.InvalidValue {
		t.Errorf("first error %+v", first)
	}
	for grace, want := range map[int64]string{-5: "(1)", 0: "(0)", 7: "(7)"} { // a negative one becomes 1
		spec := podlife.PodSpec{Containers: spec.Containers, TerminationGracePeriodSeconds: &grace}
		if got := lines(probe.ValidateSpec(&spec))[0]; !strings.HasSuffix(got, want) {
			t.Errorf("grace period %d: %s, want %s", grace, got, want)
		}
	}
	thirty := int64(30)
	for seconds, valid := range map[int64]bool{-1: false, 0: true, 30: true, 31: false} {
		if err := probe.ValidateLifecycle(sleep(seconds), &thirty, "l"); (err == nil) != valid {
			t.Errorf("a sleep of %d s in 30 s: %v", seconds, err)
		}
	}
	if err := probe.ValidateLifecycle(sleep(-1), nil, "l"); err != nil {
		t.Errorf("without a grace period every sleep is right: %v", err)
	}
}

// TestValidateTakesGenerated: what podtest makes as valid is valid, and neither
// Validate nor Defaults writes to it. Defaults twice is Defaults once.
func TestValidateTakesGenerated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Probe().Draw(t, "probe")
		c := podlife.Container{LivenessProbe: p}
		spec := podlife.PodSpec{Containers: []podlife.Container{c}}
		before := spec.Clone()
		if err := probe.ValidateSpec(&spec); err != nil {
			t.Fatal(err)
		}
		once := probe.Defaults(*p)
		if diff := cmp.Diff(once, probe.Defaults(once)); diff != "" {
			t.Fatalf("defaults twice (-once +twice):\n%s", diff)
		}
		if diff := cmp.Diff(before, spec); diff != "" {
			t.Fatalf("the spec changed (-before +after):\n%s", diff)
		}
		if probe.New(probe.Liveness, *p) != probe.New(probe.Liveness, once) {
			t.Fatal("New takes another default than Defaults")
		}
	})
}
