package oracle_test

import (
	"testing"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
)

func TestEndpoint(t *testing.T) {
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	web.Status.Conditions = []v1.PodCondition{{Type: v1.PodReady, Status: v1.ConditionTrue}}
	if got := oracle.Endpoint(web, &v1.Service{}).Conditions; !*got.Ready || !*got.Serving || *got.Terminating {
		t.Errorf("ready: %v", got)
	}
	deleted := metav1.NewTime(now)
	web.DeletionTimestamp = &deleted
	if got := oracle.Endpoint(web, &v1.Service{}).Conditions; *got.Ready || !*got.Serving || !*got.Terminating {
		t.Errorf("terminating: %v", got)
	}
}
