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

func seconds(n int64) *int64 { return &n }

func TestDelete(t *testing.T) {
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	web.Spec.TerminationGracePeriodSeconds = seconds(30)
	web.Spec.NodeName = "node"
	web.Generation = 1

	first, err := oracle.Delete(web, &metav1.DeleteOptions{}, now)
	if err != nil {
		t.Fatal(err)
	}
	if !first.Graceful || !first.Pod.DeletionTimestamp.Time.Equal(now.Add(30*time.Second)) ||
		*first.Pod.DeletionGracePeriodSeconds != 30 || first.Pod.Generation != 2 {
		t.Errorf("first: %+v", first)
	}
	longer, err := oracle.Delete(first.Pod, &metav1.DeleteOptions{GracePeriodSeconds: seconds(60)}, now)
	if err != nil || longer.Graceful || !longer.Pending {
		t.Errorf("longer: %+v, %v", longer, err)
	}
	// 20 s later the new deadline, 5 s after the first request, has passed already.
	shorter, err := oracle.Delete(first.Pod, &metav1.DeleteOptions{GracePeriodSeconds: seconds(5)}, now.Add(20*time.Second))
	if err != nil || !shorter.Graceful || !shorter.Pod.DeletionTimestamp.Time.Equal(now.Add(20*time.Second)) ||
		*shorter.Pod.DeletionGracePeriodSeconds != 1 {
		t.Errorf("shorter: %+v, %v", shorter, err)
	}
	web.Spec.NodeName = ""
	if unbound, err := oracle.Delete(web, &metav1.DeleteOptions{}, now); err != nil || *unbound.Grace != 0 {
		t.Errorf("unbound: %+v, %v", unbound, err)
	}
}

func TestEffectiveGrace(t *testing.T) {
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	web.Spec.TerminationGracePeriodSeconds = seconds(30)
	check := func(previous int64, override *int64, want int64, wantShortened bool) {
		t.Helper()
		if got, shortened := oracle.EffectiveGrace(web, previous, override); got != want || shortened != wantShortened {
			t.Errorf("EffectiveGrace(%d) = %d %v, want %d %v", previous, got, shortened, want, wantShortened)
		}
	}
	check(0, nil, 30, false)
	check(30, seconds(5), 5, true)
	check(30, seconds(60), 30, false)
	web.DeletionGracePeriodSeconds = seconds(0)
	check(0, nil, 1, false)
	check(0, seconds(60), 60, false) // 0 counts as unset
}

func TestGracePeriod(t *testing.T) {
	web := pod(spec(v1.RestartPolicyAlways, "web"))
	container := &web.Spec.Containers[0]
	container.LivenessProbe = &v1.Probe{TerminationGracePeriodSeconds: seconds(7)}
	if got := oracle.GracePeriod(web, container, oracle.LivenessProbe); got != 2 {
		t.Errorf("no grace in the spec: %d, want 2", got)
	}
	web.Spec.TerminationGracePeriodSeconds = seconds(30)
	if got := oracle.GracePeriod(web, container, oracle.LivenessProbe); got != 7 {
		t.Errorf("the probe's grace: %d, want 7", got)
	}
	if got := oracle.GracePeriod(web, container, ""); got != 30 {
		t.Errorf("the pod's grace: %d, want 30", got)
	}
}

func TestKillPod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		web := pod(withSidecar(withSidecar(spec(v1.RestartPolicyAlways, "web"), "proxy"), "log"))
		web.Spec.TerminationGracePeriodSeconds = seconds(30)
		web.Spec.Containers[0].Lifecycle = &v1.Lifecycle{PreStop: &v1.LifecycleHandler{Exec: &v1.ExecAction{Command: []string{"drain"}}}}
		got, err := oracle.NewRuntime().KillPod(web, []oracle.Running{
			{Name: "web", PreStop: 10 * time.Second, Exit: 5 * time.Second},
			{Name: "log", Exit: time.Hour},
			{Name: "proxy", Exit: time.Second},
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		s := time.Second
		want := []oracle.Stop{
			{Name: "web", Hook: new(time.Duration), At: 10 * s, Grace: 20, Gone: 15 * s},
			{Name: "log", At: 15 * s, Grace: 15, Gone: 30 * s, Killed: true},
			{Name: "proxy", At: 30 * s, Grace: 2, Gone: 31 * s},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("stops (-want +got):\n%s", diff)
		}
	})
}

// A container that ends while its hook runs needs no signal. One that cannot be stopped keeps
// its sidecar waiting until the sidecar's own time is up.
func TestKillPodOddly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		web := pod(withSidecar(spec(v1.RestartPolicyAlways, "web", "db"), "proxy"))
		web.Spec.TerminationGracePeriodSeconds = seconds(10)
		web.Spec.Containers[0].Lifecycle = &v1.Lifecycle{PreStop: &v1.LifecycleHandler{Exec: &v1.ExecAction{Command: []string{"drain"}}}}
		s := time.Second
		ends := 3 * s
		got, err := oracle.NewRuntime().KillPod(web, []oracle.Running{
			{Name: "web", PreStop: 5 * s, Exit: time.Hour, Ends: &ends},
			{Name: "db", Exit: s, Stuck: true},
			{Name: "proxy", Exit: s},
		}, nil)
		if err == nil {
			t.Error("no error for db")
		}
		want := []oracle.Stop{
			{Name: "db", Grace: 10, Gone: s, Stuck: true},
			{Name: "web", Hook: new(time.Duration), At: 5 * s, Grace: 5, Gone: 5 * s},
			{Name: "proxy", At: 10 * s, Grace: 2, Gone: 11 * s},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("stops (-want +got):\n%s", diff)
		}
	})
}

func TestKillContainer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		web := pod(spec(v1.RestartPolicyAlways, "web"))
		web.Spec.TerminationGracePeriodSeconds = seconds(30)
		web.Spec.Containers[0].LivenessProbe = &v1.Probe{TerminationGracePeriodSeconds: seconds(7)}
		got, err := oracle.NewRuntime().KillContainer(web, oracle.Running{Name: "web", Exit: time.Hour}, oracle.LivenessProbe, nil)
		want := oracle.Stop{Name: "web", Grace: 7, Gone: 7 * time.Second, Killed: true}
		if err != nil || !cmp.Equal(want, got) {
			t.Errorf("got %+v, %v, want %+v", got, err, want)
		}
	})
}
