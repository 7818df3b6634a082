package oracle_test

import (
	"testing"
	"testing/synctest"
	"time"

	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
)

// A pod with a finalizer is marked, held when its kubelet deletes it, and not removed.
func TestRegistryHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		web := pod(spec(v1.RestartPolicyAlways, "web"))
		web.Spec.TerminationGracePeriodSeconds, web.Spec.NodeName = seconds(30), "node"
		orphan := metav1.DeletePropagationOrphan
		r := oracle.NewRegistry(web)
		if err := r.Delete(&metav1.DeleteOptions{PropagationPolicy: &orphan}); err != nil {
			t.Fatal(err)
		}
		marked, removed := r.Pod()
		if removed || *marked.DeletionGracePeriodSeconds != 30 || len(marked.Finalizers) != 1 || marked.Finalizers[0] != "orphan" {
			t.Errorf("marked: %v %+v", removed, marked.ObjectMeta)
		}
		if err := r.Delete(&metav1.DeleteOptions{GracePeriodSeconds: seconds(0)}); err != nil {
			t.Fatal(err)
		}
		held, removed := r.Pod()
		if removed || *held.DeletionGracePeriodSeconds != 0 || !held.DeletionTimestamp.Time.Equal(time.Now()) {
			t.Errorf("held: %v %+v", removed, held.ObjectMeta)
		}
	})
}

func TestRegistryRemoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := oracle.NewRegistry(pod(spec(v1.RestartPolicyAlways, "web")))
		if err := r.Delete(&metav1.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
		if _, removed := r.Pod(); !removed {
			t.Error("a pod without a node stays")
		}
		if err := r.Delete(&metav1.DeleteOptions{}); !apierrors.IsNotFound(err) {
			t.Errorf("once more: %v, want not found", err)
		}
	})
}
