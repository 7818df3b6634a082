package conformance

import (
	"slices"
	"sync"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
)

// ProbeInput is a probe worker and what it sees round by round.
type ProbeInput struct {
	// Kind of the probe: Liveness, Readiness or Startup.
	Kind string `json:"kind"`
	// Spec of a Pod with one container, a main container or a sidecar.
	Spec podlife.PodSpec `json:"spec"`
	// KubeletAge is how long the kubelet runs at [podtest.Epoch].
	KubeletAge time.Duration `json:"kubeletAge"`
	// Rounds in order, the first some time after [podtest.Epoch].
	Rounds []ProbeRound `json:"rounds"`
}

// ProbeRound is one look at the container.
type ProbeRound struct {
	// After is the time since the round before. It is at least a period, but for the first
	// round and for triggered ones.
	After time.Duration `json:"after"`
	// Trigger: the round was asked for.
	Trigger bool `json:"trigger,omitempty"`
	// Same: the status of the container is that of the round before.
	Same bool `json:"same,omitempty"`
	// Status of the container as the kubelet has it. Nil: none.
	Status *podlife.ContainerStatus `json:"status,omitempty"`
	// PodPhase in that status. Empty: the kubelet has no status of the Pod at all.
	PodPhase podlife.Phase `json:"podPhase"`
	// AllRestarting: the Pod's condition AllContainersRestarting is true.
	AllRestarting bool `json:"allRestarting,omitempty"`
	// Deleting: the worker's Pod is being deleted.
	Deleting bool `json:"deleting,omitempty"`
	// Attempts is what the attempts to probe come to if one is made: Success, Failure, Error,
	// Warning or Silence. The last counts again and again; empty stands for Error.
	Attempts []string `json:"attempts,omitempty"`
}

// shows reports whether a worker sees a container in the round.
func (r *ProbeRound) shows() bool {
	return r.Status != nil && r.Status.ContainerID != "" && r.PodPhase != "" && !r.PodPhase.IsTerminal()
}

// ProbeStep is what one round of a worker comes to.
type ProbeStep struct {
	// Asked: a probe was run.
	Asked bool `json:"asked"`
	// GoesOn: the worker did not end.
	GoesOn bool `json:"goesOn"`
	// Verdict on the container that was seen last.
	Verdict string `json:"verdict"`
	// OnHold: the worker waits for another container.
	OnHold bool `json:"onHold"`
	// Run is how many equal outcomes came in a row, up to their threshold.
	Run int `json:"run"`
}

// probeArea compares a probe worker's rounds: whether it asks, whether it goes on, what it
// has found. When the rounds are is for area probe-run. Left out: what a status says after
// it said that the Pod ended, and a running container without a time of its start.
func probeArea() *Area[ProbeInput, []ProbeStep] {
	b := sync.OnceValue(newBubble)
	return &Area[ProbeInput, []ProbeStep]{
		Name: "probe",
		Gen:  probeInputs(),
		Ours: ourProbe,
		Theirs: func(in ProbeInput) (out []ProbeStep) {
			b().run(func() { out = theirProbe(in) })
			return out
		},
		Pod:     func(in ProbeInput) *podlife.Pod { return &podlife.Pod{Spec: in.Spec} },
		Vectors: probeVectors(),
	}
}

// container is the container of the worker, and whether it is a sidecar.
func (in *ProbeInput) container() (c *podlife.Container, isSidecar bool) {
	if len(in.Spec.InitContainers) > 0 {
		return &in.Spec.InitContainers[0], true
	}
	return &in.Spec.Containers[0], false
}

// probe is the worker's kind, and its probe.
func (in *ProbeInput) probe() (probe.Kind, *podlife.Probe) {
	switch c, _ := in.container(); in.Kind {
	case "Liveness":
		return probe.Liveness, c.LivenessProbe
	case "Readiness":
		return probe.Readiness, c.ReadinessProbe
	default:
		return probe.Startup, c.StartupProbe
	}
}

// rounds are the rounds, each with its status.
func (in *ProbeInput) rounds() []ProbeRound {
	out := slices.Clone(in.Rounds)
	for i := range out {
		if out[i].Same && i > 0 {
			out[i].Status = out[i-1].Status
		}
	}
	return out
}

// period is the time from one round to the next.
func (in *ProbeInput) period() time.Duration {
	kind, spec := in.probe()
	return probe.New(kind, *spec).Period
}

func ourProbe(in ProbeInput) []ProbeStep {
	kind, spec := in.probe()
	_, isSidecar := in.container()
	w := &ourWorker{State: probe.New(kind, *spec)}
	started := probe.WorkerStarted{KubeletStart: podtest.Epoch().Add(-in.KubeletAge), Sidecar: isSidecar}
	at, out := podtest.Epoch(), []ProbeStep(nil)
	for i, r := range in.rounds() {
		at = at.Add(r.After)
		w.see(at, &in, &r)
		switch {
		case i == 0:
			w.do(at, started)
		case r.Trigger:
			w.do(at, probe.Trigger{})
		default:
			w.do(at, probe.Tick{})
		}
		asked := w.Asking
		if asked {
			w.do(at, probe.Answered{Outcome: probe.FirstAnswer(ourOutcomes(r.Attempts)...)})
		}
		out = append(out, w.step(asked))
		if w.Ended {
			break
		}
	}
	return out
}

func theirProbe(in ProbeInput) []ProbeStep {
	zero := sleepTo(in.KubeletAge)
	w := newTheirWorker(&in)
	w.since = zero.Sub(podtest.Epoch())
	time.Sleep(in.KubeletAge)
	seen, out := "", []ProbeStep(nil)
	for _, r := range in.rounds() {
		time.Sleep(r.After)
		w.pod.DeletionTimestamp = deletion(&r)
		asked, goesOn := w.Step(w.status(&r), theirOutcomes(r.Attempts)...)
		if r.shows() {
			seen = r.Status.ContainerID
		}
		out = append(out, ProbeStep{asked, goesOn, w.verdict(seen), w.OnHold(), w.run()})
		if !goesOn {
			break
		}
	}
	return out
}
