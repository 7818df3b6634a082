package termination_test

import (
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// smallPods returns all Pods of up to n containers, each named by a letter for
// each container: main (m), sidecar (s) or ordinary init container (i); in
// capitals with a preStop hook. A main container (-) or a sidecar (_) may also
// not run, which makes a difference to the sidecars before it. Those of n and
// less containers come first.
func smallPods(n int) []string {
	list := []string{""}
	for from := 0; n > 0; n-- {
		to := len(list)
		for _, shorter := range list[from:to] {
			for _, c := range "mM-sS_iI" {
				if isMain(c) && strings.ContainsAny(shorter, "sS_iI") {
					continue // main containers first: the order between the two lists means nothing
				}
				list = append(list, shorter+string(c))
			}
		}
		from = to
	}
	return list[1:]
}

func isMain(c rune) bool { return strings.ContainsRune("mM-", c) }

// smallPod returns the Pod of that name.
func smallPod(name string) *podlife.Pod {
	p := deletable()
	for i, letter := range name {
		c := podlife.Container{Name: names[i]}
		status := podlife.ContainerStatus{Name: c.Name, State: podlife.Running(start.Add(-time.Hour))}
		if strings.ContainsRune("MSI", letter) {
			c.Lifecycle = &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Exec: &podlife.ExecAction{}}}
		}
		if strings.ContainsRune("-_", letter) {
			status.State = podlife.Waiting("CrashLoopBackOff", "")
		}
		if isMain(letter) {
			p.Spec.Containers = append(p.Spec.Containers, c)
			p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, status)
			continue
		}
		if strings.ContainsRune("sS_", letter) {
			c.RestartPolicy = podlife.RestartPolicyAlways
		}
		p.Spec.InitContainers = append(p.Spec.InitContainers, c)
		p.Status.InitContainerStatuses = append(p.Status.InitContainerStatuses, status)
	}
	return p
}

// beginning is how the end of a Pod begins: what happens at the start.
type beginning struct {
	name   string
	events func(p *podlife.Pod) []termination.Event
}

// beginnings are those that make a difference: the grace period, who asks, and
// what is under way by then.
func beginnings() []beginning {
	requested := func(changes ...func(*podlife.Pod)) func(p *podlife.Pod) []termination.Event {
		return func(p *podlife.Pod) []termination.Event {
			return []termination.Event{termination.Requested{Pod: with(p, changes...)}}
		}
	}
	noGrace := func(p *podlife.Pod) { p.Spec.TerminationGracePeriodSeconds = nil }
	return []beginning{
		{"deleted with 30 s", requested(deleted(30))},
		{"deleted with 2 s", requested(deleted(2))},
		{"deleted with 1 s", requested(deleted(1))},
		{"deleted with 0 s, and held", requested(deleted(0), finalized("x"))},
		{"asked, with no grace period set", requested(noGrace)},
		{"completed, with no grace period set", func(p *podlife.Pod) []termination.Event {
			return []termination.Event{termination.Completed{Pod: with(p, noGrace)}}
		}},
		{"completed with 3 s", func(p *podlife.Pod) []termination.Event {
			return []termination.Event{termination.Completed{Pod: with(p, func(p *podlife.Pod) { p.Spec.TerminationGracePeriodSeconds = ptr[int64](3) })}}
		}},
		{"removed by force", func(p *podlife.Pod) []termination.Event {
			return []termination.Event{termination.ObjectRemoved{Pod: with(p, deleted(0))}}
		}},
		{"evicted, and deleted", func(p *podlife.Pod) []termination.Event {
			return []termination.Event{
				termination.Requested{Pod: p, GracePeriodSeconds: ptr[int64](5)}, termination.Requested{Pod: with(p, deleted(30))},
			}
		}},
		{"one killed", func(p *podlife.Pod) []termination.Event {
			return []termination.Event{termination.KillRequested{Pod: p, Container: "a", Reason: termination.KillStartupProbe}}
		}},
		{"one killed, and deleted", func(p *podlife.Pod) []termination.Event {
			return []termination.Event{
				termination.KillRequested{Pod: p, Container: "a", Reason: termination.KillLivenessProbe, GracePeriodSeconds: ptr[int64](4)},
				termination.Requested{Pod: with(p, deleted(30))},
			}
		}},
	}
}
