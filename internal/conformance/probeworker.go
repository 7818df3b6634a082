package conformance

import (
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/probe"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
)

// ourWorker is podlife's worker, with what its effects have told.
type ourWorker struct {
	probe.State
	told probe.Result // the verdict on the container that was seen last
	asks []string     // the containers asked, in order
}

// do has the worker take e. An event that podlife refuses is a mistake of the area.
func (w *ourWorker) do(at time.Time, e probe.Event) {
	before := w.ContainerID
	s, effects, err := probe.Step(w.State, at, e)
	if err != nil {
		panic(err)
	}
	if w.State = s; s.ContainerID != before {
		w.told = probe.None
	}
	for _, effect := range effects {
		switch effect := effect.(type) {
		case *probe.VerdictChanged:
			if effect.ContainerID == s.ContainerID { // not another that the same step left
				w.told = effect.Verdict
			}
		case *probe.Ask:
			w.asks = append(w.asks, effect.ContainerID)
		}
	}
}

// see tells the worker what the kubelet's status says.
func (w *ourWorker) see(at time.Time, in *ProbeInput, r *ProbeRound) {
	if r.PodPhase.IsTerminal() {
		w.do(at, probe.PodEnded{})
	}
	if r.Deleting {
		w.do(at, probe.DeletionRequested{})
	}
	c, _ := in.container()
	switch s := r.Status; {
	case s == nil || s.ContainerID == "" || r.PodPhase == "":
		w.do(at, probe.ContainerGone{})
	case s.State.Kind == podlife.StateTerminated:
		w.do(at, probe.Exited(&in.Spec, c, s.ContainerID, s.State.ExitCode, r.AllRestarting))
	case s.State.Kind != podlife.StateRunning:
		w.do(at, probe.ContainerStopped{ID: s.ContainerID})
	case w.Target == probe.Target{ID: s.ContainerID, Running: true, StartedAt: s.State.StartedAt, Started: !s.HasStarted()}:
		w.do(at, probe.StartedChanged{Started: s.HasStarted()})
	default:
		w.do(at, probe.ContainerStarted{ID: s.ContainerID, StartedAt: s.State.StartedAt, Started: s.HasStarted()})
	}
}

// step is what the worker has come to.
func (w *ourWorker) step(asked bool) ProbeStep {
	return ProbeStep{asked, !w.Ended, w.told.String(), w.OnHold, int(w.Run)}
}

// ourOutcomes is what podlife calls the outcomes of attempts, the last three times.
func ourOutcomes(names []string) []probe.Result {
	if len(names) == 0 {
		return nil
	}
	var out []probe.Result
	for i := range probe.MaxAttempts {
		switch names[min(i, len(names)-1)] {
		case "Success":
			out = append(out, probe.ExecOutcome(0))
		case "Warning":
			out = append(out, probe.HTTPOutcome(302, probe.RedirectedElsewhere))
		case "Failure":
			out = append(out, probe.ExecOutcome(1))
		case "Silence":
			out = append(out, probe.GRPCOutcome(""))
		default:
			out = append(out, probe.Errored)
		}
	}
	return out
}

// theirOutcomes are the outcomes that the oracle's worker knows, by name.
func theirOutcomes(names []string) []oracle.Outcome {
	if len(names) == 0 {
		return []oracle.Outcome{oracle.Error}
	}
	var out []oracle.Outcome
	for _, name := range names {
		out = append(out, map[string]oracle.Outcome{
			"Success": oracle.Success, "Warning": oracle.Warning, "Failure": oracle.Failure,
			"Silence": oracle.Silence, "Error": oracle.Error,
		}[name])
	}
	return out
}

// theirWorker is the kubelet's worker. It starts now.
type theirWorker struct {
	*oracle.ProbeWorker
	pod   *v1.Pod
	spec  *v1.Probe
	since time.Duration // what to add to a time of the input
}

func newTheirWorker(in *ProbeInput) *theirWorker {
	pod := oracle.Default(kube.ToPod(&podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", UID: "1"}, Spec: in.Spec}))
	c := append(pod.Spec.InitContainers, pod.Spec.Containers...)[0]
	w := &theirWorker{pod: pod}
	switch in.Kind {
	case "Liveness":
		w.spec, w.ProbeWorker = c.LivenessProbe, oracle.NewProbeWorker(pod, &c, oracle.Liveness)
	case "Readiness":
		w.spec, w.ProbeWorker = c.ReadinessProbe, oracle.NewProbeWorker(pod, &c, oracle.Readiness)
	default:
		w.spec, w.ProbeWorker = c.StartupProbe, oracle.NewProbeWorker(pod, &c, oracle.Startup)
	}
	return w
}

// status is the kubelet's status of the Pod.
func (w *theirWorker) status(r *ProbeRound) *v1.PodStatus {
	if r.PodPhase == "" {
		return nil
	}
	status := &v1.PodStatus{Phase: v1.PodPhase(r.PodPhase)}
	if r.AllRestarting {
		status.Conditions = []v1.PodCondition{{Type: v1.AllContainersRestarting, Status: v1.ConditionTrue}}
	}
	if r.Status == nil {
		return status
	}
	list := toStatuses([]podlife.ContainerStatus{*r.Status})
	if is := list[0].State.Running; is != nil {
		is.StartedAt.Time = is.StartedAt.Add(w.since)
	}
	if len(w.pod.Spec.InitContainers) > 0 {
		status.InitContainerStatuses = list
	} else {
		status.ContainerStatuses = list
	}
	return status
}

// deletion is the deletion timestamp of the worker's Pod.
func deletion(r *ProbeRound) *metav1.Time {
	if !r.Deleting {
		return nil
	}
	return &metav1.Time{Time: time.Now()}
}

// run is how many equal outcomes came in a row, up to their threshold.
func (w *theirWorker) run() int {
	if last, run := w.Last(); last == results.Success {
		return min(run, int(w.spec.SuccessThreshold))
	} else {
		return min(run, int(w.spec.FailureThreshold))
	}
}

func toContainerID(id string) kubecontainer.ContainerID {
	runtime, name, _ := strings.Cut(id, "://")
	return kubecontainer.ContainerID{Type: runtime, ID: name}
}

// verdict on the container.
func (w *theirWorker) verdict(id string) string {
	switch r, ok := w.Verdict(toContainerID(id)); {
	case !ok:
		return "None"
	case r == results.Unknown:
		return "Unknown"
	default:
		return r.String()
	}
}
