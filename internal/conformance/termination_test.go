package conformance

import (
	"testing"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/termination"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func BenchmarkPeerDelete(b *testing.B) {
	p, now := runningPod(3), podtest.Epoch()
	p.Spec.NodeName, p.Spec.TerminationGracePeriodSeconds = "node-a", ref(int64(30))
	theirs := oracle.Internal(kube.ToPod(p))
	peers(b, "containers=3",
		func() {
			if _, err := termination.Delete(p, termination.DeleteOptions{}, now); err != nil {
				b.Fatal(err)
			}
		},
		func() {
			if _, err := oracle.BeforeDelete(theirs.DeepCopy(), &metav1.DeleteOptions{}); err != nil {
				b.Fatal(err)
			}
		})
}

func BenchmarkPeerContainerGrace(b *testing.B) {
	p := runningPod(1)
	p.Spec.TerminationGracePeriodSeconds = ref(int64(30))
	p.Spec.Containers[0].LivenessProbe = &podlife.Probe{TerminationGracePeriodSeconds: ref(int64(5))}
	theirs := kube.ToPod(p)
	peers(b, "liveness",
		func() { termination.ContainerGrace(p, &p.Spec.Containers[0], termination.KillLivenessProbe) },
		func() { oracle.GracePeriod(theirs, &theirs.Spec.Containers[0], oracle.LivenessProbe) })
}

// brokenKills are wrong versions of the end of a Pod.
func brokenKills() map[string]func(KillInput) []Killed {
	return map[string]func(KillInput) []Killed{
		"sidecars are main containers": func(in KillInput) []Killed {
			in.Pod = in.Pod.Clone()
			for i := range in.Pod.Spec.InitContainers {
				in.Pod.Spec.InitContainers[i].RestartPolicy = ""
			}
			return ourKill(in)
		},
		"hooks take no time": func(in KillInput) []Killed {
			fates := in.Fates
			in.Fates = nil
			for _, f := range fates {
				f.Hook = 0
				in.Fates = append(in.Fates, f)
			}
			return ourKill(in)
		},
		"fractions of a second count": func(in KillInput) []Killed {
			out := ourKill(in)
			for i := range out {
				if k := &out[i]; k.Signalled%time.Second > 0 && k.Grace > termination.MinimumGracePeriodSeconds {
					k.Grace--
				}
			}
			return out
		},
		"a probe's grace period is not looked at": func(in KillInput) []Killed {
			in.Reason = ""
			return ourKill(in)
		},
		"an override never counts": func(in KillInput) []Killed {
			in.Override = nil
			return ourKill(in)
		},
	}
}

// Wrong versions of the other answers, each made by giving the right one something else.
func brokenEnds() map[string]Runner {
	return map[string]Runner{
		"finalizers of another policy stay": wrongly(deleteArea(), func(in DeleteInput) DeleteInput {
			in.Requests = append([]DeleteRequest(nil), in.Requests...)
			for i := range in.Requests {
				in.Requests[i].Options.PropagationPolicy = ""
			}
			return in
		}),
		"a Pod without a node gets time": wrongly(deleteArea(), func(in DeleteInput) DeleteInput {
			in.Pod = in.Pod.Clone()
			fill(&in.Pod.Spec.NodeName, "node-a")
			return in
		}),
		"the request comes a moment late": wrongly(deleteArea(), func(in DeleteInput) DeleteInput {
			in.Requests = append([]DeleteRequest(nil), in.Requests...)
			last := &in.Requests[len(in.Requests)-1].At
			*last = last.Add(time.Nanosecond)
			return in
		}),
		"liveness is startup": wrongly(graceArea(), func(in GraceInput) GraceInput {
			if in.Reason == "LivenessProbe" {
				in.Reason = "StartupProbe"
			}
			return in
		}),
		"what was given before does not count": wrongly(graceArea(), func(in GraceInput) GraceInput {
			in.Before = 0
			return in
		}),
		"a deleted Pod is no endpoint": wrongly(endpointArea(), func(in EndpointInput) EndpointInput {
			if in.Pod.IsDeleted() {
				in.Pod = in.Pod.Clone()
				in.Pod.Status.PodIP, in.Pod.Status.PodIPs = "", nil
			}
			return in
		}),
		"all changes come at once": wrongly(evictArea(), func(in EvictInput) EvictInput {
			in.Steps = append([]EvictStep(nil), in.Steps...)
			for i := range in.Steps[1:] {
				in.Steps[i+1].After = 0
			}
			return in
		}),
		"taints that do not execute count": wrongly(evictArea(), func(in EvictInput) EvictInput {
			in.Steps = append([]EvictStep(nil), in.Steps...)
			for i := range in.Steps {
				in.Steps[i].Taints = append([]podlife.Taint(nil), in.Steps[i].Taints...)
				for j := range in.Steps[i].Taints {
					in.Steps[i].Taints[j].Effect = podlife.TaintEffectNoExecute
				}
			}
			return in
		}),
		"the quarantine is a second longer": wrongly(podgcArea(), func(in GCInput) GCInput {
			in.Runs = append([]GCRun(nil), in.Runs...)
			for i := range in.Runs {
				if in.Runs[i].After == termination.QuarantineTime {
					in.Runs[i].After--
				}
			}
			return in
		}),
		"one more is kept": wrongly(podgcArea(), func(in GCInput) GCInput {
			if in.Threshold > 0 {
				in.Threshold++
			}
			return in
		}),
	}
}

// wrongly is the area with our answer to something else.
func wrongly[In, Out any](a *Area[In, Out], change func(In) In) Runner {
	ours := a.Ours
	a.Ours = func(in In) Out { return ours(change(in)) }
	return a
}

// Wrong versions are caught by the default number of cases.
func TestBrokenEnds(t *testing.T) {
	areas := brokenEnds()
	for name, wrong := range brokenKills() {
		a := killArea()
		a.Ours = wrong
		areas[name] = a
	}
	for name, area := range areas {
		t.Run(name, func(t *testing.T) {
			s := area.Run(Budget{Seed: 1, Cases: 20_000})
			if s.Disagreement == "" {
				t.Error("no case catches it")
			}
			t.Logf("%s: caught by case %d", s.Area, s.Cases)
		})
	}
}
