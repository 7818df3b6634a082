package restart

import (
	"fmt"

	"github.com/podlife/podlife"
)

// Step is one thing that a kubelet does to start a Pod.
type Step struct {
	// Kind is what is done.
	Kind StepKind
	// Container is what it is done for. Empty: for the Pod.
	Container string
	// Needs are the steps whose success this one needs, of the same container
	// where it has one: the nearest ones only.
	Needs []StepKind
	// Failure is the word under which a failure is seen: the reason that the
	// container waits with, or for a step of the Pod the reason of an event.
	// Empty: it does not fail, or nobody is told.
	Failure string
	// OnFailure is what follows from a failure.
	OnFailure Consequence
}

// StepKind is a kind of [Step].
type StepKind uint8

// The kinds of steps, in the order in which a kubelet takes them: the last
// eight once for each container.
const (
	// StepCheckNetwork: the node's network must be ready. Not asked for a Pod
	// on the node's own network.
	StepCheckNetwork StepKind = iota + 1
	// StepCreateCgroup makes the Pod's control group.
	StepCreateCgroup
	// StepMakeDataDirs makes the Pod's directories.
	StepMakeDataDirs
	// StepMountVolumes waits until the Pod's volumes are attached and mounted.
	StepMountVolumes
	// StepFetchPullSecrets reads the secrets for pulling images. One that is
	// missing is noted, and the pull tried without it.
	StepFetchPullSecrets
	// StepAddProbes sets up the Pod's probes.
	StepAddProbes
	// StepPlan looks at what runs already, and decides what to kill and what to
	// start: [Plan].
	StepPlan
	// StepKill kills what shall not stay.
	StepKill
	// StepCreateSandbox makes the sandbox, whose "pause" process holds the
	// network and what else the containers share. Not taken if one stands.
	StepCreateSandbox
	// StepAwaitTurn waits for the init container before this one: until it
	// succeeded, or if it is a sidecar, until it started. Each wait ends the
	// sync; a later one goes on from here.
	StepAwaitTurn
	// StepCompare compares the container's definition with that of the run
	// there is: it is kept, killed, or started.
	StepCompare
	// StepCheckBackOff refuses the start for now if the last run ended a short
	// while ago: [Backoff.Step].
	StepCheckBackOff
	// StepPullImage makes sure that the image is on the node.
	StepPullImage
	// StepCreateContainer makes the container.
	StepCreateContainer
	// StepStartContainer starts it.
	StepStartContainer
	// StepPostStart runs the postStart hook and waits for it. What comes after
	// it in the Pod waits as well.
	StepPostStart
	// StepAwaitStarted waits for a sidecar's startup probe, if it has one. Like
	// StepAwaitTurn, it ends the sync.
	StepAwaitStarted
)

// String returns the kind's name.
func (k StepKind) String() string {
	names := [...]string{
		StepCheckNetwork:     "CheckNetwork",
		StepCreateCgroup:     "CreateCgroup",
		StepMakeDataDirs:     "MakeDataDirs",
		StepMountVolumes:     "MountVolumes",
		StepFetchPullSecrets: "FetchPullSecrets",
		StepAddProbes:        "AddProbes",
		StepPlan:             "Plan",
		StepKill:             "Kill",
		StepCreateSandbox:    "CreateSandbox",
		StepAwaitTurn:        "AwaitTurn",
		StepCompare:          "Compare",
		StepCheckBackOff:     "CheckBackOff",
		StepPullImage:        "PullImage",
		StepCreateContainer:  "CreateContainer",
		StepStartContainer:   "StartContainer",
		StepPostStart:        "PostStart",
		StepAwaitStarted:     "AwaitStarted",
	}
	if k == 0 || int(k) >= len(names) {
		return fmt.Sprintf("StepKind(%d)", uint8(k))
	}
	return names[k]
}

// Consequence is what follows when a step fails.
type Consequence uint8

// The consequences.
const (
	// GoOn: nothing; the step cannot fail, or its failure is only noted.
	GoOn Consequence = iota
	// EndSync: nothing more is done in this sync. The next begins from the
	// first step.
	EndSync
	// SkipContainer: this container is not started in this sync; the others
	// are.
	SkipContainer
	// KillContainer: the container is killed, with its preStop hook, and counts
	// as not started.
	KillContainer
)

