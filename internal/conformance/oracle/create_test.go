package oracle_test

import (
	"testing"
	"time"

	v1 "k8s.io/api/core/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

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

func TestAdmit(t *testing.T) {
	web := pod(spec("", "web"))
	web.Name, web.GenerateName, web.Namespace = "", "web-", ""
	web.Spec.Containers[0].Image = "web:1"
	web.Spec.PriorityClassName = "high"
	request := oracle.Request{
		Namespace: "shop", Suffix: "abcde", UID: "1", At: time.Unix(0, 0),
		PriorityClasses: []*schedulingv1.PriorityClass{{ObjectMeta: metav1.ObjectMeta{Name: "high"}, Value: 7}},
	}
	stored, err := oracle.Admit(web, request)
	if err != nil || stored.Name != "web-abcde" || stored.Namespace != "shop" || *stored.Spec.Priority != 7 ||
		len(stored.Spec.Tolerations) != 2 || stored.Status.QOSClass != v1.PodQOSBestEffort {
		t.Errorf("got %v, %v", stored, err)
	}
	web.Spec.Containers[0].Image = ""
	want := `Pod "web-abcde" is invalid: spec.containers[0].image: Required value`
	if _, err := oracle.Admit(web, request); err == nil || err.Error() != want {
		t.Errorf("no image: got %v, want %s", err, want)
	}
	web.ResourceVersion, web.Spec.Containers[0].Image = "1", "web:1"
	if _, err := oracle.Admit(web, request); err == nil {
		t.Error("a pod that was stored before was admitted")
	}
}
