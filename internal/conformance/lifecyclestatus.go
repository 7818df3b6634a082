package conformance

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/restart"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
)

// Told is what a kubelet reports after a step.
type Told struct {
	Event      string
	Phase      string
	Init, Main []podlife.ContainerStatus
	Conditions []podlife.Condition
}

// lifecycleStatusArea gives a kubelet's status generation what ours has seen at each step
// of a life at which ours made a status, and says where the two reports differ. Left out:
// Pods with a rule that restarts all containers, which take several statuses in one step; the
// phase while the kubelet holds it back; transition times, which the status manager takes
// from the real clock; and resources.
func lifecycleStatusArea() *Area[Life, []string] {
	return &Area[Life, []string]{
		Name:   "lifecycle-status",
		Gen:    lives(),
		Ours:   func(Life) []string { return nil },
		Theirs: func(l Life) []string { differences, _ := replay(l, nil); return differences },
		Pod:    func(l Life) *podlife.Pod { return l.Pod },
	}
}

// replay lives a life and has a kubelet report beside ours, which spoil may change first. It
// returns where the reports differ, and how many were compared.
func replay(l Life, spoil func(*podlife.PodStatus)) (differences []string, compared int) {
	if restartsAll(l.Pod) {
		return nil, 0
	}
	k := oracle.NewKubelet(podtest.Epoch()) // one for each life, as probe workers outlive their Pod for a moment
	defer k.RemovePod(kube.ToPod(l.Pod))
	apart := false // the API server has refused what the kubelet holds
	play(l, func(s lived) {
		now := s.after.Pod()
		if now == nil || apart {
			return
		}
		pod := kube.ToPod(now)
		if terminal, ok := comparable(s); ok {
			var generated *podlife.PodStatus
			generated, apart = theirStep(k, s, now, terminal)
			held := generated.Phase.IsTerminal() && !terminal
			if spoil != nil {
				spoil(&now.Status)
			}
			if !apart {
				compared++
				if diff := cmp.Diff(tellOf(s, generated, held), tellOf(s, &now.Status, held)); diff != "" {
					differences = append(differences, diff)
				}
			}
		}
		k.SetStatus(pod, pod.Status)
	})
	return differences, compared
}

// comparable reports whether a step made statuses, of which what is seen after it tells all
// that went into them; and whether they are a Pod's last.
func comparable(s lived) (terminal, ok bool) {
	terminal = slices.ContainsFunc(s.effects, isEffect[*lifecycle.CleanUp])
	switch {
	case s.after.Seen().Statuses == s.before.Seen().Statuses:
		return terminal, false
	case goesOn(s):
		return terminal, false // failures were noted after the status was made
	case s.before.Stage() < lifecycle.Ending && s.after.Stage() == lifecycle.Ending && mayTell(s.event):
		return terminal, false
	}
	switch s.event.(type) {
	case lifecycle.CleanedUp:
		return terminal, false
	case lifecycle.Tick, lifecycle.SandboxLost, lifecycle.VolumesMounted:
		return terminal, true
	default: // with a new sandbox it changed the containers after the status was made
		return terminal, !slices.ContainsFunc(s.effects, isEffect[*lifecycle.CreateSandbox])
	}
}

func isEffect[T lifecycle.Effect](e lifecycle.Effect) bool {
	_, ok := e.(T)
	return ok
}

// theirStep is the status that the kubelet generates, and whether the API server would
// refuse it.
func theirStep(k *oracle.Kubelet, s lived, now *podlife.Pod, terminal bool) (status *podlife.PodStatus, refused bool) {
	api := now.Clone()
	if old := s.before.Pod(); old != nil {
		others := slices.DeleteFunc(slices.Clone(now.Status.Conditions), func(c podlife.Condition) bool { return slices.Contains(kubeletsOwn(), c.Type) })
		api.Status = old.Status
		api.Status.Conditions = slices.DeleteFunc(api.Status.Conditions, func(c podlife.Condition) bool { return !slices.Contains(kubeletsOwn(), c.Type) })
		api.Status.Conditions = append(others, api.Status.Conditions...)
	}
	pod := kube.ToPod(api)
	k.AddPod(pod)
	k.Clock.SetTime(s.at)
	seen := s.after.Seen()
	if slices.ContainsFunc(s.effects, isEffect[*lifecycle.CreateSandbox]) {
		seen.Containers = s.before.Seen().Containers // the status was made before init containers were removed
	}
	if s.after.Stage() == lifecycle.Ending {
		keepVerdicts(seen.Containers, s.before.Seen().Containers) // the status was made before workers were stopped
	}
	runtime := reportOf(k, s, api, seen)
	var own v1.PodStatus
	for range s.after.Seen().Statuses - s.before.Seen().Statuses { // what one says counts in the next
		status := k.Generate(pod, runtime, terminal)
		var ok bool
		own, ok = k.SetStatus(pod, *status.DeepCopy())
		refused = refused || !ok || !accepts(pod, own)
	}
	return kube.PodStatus(&own), refused
}

// reportOf is what the runtime reports. The kubelet is told of failed starts and verdicts.
func reportOf(k *oracle.Kubelet, s lived, pod *podlife.Pod, seen lifecycle.Seen) *kubecontainer.PodStatus {
	runtime := &kubecontainer.PodStatus{}
	if seen.SandboxMade {
		runtime.SandboxStatuses = sandbox(pod, seen.SandboxReady)
	}
	uid := types.UID(pod.UID)
	for i := range seen.Containers {
		c := &seen.Containers[i]
		var err error
		if c.Reason != "" {
			err = errors.New(c.Reason)
		}
		k.FailStart(uid, c.Name, err, c.Message)
		for r := range c.Runs {
			status := runtimeStatus(c, r)
			runtime.ContainerStatuses = append(runtime.ContainerStatuses, status)
			if seen.SandboxReady && c.Runs[r].SandboxID == "present" {
				runtime.ActiveContainerStatuses = append(runtime.ActiveContainerStatuses, status)
			}
			if r == 0 {
				if started := c.Startup == probe.Success; record(k.Startup, status.ID, c.Startup) && ofWorkers(s.event) {
					k.SetStarted(uid, status.ID, started)
				}
				record(k.Readiness, status.ID, c.Readiness)
			}
		}
	}
	return runtime
}

