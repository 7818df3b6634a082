package conformance

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/phase"
	"pgregory.net/rapid"
)

// PhaseInput is what the computed phase depends on.
type PhaseInput struct {
	Spec     podlife.PodSpec           `json:"spec"`
	Statuses []podlife.ContainerStatus `json:"statuses"`
	View     PhaseView                 `json:"view"`
}

// PhaseView is a [phase.View] in JSON.
type PhaseView struct {
	Terminal    bool `json:"terminal"`
	Initialized bool `json:"initialized"`
	Static      bool `json:"static"`
}

// phaseArea compares the phase that statuses add up to, in any order of the statuses.
func phaseArea() *Area[PhaseInput, podlife.Phase] {
	return &Area[PhaseInput, podlife.Phase]{
		Name: "phase",
		Gen:  rapid.Custom(drawPhase),
		Ours: func(in PhaseInput) podlife.Phase {
			return phase.Project(&in.Spec, in.Statuses, phase.View(in.View))
		},
		Theirs: func(in PhaseInput) podlife.Phase {
			pod := kube.ToPod(&podlife.Pod{Spec: in.Spec})
			return podlife.Phase(oracle.Phase(&pod.Spec, toStatuses(in.Statuses), oracle.View(in.View)))
		},
		Vectors: phaseVectors(),
		Pod: func(in PhaseInput) *podlife.Pod {
			return &podlife.Pod{Spec: in.Spec, Status: podlife.PodStatus{ContainerStatuses: in.Statuses}}
		},
	}
}

func drawPhase(t *rapid.T) PhaseInput {
	p := pods().Draw(t, "pod")
	in := PhaseInput{Spec: p.Spec, Statuses: allStatuses(p), View: PhaseView{
		Terminal:    rapid.Bool().Draw(t, "terminal"),
		Initialized: rapid.Bool().Draw(t, "initialized"),
		Static:      rapid.Bool().Draw(t, "static"),
	}}
	if len(in.Statuses) > 1 && rapid.Bool().Draw(t, "shuffled") {
		in.Statuses = rapid.Permutation(in.Statuses).Draw(t, "statuses")
	}
	return in
}
