package restart

import "github.com/podlife/podlife"

// Plan returns what one sync of a kubelet would do for the Pod, given what was
// observed. It is [Compute] behind the two doors of the kubelet:
//
//   - A Pod whose deletion was asked for is not synced any more; what happens to
//     it is in package termination.
//   - Nor is a Pod whose phase is Succeeded or Failed. So the phase in p's
//     status must be up to date; one that was evicted or ran out of time has
//     the phase Failed.
//
// Then there is nothing to do, and Actions.Reason says why. A plan does not
// look at back-off: whether a start has to wait says [Backoff.Step].
//
// Source: kubernetes v1.37 pkg/kubelet/pod_workers.go, UpdatePodOptions and
// podWorkers.UpdatePod; pkg/kubelet/kubelet.go, SyncPod.
func Plan(p *podlife.Pod, o Observed) Actions {
	var do Actions
	pl := planner{pod: p, seen: &o, do: &do}
	pl.sync()
	return do
}

// Compute returns what the kubelet's computePodActions returns, in-place resize
// aside. Unlike [Plan] it also answers for Pods for which no kubelet asks:
//
//   - One that ended. Its sandbox may be made anew.
//   - One whose deletion was asked for. Containers that stopped are not started
//     again then, and an init container that failed ends the Pod. But a new
//     sandbox begins as always, the next init container is begun, and a sidecar
//     or an init container that does not run properly is started.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions.
func Compute(p *podlife.Pod, o Observed) Actions {
	var do Actions
	pl := planner{pod: p, seen: &o, do: &do}
	pl.compute()
	return do
}

// planner makes one plan.
type planner struct {
	pod  *podlife.Pod
	seen *Observed
	do   *Actions // behind a pointer, so that the compiler sees that seen stays on the stack
	// notes collects the explanation, where one was asked for.
	notes *notes
}

// sync is compute for a Pod that a kubelet syncs.
func (pl *planner) sync() {
	switch {
	case pl.pod.IsDeleted():
		pl.do.Reason = ReasonDeleted
	case pl.pod.Status.Phase.IsTerminal():
		pl.do.Reason = ReasonPodEnded
	default:
		pl.compute()
	}
}

// compute decides about the sandbox first and then, if that may stay, about the
// containers in it.
func (pl *planner) compute() {
	lost := pl.sandbox()
	switch {
	case pl.seen.RestartAll:
		pl.resetAll()
	case lost:
		pl.beginAnew()
	default:
		pl.ephemeralContainers()
		if pl.initContainers() {
			pl.mainContainers()
		}
	}
}

// sandbox decides whether the Pod needs a new sandbox.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/util/util.go, PodSandboxChanged.
func (pl *planner) sandbox() (lost bool) {
	reason := ReasonNoSandbox
	if len(pl.seen.Sandboxes) > 0 {
		newest := &pl.seen.Sandboxes[0]
		reason = sandboxFault(newest, pl.seen.Sandboxes, pl.pod.Spec.HostNetwork)
		pl.do.Attempt, pl.do.SandboxID = newest.Attempt, newest.ID
		if reason != ReasonNone {
			pl.do.Attempt++
		}
		if reason == ReasonNetworkChanged {
			pl.do.SandboxID = "" // for the kubelet, that sandbox is not the Pod's
		}
	}
	lost = reason != ReasonNone
	pl.do.Reason, pl.do.KillPod, pl.do.CreateSandbox = reason, lost, lost
	return lost
}

// sandboxFault returns why the newest of the sandboxes cannot stay.
func sandboxFault(newest *Sandbox, all []Sandbox, hostNetwork bool) Reason {
	ready := 0
	for i := range all {
		if all[i].Ready {
			ready++
		}
	}
	switch {
	case ready > 1:
		return ReasonManySandboxes
	case !newest.Ready:
		return ReasonSandboxNotReady
	case newest.HostNetwork != hostNetwork:
		return ReasonNetworkChanged
	case newest.NoIP && !hostNetwork:
		return ReasonNoIP
	default:
		return ReasonNone
	}
}

// beginAnew plans for a Pod without a usable sandbox: everything is killed and
// begins from the first init container, unless the Pod has had its life.
func (pl *planner) beginAnew() {
	spec := &pl.pod.Spec
	// Only the Pod's own policy counts here, and no sandbox but the first: one
	// in which nothing could be made is tried again.
	if spec.RestartPolicy == podlife.RestartPolicyNever && pl.do.Attempt != 0 && len(pl.seen.Containers) != 0 {
		pl.end(ReasonRanBefore)
		return
	}
	again := false
	for i := range spec.Containers {
		if !pl.hadEnough(&spec.Containers[i]) {
			again = true
		}
	}
	if !again && len(spec.Containers) > 0 {
		pl.end(ReasonAllSucceeded)
		return
	}
	if len(spec.InitContainers) > 0 {
		pl.startInit(0, ReasonNewSandbox)
		return
	}
	for i := range spec.Containers {
		if pl.hadEnough(&spec.Containers[i]) {
			pl.note(mainList, i, ReasonSucceeded, MoveNone)
		} else {
			pl.startMain(i, ReasonNewSandbox)
		}
	}
}

// hadEnough reports whether main container c need not run in another sandbox.
// Its policy is OnFailure and it succeeded; no other policy asks how it ended.
func (pl *planner) hadEnough(c *podlife.Container) bool {
	policy := pl.pod.Spec.RestartPolicy
	if c.RestartPolicy != "" {
		policy = c.RestartPolicy
	}
	if policy != podlife.RestartPolicyOnFailure {
		return false
	}
	s := pl.seen.newest(c.Name)
	return s != nil && s.State == StateExited && s.ExitCode == 0
}

// end makes the plan one that kills the Pod and starts nothing in its place.
func (pl *planner) end(reason Reason) {
	pl.do.Reason, pl.do.KillPod, pl.do.CreateSandbox = reason, true, false
	// A sidecar must not keep a Pod alive that has nothing else to do. What
	// was planned for ephemeral containers stays.
	pl.do.InitContainersToStart = nil
}
