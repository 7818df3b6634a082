package oracle

import (
	"context"
	"time"
	_ "unsafe" // go:linkname

	"github.com/go-logr/logr"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/record"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"
	testingclock "k8s.io/utils/clock/testing"

	podutil "k8s.io/kubernetes/pkg/api/v1/pod"
	"k8s.io/kubernetes/pkg/kubelet"
	"k8s.io/kubernetes/pkg/kubelet/cm"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/lifecycle"
	kubepod "k8s.io/kubernetes/pkg/kubelet/pod"
	"k8s.io/kubernetes/pkg/kubelet/prober"
	"k8s.io/kubernetes/pkg/kubelet/status"
	kubeletutil "k8s.io/kubernetes/pkg/kubelet/util"
)

// Kubelet is the part of a kubelet that turns what the runtime reports into pod statuses:
// the real status manager, prober manager and active-deadline handler, without a runtime or
// an API server. It keeps what a kubelet remembers from one status to the next.
//
// Clock serves the active deadline only. Everything else that needs the time, such as a
// condition's lastTransitionTime, reads the real clock; in a testing/synctest bubble that
// clock too is under control.
type Kubelet struct {
	Clock     *testingclock.FakeClock
	Startup   Verdicts
	Readiness Verdicts
	Liveness  Verdicts

	kubelet    *kubelet.Kubelet
	containers *cm.FakeContainerManager
	pods       kubepod.Manager
	statuses   status.Manager
	probes     prober.Manager
	reasons    *kubelet.ReasonCache
}

// NewKubelet returns a kubelet that knows no pods, at time now.
func NewKubelet(now time.Time) *Kubelet {
	k := &Kubelet{
		Clock:      testingclock.NewFakeClock(now),
		Startup:    Verdicts{},
		Readiness:  Verdicts{},
		Liveness:   Verdicts{},
		kubelet:    &kubelet.Kubelet{},
		containers: cm.NewFakeContainerManager(logger),
		pods:       kubepod.NewBasicPodManager(),
		reasons:    kubelet.NewReasonCache(),
	}
	recorder := &record.FakeRecorder{}
	k.statuses = newStatusManager(k.pods)
	// The prober manager gets a status manager of its own, in which it never finds a pod:
	// its workers exist, which is what the kubelet looks at, but never have anything to probe.
	k.probes = prober.NewManager(newStatusManager(kubepod.NewBasicPodManager()),
		k.Liveness, k.Readiness, k.Startup, nil, recorder)
	// A kubelet that has run for long: workers begin at once, and no container is older than it.
	setField(k.probes, "start", time.Time{})
	setField(k.kubelet, "statusManager", k.statuses)
	setField(k.kubelet, "probeManager", k.probes)
	setField(k.kubelet, "reasonCache", k.reasons)
	setField(k.kubelet, "containerManager", k.containers)

	deadline, err := newActiveDeadlineHandler(k.statuses, recorder, k.Clock)
	if err != nil {
		panic(err) // only for a nil argument
	}
	k.kubelet.AddPodSyncHandler(deadline)
	return k
}

// newStatusManager returns a status manager that never talks to an API server.
func newStatusManager(pods kubepod.Manager) status.Manager {
	return status.NewManager(nil, pods, nil, kubeletutil.NewPodStartupLatencyTracker())
}

// AddPod makes the pod known and creates its probe workers. Without it, a container counts
// as one without probes: started and ready as soon as it runs.
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, AddPod.
func (k *Kubelet) AddPod(pod *v1.Pod) {
	k.pods.AddPod(pod)
	pod = pod.DeepCopy()
	for _, containers := range [][]v1.Container{pod.Spec.InitContainers, pod.Spec.Containers} {
		for i := range containers {
			c := &containers[i]
			for _, probe := range []*v1.Probe{c.StartupProbe, c.ReadinessProbe, c.LivenessProbe} {
				if probe != nil {
					probe.PeriodSeconds = 3600 // a worker panics on a period of zero
				}
			}
		}
	}
	k.probes.AddPod(quiet, pod)
}

