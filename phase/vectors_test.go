package phase_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/phase"
)

func TestVectorsPhase(t *testing.T) {
	type input struct {
		Spec     podlife.PodSpec
		Statuses []podlife.ContainerStatus
		View     phase.View
	}
	err := lawtest.Vectors("phase", func(in input) podlife.Phase { return phase.Project(&in.Spec, in.Statuses, in.View) })
	if err != nil {
		t.Error(err)
	}
}

func TestVectorsMerge(t *testing.T) {
	type input struct {
		Computed podlife.Phase
		Cached   *phase.Report
		API      phase.Report
		Expired  bool
	}
	start := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
	expired := phase.Expired(&podlife.Pod{
		Spec: podlife.PodSpec{ActiveDeadlineSeconds: new(int64)}, Status: podlife.PodStatus{StartTime: start},
	}, start)
	err := lawtest.Vectors("merge", func(in input) phase.Report {
		cached, override := in.API, expired
		if in.Cached != nil {
			cached = *in.Cached
		}
		if !in.Expired {
			override = nil
		}
		return phase.Merge(in.Computed, cached, in.API, override)
	})
	if err != nil {
		t.Error(err)
	}
}

func TestVectorsConditions(t *testing.T) {
	err := lawtest.Vectors("conditions", func(p *podlife.Pod) []podlife.Condition {
		kept := podlife.FindCondition(p.Status.Conditions, podlife.PodReadyToStartContainers) != nil
		list := slices.DeleteFunc(phase.Conditions(p), func(c podlife.Condition) bool {
			return c.Type == podlife.PodScheduled && p.Spec.NodeName == "" || c.Type == podlife.PodReadyToStartContainers && kept
		})
		for i := range list {
			list[i].LastTransitionTime = time.Time{}
		}
		return list
	})
	if err != nil {
		t.Error(err)
	}
}

func TestVectorsColumns(t *testing.T) {
	type input struct {
		Pod *podlife.Pod
		Now time.Time
	}
	err := lawtest.Vectors("columns", func(in input) phase.Row { return phase.Columns(in.Pod, in.Now) })
	if err != nil {
		t.Error(err)
	}
}

func TestVectorsDuration(t *testing.T) {
	err := lawtest.Vectors("duration", phase.HumanDuration)
	if err != nil {
		t.Error(err)
	}
}

func TestVectorsTransitions(t *testing.T) {
	type input struct{ Old, New *podlife.Pod }
	err := lawtest.Vectors("transitions", func(in input) []string {
		joined, ok := phase.CheckTransition(in.Old, in.New).(interface{ Unwrap() []error })
		if !ok {
			return nil
		}
		var out []string
		for _, err := range joined.Unwrap() {
			var e *phase.TransitionError
			if errors.As(err, &e) && !ownRule(e) {
				out = append(out, e.Error())
			}
		}
		return out
	})
	if err != nil {
		t.Error(err)
	}
}

// ownRule reports whether e is about a rule that the API server lacks.
func ownRule(e *phase.TransitionError) bool {
	return e.Rule == phase.RulePhaseStays || e.Rule == phase.RulePhaseWritten || e.Rule == phase.RuleRestartCountGrows ||
		e.Field == "status.startTime"
}
