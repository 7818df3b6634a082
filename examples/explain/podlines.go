package main

import (
	"encoding/json"
	"io"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/phase"
)

// lines writes one JSON object a line.
type lines struct{ *json.Encoder }

func newLines(out io.Writer) lines {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return lines{enc}
}

// source says where in the input a Pod was.
type source struct {
	File     string `json:"file"`
	Document int    `json:"document"`
	Path     string `json:"path"`
}

func sourceOf(o objects.Object) source { return source{o.File, o.Document, o.Path} }

// podLine is a Pod explained, for programs.
type podLine struct {
	Namespace     string              `json:"namespace"`
	Name          string              `json:"name"`
	Phase         podlife.Phase       `json:"phase"`
	RecordedPhase podlife.Phase       `json:"recordedPhase"`
	Ready         string              `json:"ready"`
	Status        string              `json:"status"`
	Restarts      string              `json:"restarts"`
	Age           string              `json:"age"`
	Conditions    []podlife.Condition `json:"conditions"`
	Outcome       outcomeLine         `json:"outcome"`
	Reasons       []reasonLine        `json:"reasons"`
	NextAttempts  []attemptLine       `json:"nextAttempts"`
	StaysDown     []downLine          `json:"staysDown"`
	Deletion      *deletionLine       `json:"deletion"` // null: nobody deletes it
	source
}

// outcomeLine is what became of the Pod's work.
type outcomeLine struct {
	Verdict   string      `json:"verdict"`
	Cause     phase.Cause `json:"cause"`
	Container string      `json:"container,omitempty"`
	ExitCode  int32       `json:"exitCode"`
	Reason    string      `json:"reason,omitempty"`
	Message   string      `json:"message,omitempty"`
	Final     bool        `json:"final"`
}

// reasonLine is one reason. Programs go by the cause, people by the text.
type reasonLine struct {
	Cause     phase.Cause `json:"cause"`
	Container string      `json:"container,omitempty"`
	Text      string      `json:"text"`
}

// attemptLine is the next attempt to start a container.
type attemptLine struct {
	Container    string    `json:"container"`
	Reason       string    `json:"reason,omitempty"`
	DelaySeconds float64   `json:"delaySeconds,omitempty"`
	Earliest     time.Time `json:"earliest"`
	Latest       time.Time `json:"latest"`
}

// downLine is a container that ended and is not started again.
type downLine struct {
	Container string `json:"container"`
	ExitCode  int32  `json:"exitCode"`
	// Rule is a restart.Cause, or a restart.Reason about the Pod as a whole.
	Rule string `json:"rule"`
	Text string `json:"text"`
}

// podLines prints every Pod as a podLine.
type podLines struct {
	*program
	lines
}

func (p *podLines) pod(o objects.Object) error {
	row := phase.Columns(o.Pod, p.now)
	r := phase.Outcome(o.Pod)
	explained := phase.Explain(o.Pod)
	reasons, next := []reasonLine{}, []attemptLine{}
	for _, why := range explained {
		reasons = append(reasons, reasonLine{why.Cause, why.Container, why.String()})
	}
	for _, a := range attempts(o.Pod, explained, p.now) {
		next = append(next, attemptLine{a.Container, a.Reason, a.Delay.Seconds(), a.Earliest, a.Latest})
	}
	return p.Encode(podLine{
		Namespace:     o.Pod.Namespace,
		Name:          o.Pod.Name,
		Phase:         phase.Of(o.Pod),
		RecordedPhase: o.Pod.Status.Phase,
		Ready:         row.Ready,
		Status:        row.Status,
		Restarts:      row.Restarts,
		Age:           row.Age,
		Conditions:    phase.Conditions(o.Pod),
		Outcome:       outcomeLine{r.Verdict.String(), r.Cause, r.Container, r.ExitCode, r.Reason, r.Message, r.Final},
		Reasons:       reasons,
		NextAttempts:  next,
		StaysDown:     append([]downLine{}, staysDown(o.Pod, explained)...), // never null
		Deletion:      p.deletionLine(o.Pod),
		source:        sourceOf(o),
	})
}

func (p *podLines) end() error { return nil }
