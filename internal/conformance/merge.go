package conformance

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"pgregory.net/rapid"
)

// MergeInput is what the reported phase depends on.
type MergeInput struct {
	// Computed follows from the container statuses.
	Computed podlife.Phase `json:"computed"`
	// Cached is what the kubelet has reported last. Nil: nothing.
	Cached *Report `json:"cached"`
	// API is what the API server has.
	API Report `json:"api"`
	// Expired: the active deadline has passed.
	Expired bool `json:"expired"`
}

// Report is a [phase.Report] in JSON.
type Report struct {
	Phase   podlife.Phase `json:"phase"`
	Reason  string        `json:"reason"`
	Message string        `json:"message"`
}

// mergeArea compares which of several phases is reported, with reason and message.
func mergeArea() *Area[MergeInput, Report] {
	k := oracle.NewKubelet(podtest.Epoch())
	return &Area[MergeInput, Report]{
		Name:    "merge",
		Gen:     rapid.Custom(drawMerge),
		Ours:    ourMerge,
		Theirs:  func(in MergeInput) Report { return theirMerge(k, in) },
		Vectors: mergeVectors(),
	}
}

func ourMerge(in MergeInput) Report {
	cached := in.API
	if in.Cached != nil {
		cached = *in.Cached
	}
	var override *phase.Report
	if in.Expired {
		override = phase.Expired(&podlife.Pod{
			Spec:   podlife.PodSpec{ActiveDeadlineSeconds: new(int64)},
			Status: podlife.PodStatus{StartTime: podtest.Epoch()},
		}, podtest.Epoch())
	}
	return Report(phase.Merge(in.Computed, phase.Report(cached), phase.Report(in.API), override))
}

// theirMerge has a kubelet generate the status of a Pod whose only container is in the
// state that makes for the computed phase.
func theirMerge(k *oracle.Kubelet, in MergeInput) Report {
	start := metav1.NewTime(podtest.Epoch())
	pod := &v1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: "default", UID: "1"},
		Spec:       v1.PodSpec{RestartPolicy: v1.RestartPolicyNever, Containers: []v1.Container{{Name: "web"}}},
		Status:     v1.PodStatus{Phase: v1.PodPhase(in.API.Phase), Reason: in.API.Reason, Message: in.API.Message, StartTime: &start},
	}
	if in.Expired {
		pod.Spec.ActiveDeadlineSeconds = new(int64)
	}
	if c := in.Cached; c != nil {
		k.SetStatus(pod, v1.PodStatus{Phase: v1.PodPhase(c.Phase), Reason: c.Reason, Message: c.Message, StartTime: &start})
	}
	defer k.RemovePod(pod)
	status := k.Generate(pod, runtimeFor(in.Computed), false)
	return Report{podlife.Phase(status.Phase), status.Reason, status.Message}
}

// runtimeFor is a runtime status of a container web, never restarted, that gives a Pod
// the phase.
func runtimeFor(computed podlife.Phase) *kubecontainer.PodStatus {
	s := podlife.ContainerStatus{Name: "web"}
	switch computed {
	case podlife.PodRunning:
		s.State = podlife.Running(podtest.Epoch())
	case podlife.PodSucceeded:
		s.State = podlife.Terminated(0, "Completed")
	case podlife.PodFailed:
		s.State = podlife.Terminated(1, "Error")
	}
	return runtimeOf(&podlife.Pod{Status: podlife.PodStatus{ContainerStatuses: []podlife.ContainerStatus{s}}})
}

func drawMerge(t *rapid.T) MergeInput {
	return MergeInput{
		Computed: rapid.SampledFrom([]podlife.Phase{
			podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed,
		}).Draw(t, "computed"),
		Cached:  rapid.Ptr(report(), true).Draw(t, "cached"),
		API:     report().Draw(t, "api"),
		Expired: rapid.IntRange(0, 3).Draw(t, "expired") == 3,
	}
}

func report() *rapid.Generator[Report] {
	return rapid.Custom(func(t *rapid.T) Report {
		return Report{
			Phase: rapid.SampledFrom([]podlife.Phase{
				"", podlife.PodPending, podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed, podlife.PodUnknown,
			}).Draw(t, "phase"),
			Reason:  rapid.SampledFrom([]string{"", "Evicted", "NodeShutdown"}).Draw(t, "reason"),
			Message: rapid.SampledFrom([]string{"", "no room", "going down"}).Draw(t, "message"),
		}
	})
}

// DeadlineInput is a running Pod and a time.
type DeadlineInput struct {
	StartTime             time.Time `json:"startTime"`
	ActiveDeadlineSeconds *int64    `json:"activeDeadlineSeconds"`
	Now                   time.Time `json:"now"`
}

// deadlineArea compares whether the active deadline has passed, for every deadline that
// the API server accepts. Greater ones overflow in the kubelet and not in podlife.
func deadlineArea() *Area[DeadlineInput, Report] {
	k := oracle.NewKubelet(podtest.Epoch())
	return &Area[DeadlineInput, Report]{
		Name: "deadline",
		Gen:  rapid.Custom(drawDeadline),
		Ours: func(in DeadlineInput) Report { return Report(phase.At(running(in), in.Now)) },
		Theirs: func(in DeadlineInput) Report {
			k.Clock.SetTime(in.Now)
			pod := kube.ToPod(running(in))
			status := k.Generate(pod, runtimeFor(podlife.PodRunning), false)
			return Report{podlife.Phase(status.Phase), status.Reason, status.Message}
		},
		Pod: running,
	}
}

// running is the Pod that the input is about.
func running(in DeadlineInput) *podlife.Pod {
	return &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default", UID: "1"},
		Spec: podlife.PodSpec{
			Containers: []podlife.Container{{Name: "web"}}, ActiveDeadlineSeconds: in.ActiveDeadlineSeconds,
		},
		Status: podlife.PodStatus{
			Phase:             podlife.PodRunning,
			StartTime:         in.StartTime,
			ContainerStatuses: []podlife.ContainerStatus{{Name: "web", State: podlife.Running(in.StartTime)}},
		},
	}
}

func drawDeadline(t *rapid.T) DeadlineInput {
	in := DeadlineInput{
		StartTime:             podtest.Time().Draw(t, "startTime"),
		ActiveDeadlineSeconds: rapid.Ptr(rapid.OneOf(rapid.Int64Range(1, 200), rapid.Int64Range(1, 1<<31-1)), true).Draw(t, "activeDeadlineSeconds"),
	}
	in.Now = in.StartTime.Add(age().Draw(t, "elapsed"))
	if in.StartTime.IsZero() {
		in.Now = podtest.Epoch()
	} else if s := in.ActiveDeadlineSeconds; s != nil && rapid.Bool().Draw(t, "close") {
		in.Now = in.StartTime.Add(time.Duration(*s)*time.Second + time.Duration(rapid.Int64Range(-2, 2).Draw(t, "ns")))
	}
	return in
}
