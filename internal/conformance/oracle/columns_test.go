package oracle_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
)

var now = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func TestColumns(t *testing.T) {
	restarted := crashed("web", 1)
	restarted.RestartCount = 3
	restarted.LastTerminationState.Terminated.FinishedAt = metav1.NewTime(now.Add(-90 * time.Second))
	init := withInit(withInit(spec(v1.RestartPolicyAlways, "web"), "fetch"), "build")

	tests := []struct {
		name string
		pod  *v1.Pod
		want []string
	}{
		{
			"crash loop",
			&v1.Pod{Spec: *spec(v1.RestartPolicyAlways, "web"), Status: v1.PodStatus{
				Phase: v1.PodRunning, ContainerStatuses: []v1.ContainerStatus{restarted},
			}},
			[]string{"0/1", "CrashLoopBackOff", "3 (90s ago)"},
		},
		{
			"second init container runs",
			&v1.Pod{Spec: *init, Status: v1.PodStatus{
				Phase: v1.PodPending, InitContainerStatuses: []v1.ContainerStatus{exited("fetch", 0), running("build", false)},
			}},
			[]string{"0/1", "Init:1/2", "0"},
		},
		{
			"one of two completed, not ready",
			&v1.Pod{Spec: *spec(v1.RestartPolicyNever, "web", "db"), Status: v1.PodStatus{
				Phase: v1.PodRunning, ContainerStatuses: []v1.ContainerStatus{running("web", true), exited("db", 0)},
			}},
			[]string{"1/2", "NotReady", "0"},
		},
		{
			"evicted",
			&v1.Pod{Spec: *spec(v1.RestartPolicyNever, "web"), Status: v1.PodStatus{Phase: v1.PodFailed, Reason: "Evicted"}},
			[]string{"0/1", "Evicted", "0"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := oracle.Columns(test.pod, now)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got[1:4]); diff != "" {
				t.Errorf("Ready, Status, Restarts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestColumnsAge(t *testing.T) {
	ns, s, m, h := time.Nanosecond, time.Second, time.Minute, time.Hour
	tests := []struct {
		age  time.Duration
		want string
	}{
		{-2 * s, "<invalid>"}, {-2*s + ns, "0s"}, {-s, "0s"}, {0, "0s"}, {s - ns, "0s"}, {s, "1s"},
		{2*m - ns, "119s"}, {2 * m, "2m"}, {10*m - ns, "9m59s"}, {3*h - ns, "179m"}, {8*h - ns, "7h59m"}, {8 * h, "8h"},
		{48 * h, "2d"}, {49 * h, "2d1h"}, {8 * 24 * h, "8d"}, {800 * 24 * h, "2y70d"}, {1<<63 - 1, "292y"},
	}
	for _, test := range tests {
		web := &v1.Pod{ObjectMeta: metav1.ObjectMeta{CreationTimestamp: metav1.NewTime(now.Add(-test.age))}}
		row, err := oracle.Columns(web, now)
		if err != nil {
			t.Fatal(err)
		}
		if row[4] != test.want {
			t.Errorf("age %v = %s, want %s", test.age, row[4], test.want)
		}
	}
	row, err := oracle.Columns(&v1.Pod{}, now)
	if err != nil {
		t.Fatal(err)
	}
	if row[4] != "<unknown>" {
		t.Errorf("no creation time: %s, want <unknown>", row[4])
	}
}

func BenchmarkPrintPod(b *testing.B) {
	web := pod(spec(v1.RestartPolicyAlways, "a", "b", "c"))
	web.CreationTimestamp = metav1.Now()
	web.Status.ContainerStatuses = []v1.ContainerStatus{running("a", true), running("b", true), running("c", true)}
	internal := oracle.Internal(web)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := oracle.PrintPod(internal); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkColumns(b *testing.B) {
	web := pod(spec(v1.RestartPolicyAlways, "a", "b", "c"))
	web.Status.ContainerStatuses = []v1.ContainerStatus{running("a", true), running("b", true), running("c", true)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := oracle.Columns(web, now); err != nil {
			b.Fatal(err)
		}
	}
}
