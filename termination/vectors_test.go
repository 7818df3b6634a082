package termination_test

import (
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/termination"
)

func TestVectorsDelete(t *testing.T) {
	type request struct {
		Options termination.DeleteOptions
		At      time.Time
	}
	type input struct {
		Pod      *podlife.Pod
		Requests []request
	}
	type answer struct {
		Error   string
		Removed bool
		Meta    podlife.ObjectMeta
	}
	err := lawtest.Vectors("delete", func(in input) []answer {
		var out []answer
		p := in.Pod
		for _, r := range in.Requests {
			var a answer
			d, err := termination.Delete(p, r.Options, r.At)
			if err != nil {
				a.Error = err.Error()
			} else {
				p, a.Removed = d.Pod, d.Outcome == termination.Removed
			}
			if a.Meta = p.ObjectMeta; len(a.Meta.Finalizers) == 0 {
				a.Meta.Finalizers = nil // as in JSON
			}
			if out = append(out, a); a.Removed {
				break
			}
		}
		return out
	})
	if err != nil {
		t.Error(err)
	}
}

func TestVectorsGrace(t *testing.T) {
	type input struct {
		Pod       *podlife.Pod
		Container podlife.Container
		Reason    string
		Before    int64
		Override  *int64
	}
	type answer struct{ Container, Pod int64 }
	reasons := map[string]termination.KillReason{
		"StartupProbe": termination.KillStartupProbe, "LivenessProbe": termination.KillLivenessProbe,
	}
	err := lawtest.Vectors("grace", func(in input) answer {
		return answer{
			Container: termination.ContainerGrace(in.Pod, &in.Container, reasons[in.Reason]),
			Pod:       termination.PodGrace(in.Before, in.Pod, in.Override),
		}
	})
	if err != nil {
		t.Error(err)
	}
}

func TestVectorsEndpoint(t *testing.T) {
	type input struct {
		Pod       *podlife.Pod
		Published bool
	}
	type answer struct {
		Listed     bool
		Conditions termination.EndpointConditions
	}
	err := lawtest.Vectors("endpoint", func(in input) answer {
		c := termination.Endpoint(in.Pod)
		if in.Published {
			c = c.Published()
		}
		return answer{termination.HasEndpoint(in.Pod), c}
	})
	if err != nil {
		t.Error(err)
	}
}

func TestVectorsEvict(t *testing.T) {
	type input struct {
		NodeName string
		Steps    []struct {
			After       time.Duration
			Node        bool
			Taints      []podlife.Taint
			Tolerations []podlife.Toleration
		}
	}
	type answer struct {
		Evicted int
		Due     *time.Duration
	}
	err := lawtest.Vectors("evict", func(in input) []answer {
		var out []answer
		var taints []podlife.Taint
		p := &podlife.Pod{Spec: podlife.PodSpec{NodeName: in.NodeName}}
		start := time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
		run := evictRun{now: start}
		for _, s := range in.Steps {
			run.now = run.now.Add(s.After)
			evicted := run.evict()
			if s.Node {
				taints = s.Taints
			} else {
				p.Spec.Tolerations = s.Tolerations
			}
			run.eviction, run.done = run.eviction.Update(p, taints, run.now), false
			out = append(out, answer{evicted + run.evict(), run.dueSince(start)})
		}
		run.now = run.now.Add(time.Hour)
		return append(out, answer{run.evict(), run.dueSince(start)})
	})
	if err != nil {
		t.Error(err)
	}
}

// evictRun is the controller's plan for one Pod, and whether it was carried out.
type evictRun struct {
	eviction termination.Eviction
	now      time.Time
	done     bool
}

// evict carries out what is due, and returns how many evictions that were.
func (r *evictRun) evict() int {
	if r.done || !r.eviction.Due(r.now) {
		return 0
	}
	r.done = true
	return 1
}

func (r *evictRun) dueSince(start time.Time) *time.Duration {
	if r.done || r.eviction.At.IsZero() {
		return nil
	}
	due := r.eviction.At.Sub(start)
	return &due
}
