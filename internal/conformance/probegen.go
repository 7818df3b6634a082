package conformance

import (
	"fmt"
	"reflect"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// probeInputs generates workers and up to 25 rounds, which tell of lives of containers.
func probeInputs() *rapid.Generator[ProbeInput] {
	return rapid.Custom(func(t *rapid.T) ProbeInput {
		in := drawProbed(t)
		in.KubeletAge = rapid.SampledFrom([]time.Duration{
			0, time.Second, 9999 * time.Millisecond, 10 * time.Second, time.Minute, time.Hour,
		}).Draw(t, "kubeletAge")
		l := &life{in: &in, now: podtest.Epoch()}
		for range rapid.IntRange(1, 25).Draw(t, "rounds") {
			in.Rounds = append(in.Rounds, l.round(t))
			if l.ended {
				break
			}
		}
		return in
	})
}

// drawProbed draws all but the rounds and the kubelet's age.
func drawProbed(t *rapid.T) ProbeInput {
	in := ProbeInput{Kind: rapid.SampledFrom([]string{"Liveness", "Readiness", "Startup"}).Draw(t, "kind")}
	spec := &podlife.Probe{
		ProbeHandler:        podlife.ProbeHandler{Exec: &podlife.ExecAction{Command: []string{"true"}}},
		InitialDelaySeconds: rapid.SampledFrom([]int32{0, 0, 1, 5, 11}).Draw(t, "initialDelaySeconds"),
		PeriodSeconds:       rapid.SampledFrom([]int32{1, 0, 2, 3}).Draw(t, "periodSeconds"),
		SuccessThreshold:    rapid.Int32Range(0, 5).Draw(t, "successThreshold"),
		FailureThreshold:    rapid.Int32Range(0, 5).Draw(t, "failureThreshold"),
	}
	sidecar := rapid.IntRange(0, 2).Draw(t, "sidecar") == 2
	c := podtest.Container("web").Draw(t, "container")
	c = podlife.Container{Name: "web", RestartPolicy: c.RestartPolicy, RestartPolicyRules: c.RestartPolicyRules}
	switch in.Kind {
	case "Liveness":
		c.LivenessProbe = spec
	case "Readiness":
		c.ReadinessProbe = spec
	default:
		c.StartupProbe = spec
	}
	in.Spec.RestartPolicy = podtest.Policy().Draw(t, "restartPolicy")
	if sidecar {
		c.RestartPolicy = podlife.RestartPolicyAlways
		in.Spec.InitContainers = []podlife.Container{c}
	} else {
		in.Spec.Containers = []podlife.Container{c}
	}
	return in
}

// life is what becomes of a container while rounds are drawn.
type life struct {
	in       *ProbeInput
	now      time.Time
	status   *podlife.ContainerStatus
	shown    *podlife.ContainerStatus // status as it was in the last round
	ids      int
	deleting bool
	ended    bool
}

func (l *life) round(t *rapid.T) ProbeRound {
	r := ProbeRound{Attempts: attempts().Draw(t, "attempts")}
	first := len(l.in.Rounds) == 0
	r.Trigger = !first && l.in.Kind == "Readiness" && oneIn(t, 6, "trigger")
	r.After = rapid.SampledFrom([]time.Duration{
		0, 0, 0, 0, 0, 0, 1, time.Second - 1, 300 * time.Millisecond, time.Second, 15 * time.Second,
	}).Draw(t, "after")
	if !first && !r.Trigger {
		r.After += l.in.period()
	}
	l.seen(t, &r)
	return r
}

// seen draws what the kubelet sees at the time of r.
func (l *life) seen(t *rapid.T, r *ProbeRound) {
	l.now = l.now.Add(r.After)
	l.happen(t)
	r.PodPhase = podlife.PodRunning
	if !reflect.DeepEqual(l.status, l.shown) {
		l.shown = nil
		if l.status != nil {
			s := *l.status
			l.shown = &s
		}
		r.Status = l.shown
	} else {
		r.Same = len(l.in.Rounds) > 0
	}
	switch rapid.IntRange(0, 120).Draw(t, "of the Pod") {
	case 117:
		l.deleting = true
	case 118:
		r.PodPhase = ""
	case 119, 120:
		r.PodPhase = rapid.SampledFrom([]podlife.Phase{podlife.PodSucceeded, podlife.PodFailed}).Draw(t, "podPhase")
		l.ended = true
	}
	r.Deleting = l.deleting
	r.AllRestarting = oneIn(t, 10, "all restarting")
}

// happen changes the status, mostly not.
func (l *life) happen(t *rapid.T) {
	what := rapid.IntRange(0, 19).Draw(t, "happens")
	running := l.status != nil && l.status.State.Kind == podlife.StateRunning
	if !running && what < 12 && what%2 == 1 {
		what = 19
	}
	switch {
	case what == 19: // a container, mostly another one
		if l.status == nil || !oneIn(t, 6, "same ID") {
			l.ids++
		}
		l.status = &podlife.ContainerStatus{Name: "web", ContainerID: fmt.Sprint("containerd://", max(l.ids, 1))}
		l.status.State = podlife.Running(l.startedAt(t))
		l.setStarted(rapid.IntRange(0, 3).Draw(t, "started"))
	case l.status == nil:
	case what == 18:
		l.status.State = podlife.Terminated(podtest.ExitCode().Draw(t, "exitCode"), "")
	case what == 17:
		l.status.State = podlife.Waiting("CrashLoopBackOff", "")
	case what == 16 && oneIn(t, 3, "gone"):
		l.status = nil
	case what == 15 && oneIn(t, 3, "no ID"):
		l.status.ContainerID = ""
	case what >= 13 && running:
		l.setStarted(rapid.IntRange(0, 3).Draw(t, "started"))
	}
}

// setStarted sets Started to false, nothing or true.
func (l *life) setStarted(n int) {
	yes := n >= 2
	if l.in.Kind == "Startup" { // silent as soon as it is true
		yes = n == 3
	}
	l.status.Started = &yes
	if n == 1 {
		l.status.Started = nil
	}
}

// startedAt draws a whole second near one at which something depends on it: now, by the
// initial delay before now, or just before the kubelet's start.
func (l *life) startedAt(t *rapid.T) time.Time {
	_, spec := l.in.probe()
	delay := time.Duration(spec.InitialDelaySeconds) * time.Second
	kubelet := podtest.Epoch().Add(-l.in.KubeletAge)
	at := rapid.SampledFrom([]time.Time{
		l.now, l.now, l.now.Add(-delay), kubelet, kubelet.Add(-10 * time.Second), kubelet.Add(-time.Hour),
	}).Draw(t, "startedAt")
	return at.Truncate(time.Second).Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "seconds off")) * time.Second)
}

// attempts generates what the attempts of one round come to. Mostly the first counts.
func attempts() *rapid.Generator[[]string] {
	one := rapid.SampledFrom([]string{"Success", "Success", "Success", "Failure", "Failure", "Failure", "Error", "Warning", "Silence"})
	return rapid.Custom(func(t *rapid.T) []string {
		return rapid.SliceOfN(one, 1, rapid.SampledFrom([]int{1, 1, 1, 4}).Draw(t, "most")).Draw(t, "attempts")
	})
}

// oneIn draws true about once in n times.
func oneIn(t *rapid.T, n int, label string) bool { return rapid.IntRange(0, n-1).Draw(t, label) == n-1 }
