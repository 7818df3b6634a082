package oracle

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	critesting "k8s.io/cri-api/pkg/apis/testing"

	"k8s.io/kubernetes/pkg/kubelet"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
)

// Running is a container at the moment its pod is killed.
type Running struct {
	Name    string
	PreStop time.Duration  // how long an exec preStop hook takes, if the spec has one
	Exit    time.Duration  // how long the container lives after the stop signal
	Ends    *time.Duration // when it ends without one; nil: never
	Stuck   bool           // the runtime fails to stop it
}

// Stop is what happened to a container when its pod was killed; times count from that moment.
type Stop struct {
	Name   string
	Hook   *time.Duration // the begin of its exec preStop hook, if it was run
	At     time.Duration  // the stop signal, if it has not ended before
	Grace  int64          // seconds from the stop signal to SIGKILL
	Gone   time.Duration  // the end of the container, or of the attempt to stop it
	Killed bool           // by SIGKILL
	Stuck  bool           // it was not stopped
}

// KillPod kills the running containers of the pod as the kubelet does, and returns them in
// the order of their stop signals, then of their names. It sleeps, so call it in a testing/synctest bubble, with
// a Runtime that was made there. Only exec and sleep hooks can be run.
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainersWithSyncResult,
// killContainer.
func (r *Runtime) KillPod(pod *v1.Pod, running []Running, override *int64) ([]Stop, error) {
	r.service.begin(running)
	target := kubecontainer.Pod{ID: pod.UID, Name: pod.Name, Namespace: pod.Namespace}
	for _, c := range running {
		target.Containers = append(target.Containers, &kubecontainer.Container{
			ID: idOf(c), Name: c.Name, State: kubecontainer.ContainerStateRunning,
		})
	}
	err := r.manager.KillPod(quiet, pod, target, override)
	return r.service.inOrder(), err
}

// KillContainer kills one container while its pod lives on. Everything else is as for [Runtime.KillPod].
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer.
func (r *Runtime) KillContainer(pod *v1.Pod, c Running, reason KillReason, override *int64) (Stop, error) {
	r.service.begin([]Running{c})
	err := killContainer(r.actions, quiet, pod, idOf(c), c.Name, "", reason, override, nil)
	return r.service.inOrder()[0], err
}

func idOf(c Running) kubecontainer.ContainerID {
	return kubecontainer.ContainerID{Type: "oracle", ID: c.Name}
}

// GracePeriod is the grace in seconds with which a container is killed for the reason, before
// any override and before what preStop uses up of it.
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_container.go, setTerminationGracePeriod.
func GracePeriod(pod *v1.Pod, container *v1.Container, reason KillReason) int64 {
	return setTerminationGracePeriod(quiet, pod, container, container.Name, kubecontainer.ContainerID{}, reason)
}

// The reasons that matter to [GracePeriod].
const (
	StartupProbe  KillReason = "StartupProbe"
	LivenessProbe KillReason = "LivenessProbe"
)

// EffectiveGrace is the grace in seconds that a pod worker uses, given the one it used
// before (0: none) and that of the kill request (nil: none), and whether that is a change.
// Source: kubernetes v1.37 pkg/kubelet/pod_workers.go, calculateEffectiveGracePeriod.
func EffectiveGrace(pod *v1.Pod, previous int64, override *int64) (grace int64, shortened bool) {
	status := &podSyncStatus{gracePeriod: previous}
	return calculateEffectiveGracePeriod(status, pod, &kubelet.KillPodOptions{PodTerminationGracePeriodSecondsOverride: override})
}

// podSyncStatus has the layout of the beginning of the kubelet's type of that name.
type podSyncStatus struct {
	ctx           context.Context
	cancelFn      context.CancelFunc
	fullname      string
	working       bool
	pendingUpdate *kubelet.UpdatePodOptions
	activeUpdate  *kubelet.UpdatePodOptions
	syncedAt      time.Time
	startedAt     time.Time
	terminatingAt time.Time
	terminatedAt  time.Time
	gracePeriod   int64
}

// terminationOrdering stands for the type of that name.
type terminationOrdering struct{}

// service is a container runtime whose containers end as they are told to.
type service struct {
	*critesting.FakeRuntimeService

	mu      sync.Mutex
	start   time.Time
	running map[string]Running
	hooks   map[string]*time.Duration
	stops   []Stop
}

func newService() *service {
	return &service{FakeRuntimeService: critesting.NewFakeRuntimeService()}
}

func (s *service) begin(running []Running) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start, s.stops = time.Now(), nil
	s.running, s.hooks = map[string]Running{}, map[string]*time.Duration{}
	for _, c := range running {
		s.running[c.Name] = c
	}
}

func (s *service) inOrder() []Stop {
	slices.SortFunc(s.stops, func(a, b Stop) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Name, b.Name))
	})
	return s.stops
}

// StopContainer sends the stop signal and returns when the container is gone.
func (s *service) StopContainer(_ context.Context, id string, grace int64) error {
	stop := s.stop(id, grace)
	time.Sleep(stop.Gone - stop.At)
	if stop.Stuck {
		return errors.New("stuck")
	}
	return nil
}

func (s *service) stop(id string, grace int64) Stop {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, at, limit := s.running[id], time.Since(s.start), time.Duration(grace)*time.Second
	lives := c.Exit
	if c.Ends != nil {
		lives = min(lives, max(*c.Ends-at, 0))
	}
	stop := Stop{Name: id, Hook: s.hooks[id], At: at, Grace: grace, Gone: at + min(lives, limit), Stuck: c.Stuck}
	stop.Killed = lives > limit && !c.Stuck
	s.stops = append(s.stops, stop)
	return stop
}

// ExecSync runs a preStop hook.
func (s *service) ExecSync(_ context.Context, id string, _ []string, _ time.Duration) (stdout, stderr []byte, err error) {
	s.mu.Lock()
	at, takes := time.Since(s.start), s.running[id].PreStop
	s.hooks[id] = &at
	s.mu.Unlock()
	time.Sleep(takes)
	return nil, nil, nil
}

//go:linkname setTerminationGracePeriod k8s.io/kubernetes/pkg/kubelet/kuberuntime.setTerminationGracePeriod
func setTerminationGracePeriod(ctx context.Context, pod *v1.Pod, containerSpec *v1.Container, containerName string, containerID kubecontainer.ContainerID, reason KillReason) int64

//go:linkname killContainer k8s.io/kubernetes/pkg/kubelet/kuberuntime.(*kubeGenericRuntimeManager).killContainer
func killContainer(m *runtimeManager, ctx context.Context, pod *v1.Pod, containerID kubecontainer.ContainerID, containerName string, message string, reason KillReason, gracePeriodOverride *int64, ordering *terminationOrdering) error

//go:linkname calculateEffectiveGracePeriod k8s.io/kubernetes/pkg/kubelet.calculateEffectiveGracePeriod
func calculateEffectiveGracePeriod(status *podSyncStatus, pod *v1.Pod, options *kubelet.KillPodOptions) (int64, bool)
