package probe

import (
	"math"
	"time"

	"github.com/podlife/podlife"
)

// State is a probe worker between two events: what asks one container, in one
// of its lives after the other, one kind of question. The zero State is no
// worker; [New] makes one. A State holds no pointers of its own, so a copy is
// a clone.
type State struct {
	// Kind of the probe.
	Kind Kind
	// InitialDelay is how long after its start a container is not asked.
	InitialDelay time.Duration
	// Period is the time from one round to the next.
	Period time.Duration
	// Timeout is how long the caller may take to deliver an [Answered].
	Timeout time.Duration
	// SuccessThreshold is how many successes in a row make a verdict.
	SuccessThreshold int32
	// FailureThreshold is how many failures in a row make a verdict.
	FailureThreshold int32
	// Sidecar: the container is one. From [WorkerStarted].
	Sidecar bool
	// KubeletStart is when the kubelet started. From [WorkerStarted].
	KubeletStart time.Time

	// Target is what the Pod's status says about the container now. The worker
	// looks at it only when a round begins.
	Target Target
	// Deleting: the Pod that the worker holds has a deletion timestamp.
	Deleting bool
	// PodEnded: the Pod's phase is Succeeded or Failed.
	PodEnded bool

	// ContainerID is the container of the last round that saw one. The verdict
	// is about it. Empty: none was seen yet.
	ContainerID string
	// Verdict is what readers act on. None until a round has seen the
	// container, and once the worker has ended.
	Verdict Result
	// Last is the last outcome that counted. None: there was none yet, in any
	// life of the container.
	Last Result
	// Run is how many outcomes in a row were equal to Last. It stops counting
	// at the threshold, from where on more make no difference. It is 0 after a
	// verdict that put the worker on hold.
	Run int32
	// OnHold: the worker does not ask until it sees another container.
	OnHold bool

	// NextAt is when the next round is due. Zero: the worker has not started,
	// or has ended.
	NextAt time.Time
	// Delayed: the random wait before the first round is not over.
	Delayed bool
	// Asking: a question was put, and the answer is awaited.
	Asking bool
	// Triggered: a [Trigger] came while the worker was busy.
	Triggered bool
	// Stopping: a [StopRequested] came while the worker was busy.
	Stopping bool
	// Ended: the worker is gone. Nothing happens to it any more.
	Ended bool
}

// Target is a container as the Pod's status describes it. The zero Target is
// no container.
type Target struct {
	// ID names the container to the runtime. Empty: there is none.
	ID string
	// Running: it runs. If not, it has ended or waits for another start.
	Running bool
	// StartedAt is when it started, as the status says.
	StartedAt time.Time
	// Started is what the status says: the startup probe, if any, succeeded.
	Started bool
	// Final: it has ended and nothing will start it again.
	Final bool
}

// New returns a worker for a probe, not started yet. Fields of the spec that
// are unset or negative count as their defaults; whether the API server takes
// the spec at all is a question for [Validate].
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, newWorker.
func New(kind Kind, spec podlife.Probe) State {
	return State{
		Kind:             kind,
		InitialDelay:     seconds(max(spec.InitialDelaySeconds, 0)),
		Period:           seconds(positive(spec.PeriodSeconds, DefaultPeriodSeconds)),
		Timeout:          seconds(positive(spec.TimeoutSeconds, DefaultTimeoutSeconds)),
		SuccessThreshold: positive(spec.SuccessThreshold, DefaultSuccessThreshold),
		FailureThreshold: positive(spec.FailureThreshold, DefaultFailureThreshold),
	}
}

// IsWorker reports whether there is a worker: one that [New] made and that has
// not ended.
func (s State) IsWorker() bool { return s.known() && !s.Ended }

// Recorded returns the verdict on the container called id: None if the worker
// has not seen that container, or sees another by now, or has ended.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/results/results_manager.go, manager.Get.
func (s State) Recorded(id string) Result {
	if s.ContainerID != id {
		return None
	}
	return s.Verdict
}

// known reports whether s is a State that New could have made.
func (s *State) known() bool { return s.Kind >= Liveness && s.Kind <= Startup && s.Period > 0 }

// begun reports whether the worker runs.
func (s *State) begun() bool { return s.IsWorker() && !s.NextAt.IsZero() }

// threshold returns how many outcomes r in a row make a verdict.
func (s *State) threshold(r Result) int32 {
	switch r {
	case Success:
		return s.SuccessThreshold
	case Failure:
		return s.FailureThreshold
	case None, Unknown: // never make one
	}
	return math.MaxInt32
}

func seconds(n int32) time.Duration { return time.Duration(n) * time.Second }

func positive(n, fallback int32) int32 {
	if n > 0 {
		return n
	}
	return fallback
}
