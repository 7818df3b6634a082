package main

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/mismatch"
	"github.com/podlife/podlife/examples/internal/objects"
)

// checkLine is a difference, for programs.
type checkLine struct {
	Namespace     string        `json:"namespace"`
	Name          string        `json:"name"`
	RecordedPhase podlife.Phase `json:"recordedPhase"`
	ComputedPhase podlife.Phase `json:"computedPhase"`
	Rule          mismatch.Rule `json:"rule"`
	Author        string        `json:"author"`
	Text          string        `json:"text"`
	source
}

// checkLines prints every difference as a checkLine.
type checkLines struct {
	*program
	lines
}

func (p *checkLines) pod(o objects.Object) error {
	d, differ := p.find(o)
	if !differ {
		return nil
	}
	return p.Encode(checkLine{o.Pod.Namespace, o.Pod.Name, d.Recorded, d.Computed, d.Rule, d.Author.String(), textOf(d), sourceOf(o)})
}

func (p *checkLines) end() error { return nil }
