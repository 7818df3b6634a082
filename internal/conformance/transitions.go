package conformance

import (
	"errors"
	"regexp"
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"pgregory.net/rapid"
)

// TransitionInput is a write of a Pod's status.
type TransitionInput struct {
	Old *podlife.Pod `json:"old"`
	New *podlife.Pod `json:"new"`
}

// transitionsArea compares what the API server has against a write of a status: its errors
// in its order, as text. Left out on both sides:
//
//   - the rules that podlife adds and the server lacks: those on phases, on restart counts
//     and on the start time;
//   - status.nodeName, because a write of the status cannot change the spec, which the
//     server puts back unseen and podlife points out;
//   - the server's rules on fields that podlife lacks, or on the form of single values;
//   - an error given twice, as for an ephemeral container that has two new statuses;
//   - container states of two Pods with different UIDs, which podlife does not compare.
func transitionsArea() *Area[TransitionInput, []string] {
	return &Area[TransitionInput, []string]{
		Name:    "transitions",
		Gen:     rapid.Custom(drawTransition),
		Ours:    func(in TransitionInput) []string { return serverErrors(phase.CheckTransition(in.Old, in.New)) },
		Theirs:  theirErrors,
		Pod:     func(in TransitionInput) *podlife.Pod { return in.Old },
		Vectors: transitionsVectors(),
	}
}

// serverErrors are the texts in err that the API server has too.
func serverErrors(err error) []string {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var out []string
	for _, err := range joined.Unwrap() {
		var e *phase.TransitionError
		if !errors.As(err, &e) {
			panic(err)
		}
		switch {
		case e.Rule == phase.RulePhaseStays, e.Rule == phase.RulePhaseWritten, e.Rule == phase.RuleRestartCountGrows:
		case e.Field == "status.startTime", e.Field == "status.nodeName":
		default:
			out = append(out, e.Error())
		}
	}
	return out
}

// known matches the fields on which podlife has the API server's rules.
var known = regexp.MustCompile(`^(metadata\.(name|namespace|uid)|status\.(qosClass|nominatedNodeName|observedGeneration|` +
	`conditions\[\d+\]\.observedGeneration|(c|initC|ephemeralC)ontainerStatuses\[\d+\]\.state))$`)

// ofContainers matches those of them that are about container states.
var ofContainers = regexp.MustCompile(`\.state$`)

func theirErrors(in TransitionInput) []string {
	updated, old := kube.ToPod(in.New), kube.ToPod(in.Old)
	var out []string
	for _, err := range oracle.ValidateStatusUpdate(updated, old) {
		switch {
		case !known.MatchString(err.Field):
		case err.Field == "status.nominatedNodeName" && err.Type != field.ErrorTypeForbidden: // the form of the name
		case ofContainers.MatchString(err.Field) && in.Old.UID != in.New.UID:
		default:
			out = append(out, err.Error())
		}
	}
	return slices.Compact(out)
}

// drawTransition draws a Pod and what becomes of it: the same with a few changes, mostly
// of the statuses. Empty names are filled in, as the oracle would do it.
func drawTransition(t *rapid.T) TransitionInput {
	old := pods().Draw(t, "old")
	fill(&old.Name, "web")
	fill(&old.Namespace, "default")
	fill(&old.UID, "1")
	updated := old.Clone()
	s := &updated.Status
	if rapid.IntRange(0, 4).Draw(t, "statuses change") > 0 {
		s.InitContainerStatuses = changed(t, s.InitContainerStatuses)
		s.ContainerStatuses = changed(t, s.ContainerStatuses)
		s.EphemeralContainerStatuses = changed(t, s.EphemeralContainerStatuses)
	}
	switch rapid.IntRange(0, 15).Draw(t, "also changes") {
	case 9:
		updated.Name = rapid.SampledFrom([]string{"web", "db", `"quoted"`}).Draw(t, "name")
		updated.Namespace = rapid.SampledFrom([]string{"default", "shop"}).Draw(t, "namespace")
	case 10:
		updated.UID = "2"
	case 11:
		s.QOSClass = rapid.SampledFrom([]string{"", "BestEffort", "Burstable", "Best"}).Draw(t, "qosClass")
	case 12:
		s.NominatedNodeName = rapid.SampledFrom([]string{"", "node-a", "node-b", "Not a name"}).Draw(t, "nominatedNodeName")
	case 13:
		s.ObservedGeneration = rapid.Int64Range(-2, 2).Draw(t, "observedGeneration")
	case 14:
		s.Conditions = append(s.Conditions, podtest.Condition().Draw(t, "condition"))
		for i := range s.Conditions {
			s.Conditions[i].ObservedGeneration = rapid.Int64Range(-1, 1).Draw(t, "condition's observedGeneration")
		}
	case 15:
		s.Phase, s.StartTime = report().Draw(t, "next").Phase, podtest.Time().Draw(t, "startTime")
	}
	return TransitionInput{Old: old, New: updated}
}

// changed returns some of the statuses, each as it is or anew.
func changed(t *rapid.T, list []podlife.ContainerStatus) []podlife.ContainerStatus {
	var out []podlife.ContainerStatus
	for _, s := range list {
		switch rapid.IntRange(0, 7).Draw(t, s.Name+" becomes") {
		case 0, 1:
			out = append(out, s)
		case 7:
		default:
			out = append(out, podtest.ContainerStatus(s.Name).Draw(t, s.Name))
		}
	}
	return out
}

// fill sets *s to value if it is empty.
func fill(s *string, value string) {
	if *s == "" {
		*s = value
	}
}
