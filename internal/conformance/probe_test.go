package conformance

import (
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	v1 "k8s.io/api/core/v1"
)

// spoiled are changes of the input that make the right worker a wrong one.
func spoiled() map[string]func(*ProbeInput) {
	eachProbe := func(in *ProbeInput, change func(*podlife.Probe)) {
		in.Spec = (&podlife.Pod{Spec: in.Spec}).Clone().Spec
		_, spec := in.probe()
		change(spec)
	}
	eachRound := func(in *ProbeInput, change func(i int, r *ProbeRound)) {
		in.Rounds = in.rounds()
		for i := range in.Rounds {
			in.Rounds[i].Same = false
			change(i, &in.Rounds[i])
		}
	}
	return map[string]func(*ProbeInput){
		"the initial delay is exclusive": func(in *ProbeInput) {
			eachProbe(in, func(p *podlife.Probe) {
				if p.InitialDelaySeconds > 0 {
					p.InitialDelaySeconds++
				}
			})
		},
		"one failure less is enough": func(in *ProbeInput) {
			eachProbe(in, func(p *podlife.Probe) { p.FailureThreshold = max(1, p.FailureThreshold-1) })
		},
		"one success is always enough": func(in *ProbeInput) {
			eachProbe(in, func(p *podlife.Probe) { p.SuccessThreshold = 1 })
		},
		"an error is a failure": func(in *ProbeInput) {
			eachRound(in, func(_ int, r *ProbeRound) {
				r.Attempts = slices.Clone(r.Attempts)
				for i := range r.Attempts {
					if r.Attempts[i] == "Error" {
						r.Attempts[i] = "Failure"
					}
				}
			})
		},
		"a warning is a failure": func(in *ProbeInput) {
			eachRound(in, func(_ int, r *ProbeRound) {
				if len(r.Attempts) > 0 && r.Attempts[0] == "Warning" {
					r.Attempts = []string{"Failure"}
				}
			})
		},
		"every container is younger than the kubelet": func(in *ProbeInput) { in.KubeletAge += 1000 * time.Hour },
		"there is no grace of ten seconds":            func(in *ProbeInput) { in.KubeletAge -= 10 * time.Second },
		"a sidecar is like any other": func(in *ProbeInput) {
			if len(in.Spec.InitContainers) > 0 {
				in.Spec.Containers, in.Spec.InitContainers = in.Spec.InitContainers, nil
			}
		},
		"deletion changes nothing": func(in *ProbeInput) {
			eachRound(in, func(_ int, r *ProbeRound) { r.Deleting = false })
		},
		"the end of the Pod changes nothing": func(in *ProbeInput) {
			eachRound(in, func(_ int, r *ProbeRound) {
				if r.PodPhase.IsTerminal() {
					r.PodPhase = podlife.PodRunning
				}
			})
		},
		"a restart of all changes nothing": func(in *ProbeInput) {
			eachRound(in, func(_ int, r *ProbeRound) { r.AllRestarting = false })
		},
		"Started does not matter": func(in *ProbeInput) {
			yes := in.Kind != "Startup"
			eachRound(in, func(_ int, r *ProbeRound) {
				if r.Status != nil {
					s := *r.Status
					s.Started = &yes
					r.Status = &s
				}
			})
		},
		"every life has the same ID": func(in *ProbeInput) {
			eachRound(in, func(_ int, r *ProbeRound) {
				if r.Status != nil && r.Status.ContainerID != "" {
					s := *r.Status
					s.ContainerID = "containerd://1"
					r.Status = &s
				}
			})
		},
	}
}

// Wrong workers are caught by the default number of cases, and by the vectors.
func TestProbeSpoiled(t *testing.T) {
	data, err := os.ReadFile("../../testdata/vectors/probe.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := probeArea().Read(data)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range spoiled() {
		t.Run(name, func(t *testing.T) {
			wrong := func(in ProbeInput) []ProbeStep {
				spoil(&in)
				return ourProbe(in)
			}
			area := probeArea()
			area.Ours = wrong
			s := area.Run(Budget{Seed: 1, Cases: 20_000})
			if s.Disagreement == "" {
				t.Error("no random case catches it")
			}
			caught := 0
			for _, v := range vectors {
				if !slices.Equal(wrong(v.In), v.Want) {
					caught++
				}
			}
			if caught == 0 {
				t.Error("no vector catches it")
			}
			t.Logf("caught by case %d, and by %d of %d vectors", s.Cases, caught, len(vectors))
		})
	}
}

