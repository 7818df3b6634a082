package probe_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/probe"
)

func TestOutcomes(t *testing.T) {
	for _, tt := range []struct {
		name string
		got  probe.Result
		want probe.Result
	}{
		{"exec 0", probe.ExecOutcome(0), probe.Success},
		{"exec 1", probe.ExecOutcome(1), probe.Failure},
		{"exec -1", probe.ExecOutcome(-1), probe.Failure},
		{"exec killed", probe.ExecOutcome(137), probe.Failure},
		{"http no response", probe.HTTPOutcome(0), probe.Failure},
		{"http 101", probe.HTTPOutcome(101), probe.Failure},
		{"http 199", probe.HTTPOutcome(199), probe.Failure},
		{"http 200", probe.HTTPOutcome(200), probe.Success},
		{"http 204", probe.HTTPOutcome(204), probe.Success},
		{"http 302", probe.HTTPOutcome(302), probe.Success},
		{"http 302 to another host", probe.HTTPOutcome(302, probe.RedirectedElsewhere), probe.Success},
		{"http 302 without end", probe.HTTPOutcome(302, probe.TooManyRedirects), probe.Failure},
		{"http 399", probe.HTTPOutcome(399), probe.Success},
		{"http 400", probe.HTTPOutcome(400), probe.Failure},
		{"http 404", probe.HTTPOutcome(404), probe.Failure},
		{"http 500", probe.HTTPOutcome(500), probe.Failure},
		{"http long body", probe.HTTPOutcome(200, probe.BodyTooLong), probe.Success},
		{"http long body, 503", probe.HTTPOutcome(503, probe.BodyTooLong), probe.Failure},
		{"http broken body", probe.HTTPOutcome(200, probe.BodyBroken), probe.Unknown},
		{"http broken body, 500", probe.HTTPOutcome(500, probe.BodyBroken), probe.Unknown},
		{"http broken body, no response", probe.HTTPOutcome(0, probe.BodyBroken), probe.Failure},
		{"http all at once", probe.HTTPOutcome(302, probe.BodyBroken, probe.TooManyRedirects), probe.Failure},
		{"http odd note", probe.HTTPOutcome(200, 99), probe.Success},
		{"tcp connected", probe.TCPOutcome(true), probe.Success},
		{"tcp refused", probe.TCPOutcome(false), probe.Failure},
		{"grpc serving", probe.GRPCOutcome(probe.Serving), probe.Success},
		{"grpc not serving", probe.GRPCOutcome(probe.NotServing), probe.Failure},
		{"grpc unknown", probe.GRPCOutcome(probe.ServingUnknown), probe.Failure},
		{"grpc no such service", probe.GRPCOutcome(probe.ServingServiceUnknown), probe.Failure},
		{"grpc error", probe.GRPCOutcome(""), probe.Failure},
		{"time-out", probe.TimedOut, probe.Failure},
		{"error", probe.Errored, probe.Unknown},
		{"no attempt", probe.FirstAnswer(), probe.Unknown},
		{"answer at the third attempt", probe.FirstAnswer(probe.Errored, probe.Errored, probe.Failure), probe.Failure},
		{"answer at the first attempt", probe.FirstAnswer(probe.Success, probe.Failure), probe.Success},
		{"no fourth attempt", probe.FirstAnswer(probe.Errored, probe.Errored, probe.Errored, probe.Success), probe.Unknown},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

// TestEnumerations: every constant once, no two of one name, and bad values
// print themselves.
func TestEnumerations(t *testing.T) {
	names := map[string]bool{}
	for _, name := range []string{
		probe.Liveness.String(), probe.Readiness.String(), probe.Startup.String(), probe.Kind(0).String(), probe.Kind(9).String(),
		probe.None.String(), probe.Unknown.String(), probe.Success.String(), probe.Failure.String(), probe.Result(9).String(),
		probe.PostStart.String(), probe.PreStop.String(), probe.Hook(9).String(),
	} {
		if names[name] {
			t.Errorf("two constants print %q", name)
		}
		names[name] = true
	}
	for _, bad := range []string{"Kind(0)", "Kind(9)", "Result(9)", "Hook(9)"} {
		if !names[bad] {
			t.Errorf("nothing prints %q", bad)
		}
	}
}

func TestResolvePort(t *testing.T) {
	c := podlife.Container{Ports: []podlife.ContainerPort{
		{Name: "http", ContainerPort: 8080}, {Name: "http", ContainerPort: 1}, {Name: "odd", ContainerPort: 70000},
	}}
	for _, tt := range []struct {
		port podlife.Port
		want int32
		err  string
	}{
		{podlife.Port{Number: 80}, 80, ""},
		{podlife.Port{Number: 1}, 1, ""},
		{podlife.Port{Number: 65535}, 65535, ""},
		{podlife.Port{Name: "http"}, 8080, ""},
		{podlife.Port{Name: "https"}, 0, `port "https" not found`},
		{podlife.Port{Name: "odd"}, 0, "invalid port number: 70000"},
		{podlife.Port{}, 0, "invalid port number: 0"},
		{podlife.Port{Number: -1}, 0, "invalid port number: -1"},
		{podlife.Port{Number: 65536}, 0, "invalid port number: 65536"},
	} {
		got, err := probe.ResolvePort(&c, tt.port)
		text := ""
		if err != nil {
			text = err.Error()
		}
		if got != tt.want || text != tt.err {
			t.Errorf("%+v: %d, %q, want %d, %q", tt.port, got, text, tt.want, tt.err)
		}
	}
}
