package conformance

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// killInputs generates Pods of up to three main containers and three sidecars, whose hooks
// and ends take less time than they are given, or more, or just as much.
func killInputs() *rapid.Generator[KillInput] {
	return rapid.Custom(func(t *rapid.T) KillInput {
		p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default", UID: "1"}}
		in := KillInput{
			Pod:      p,
			How:      rapid.SampledFrom([]string{"requested", "requested", "completed", "one"}).Draw(t, "how"),
			Override: rapid.Ptr(shortGrace(), true).Draw(t, "override"),
		}
		p.Spec.TerminationGracePeriodSeconds = rapid.Ptr(shortGrace(), true).Draw(t, "own grace")
		if rapid.IntRange(0, 2).Draw(t, "deleted") == 2 {
			p.DeletionTimestamp = podtest.Epoch()
			p.DeletionGracePeriodSeconds = rapid.Ptr(shortGrace(), true).Draw(t, "its grace")
		}
		in.addContainers(t)
		if len(in.Fates) == 0 {
			in.How = "requested"
		}
		if in.How == "one" {
			in.Reason = rapid.SampledFrom([]string{"", "StartupProbe", "LivenessProbe"}).Draw(t, "reason")
			i := rapid.IntRange(0, len(in.Fates)-1).Draw(t, "which")
			in.Fates = in.Fates[i : i+1]
		}
		return in
	})
}

// addContainers draws containers of all kinds, of which most run.
func (in *KillInput) addContainers(t *rapid.T) {
	p := in.Pod
	always, ordinary := podlife.RestartPolicyAlways, podlife.RestartPolicy("")
	for i := range rapid.IntRange(1, 3).Draw(t, "mains") {
		p.Spec.Containers = append(p.Spec.Containers, killable(t, fmt.Sprint("m", i), ordinary))
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "inits") {
		policy := rapid.SampledFrom([]podlife.RestartPolicy{always, always, always, ordinary}).Draw(t, "policy")
		p.Spec.InitContainers = append(p.Spec.InitContainers, killable(t, fmt.Sprint("i", i), policy))
	}
	if rapid.IntRange(0, 7).Draw(t, "ephemeral") == 7 {
		p.Spec.EphemeralContainers = []podlife.EphemeralContainer{{Name: "e"}}
		in.run(t, &p.Status.EphemeralContainerStatuses, "e")
	}
	for _, c := range p.Spec.Containers {
		in.run(t, &p.Status.ContainerStatuses, c.Name)
	}
	for _, c := range p.Spec.InitContainers {
		in.run(t, &p.Status.InitContainerStatuses, c.Name)
	}
}

// run draws whether the container runs, and its fate.
func (in *KillInput) run(t *rapid.T, statuses *[]podlife.ContainerStatus, name string) {
	if rapid.IntRange(0, 7).Draw(t, name+" runs") == 7 {
		return
	}
	*statuses = append(*statuses, podlife.ContainerStatus{Name: name, State: podlife.Running(podtest.Epoch())})
	f := Fate{Name: name, Hook: moment().Draw(t, "hook"), Exit: moment().Draw(t, "exit")}
	switch rapid.IntRange(0, 11).Draw(t, "odd") {
	case 8, 9:
		f.Ends = ref(moment().Draw(t, "ends"))
	case 10:
		f.Exit = time.Hour
	case 11:
		f.Stuck = true
	}
	in.Fates = append(in.Fates, f)
}

func killable(t *rapid.T, name string, policy podlife.RestartPolicy) podlife.Container {
	c := podlife.Container{Name: name, RestartPolicy: policy}
	switch rapid.IntRange(0, 6).Draw(t, "preStop") {
	case 3:
		c.Lifecycle = &podlife.Lifecycle{StopSignal: "SIGUSR1"}
	case 4:
		c.Lifecycle = &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{}}
	case 5:
		sleep := &podlife.SleepAction{Seconds: rapid.Int64Range(-1, 20).Draw(t, "sleep")}
		c.Lifecycle = &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Sleep: sleep}}
	case 6:
		exec := &podlife.ExecAction{Command: []string{"drain"}}
		c.Lifecycle = &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Exec: exec}}
	}
	for _, probe := range []**podlife.Probe{&c.StartupProbe, &c.LivenessProbe} {
		if rapid.IntRange(0, 3).Draw(t, "probe") == 3 {
			*probe = &podlife.Probe{TerminationGracePeriodSeconds: rapid.Ptr(shortGrace(), true).Draw(t, "probe's grace")}
		}
	}
	return c
}

// shortGrace generates grace periods that hooks and ends can outlast.
func shortGrace() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64Range(0, 12), rapid.SampledFrom([]int64{-1, 0, 1, 2, 3, 30}))
}

// moment generates whole seconds and, less often, parts of them.
func moment() *rapid.Generator[time.Duration] {
	return rapid.Custom(func(t *rapid.T) time.Duration {
		d := time.Duration(rapid.IntRange(0, 14).Draw(t, "seconds")) * time.Second
		if rapid.IntRange(0, 2).Draw(t, "odd") == 2 {
			d += rapid.SampledFrom([]time.Duration{1, time.Second / 4, time.Second / 2, time.Second - 1}).Draw(t, "part")
		}
		return d
	})
}
