package oracle

import (
	"time"
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/util/flowcontrol"
	"k8s.io/utils/clock"

	podutil "k8s.io/kubernetes/pkg/api/v1/pod"
	"k8s.io/kubernetes/pkg/features"
	"k8s.io/kubernetes/pkg/kubelet"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
)

// ShouldRestart reports whether the container's policies and rules let it run again after
// it exited with the code.
// Source: kubernetes v1.37 pkg/api/v1/pod/util.go, ContainerShouldRestart.
func ShouldRestart(spec *v1.PodSpec, container *v1.Container, exitCode int32) bool {
	return podutil.ContainerShouldRestart(*container, *spec, exitCode)
}

// MatchingRule is the first of the container's restart rules that matches the code.
// Source: kubernetes v1.37 pkg/api/v1/pod/util.go, FindMatchingContainerRestartRule.
func MatchingRule(container *v1.Container, exitCode int32) (v1.ContainerRestartRule, bool) {
	return podutil.FindMatchingContainerRestartRule(*container, exitCode)
}

// ShouldBeRestarted reports whether the kubelet would start the container, given what the
// runtime reports of it.
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go, ShouldContainerBeRestarted.
func ShouldBeRestarted(pod *v1.Pod, container *v1.Container, runtime *kubecontainer.PodStatus) bool {
	return kubecontainer.ShouldContainerBeRestarted(logger, container, pod, runtime)
}

// ShouldAllRestart reports whether an exit has triggered the restart of all containers.
// runtime or status may be nil.
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go, ShouldAllContainersRestart.
func ShouldAllRestart(pod *v1.Pod, runtime *kubecontainer.PodStatus, status *v1.PodStatus) bool {
	return kubecontainer.ShouldAllContainersRestart(pod, runtime, status)
}

// NewBackoff is the crash-loop back-off of a kubelet configured with the given
// crashLoopBackOff.maxContainerRestartPeriod, whose default is 300 s.
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, newCrashLoopBackOff. That entries expire
// after 600 s is set by a function literal in NewMainKubelet and had to be repeated here.
func NewBackoff(maxPeriod time.Duration, clock clock.Clock) *flowcontrol.Backoff {
	return CrashLoopDelays(maxPeriod).New(clock)
}

// Delays are the longest and the first delay of a crash-loop back-off.
type Delays struct{ Limit, Initial time.Duration }

// CrashLoopDelays are those of [NewBackoff].
func CrashLoopDelays(maxPeriod time.Duration) Delays {
	config := &kubeletconfig.KubeletConfiguration{}
	config.CrashLoopBackOff.MaxContainerRestartPeriod = &metav1.Duration{Duration: maxPeriod}
	limit, initial := newCrashLoopBackOff(config)
	return Delays{limit, initial}
}

// ReducedDelays are those of a kubelet with the gate ReduceDefaultCrashLoopBackOffDecay on,
// and, unless ofNode, KubeletCrashLoopBackOffMax off, so that maxPeriod does not count. The
// gates, which nothing else looks at, are set back; calls must not overlap those of
// [CrashLoopDelays].
func ReducedDelays(maxPeriod time.Duration, ofNode bool) Delays {
	gates := utilfeature.DefaultMutableFeatureGate
	set := func(reduce, node bool) {
		must(gates.SetFromMap(map[string]bool{
			string(features.ReduceDefaultCrashLoopBackOffDecay): reduce, string(features.KubeletCrashLoopBackOffMax): node,
		}))
	}
	set(true, ofNode)
	defer set(false, true)
	return CrashLoopDelays(maxPeriod)
}

// New is a back-off with these delays and the kubelet's time after which entries expire.
func (d Delays) New(clock clock.Clock) *flowcontrol.Backoff {
	backoff := flowcontrol.NewFakeBackOff(d.Initial, d.Limit, clock)
	backoff.HasExpiredFunc = func(event, last time.Time, _ time.Duration) bool {
		return event.Sub(last) > 600*time.Second
	}
	return backoff
}

// NewImageBackoff is the back-off of image pulls.
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, NewMainKubelet, imageBackOffPeriod, whose
// 10 s had to be repeated here.
func NewImageBackoff(clock clock.Clock) *flowcontrol.Backoff {
	return flowcontrol.NewFakeBackOff(10*time.Second, kubelet.MaxImageBackOff, clock)
}

//go:linkname newCrashLoopBackOff k8s.io/kubernetes/pkg/kubelet.newCrashLoopBackOff
func newCrashLoopBackOff(kubeCfg *kubeletconfig.KubeletConfiguration) (time.Duration, time.Duration)
