package kube_test

import (
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/kube"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// Where core/v1 says a thing in two ways, or two things at once.

func TestContainerState(t *testing.T) {
	at := metav1.NewTime(epoch)
	waiting := &corev1.ContainerStateWaiting{Reason: "CrashLoopBackOff"}
	running := &corev1.ContainerStateRunning{StartedAt: at}
	terminated := &corev1.ContainerStateTerminated{ExitCode: 1, Reason: "Error"}
	tests := map[string]struct {
		k    corev1.ContainerState
		want podlife.ContainerState
	}{
		"none":                   {corev1.ContainerState{}, podlife.ContainerState{}},
		"waiting":                {corev1.ContainerState{Waiting: waiting}, podlife.Waiting("CrashLoopBackOff", "")},
		"running":                {corev1.ContainerState{Running: running}, podlife.Running(epoch)},
		"terminated":             {corev1.ContainerState{Terminated: terminated}, podlife.Terminated(1, "Error")},
		"running and waiting":    {corev1.ContainerState{Running: running, Waiting: waiting}, podlife.Running(epoch)},
		"running and terminated": {corev1.ContainerState{Running: running, Terminated: terminated}, podlife.Running(epoch)},
		"terminated and waiting": {corev1.ContainerState{Terminated: terminated, Waiting: waiting}, podlife.Terminated(1, "Error")},
		"all":                    {corev1.ContainerState{Running: running, Terminated: terminated, Waiting: waiting}, podlife.Running(epoch)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := kube.ContainerStatus(&corev1.ContainerStatus{State: test.k, LastTerminationState: test.k})
			want := &podlife.ContainerStatus{State: test.want, LastTerminationState: test.want}
			if d := diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestApplyContainerState(t *testing.T) {
	both := corev1.ContainerState{
		Running: &corev1.ContainerStateRunning{StartedAt: metav1.NewTime(epoch)},
		Waiting: &corev1.ContainerStateWaiting{Reason: "Odd"},
	}
	elsewhere := epoch.In(time.FixedZone("", 3600))
	stray := podlife.Waiting("Backing", "off")
	stray.ExitCode = 137
	tests := map[string]struct {
		p    podlife.ContainerState
		want corev1.ContainerState
	}{
		"the same":                      {podlife.Running(epoch), both},
		"the same instant":              {podlife.Running(elsewhere), both},
		"another":                       {podlife.Terminated(2, "Error"), corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 2, Reason: "Error"}}},
		"none":                          {podlife.ContainerState{}, corev1.ContainerState{}},
		"a kind that does not exist":    {podlife.ContainerState{Kind: 9}, corev1.ContainerState{}},
		"fields that belong to no kind": {podlife.ContainerState{ExitCode: 1}, corev1.ContainerState{}},
		"fields of another kind":        {stray, corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "Backing", Message: "off"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dst := corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{Name: "web", State: *both.DeepCopy(), ImageID: "sha256:1"}}}
			kube.ApplyPodStatus(&dst, &podlife.PodStatus{ContainerStatuses: []podlife.ContainerStatus{{Name: "web", State: test.p}}})
			want := corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{Name: "web", State: test.want, ImageID: "sha256:1"}}}
			if d := diff(want, dst); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestPort(t *testing.T) {
	tests := map[string]struct {
		k    intstr.IntOrString
		want podlife.Port
	}{
		"number":                         {intstr.FromInt32(80), podlife.Port{Number: 80}},
		"name":                           {intstr.FromString("http"), podlife.Port{Name: "http"}},
		"number as a string":             {intstr.FromString("80"), podlife.Port{Name: "80"}},
		"empty name":                     {intstr.FromString(""), podlife.Port{}},
		"a number with a name beside it": {intstr.IntOrString{Type: intstr.Int, IntVal: 80, StrVal: "http"}, podlife.Port{Number: 80}},
		"a name with a number beside it": {intstr.IntOrString{Type: intstr.String, IntVal: 80, StrVal: "http"}, podlife.Port{Name: "http"}},
		"no name with a number beside":   {intstr.IntOrString{Type: intstr.String, IntVal: 80}, podlife.Port{}},
		"a type that does not exist":     {intstr.IntOrString{Type: 7, IntVal: 80, StrVal: "http"}, podlife.Port{Number: 80}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := kube.Probe(&corev1.Probe{ProbeHandler: corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: test.k}}})
			if got.TCPSocket.Port != test.want {
				t.Errorf("got %+v, want %+v", got.TCPSocket.Port, test.want)
			}
		})
	}
	t.Run("a name goes before a number on the way back", func(t *testing.T) {
		p := &podlife.Pod{Spec: podlife.PodSpec{Containers: []podlife.Container{{LivenessProbe: &podlife.Probe{
			ProbeHandler: podlife.ProbeHandler{TCPSocket: &podlife.TCPSocketAction{Port: podlife.Port{Name: "http", Number: 80}}},
		}}}}}
		if got, want := kube.ToPod(p).Spec.Containers[0].LivenessProbe.TCPSocket.Port, intstr.FromString("http"); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
}

// A pointer to a zero value that podlife has no pointer for reads as not set,
// and going back gives nil.
func TestPointers(t *testing.T) {
	k := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			DeletionTimestamp: &metav1.Time{},
			OwnerReferences:   []metav1.OwnerReference{{UID: "1", Controller: new(bool)}},
		},
		Spec: corev1.PodSpec{Containers: []corev1.Container{{
			RestartPolicy:      new(corev1.ContainerRestartPolicy),
			RestartPolicyRules: []corev1.ContainerRestartRule{{ExitCodes: &corev1.ContainerRestartRuleOnExitCodes{}}},
			Lifecycle:          &corev1.Lifecycle{StopSignal: new(corev1.Signal)},
			LivenessProbe:      &corev1.Probe{ProbeHandler: corev1.ProbeHandler{GRPC: &corev1.GRPCAction{Service: new(string)}}},
		}}},
		Status: corev1.PodStatus{StartTime: &metav1.Time{}},
	}
	got := kube.Pod(k)
	want := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{OwnerReferences: []podlife.OwnerReference{{UID: "1"}}},
		Spec: podlife.PodSpec{Containers: []podlife.Container{{
			RestartPolicyRules: []podlife.ContainerRestartRule{{}},
			Lifecycle:          &podlife.Lifecycle{},
			LivenessProbe:      &podlife.Probe{ProbeHandler: podlife.ProbeHandler{GRPC: &podlife.GRPCAction{}}},
		}}},
	}
	if d := diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	back := kube.ToPod(got)
	c := back.Spec.Containers[0]
	if back.DeletionTimestamp != nil || back.OwnerReferences[0].Controller != nil || back.Status.StartTime != nil ||
		c.RestartPolicy != nil || c.RestartPolicyRules[0].ExitCodes != nil || c.Lifecycle.StopSignal != nil || c.LivenessProbe.GRPC.Service != nil {
		t.Errorf("a pointer to nothing: %+v", back)
	}
}

// Times are read in UTC, wherever the machine is, and compare with ==.
func TestTimes(t *testing.T) {
	now := time.Now() // with a monotonic clock reading
	for name, at := range map[string]time.Time{
		"another zone": now.Round(0).In(time.FixedZone("", -7200)),
		"local":        now.Round(0).Local(),
		"monotonic":    now,
	} {
		t.Run(name, func(t *testing.T) {
			p := kube.Pod(&corev1.Pod{ObjectMeta: metav1.ObjectMeta{
				CreationTimestamp: metav1.NewTime(at), DeletionTimestamp: &metav1.Time{Time: at},
			}})
			if want := now.Round(0).UTC(); p.CreationTimestamp != want || p.DeletionTimestamp != want {
				t.Errorf("got %v and %v, want %v", p.CreationTimestamp, p.DeletionTimestamp, want)
			}
		})
	}
}