// String returns the consequence's name.
func (c Consequence) String() string {
	switch c {
	case GoOn:
		return "GoOn"
	case EndSync:
		return "EndSync"
	case SkipContainer:
		return "SkipContainer"
	case KillContainer:
		return "KillContainer"
	default:
		return fmt.Sprintf("Consequence(%d)", uint8(c))
	}
}

// Steps returns what a kubelet does to start a Pod of this spec, in order: for
// the Pod, then for its init containers one after the other, then for its main
// containers, which do not wait for one another. Ephemeral containers are
// added to Pods that run, so they have no place here.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, SyncPod;
// pkg/kubelet/kuberuntime/kuberuntime_manager.go, SyncPod;
// pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer.
func Steps(spec *podlife.PodSpec) []Step {
	steps := podSteps(spec)
	for i := range spec.InitContainers {
		c := &spec.InitContainers[i]
		on := EndSync
		if c.IsSidecar() {
			on = SkipContainer
		}
		steps = append(steps, containerSteps(c, i > 0, on)...)
		if c.IsSidecar() && c.StartupProbe != nil {
			steps = append(steps, Step{Kind: StepAwaitStarted, Container: c.Name, Needs: []StepKind{startedBy(c)}})
		}
	}
	for i := range spec.Containers {
		steps = append(steps, containerSteps(&spec.Containers[i], len(spec.InitContainers) > 0, SkipContainer)...)
	}
	return steps
}

// podSteps returns the steps for the Pod as a whole.
func podSteps(spec *podlife.PodSpec) []Step {
	var steps []Step
	if !spec.HostNetwork {
		steps = append(steps, Step{Kind: StepCheckNetwork, Failure: "NetworkNotReady", OnFailure: EndSync})
	}
	return append(steps,
		Step{Kind: StepCreateCgroup, Failure: "FailedCreatePodContainer", OnFailure: EndSync},
		Step{Kind: StepMakeDataDirs, Failure: "Failed", OnFailure: EndSync},
		Step{Kind: StepMountVolumes, Needs: []StepKind{StepMakeDataDirs}, Failure: "FailedMount", OnFailure: EndSync},
		Step{Kind: StepFetchPullSecrets},
		Step{Kind: StepAddProbes},
		Step{Kind: StepPlan},
		Step{Kind: StepKill, Needs: []StepKind{StepPlan}, OnFailure: EndSync},
		Step{Kind: StepCreateSandbox, Needs: []StepKind{StepCreateCgroup, StepMountVolumes, StepKill},
			Failure: "FailedCreatePodSandBox", OnFailure: EndSync},
	)
}

// containerSteps returns the steps for one container. on is what follows from
// their failure.
func containerSteps(c *podlife.Container, waits bool, on Consequence) []Step {
	step := func(k StepKind, needs StepKind, failure string) Step {
		return Step{Kind: k, Container: c.Name, Needs: []StepKind{needs}, Failure: failure, OnFailure: on}
	}
	before := StepCreateSandbox
	var steps []Step
	if waits {
		steps = append(steps, Step{Kind: StepAwaitTurn, Container: c.Name, Needs: []StepKind{before}})
		before = StepAwaitTurn
	}
	pull := step(StepPullImage, StepCheckBackOff, "ErrImagePull")
	pull.Needs = append(pull.Needs, StepFetchPullSecrets)
	steps = append(steps,
		Step{Kind: StepCompare, Container: c.Name, Needs: []StepKind{before}},
		step(StepCheckBackOff, StepCompare, "CrashLoopBackOff"),
		pull,
		step(StepCreateContainer, StepPullImage, "CreateContainerError"),
		step(StepStartContainer, StepCreateContainer, "RunContainerError"),
	)
	if startedBy(c) == StepPostStart {
		hook := step(StepPostStart, StepStartContainer, "PostStartHookError")
		hook.OnFailure = KillContainer
		steps = append(steps, hook)
	}
	return steps
}

// startedBy returns the step after which the kubelet counts c as started.
func startedBy(c *podlife.Container) StepKind {
	if c.Lifecycle != nil && c.Lifecycle.PostStart != nil {
		return StepPostStart
	}
	return StepStartContainer
}
