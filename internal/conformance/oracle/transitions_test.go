package oracle_test

import (
	"testing"

	v1 "k8s.io/api/core/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
)

func TestValidateStatusUpdate(t *testing.T) {
	with := func(s *v1.PodSpec, statuses ...v1.ContainerStatus) *v1.Pod {
		p := pod(s)
		p.Status.ContainerStatuses = statuses
		return p
	}
	always, never := spec(v1.RestartPolicyAlways, "web"), spec(v1.RestartPolicyNever, "web")
	const refused = "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state"
	phase := with(never)
	phase.Status.Phase = v1.PodSucceeded

	tests := []struct {
		name         string
		updated, old *v1.Pod
		want         string // empty: accepted
	}{
		{"same", with(always, running("web", true)), with(always, running("web", true)), ""},
		{"restart, Always", with(always, running("web", true)), with(always, exited("web", 1)), ""},
		{"restart, Never", with(never, running("web", true)), with(never, exited("web", 1)), refused},
		{"not in spec", with(always, running("db", true)), with(always, exited("db", 1)), refused},
		{"dropped", with(never), with(never, exited("web", 1)), ""},
		{"out of a terminal phase", with(never), phase, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			if err := oracle.ValidateStatusUpdate(test.updated, test.old).ToAggregate(); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