// goesOn reports whether a sync went on after its status was made, to a pull or to another
// status, and found that some container could not be started.
func goesOn(s lived) bool {
	pulls := slices.ContainsFunc(s.effects, isEffect[*lifecycle.PullImage])
	if !pulls && s.after.Seen().Statuses-s.before.Seen().Statuses < 2 {
		return false
	}
	before, after := s.before.Seen().Containers, s.after.Seen().Containers
	return !slices.EqualFunc(before, after, func(a, b lifecycle.SeenContainer) bool { return a.Reason == b.Reason && a.Message == b.Message })
}

// keepVerdicts gives the runs that there were before the verdicts that they had.
func keepVerdicts(now, before []lifecycle.SeenContainer) {
	for i := range now {
		if i < len(before) && len(now[i].Runs) > 0 && len(before[i].Runs) > 0 && now[i].Runs[0].ID == before[i].Runs[0].ID {
			now[i].Startup, now[i].Readiness = before[i].Startup, before[i].Readiness
		}
	}
}

// accepts reports whether the API server takes the container states of a status. Where it
// does not, the kubelet goes on with a view of its own, and ours with the API server's.
func accepts(pod *v1.Pod, status v1.PodStatus) bool {
	old := pod.DeepCopy()
	old.DeletionTimestamp, old.DeletionGracePeriodSeconds = nil, nil
	next := old.DeepCopy()
	next.Status = status
	return !slices.ContainsFunc(oracle.ValidateStatusUpdate(next, old), func(e *field.Error) bool { return ofContainers.MatchString(e.Field) })
}

// mayTell reports whether with an event probe workers may come to verdicts that nobody sees
// any more when they are stopped in the same step.
func mayTell(e lifecycle.Event) bool {
	_, returned := e.(lifecycle.NodeReturned)
	return returned || ofWorkers(e)
}

// ofWorkers reports whether it is the probe workers that an event is for. Then the kubelet
// hears of their verdicts before it makes the next status.
func ofWorkers(e lifecycle.Event) bool {
	switch e.(type) {
	case lifecycle.ProbeAnswered, lifecycle.Tick:
		return true
	default:
		return false
	}
}

// record has a probe worker have found r, or nothing, and reports whether it is news.
func record(v oracle.Verdicts, id kubecontainer.ContainerID, r probe.Result) bool {
	found, ok := map[probe.Result]results.Result{
		probe.Success: results.Success, probe.Failure: results.Failure, probe.Unknown: results.Unknown,
	}[r]
	if !ok {
		v.Remove(id)
		return false
	}
	before, known := v.Get(id)
	v.Set(id, found, nil)
	return !known || before != found
}

// runtimeStatus is run r of a container as the runtime reports it. A newer one was created
// later.
func runtimeStatus(c *lifecycle.SeenContainer, r int) *kubecontainer.Status {
	run := &c.Runs[r]
	out := &kubecontainer.Status{
		Name: c.Name, ID: containerdID(run.ID), Image: run.Image,
		CreatedAt: podtest.Epoch().Add(-time.Duration(r) * time.Hour), StartedAt: c.Started[r], Message: c.Messages[r],
	}
	if r == 0 {
		out.RestartCount = int(c.Restarts)
	}
	switch run.State {
	case restart.StateRunning:
		out.State = kubecontainer.ContainerStateRunning
	case restart.StateCreated:
		out.State = kubecontainer.ContainerStateCreated
	case restart.StateExited:
		out.State = kubecontainer.ContainerStateExited
		out.ExitCode, out.Reason, out.FinishedAt = int(run.ExitCode), run.Reason, run.FinishedAt
	}
	return out
}

// containerdID parses a name such as containerd://web-1.
func containerdID(name string) kubecontainer.ContainerID {
	return kubecontainer.ContainerID{Type: "containerd", ID: strings.TrimPrefix(name, "containerd://")}
}

// tellOf is what can be compared of a status.
func tellOf(s lived, st *podlife.PodStatus, held bool) Told {
	out := Told{Event: fmt.Sprintf("%T", s.event)}
	if !held {
		out.Phase = fmt.Sprint(st.Phase, st.Reason, st.Message)
	}
	for _, list := range []struct {
		from []podlife.ContainerStatus
		to   *[]podlife.ContainerStatus
	}{{st.InitContainerStatuses, &out.Init}, {st.ContainerStatuses, &out.Main}} {
		for _, c := range list.from {
			c.Resources, c.AllocatedResources = nil, nil
			*list.to = append(*list.to, c)
		}
	}
	for _, c := range st.Conditions {
		c.LastTransitionTime = time.Time{}
		if c.Type != podlife.DisruptionTarget {
			out.Conditions = append(out.Conditions, c)
		}
	}
	return out
}

// restartsAll reports whether a rule of p restarts all containers.
func restartsAll(p *podlife.Pod) bool {
	return slices.ContainsFunc(slices.Concat(p.Spec.Containers, p.Spec.InitContainers), func(c podlife.Container) bool {
		return slices.ContainsFunc(c.RestartPolicyRules, func(r podlife.ContainerRestartRule) bool {
			return r.Action == podlife.RestartActionRestartAllContainers
		})
	})
}
