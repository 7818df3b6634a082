package conformance

import (
	"fmt"
	"slices"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
	"pgregory.net/rapid"
)

// ProbeStatusInput is a Pod with its container statuses and what its probe workers know.
type ProbeStatusInput struct {
	// Pod as the API server has it. Its status has the conditions, and the container
	// statuses that the kubelet is about to write. One may be of no container of the spec.
	Pod *podlife.Pod `json:"pod"`
	// KubeletStart is when the kubelet started.
	KubeletStart time.Time `json:"kubeletStart"`
	// Known is what the workers know of each status, main containers first.
	Known []ProbeKnown `json:"known"`
}

// ProbeKnown is what the probe workers know of a container: the verdicts as in [ProbeStep],
// and which workers there are.
type ProbeKnown struct {
	Startup         string `json:"startup"`
	Readiness       string `json:"readiness"`
	StartupWorker   bool   `json:"startupWorker"`
	ReadinessWorker bool   `json:"readinessWorker"`
}

// probeStatusArea compares Started and Ready of all containers, and which readiness workers
// are triggered. Left out are init container statuses in another order than the spec's,
// which no kubelet makes.
func probeStatusArea() *Area[ProbeStatusInput, []probe.Flags] {
	return &Area[ProbeStatusInput, []probe.Flags]{
		Name:   "probe-status",
		Gen:    rapid.Custom(drawProbeStatus),
		Ours:   ourFlags,
		Theirs: theirFlags,
		Pod:    func(in ProbeStatusInput) *podlife.Pod { return in.Pod },
	}
}

// verdicts are podlife's, by name.
func verdicts() []probe.Result {
	return []probe.Result{probe.None, probe.Unknown, probe.Success, probe.Failure}
}

func toVerdict(name string) probe.Result {
	return verdicts()[slices.IndexFunc(verdicts(), func(r probe.Result) bool { return r.String() == name })]
}

func ourFlags(in ProbeStatusInput) []probe.Flags {
	var out []probe.Flags
	ready := podlife.FindCondition(in.Pod.Status.Conditions, podlife.PodReady)
	flags := func(list []podlife.Container, cs *podlife.ContainerStatus, isInit bool) {
		known := in.Known[len(out)]
		v := probe.View{
			Startup:         toVerdict(known.Startup),
			Readiness:       toVerdict(known.Readiness),
			StartupWorker:   known.StartupWorker,
			ReadinessWorker: known.ReadinessWorker,
			KubeletStart:    in.KubeletStart,
			PodReady:        ready != nil && ready.Status == podlife.ConditionTrue,
		}
		var c *podlife.Container
		if i := slices.IndexFunc(list, func(c podlife.Container) bool { return c.Name == cs.Name }); i >= 0 {
			c = &list[i]
		}
		if isInit && !c.IsSidecar() {
			out = append(out, probe.InitStatus(cs, v))
		} else {
			out = append(out, probe.Status(c, cs, v))
		}
	}
	for i := range in.Pod.Status.ContainerStatuses {
		flags(in.Pod.Spec.Containers, &in.Pod.Status.ContainerStatuses[i], false)
	}
	for i := range in.Pod.Status.InitContainerStatuses {
		flags(in.Pod.Spec.InitContainers, &in.Pod.Status.InitContainerStatuses[i], true)
	}
	return out
}

