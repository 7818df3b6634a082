package conformance

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
)

// KillInput is a Pod, which of its containers run, and why they are killed.
type KillInput struct {
	Pod *podlife.Pod `json:"pod"`
	// Fates are those of the containers that run.
	Fates []Fate `json:"fates"`
	// How the kill begins: "requested" and "completed" are about the whole Pod, "one" is
	// about the first of Fates.
	How string `json:"how"`
	// Reason of a kill of one: "StartupProbe", "LivenessProbe" or empty.
	Reason string `json:"reason"`
	// Override of the grace period. Nil: none.
	Override *int64 `json:"override"`
}

// Fate is what a container does of itself.
type Fate struct {
	Name string `json:"name"`
	// Hook is how long its exec preStop hook takes, if it has one.
	Hook time.Duration `json:"hook"`
	// Exit is how long it lives after the stop signal.
	Exit time.Duration `json:"exit"`
	// Ends is when it ends without one, from the begin. Nil: never.
	Ends *time.Duration `json:"ends"`
	// Stuck: the runtime fails to stop it, after Exit or when the grace period is over.
	Stuck bool `json:"stuck"`
}

// Killed is what happened to a container. Times count from the begin.
type Killed struct {
	Name string `json:"name"`
	// Hook is when its exec preStop hook began. Nil: it was not run.
	Hook *time.Duration `json:"hook"`
	// Signalled is when the stop signal was sent, or was found to be needless.
	Signalled time.Duration `json:"signalled"`
	// Grace is the time from the signal to SIGKILL in seconds, 0 if none was needed.
	Grace int64 `json:"grace"`
	// Gone is when the kill was over.
	Gone time.Duration `json:"gone"`
	// KILL: SIGKILL was sent.
	KILL bool `json:"kill"`
	// Stuck: it was not stopped.
	Stuck bool `json:"stuck"`
}

// killArea compares when hooks are run and signals are sent, for one attempt. Left out:
// HTTP hooks, and grace periods of more than 292 years, which overflow in the kubelet.
func killArea() *Area[KillInput, []Killed] {
	b := sync.OnceValue(newBubble)
	r := sync.OnceValue(oracle.NewRuntime)
	return &Area[KillInput, []Killed]{
		Name: "kill",
		Gen:  killInputs(),
		Ours: ourKill,
		Theirs: func(in KillInput) (out []Killed) {
			b().run(func() { out = theirKill(r(), in) })
			return out
		},
		Pod: func(in KillInput) *podlife.Pod { return in.Pod },
	}
}

// theirKill has the kubelet kill the containers, with the override that a Pod's worker
// makes of the request.
func theirKill(r *oracle.Runtime, in KillInput) []Killed {
	pod := kube.ToPod(in.Pod)
	var running []oracle.Running
	for _, f := range in.Fates {
		running = append(running, oracle.Running{Name: f.Name, PreStop: f.Hook, Exit: f.Exit, Ends: f.Ends, Stuck: f.Stuck})
	}
	var stops []oracle.Stop
	switch in.How {
	case "one":
		stop, _ := r.KillContainer(pod, running[0], oracle.KillReason(in.Reason), in.Override)
		stops = append(stops, stop)
	case "completed":
		stops, _ = r.KillPod(pod, running, nil)
	default:
		grace, _ := oracle.EffectiveGrace(pod, 0, in.Override)
		stops, _ = r.KillPod(pod, running, &grace)
	}
	var out []Killed
	for _, s := range stops {
		out = append(out, Killed{Name: s.Name, Hook: s.Hook, Signalled: s.At, Grace: s.Grace, Gone: s.Gone, KILL: s.Killed, Stuck: s.Stuck})
	}
	return in.tidy(out)
}

// tidy sorts the kills by name, and forgets signals to what had ended by itself.
func (in *KillInput) tidy(list []Killed) []Killed {
	for i := range list {
		k := &list[i]
		if f := in.fate(k.Name); f.Ends != nil && *f.Ends <= k.Signalled {
			k.Grace = 0
		}
	}
	slices.SortFunc(list, func(a, b Killed) int { return strings.Compare(a.Name, b.Name) })
	return list
}

func (in *KillInput) fate(name string) *Fate {
	return &in.Fates[slices.IndexFunc(in.Fates, func(f Fate) bool { return f.Name == name })]
}
