package probe_test

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	"pgregory.net/rapid"
)

// machine is Step, or something broken in its place.
type machine func(probe.State, time.Time, probe.Event) (probe.State, []probe.Effect, error)

// move is one step of a machine.
type move struct {
	Before  probe.State
	At      time.Time
	Event   probe.Event
	After   probe.State
	Effects []probe.Effect
	Err     error
}

// script is what a machine is put through: a worker, and choices of what
// happens next, which mean something only once the state is known.
type script struct {
	Kind    probe.Kind
	Spec    podlife.Probe
	Worker  probe.WorkerStarted
	Choices []choice
}

// choice is one event to come, how long it takes to come, and a coin to decide
// its details.
type choice struct {
	What what
	Wait time.Duration
	Coin bool
}

type what uint8

const (
	tickOnTime what = iota
	tickLate
	tickEarly
	answerSuccess
	answerFailure
	answerUnknown
	containerStarts
	containerStops
	otherContainerStops
	containerGoes
	startedChanges
	podDeleted
	podEnds
	trigger
	stop
	startAgain
	nonsense
	choices
)

// scripts generates scripts. Half of the choices are ticks and answers, or the
// worker would see little.
func scripts() *rapid.Generator[script] {
	weighted := []what{tickOnTime, tickOnTime, tickOnTime, tickOnTime, tickOnTime, tickLate, tickEarly,
		answerSuccess, answerSuccess, answerSuccess, answerFailure, answerFailure, answerFailure, answerUnknown,
		containerStarts, containerStarts, containerStops, otherContainerStops, containerGoes, startedChanges,
		startedChanges, podDeleted, podEnds, trigger, stop, startAgain, nonsense}
	step := rapid.Custom(func(t *rapid.T) choice {
		return choice{
			What: rapid.SampledFrom(weighted).Draw(t, "what"),
			Wait: time.Duration(rapid.IntRange(0, 12_000).Draw(t, "wait")) * time.Millisecond,
			Coin: rapid.Bool().Draw(t, "coin"),
		}
	})
	return rapid.Custom(func(t *rapid.T) script {
		s := script{
			Kind: rapid.SampledFrom([]probe.Kind{probe.Liveness, probe.Readiness, probe.Startup}).Draw(t, "kind"),
			Spec: podlife.Probe{
				InitialDelaySeconds: rapid.SampledFrom([]int32{0, 0, 3, 20}).Draw(t, "initialDelaySeconds"),
				PeriodSeconds:       rapid.Int32Range(0, 3).Draw(t, "periodSeconds"),
				SuccessThreshold:    rapid.Int32Range(0, 3).Draw(t, "successThreshold"),
				FailureThreshold:    rapid.Int32Range(0, 3).Draw(t, "failureThreshold"),
			},
			Choices: rapid.SliceOfN(step, 0, 40).Draw(t, "choices"),
		}
		s.Worker.Sidecar = rapid.Bool().Draw(t, "sidecar")
		if rapid.Bool().Draw(t, "young kubelet") {
			s.Worker.KubeletStart = podtest.Epoch()
			s.Worker.Offset = time.Duration(rapid.IntRange(0, 999).Draw(t, "offset")) * time.Millisecond
		}
		return s
	})
}

// play puts m through sc. The container that is there before the worker is
// there every second time, as after a restart of the kubelet.
func play(m machine, sc script) []move {
	d := &driver{m: m, state: probe.New(sc.Kind, sc.Spec), now: podtest.Epoch(), worker: sc.Worker}
	if sc.Worker.Sidecar {
		d.containerStarts(20*time.Second, true)
	}
	d.do(sc.Worker)
	for _, c := range sc.Choices {
		d.choose(c)
	}
	return d.moves
}

type driver struct {
	m      machine
	state  probe.State
	now    time.Time
	worker probe.WorkerStarted
	ids    int
	moves  []move
}

func (d *driver) do(e probe.Event) {
	after, effects, err := d.m(d.state, d.now, e)
	d.moves = append(d.moves, move{d.state, d.now, e, after, effects, err})
	d.state = after
}

func (d *driver) containerStarts(ago time.Duration, started bool) {
	d.ids++
	d.do(probe.ContainerStarted{ID: fmt.Sprint("c", d.ids), StartedAt: d.now.Add(-ago), Started: started})
}

func (d *driver) choose(c choice) {
	switch c.What {
	case tickOnTime, tickLate:
		if d.state.NextAt.After(d.now) {
			d.now = d.state.NextAt
		}
		if c.What == tickLate {
			d.now = d.now.Add(c.Wait)
		}
		d.do(probe.Tick{})
		return
	case tickEarly:
		d.do(probe.Tick{})
		return
	}
	d.now = d.now.Add(c.Wait / 4)
	switch c.What {
	case answerSuccess:
		d.do(probe.Answered{Outcome: probe.Success})
	case answerFailure:
		d.do(probe.Answered{Outcome: probe.Failure})
	case answerUnknown:
		d.do(probe.Answered{Outcome: probe.Unknown})
	case containerStarts:
		d.containerStarts(2*c.Wait, c.Coin)
	case containerStops:
		d.do(probe.ContainerStopped{ID: d.state.Target.ID, Final: c.Coin})
	case otherContainerStops:
		d.ids++
		d.do(probe.ContainerStopped{ID: fmt.Sprint("c", d.ids), Final: c.Coin})
	case containerGoes:
		d.do(probe.ContainerGone{})
	case startedChanges:
		d.do(probe.StartedChanged{Started: !d.state.Target.Started})
	case podDeleted:
		d.do(probe.DeletionRequested{})
	case podEnds:
		d.do(probe.PodEnded{})
	case trigger:
		d.do(probe.Trigger{})
	case stop:
		d.do(probe.StopRequested{})
	case startAgain:
		d.do(d.worker)
	case nonsense:
		d.nonsense(c)
	}
}

func (d *driver) nonsense(c choice) {
	list := []probe.Event{nil, (*probe.Tick)(nil), &probe.Answered{}, probe.Answered{}, probe.Answered{Outcome: 99},
		probe.ContainerStarted{}, probe.ContainerStopped{}, probe.WorkerStarted{Offset: -1}}
	d.do(list[int(c.Wait/time.Millisecond)%len(list)])
}

// isRound reports whether the move is one in which the worker looked at its
// container anew.
func (m move) isNewContainer() bool { return m.After.ContainerID != m.Before.ContainerID }

// asks returns the container asked in the move, or "".
func (m move) asks() string {
	for _, e := range m.Effects {
		if a, ok := e.(*probe.Ask); ok {
			return a.ContainerID
		}
	}
	return ""
}

// verdicts returns the verdicts on container id that the move told of.
func (m move) verdicts(id string) []probe.Result {
	var list []probe.Result
	for _, e := range m.Effects {
		if v, ok := e.(*probe.VerdictChanged); ok && v.ContainerID == id {
			list = append(list, v.Verdict)
		}
	}
	return list
}