// A worker in a kubelet younger than a period waits for a part of the period, at random.
// podlife, given that part, does the same from there on.
func TestYoungKubelet(t *testing.T) {
	waited := map[time.Duration]bool{}
	for range 200 {
		synctest.Test(t, func(t *testing.T) {
			in := ProbeInput{Kind: "Liveness", Spec: podlife.PodSpec{Containers: []podlife.Container{{
				Name: "web", LivenessProbe: &podlife.Probe{PeriodSeconds: 10},
			}}}}
			start := time.Now()
			w := newTheirWorker(&in)
			time.Sleep(10*time.Second - 1) // just young enough
			begin := time.Now()
			var theirs []time.Duration
			go w.Run(func() *v1.PodStatus {
				theirs = append(theirs, time.Since(begin))
				return nil
			}, nil)
			time.Sleep(40*time.Second + 1)
			w.Stop()
			synctest.Wait()

			s, effects, err := probe.Step(probe.New(probe.Liveness, *in.Spec.Containers[0].LivenessProbe), begin,
				probe.WorkerStarted{KubeletStart: start, Offset: theirs[0]})
			if err != nil {
				t.Fatal(err)
			}
			last := effects[len(effects)-1]
			if wake, ok := last.(*probe.Wake); theirs[0] > 0 && (!ok || !wake.At.Equal(begin.Add(theirs[0]))) {
				t.Errorf("effects %v, want a wake after %v", effects, theirs[0])
			}
			for _, at := range theirs {
				if due := s.NextAt.Sub(begin); due != at && at != 0 {
					t.Errorf("round at %v, want %v", due, at)
				}
				s, _, _ = probe.Step(s, begin.Add(at), probe.Tick{})
			}
			waited[theirs[0]] = true
		})
	}
	if len(waited) < 100 {
		t.Errorf("only %d different waits", len(waited))
	}
	t.Logf("%d different waits in 200 workers", len(waited))
}

// A round that asks and hears what it heard before, the most common of all.
func BenchmarkPeerProbe(b *testing.B) {
	spec := podlife.Probe{PeriodSeconds: 10}
	in := ProbeInput{Kind: "Readiness", Spec: podlife.PodSpec{Containers: []podlife.Container{{Name: "web", ReadinessProbe: &spec}}}}
	r := sees(0, runs(1, 0, true), "Success")
	theirs := newTheirWorker(&in)
	theirs.since = time.Now().Add(-time.Minute).Sub(podtest.Epoch())
	status := theirs.status(&r)

	at := podtest.Epoch().Add(time.Minute)
	ours := &ourWorker{State: probe.New(probe.Readiness, spec)}
	ours.see(at, &in, &r)
	ours.do(at, probe.WorkerStarted{})
	ours.do(at, probe.Answered{Outcome: probe.Success})
	s := ours.State
	peers(b, "round=ask",
		func() {
			next, _, _ := probe.Step(s, s.NextAt, probe.Tick{})
			next, _, err := probe.Step(next, s.NextAt, probe.Answered{Outcome: probe.Success}) // refused if not asked
			if s = next; err != nil {
				b.Fatal(err)
			}
		},
		func() {
			if ran, _ := theirs.Step(status, oracle.Success); !ran {
				b.Fatal("not asked")
			}
		})

	r.Status = runs(2, 0, false) // has not started
	status = theirs.status(&r)
	ours.see(at, &in, &r)
	s = ours.State
	peers(b, "round=silent",
		func() {
			next, _, _ := probe.Step(s, s.NextAt, probe.Tick{})
			if s = next; s.Asking {
				b.Fatal("asked")
			}
		},
		func() {
			if ran, _ := theirs.Step(status, oracle.Success); ran {
				b.Fatal("asked")
			}
		})
}

func BenchmarkPeerProbeStatus(b *testing.B) {
	p := runningPod(1)
	p.Spec.Containers[0].ReadinessProbe = &podlife.Probe{}
	v := probe.View{Readiness: probe.Success, ReadinessWorker: true}
	manager := oracle.NewProbeManager(podtest.Epoch())
	pod := kube.ToPod(p)
	pod.Status.ContainerStatuses[0].ContainerID = "containerd://web"
	manager.AddWorker(pod, &pod.Spec.Containers[0], oracle.Readiness)
	setVerdict(manager.Readiness, toContainerID("containerd://web"), "Success")
	peers(b, "containers=1",
		func() { probe.Status(&p.Spec.Containers[0], &p.Status.ContainerStatuses[0], v) },
		func() { manager.UpdateStatus(pod, &pod.Status) })
}

func BenchmarkPeerProbeValidate(b *testing.B) {
	spec := podlife.PodSpec{Containers: []podlife.Container{{Name: "web", ReadinessProbe: &podlife.Probe{
		ProbeHandler: podlife.ProbeHandler{HTTPGet: &podlife.HTTPGetAction{Port: podlife.Port{Name: "http"}}},
	}}}}
	pod := kube.ToPod(podWith(spec))
	peers(b, "whole-pod-in-kubernetes/containers=1",
		func() { probe.ValidateSpec(&spec) },
		func() { oracle.Create(pod) })
}
