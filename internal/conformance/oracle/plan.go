package oracle

import (
	"context"
	"os"
	"reflect"
	_ "unsafe" // go:linkname

	noop "go.opentelemetry.io/otel/trace/noop"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/flowcontrol"
	critesting "k8s.io/cri-api/pkg/apis/testing"

	"k8s.io/kubernetes/pkg/kubelet/allocation/state"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/cm"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/kuberuntime"
	kuberuntimeutil "k8s.io/kubernetes/pkg/kubelet/kuberuntime/util"
)

// Runtime is the part of a kubelet that decides which containers to start and to kill.
type Runtime struct {
	Startup  Verdicts // what the startup probes have found
	Liveness Verdicts

	manager  kuberuntime.KubeGenericRuntime
	actions  *runtimeManager // manager, for the functions that are not exported
	service  *service
	actuated state.State // which resources pods have been given
	last     *v1.Pod     // the pod that actuated is about
}

// NewRuntime returns a runtime without any memory of pods.
func NewRuntime() *Runtime {
	r := &Runtime{Startup: Verdicts{}, Liveness: Verdicts{}, service: newService()}
	// The constructor opens checkpoint files, which are replaced by memory right after.
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	noLimit := int32(0)
	r.manager, _, err = kuberuntime.NewKubeGenericRuntimeManager(
		quiet, &record.FakeRecorder{}, r.Liveness, Verdicts{}, r.Startup, dir, dir, nil, nil, 110, nil, nil, nil,
		flowcontrol.NewBackOff(0, 0), false, &noLimit, 0, 0, string(kubeletconfig.NeverVerify), nil, "", "", nil,
		false, metav1.Duration{}, nil, r.service, critesting.NewFakeImageService(), cm.NewFakeContainerManager(logger),
		nil, nil, false, "", nil, nil, "", nil, noop.NewTracerProvider(), nil, nil, nil,
	)
	if err != nil {
		panic(err)
	}
	r.actuated = state.NewStateMemory(logger, nil)
	setField(r.manager, "actuatedState", r.actuated)
	setField(r.manager, "internalLifecycle", cm.NewFakeInternalContainerLifecycle())
	r.actions = (*runtimeManager)(reflect.ValueOf(r.manager).UnsafePointer())
	return r
}

// Plan is what one sync would do to the pod, which has already been given the resources that
// it asks for. A running container counts as unchanged only
// if its Hash is that of kubecontainer.HashContainer. restartAll is set when an exit has
// triggered the restart of all containers.
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions.
func (r *Runtime) Plan(pod *v1.Pod, runtime *kubecontainer.PodStatus, restartAll bool) Plan {
	if pod != r.last {
		must(r.actuated.RemovePod(logger, pod.UID))
		r.manager.InitializeActuatedPod(logger, pod)
		r.last = pod
	}
	return computePodActions(r.actions, quiet, pod, runtime, restartAll)
}

// SandboxFault is what is wrong with the pod's newest sandbox, so that it needs another one.
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/util/util.go, PodSandboxChanged.
func SandboxFault(pod *v1.Pod, runtime *kubecontainer.PodStatus) string {
	_, _, _, fault := kuberuntimeutil.PodSandboxChanged(pod, runtime)
	return fault
}

// BackOff asks whether the container must wait before it is started, and if so for the
// message and the error; if not, the start is recorded in backoff.
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, doBackOff.
func (r *Runtime) BackOff(pod *v1.Pod, container *v1.Container, runtime *kubecontainer.PodStatus, backoff *flowcontrol.Backoff) (bool, string, error) {
	return doBackOff(r.actions, quiet, pod, container, runtime, backoff)
}

// Plan has the layout of the runtime's podActions. Containers to start are indexes into the
// lists of the pod's spec.
type Plan struct {
	KillPod                    bool
	CreateSandbox              bool
	SandboxID                  string
	Attempt                    uint32
	InitContainersToStart      []int
	ContainersToStart          []int
	ContainersToKill           map[kubecontainer.ContainerID]Kill
	EphemeralContainersToStart []int
	ContainersToUpdate         map[v1.ResourceName][]Update
	VolumesToUpsize            []v1.Volume
	VolumesToDownsize          []v1.Volume
	UpdatePodResources         bool
	ContainersToReset          []Reset
	UpdatePodLevelResources    bool
}

// Kill is a container to kill; it has the layout of containerToKillInfo.
type Kill struct {
	Container *v1.Container
	Name      string
	Message   string
	Reason    KillReason
}

// KillReason is why a container is killed.
type KillReason string

// Reset is a container to remove for a restart of all; it has the layout of containerToRemoveInfo.
type Reset struct {
	ID        kubecontainer.ContainerID
	Container *v1.Container
	Kill      bool // first, because it may still run
}

// Update is a container whose resources change; it has the layout of containerToUpdateInfo.
type Update struct {
	Container *v1.Container
	ID        kubecontainer.ContainerID
	Desired   Resources
	Current   *Resources
}

// Resources are in bytes and in millicores; it has the layout of resourceRequirements.
type Resources struct {
	MemoryLimit, MemoryRequest int64
	CPULimit, CPURequest       int64
}

// runtimeManager stands for kubeGenericRuntimeManager.
type runtimeManager struct{}

//go:linkname computePodActions k8s.io/kubernetes/pkg/kubelet/kuberuntime.(*kubeGenericRuntimeManager).computePodActions
func computePodActions(m *runtimeManager, ctx context.Context, pod *v1.Pod, podStatus *kubecontainer.PodStatus, restartAllContainers bool) Plan

//go:linkname doBackOff k8s.io/kubernetes/pkg/kubelet/kuberuntime.(*kubeGenericRuntimeManager).doBackOff
func doBackOff(m *runtimeManager, ctx context.Context, pod *v1.Pod, container *v1.Container, podStatus *kubecontainer.PodStatus, backOff *flowcontrol.Backoff) (bool, string, error)
