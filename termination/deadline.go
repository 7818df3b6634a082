package termination

import (
	"fmt"
	"slices"
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
	// Waits are what must happen, in order. It waits for the first now. Hooks
	// whose time is over are left out, and so are main containers once they
	// have been sent SIGKILL and sidecars have not.
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
// It goes by the object alone, in which a kubelet shows the containers as they
// were when it began to end the Pod, until all have ended. Some end of a Pod
// that looks like this comes as late as By, or as near to it as one likes, and
// none comes later. What the object does not tell, and is taken to be the worst
// it can be: whether a hook that is not a sleep still runs, and whether a
// container runs that is shown to. What it does not tell either, and is taken
// not to be so: that the kubelet began with a longer grace period, as it does
// not hurry then; that it is busy with the kill of one container, as the others
// wait for that; that it saw the request late, or could not stop a container
// and begins anew; that an eviction gave it less time. [State.Bound] knows.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, SyncTerminatingPod, for when
// statuses are written.
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
	s, _, _ := Step(State{}, began, Requested{Pod: asOf(began, p)}) // a living state takes every request
	hooks, mains, sidecars := Wait{For: WaitPreStop}, Wait{For: WaitMainContainers}, Wait{For: WaitSidecars}
	for i := range s.Containers {
		c := &s.Containers[i]
		if !isShownRunning(p, c) {
			continue
		}
		end, latest := s.latest(p, c)
		if end.After(now) {
			hooks.add(c.Name, end)
		}
		if c.Kind == Sidecar {
			sidecars.add(c.Name, latest)
		} else {
			mains.add(c.Name, latest)
		}
	}
	if !mains.Until.After(now) && sidecars.Until.After(now) {
		mains.Names = nil // they have been sent SIGKILL
	}
	for _, w := range []Wait{hooks, mains, sidecars} {
		if len(w.Names) > 0 {
			f.Waits = append(f.Waits, w)
		}
		if w.For != WaitPreStop && w.Until.After(f.By) {
			f.By = w.Until
		}
	}
	f.Overdue = !f.By.IsZero() && now.After(f.By)
	if graceOf(p) > 0 || !f.By.IsZero() { // else the kubelet is done, or nobody waits for it
		f.Waits = append(f.Waits, Wait{For: WaitKubelet})
	}
}

// asOf returns p with the statuses as they were when the kubelet began to end
// it: what has ended since, ran. The statuses say when in whole seconds.
func asOf(began time.Time, p *podlife.Pod) *podlife.Pod {
	began = began.Truncate(time.Second)
	ranThen := func(s podlife.ContainerStatus) bool {
		return s.State.Kind == podlife.StateTerminated && !s.State.FinishedAt.Before(began)
	}
	out := *p
	for _, list := range []*[]podlife.ContainerStatus{&out.Status.ContainerStatuses, &out.Status.InitContainerStatuses, &out.Status.EphemeralContainerStatuses} {
		if !slices.ContainsFunc(*list, ranThen) {
			continue
		}
		*list = slices.Clone(*list)
		for i := range *list {
			if ranThen((*list)[i]) {
				(*list)[i].State = podlife.Running((*list)[i].State.StartedAt)
			}
		}
	}
	return &out
}

// isShownRunning reports whether p says that c runs.
func isShownRunning(p *podlife.Pod, c *Container) bool {
	return c.Kind == Main && runs(p.Status.ContainerStatuses, c.Name) ||
		c.Kind != Main && (runs(p.Status.InitContainerStatuses, c.Name) || runs(p.Status.EphemeralContainerStatuses, c.Name))
}

// latest returns when the preStop hook of c, which has just begun, is over at
// the latest, zero if it has none, and when c is sent SIGKILL at the latest.
func (s *State) latest(p *podlife.Pod, c *Container) (hook, kill time.Time) {
	if c.Progress != InPreStop {
		return time.Time{}, s.bound(c)
	}
	slept, ok := sleepOf(p, c.Name)
	if !ok {
		return c.Deadline(), s.bound(c)
	}
	slept = min(slept, c.Remaining) // or it runs out of time
	after := *c
	after.Progress, after.Since, after.Remaining = AwaitingTurn, c.Since.Add(seconds(slept)), c.Remaining-slept
	if s.turn(c) || after.Remaining == 0 {
		after.Progress, after.Remaining = Stopping, max(after.Remaining, MinimumGracePeriodSeconds)
	}
	return after.Since, s.bound(&after)
}

// sleepOf returns the seconds that the preStop hook of a container sleeps, if
// it is a sleep.
func sleepOf(p *podlife.Pod, name string) (int64, bool) {
	spec, _ := specOf(p, name)
	if spec.Lifecycle == nil || spec.Lifecycle.PreStop == nil { // another container of the same name
		return 0, false
	}
	hook := spec.Lifecycle.PreStop
	if hook.Sleep == nil || hook.Exec != nil || hook.HTTPGet != nil {
		return 0, false
	}
	return max(hook.Sleep.Seconds, 0), true
}

func (w *Wait) add(name string, until time.Time) {
	w.Names = append(w.Names, name)
	if until.After(w.Until) {
		w.Until = until
	}
}
