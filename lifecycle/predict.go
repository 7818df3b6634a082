package lifecycle

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/restart"
	"github.com/podlife/podlife/termination"
)

// Forecast is what can be told of a Pod's future from the object alone. The zero
// Forecast is that of no Pod.
type Forecast struct {
	// Phases are the present one, and those that can still come.
	Phases phase.Set
	// CanSucceed: the phase may be Succeeded one day, or is.
	CanSucceed bool
	// CanFail: the phase may be Failed one day, or is.
	CanFail bool
	// CanBecomeReady: the condition Ready may be True one day, or is.
	CanBecomeReady bool
	// Outcome is what became of the Pod's work so far. Final: it stays.
	Outcome phase.Result
	// Waits say what holds the Pod where it is, the weightiest reason first.
	// There is always one.
	Waits []phase.Explanation
	// Restarts are the next attempts to start containers that wait for one, the
	// earliest first, each with its interval.
	Restarts []restart.Attempt
	// Removal is what stands between the Pod and its end, and by when it is
	// gone. Zero: nobody has asked for its deletion.
	Removal termination.Forecast
	// Deadline is when activeDeadlineSeconds end the Pod. Zero: they do not, or
	// it has ended.
	Deadline time.Time
}

// Surroundings are what, beside the Pod, decides on its future. The zero value is
// a node with the usual back-off, which is assumed to work.
type Surroundings struct {
	// Surroundings of a Pod that is being deleted: its node.
	termination.Surroundings
	// Backoff is the node's crash-loop delay.
	Backoff restart.Backoff
}

// Predict returns what can be told at now of the future of p, an object as the API
// has it. A nil Pod has the zero Forecast.
//
// What it says cannot come does not come, unless the spec is changed or a container
// removed from the runtime. What it says can come does come to some Pod that looks
// like p: the object does not show how far the kubelet has got since it last wrote.
//
//   - Phases is [phase.Reachable]. When the active deadline has passed, nothing
//     but Failed can come any more.
//   - Ready cannot come of a Pod that has ended or never begins, or in which a
//     container that counts has ended for good.
//
// The rest is what the packages beneath say: [phase.Outcome], [phase.Explain],
// [restart.NextAttempts], [termination.Deadline], [phase.Deadline].
func Predict(p *podlife.Pod, around Surroundings, now time.Time) Forecast {
	if p == nil {
		return Forecast{}
	}
	f := Forecast{
		Phases:   phase.Reachable(p),
		Outcome:  phase.Outcome(p),
		Waits:    phase.Explain(p),
		Restarts: restart.NextAttempts(p, around.Backoff, now),
		Removal:  termination.Deadline(p, around.Surroundings, now),
	}
	if !p.Status.Phase.IsTerminal() {
		f.Deadline = phase.Deadline(p)
		if phase.Expired(p, now) != nil {
			f.Phases &= phase.SetOf(p.Status.Phase, podlife.PodFailed)
		}
	}
	f.CanSucceed = f.Phases.Has(podlife.PodSucceeded)
	f.CanFail = f.Phases.Has(podlife.PodFailed)
	f.CanBecomeReady = canBecomeReady(p, f.Phases)
	return f
}

// canBecomeReady reports whether Ready can be True, given the phases that can
// come: while it is Running, with no container ended for good.
func canBecomeReady(p *podlife.Pod, phases phase.Set) bool {
	if !phases.Has(podlife.PodRunning) {
		return false
	}
	if phase.CanRestartAll(p) {
		return true
	}
	for i := range p.Spec.Containers {
		c := &p.Spec.Containers[i]
		s := podlife.FindStatus(p.Status.ContainerStatuses, c.Name)
		if s != nil && s.State.Kind == podlife.StateTerminated && restart.ByPolicy(&p.Spec, c, s.State.ExitCode) == restart.Stay {
			return false
		}
	}
	return true
}
