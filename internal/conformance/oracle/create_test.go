package oracle_test

import (
	"testing"

	v1 "k8s.io/api/core/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
)

func TestDefault(t *testing.T) {
	web := pod(spec("", "web"))
	web.Spec.Containers[0].ReadinessProbe = &v1.Probe{}
	got := oracle.Default(web).Spec
	probe := got.Containers[0].ReadinessProbe
	if got.RestartPolicy != v1.RestartPolicyAlways || *got.TerminationGracePeriodSeconds != 30 ||
		probe.PeriodSeconds != 10 || probe.FailureThreshold != 3 {
		t.Errorf("defaults: %v", got)
	}
}

func TestCreate(t *testing.T) {
	web := pod(spec("", "web"))
	web.Spec.Containers[0].Image = "web:1"
	stored, errs := oracle.Create(web)
	if len(errs) != 0 || stored.Status.Phase != v1.PodPending {
		t.Errorf("got %s, %v", stored.Status.Phase, errs)
	}
	web.Spec.Containers[0].Image = ""
	if _, errs := oracle.Create(web); errs.ToAggregate() == nil || errs[0].Error() != "spec.containers[0].image: Required value" {
		t.Errorf("no image: %v", errs)
	}
}
