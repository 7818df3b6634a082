package lifecycle_test

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/termination"
	"pgregory.net/rapid"
)

// newborn draws a Pod as the API server would store it.
func newborn(t *rapid.T) *podlife.Pod {
	p := &podlife.Pod{Spec: podtest.Spec().Draw(t, "spec")}
	p.Name, p.Namespace, p.UID, p.Generation = "web-1", "default", "uid-1", 1
	p.CreationTimestamp = podtest.Epoch()
	p.Spec.EphemeralContainers = nil
	p.Status.Phase = podlife.PodPending
	if rapid.Bool().Draw(t, "unbound") {
		p.Spec.NodeName = ""
	}
	if len(p.Spec.SchedulingGates) > 0 {
		p.Spec.NodeName = ""
	}
	if rapid.IntRange(0, 4).Draw(t, "finalizer") == 0 {
		p.Finalizers = []string{"example.com/hold"}
	}
	return p
}

// seconds is a number of seconds to point to.
func seconds(n int64) *int64 { return &n }

// disturbances are events that can happen nearly any time.
func disturbances(p *podlife.Pod) []lifecycle.Event {
	return []lifecycle.Event{
		lifecycle.DeleteRequested{},
		lifecycle.DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: seconds(5)}},
		lifecycle.DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: new(int64)}},
		lifecycle.DeleteRequested{Disruption: lifecycle.Disruption{Reason: "EvictionByEvictionAPI", Message: "Eviction API: evicting"}},
		lifecycle.FinalizersRemoved{},
		lifecycle.Collected{Orphaned: true},
		lifecycle.SandboxLost{},
		lifecycle.KubeletRestarted{}, lifecycle.KubeletRestarted{},
		lifecycle.NodeRebooted{},
		lifecycle.NodeLost{}, lifecycle.NodeReturned{}, lifecycle.NodeReturned{},
		lifecycle.Evicted{Message: "low on memory", GracePeriodSeconds: seconds(1)},
		lifecycle.Evicted{Reason: "Terminated", Message: "shutdown", LocalStorage: true},
		lifecycle.ContainerLost{Container: p.Spec.Containers[0].Name},
		lifecycle.ImageChanged{Container: p.Spec.Containers[0].Name, Image: "web:2"},
		lifecycle.ImageChanged{Container: p.Spec.Containers[0].Name, Image: "web:3"},
		lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug", Image: "debug:1"}},
		lifecycle.ConditionSet{Condition: podlife.Condition{Type: "example.com/warm", Status: podlife.ConditionTrue}},
		lifecycle.ConditionSet{Condition: podlife.Condition{Type: "example.com/in-pool", Status: podlife.ConditionTrue}},
		lifecycle.TaintsChanged{Taints: []podlife.Taint{{Key: "example.com/full", Effect: podlife.TaintEffectNoExecute}}},
		lifecycle.TaintsChanged{},
	}
}

// nonsense are events that mostly cannot happen.
func nonsense() []lifecycle.Event {
	return []lifecycle.Event{
		nil, &lifecycle.Tick{}, lifecycle.Created{}, lifecycle.Created{Pod: &podlife.Pod{}}, lifecycle.Bound{},
		lifecycle.GatesRemoved{}, lifecycle.Unschedulable{}, lifecycle.ImageChanged{Container: "none"},
		lifecycle.EphemeralContainerAdded{}, lifecycle.ConditionSet{}, lifecycle.VolumesMounted{}, lifecycle.MountFailed{},
		lifecycle.SandboxCreated{}, lifecycle.SandboxFailed{}, lifecycle.ImagePulled{Container: "none"}, lifecycle.ImagePulled{Container: "web"},
		lifecycle.ContainerStarted{Container: "web"}, lifecycle.StartFailed{Container: "web"}, lifecycle.PostStartFinished{Container: "web"},
		lifecycle.ContainerExited{Container: "web"}, lifecycle.ContainerExited{Container: "none"}, lifecycle.ContainerLost{Container: "none"},
		lifecycle.ProbeAnswered{Container: "web", Kind: probe.Liveness, Outcome: probe.Success},
		lifecycle.ProbeAnswered{Container: "web", Kind: 77, Outcome: 77}, lifecycle.PreStopFinished{Container: "web"},
		lifecycle.StopFailed{Container: "web"}, lifecycle.CleanedUp{}, lifecycle.Rejected{},
	}
}

// walker takes a Pod through a life at random.
type walker struct {
	*rapid.T
	pod   *podlife.Pod
	step  lifecycle.Stepper
	state lifecycle.State
	at    time.Time
}

// startWalk begins a life in the given unborn state.
func startWalk(t *rapid.T, step lifecycle.Stepper, unborn lifecycle.State) *walker {
	return &walker{T: t, pod: newborn(t), step: step, state: unborn, at: podtest.Epoch()}
}

// draw chooses the next event, and when it happens.
func (w *walker) draw() lifecycle.Event {
	if w.state.Stage() == lifecycle.Unborn {
		return lifecycle.Created{Pod: w.pod}
	}
	choice := rapid.IntRange(0, 99).Draw(w.T, "choice")
	wake := w.state.WakeAt()
	switch possible := lifecycle.Possible(w.state); {
	case choice < 3:
		return rapid.SampledFrom(nonsense()).Draw(w.T, "nonsense")
	case choice < 10:
		w.wait()
		return rapid.SampledFrom(disturbances(w.pod)).Draw(w.T, "disturbance")
	case choice < 12:
		w.wait()
		return lifecycle.Tick{}
	case !wake.IsZero() && (len(possible) == 0 || choice < 30):
		if wake.After(w.at) {
			w.at = wake
		}
		return lifecycle.Tick{}
	case len(possible) > 0:
		w.wait()
		return rapid.SampledFrom(possible).Draw(w.T, "event")
	default:
		w.wait()
		return rapid.SampledFrom(disturbances(w.pod)).Draw(w.T, "disturbance")
	}
}

// wait lets time pass.
func (w *walker) wait() {
	w.at = w.at.Add(rapid.SampledFrom([]time.Duration{0, 300 * time.Millisecond, time.Second, 7 * time.Second, 700 * time.Second}).Draw(w.T, "wait"))
}

// walk takes steps, and calls check after each that was not refused.
func (w *walker) walk(steps int, check func(before lifecycle.State, e lifecycle.Event, after lifecycle.State, effects []lifecycle.Effect)) {
	for range steps {
		e := w.draw()
		next, effects, err := w.step(w.state, w.at, e)
		if err != nil {
			continue
		}
		check(w.state, e, next, effects)
		w.state = next
	}
}