func theirFlags(in ProbeStatusInput) []probe.Flags {
	manager := oracle.NewProbeManager(in.KubeletStart)
	pod := kube.ToPod(in.Pod)
	status := pod.Status.DeepCopy()
	list := append(status.ContainerStatuses, status.InitContainerStatuses...)
	var triggered []func() bool
	for i, known := range in.Known {
		c := kube.ToPod(&podlife.Pod{Spec: podlife.PodSpec{Containers: []podlife.Container{{Name: list[i].Name}}}}).Spec.Containers[0]
		id := toContainerID(list[i].ContainerID)
		setVerdict(manager.Startup, id, known.Startup)
		setVerdict(manager.Readiness, id, known.Readiness)
		if known.StartupWorker {
			manager.AddWorker(pod, &c, oracle.Startup)
		}
		is := func() bool { return false }
		if known.ReadinessWorker {
			is = manager.AddWorker(pod, &c, oracle.Readiness)
		}
		triggered = append(triggered, is)
	}
	manager.UpdateStatus(pod, status)
	var out []probe.Flags
	for i, cs := range append(status.ContainerStatuses, status.InitContainerStatuses...) {
		out = append(out, probe.Flags{Started: *cs.Started, Ready: cs.Ready, Trigger: triggered[i]()})
	}
	return out
}

// setVerdict records a verdict, if it is one.
func setVerdict(v oracle.Verdicts, id kubecontainer.ContainerID, name string) {
	switch name {
	case "None":
	case "Unknown":
		v[id] = results.Unknown
	case "Success":
		v[id] = results.Success
	default:
		v[id] = results.Failure
	}
}

func drawProbeStatus(t *rapid.T) ProbeStatusInput {
	in := ProbeStatusInput{Pod: &podlife.Pod{}, KubeletStart: podtest.Epoch().Add(time.Hour)}
	for i := range rapid.IntRange(0, 2).Draw(t, "main containers") {
		in.add(t, fmt.Sprint("main-", i), podtest.Container, &in.Pod.Spec.Containers, &in.Pod.Status.ContainerStatuses)
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "init containers") {
		of := podtest.InitContainer
		if rapid.Bool().Draw(t, "sidecar") {
			of = podtest.Sidecar
		}
		in.add(t, fmt.Sprint("init-", i), of, &in.Pod.Spec.InitContainers, &in.Pod.Status.InitContainerStatuses)
	}
	if oneIn(t, 12, "not in the spec") {
		in.Pod.Spec.Containers = nil
	}
	in.Pod.Status.Conditions = rapid.SliceOfNDistinct(podtest.Condition(), 0, 3, func(c podlife.Condition) podlife.ConditionType {
		return c.Type
	}).Draw(t, "conditions")
	if rapid.Bool().Draw(t, "ready") {
		in.Pod.Status.Conditions = []podlife.Condition{{Type: podlife.PodReady, Status: podlife.ConditionTrue}}
	}
	return in
}

// add draws a container, its status and what its workers know.
func (in *ProbeStatusInput) add(t *rapid.T, name string, of func(string) *rapid.Generator[podlife.Container],
	spec *[]podlife.Container, status *[]podlife.ContainerStatus,
) {
	c := of(name).Draw(t, name)
	s := podlife.ContainerStatus{Name: name, ContainerID: "containerd://" + name, Ready: rapid.Bool().Draw(t, "ready")}
	s.Started = rapid.Ptr(rapid.Bool(), true).Draw(t, "started")
	s.State = podtest.State().Draw(t, "state")
	if rapid.IntRange(0, 2).Draw(t, "runs") > 0 {
		s.State = podlife.Running(rapid.SampledFrom([]time.Time{
			in.KubeletStart, {}, in.KubeletStart.Add(-9 * time.Second), in.KubeletStart.Add(-10 * time.Second),
			in.KubeletStart.Add(-11 * time.Second), in.KubeletStart.Add(-time.Minute),
		}).Draw(t, "startedAt"))
	}
	verdict := rapid.SampledFrom([]string{"None", "Unknown", "Success", "Failure"})
	*spec, *status = append(*spec, c), append(*status, s)
	in.Known = append(in.Known, ProbeKnown{
		Startup:         verdict.Draw(t, "startup verdict"),
		Readiness:       verdict.Draw(t, "readiness verdict"),
		StartupWorker:   rapid.Bool().Draw(t, "startup worker"),
		ReadinessWorker: rapid.Bool().Draw(t, "readiness worker"),
	})
}
