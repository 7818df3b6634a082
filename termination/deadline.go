package termination

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
)

// WaitFor is something that the end of a Pod waits for.
type WaitFor uint8

// What can be waited for.
const (
	// WaitNothing is the zero value, and in no forecast.
	WaitNothing WaitFor = iota
	// WaitNode: the kubelet does not answer. Nothing goes on until it does,
	// the node is deleted or declared out of service, or the Pod is deleted
	// by force.
	WaitNode
	// WaitPreStop: preStop hooks, which may still run.
	WaitPreStop
	// WaitMainContainers: main containers that run, and ordinary init and
	// ephemeral ones.
	WaitMainContainers
	// WaitSidecars: sidecars that run.
	WaitSidecars
	// WaitKubelet: no container runs. The kubelet has to unmount the volumes,
	// write the last status and delete the object.
	WaitKubelet
	// WaitPodGC: the Pod garbage collector, as there is no kubelet to do it.
	WaitPodGC
	// WaitFinalizers: finalizers hold the object.
	WaitFinalizers
)

// String returns what is waited for, in words.
func (w WaitFor) String() string {
	names := [...]string{"nothing", "node", "preStop hooks", "main containers", "sidecars", "kubelet", "pod garbage collector", "finalizers"}
	if int(w) < len(names) {
		return names[w]
	}
	return fmt.Sprintf("WaitFor(%d)", uint8(w))
}

// Wait is one thing that stands between a Pod and its end.
type Wait struct {
	// For is what is waited for.
	For WaitFor
	// Names are the containers, the finalizers or the node that are meant.
	Names []string
	// Until is when it is over at the latest. Zero: nobody can tell.
	Until time.Time
}

// Forecast is what stands between a Pod that is being deleted and its end. The
// zero value: it is not being deleted.
type Forecast struct {
	// By is when the last container is sent SIGKILL, or the collector removes
	// the Pod, at the latest. The object goes right after that, but for the
	// time that the container runtime, the volumes and the API server take.
	// Zero: nobody can tell, because of the first wait without an end.
	By time.Time
	// Waits are what must happen, in order. It waits for the first now.
	Waits []Wait
	// Overdue: By has passed and containers run, by the last status. The
	// kubelet or the container runtime is in trouble, or the status is old.
	Overdue bool
}

// Surroundings are what, beside the Pod, decides on its end. The zero value: a
// node of which nothing is known, and which is assumed to work.
type Surroundings struct {
	// Node that the Pod is bound to. Nil: not known.
	Node *podlife.Node
	// NodeMissing: the node does not exist any more.
	NodeMissing bool
}

// Deadline returns by when p, which is being deleted, will be gone, and what it
// waits for at now: the answer to why a Pod is stuck in Terminating. For a Pod
// that nobody deletes it is zero.
//
// It goes by the object alone. A kubelet whose grace period was shortened when
// it was at work already does not hurry, and may take the time of the first
// request; [State.Bound] knows. Whether a hook that is not a sleep still runs,
// the object does not tell; it is taken to use all its time.
func Deadline(p *podlife.Pod, around Surroundings, now time.Time) Forecast {
	if p == nil || !p.IsDeleted() {
		return Forecast{}
	}
	f := nodeForecast(p, around, now)
	if f.Waits == nil || f.Waits[0].For == WaitNode {
		f.addKubelet(p, now)
	}
	if len(p.Finalizers) > 0 {
		f.Waits = append(f.Waits, Wait{For: WaitFinalizers, Names: append([]string(nil), p.Finalizers...)})
	}
	for _, w := range f.Waits {
		if w.Until.IsZero() && w.For != WaitKubelet {
			f.By = time.Time{}
		}
	}
	return f
}

// nodeForecast returns what the node has to do with it, if anything.
func nodeForecast(p *podlife.Pod, around Surroundings, now time.Time) Forecast {
	collected := func(name string, after time.Duration) Forecast {
		by := now.Add(after)
		return Forecast{By: by, Waits: []Wait{{For: WaitPodGC, Names: []string{name}, Until: by}}}
	}
	switch {
	case p.Spec.NodeName == "":
		if graceOf(p) == 0 {
			return Forecast{} // nothing but finalizers keeps it
		}
		return collected("", CollectPeriod)
	case around.NodeMissing: // missed in the next run, and in the one when the quarantine is over
		return collected(p.Spec.NodeName, CollectPeriod+QuarantineTime+CollectPeriod)
	case around.Node == nil:
		return Forecast{}
	case isOutOfService(around.Node):
		return collected(p.Spec.NodeName, CollectPeriod)
	case around.Node.IsLost():
		return Forecast{Waits: []Wait{{For: WaitNode, Names: []string{p.Spec.NodeName}}}}
	default:
		return Forecast{}
	}
}

// graceOf returns the grace period of the delete request, 0 if there is none.
func graceOf(p *podlife.Pod) int64 {
	if p.DeletionGracePeriodSeconds == nil {
		return 0
	}
	return *p.DeletionGracePeriodSeconds
}

// addKubelet adds what the kubelet waits for.
func (f *Forecast) addKubelet(p *podlife.Pod, now time.Time) {
	if p.Spec.NodeName == "" {
		return
	}
	began := p.DeletionTimestamp.Add(-seconds(graceOf(p)))
	s, _, _ := Step(State{}, began, Requested{Pod: p}) // a living state takes every request
	f.By = s.Bound()
	hooks, mains, sidecars := Wait{For: WaitPreStop}, Wait{For: WaitMainContainers}, Wait{For: WaitSidecars}
	for i := range s.Containers {
		c := &s.Containers[i]
		if end := hookEnd(p, c, began); end.After(now) {
			hooks.add(c.Name, end)
		}
		switch {
		case c.Kind != Sidecar:
			mains.add(c.Name, c.bound())
		case c.Progress == AwaitingTurn || c.Progress == InPreStop || c.Progress == Stopping:
			sidecars.add(c.Name, c.bound())
		}
	}
	for _, w := range []Wait{hooks, mains, sidecars} {
		if len(w.Names) > 0 {
			f.Waits = append(f.Waits, w)
			f.Overdue = now.After(f.By)
		}
	}
	if graceOf(p) > 0 || len(s.Containers) > 0 { // 0: the kubelet is done, or nobody waits for it
		f.Waits = append(f.Waits, Wait{For: WaitKubelet})
	}
}

// hookEnd returns when the preStop hook of c is over at the latest. Zero: it
// has none.
func hookEnd(p *podlife.Pod, c *Container, began time.Time) time.Time {
	if c.Progress != InPreStop {
		return time.Time{}
	}
	end := c.Deadline()
	spec, _ := specOf(p, c.Name)
	if spec.Lifecycle == nil || spec.Lifecycle.PreStop == nil { // another container of the same name
		return end
	}
	hook := spec.Lifecycle.PreStop
	if hook.Sleep == nil || hook.Exec != nil || hook.HTTPGet != nil {
		return end
	}
	if slept := began.Add(seconds(hook.Sleep.Seconds)); slept.Before(end) {
		return slept
	}
	return end
}

func (w *Wait) add(name string, until time.Time) {
	w.Names = append(w.Names, name)
	if until.After(w.Until) {
		w.Until = until
	}
}
