package oracle_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"pgregory.net/rapid"

	"github.com/podlife/podlife/internal/conformance/oracle"
)

// Columns depends on how old things are, not on when it is asked.
func TestColumnsShift(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ago := func(label string) metav1.Time {
			return metav1.NewTime(now.Add(-time.Duration(rapid.Int64Range(-1e10, 1e17).Draw(t, label))))
		}
		web := pod(spec(v1.RestartPolicyAlways, "web", "db"))
		web.CreationTimestamp = ago("created")
		for _, name := range []string{"web", "db"} {
			status := crashed(name, 1)
			status.RestartCount = rapid.Int32Range(0, 3).Draw(t, "restarts")
			status.LastTerminationState.Terminated.FinishedAt = ago("finished")
			web.Status.ContainerStatuses = append(web.Status.ContainerStatuses, status)
		}
		want, err := oracle.Columns(web, now)
		if err != nil {
			t.Fatal(err)
		}

		by := time.Duration(rapid.Int64Range(-1e17, 1e17).Draw(t, "by"))
		web.CreationTimestamp.Time = web.CreationTimestamp.Add(by)
		for i := range web.Status.ContainerStatuses {
			finished := &web.Status.ContainerStatuses[i].LastTerminationState.Terminated.FinishedAt
			finished.Time = finished.Add(by)
		}
		got, err := oracle.Columns(web, now.Add(by))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("shifted by %v (-want +got):\n%s", by, diff)
		}
	})
}