// RemovePod undoes [Kubelet.AddPod] and forgets the pod's failed starts and every pod's status.
func (k *Kubelet) RemovePod(pod *v1.Pod) {
	k.pods.RemovePod(pod)
	k.probes.RemovePod(pod)
	for c := range podutil.ContainerIter(&pod.Spec, podutil.AllContainers) {
		k.reasons.Remove(pod.UID, c.Name)
	}
	k.statuses.RemoveOrphanedStatuses(logger, nil)
}

// FailStart records that the container could not be started, as after a failed image pull
// or in crash-loop back-off. err is the reason in the container's waiting state.
// Source: kubernetes v1.37 pkg/kubelet/reason_cache.go, Update.
func (k *Kubelet) FailStart(uid types.UID, container string, err error, message string) {
	result := kubecontainer.NewSyncResult(kubecontainer.StartContainer, container)
	result.Fail(err, message)
	k.reasons.Update(uid, kubecontainer.PodSyncResult{SyncResults: []*kubecontainer.SyncResult{result}})
}

// Generate is the status that the kubelet generates from what the runtime reports. It does
// not remember it: that is [Kubelet.SetStatus].
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, generateAPIPodStatus.
func (k *Kubelet) Generate(pod *v1.Pod, runtime *kubecontainer.PodStatus, terminal bool) v1.PodStatus {
	k.containers.CalledFunctions = nil // these fakes keep a list of every call
	k.containers.PodContainerManager.CalledFunctions = nil
	return generateAPIPodStatus(k.kubelet, quiet, pod, runtime, terminal)
}

// SetStatus makes status the kubelet's own view of the pod, unless a container would leave
// the terminated state illegally, and returns the view it now has and whether it changed.
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, SetPodStatus.
func (k *Kubelet) SetStatus(pod *v1.Pod, status v1.PodStatus) (v1.PodStatus, bool) {
	return k.statuses.SetPodStatus(logger, pod, status)
}

// Status is the kubelet's own view of the pod, if it has one.
func (k *Kubelet) Status(uid types.UID) (v1.PodStatus, bool) {
	return k.statuses.GetPodStatus(uid)
}

// SetReady is what a change of a readiness probe's verdict does to the kubelet's view.
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, SetContainerReadiness.
func (k *Kubelet) SetReady(uid types.UID, container kubecontainer.ContainerID, ready bool) {
	k.statuses.SetContainerReadiness(logger, uid, container, ready)
}

// SetStarted is what a change of a startup probe's verdict does to the kubelet's view.
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, SetContainerStartup.
func (k *Kubelet) SetStarted(uid types.UID, container kubecontainer.ContainerID, started bool) {
	k.statuses.SetContainerStartup(logger, uid, container, started)
}

// Terminate is the last word on a pod whose containers and volumes are gone.
// Source: kubernetes v1.37 pkg/kubelet/status/status_manager.go, TerminatePod.
func (k *Kubelet) Terminate(pod *v1.Pod) {
	k.statuses.TerminatePod(logger, pod)
}

// logger and quiet swallow what Kubernetes logs.
var (
	logger = klog.Logger{}
	quiet  = logr.NewContext(context.Background(), logger)
)

// deadlineHandler stands for the kubelet's activeDeadlineHandler, whose name is not exported.
type deadlineHandler struct{}

// ShouldEvict reports whether the pod has been active for too long.
func (h *deadlineHandler) ShouldEvict(pod *v1.Pod) lifecycle.ShouldEvictResponse {
	return shouldEvict(h, pod)
}

//go:linkname generateAPIPodStatus k8s.io/kubernetes/pkg/kubelet.(*Kubelet).generateAPIPodStatus
func generateAPIPodStatus(kl *kubelet.Kubelet, ctx context.Context, pod *v1.Pod, podStatus *kubecontainer.PodStatus, podIsTerminal bool) v1.PodStatus

//go:linkname newActiveDeadlineHandler k8s.io/kubernetes/pkg/kubelet.newActiveDeadlineHandler
func newActiveDeadlineHandler(podStatusProvider status.PodStatusProvider, recorder record.EventRecorder, clock clock.Clock) (*deadlineHandler, error)

//go:linkname shouldEvict k8s.io/kubernetes/pkg/kubelet.(*activeDeadlineHandler).ShouldEvict
func shouldEvict(m *deadlineHandler, pod *v1.Pod) lifecycle.ShouldEvictResponse
