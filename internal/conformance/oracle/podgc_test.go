package oracle_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
)

func TestGarbageCollector(t *testing.T) {
	at := func(name, node string, phase v1.PodPhase) *v1.Pod {
		return &v1.Pod{
			ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: name},
			Spec:       v1.PodSpec{NodeName: node},
			Status:     v1.PodStatus{Phase: phase},
		}
	}
	evicted := at("evicted", "node", v1.PodFailed)
	evicted.Status.Reason = "Evicted"
	nodes := []*v1.Node{{ObjectMeta: metav1.ObjectMeta{Name: "node"}}}
	pods := []*v1.Pod{
		at("web", "node", v1.PodRunning), at("db", "gone", v1.PodRunning), at("a", "node", v1.PodSucceeded), evicted,
	}
	collector := oracle.NewGarbageCollector(1, 0)
	defer collector.Stop()
	got := collector.Collect(pods, nodes)
	want := []oracle.Removal{
		{Pod: "default/db", Times: 1, Status: v1.PodStatus{Phase: v1.PodFailed, Conditions: []v1.PodCondition{{
			Type: v1.DisruptionTarget, Status: v1.ConditionTrue,
			Reason: "DeletionByPodGC", Message: "PodGC: node no longer exists",
		}}}},
		{Pod: "default/evicted", Times: 1},
	}
	if reasons := collector.Reasons("default"); !cmp.Equal(reasons, []string{"orphaned", "terminated"}) {
		t.Errorf("reasons: %v", reasons)
	}
	for i := range got {
		for j := range got[i].Status.Conditions {
			got[i].Status.Conditions[j].LastTransitionTime = metav1.Time{}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("removals (-want +got):\n%s", diff)
	}
}

func TestGarbageCollectorQuarantine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		collector := oracle.NewGarbageCollector(0, 40*time.Second)
		defer collector.Stop()
		web := pod(spec(v1.RestartPolicyAlways, "web"))
		web.Spec.NodeName = "gone"
		for _, want := range []int{0, 0, 1} { // at 0 s, 20 s and 41 s
			if got := collector.Collect([]*v1.Pod{web}, nil); len(got) != want {
				t.Errorf("%v: %v, want %d removals", time.Now(), got, want)
			}
			time.Sleep(20500 * time.Millisecond)
			synctest.Wait()
		}
	})
}
