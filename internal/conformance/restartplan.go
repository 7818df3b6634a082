package conformance

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/restart"
	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/kubelet/types"
	"pgregory.net/rapid"
)

// PlanInput is a Pod and what the kubelet sees of it.
type PlanInput struct {
	Pod  *podlife.Pod `json:"pod"`
	Seen Seen         `json:"seen"`
}

// SyncPlan is a plan in words of neither side. An empty list is nil.
type SyncPlan struct {
	// Synced: the Pod passes the doors of [restart.Plan], behind which the rest is its answer
	// too.
	Synced        bool   `json:"synced"`
	KillPod       bool   `json:"killPod,omitempty"`
	CreateSandbox bool   `json:"createSandbox,omitempty"`
	SandboxID     string `json:"sandboxID,omitempty"`
	Attempt       uint32 `json:"attempt,omitempty"`
	// SandboxFault is what is wrong with the sandbox, where a plan of podlife tells.
	SandboxFault string      `json:"sandboxFault,omitempty"`
	Ephemeral    []int       `json:"ephemeral,omitempty"`
	Init         []int       `json:"init,omitempty"`
	Main         []int       `json:"main,omitempty"`
	Kill         []PlanKill  `json:"kill,omitempty"`
	Reset        []PlanReset `json:"reset,omitempty"`
}

// PlanKill is a run to kill. They are ordered by ID: the kubelet's are a map.
type PlanKill struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Message string `json:"message"`
	Reason  string `json:"reason,omitempty"`
}

// PlanReset is a run to remove.
type PlanReset struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kill bool   `json:"kill,omitempty"`
}

// planArea compares what one sync does: restart.Compute with computePodActions, which runs on
// hashes that [Seen] makes of images where podlife compares those. Left out: in-place resize.
//
// Of the two doors of restart.Plan only the condition is repeated here, not run: a deletion
// timestamp or a terminal phase, which the pod workers and Kubelet.SyncPod look at.
func planArea() *Area[PlanInput, SyncPlan] {
	runtime := oracle.NewRuntime()
	return &Area[PlanInput, SyncPlan]{
		Name:    "plan",
		Gen:     rapid.Custom(drawPlan),
		Ours:    ourPlan,
		Theirs:  func(in PlanInput) SyncPlan { return theirPlan(runtime, in) },
		Pod:     func(in PlanInput) *podlife.Pod { return in.Pod },
		Vectors: planVectors(),
	}
}

func drawPlan(t *rapid.T) PlanInput {
	p := podWithUID(restartSpecs().Draw(t, "spec"))
	maybeDeleted(t, p)
	return PlanInput{p, drawSeen(t, &p.Spec)}
}

func ourPlan(in PlanInput) SyncPlan {
	a := restart.Compute(in.Pod, in.Seen.observed())
	out := SyncPlan{
		Synced: reflect.DeepEqual(a, restart.Plan(in.Pod, in.Seen.observed())), KillPod: a.KillPod, CreateSandbox: a.CreateSandbox,
		SandboxID: a.SandboxID, Attempt: a.Attempt, SandboxFault: ourFault(a.Reason),
		Ephemeral: a.EphemeralContainersToStart, Init: a.InitContainersToStart, Main: a.ContainersToStart,
	}
	for _, k := range a.ContainersToKill {
		out.Kill = append(out.Kill, PlanKill{k.ID, k.Name, k.Message(), string(k.KillReason())})
	}
	for _, r := range a.ContainersToReset {
		out.Reset = append(out.Reset, PlanReset(r))
	}
	return out.sorted()
}

// ourFault is the kubelet's sentence for the reasons that concern a sandbox.
func ourFault(r restart.Reason) string {
	switch r {
	case restart.ReasonNoSandbox:
		return types.PodSandboxNotReadyMsgNoPodSandbox
	case restart.ReasonManySandboxes:
		return types.PodSandboxNotReadyMsgMultipleSandboxes
	case restart.ReasonSandboxNotReady:
		return types.PodSandboxNotReadyMsgSandboxNotReady
	case restart.ReasonNetworkChanged:
		return types.PodSandboxNotReadyMsgNetworkNamespaceMode
	case restart.ReasonNoIP:
		return types.PodSandboxNotReadyMsgNoIPAddress
	default:
		return ""
	}
}

func theirPlan(runtime *oracle.Runtime, in PlanInput) SyncPlan {
	pod := kube.ToPod(in.Pod)
	status := in.Seen.runtime(pod)
	in.Seen.setVerdicts(runtime)
	p := runtime.Plan(pod, status, in.Seen.RestartAll)
	ended := pod.Status.Phase == v1.PodSucceeded || pod.Status.Phase == v1.PodFailed
	out := SyncPlan{
		Synced: pod.DeletionTimestamp == nil && !ended, KillPod: p.KillPod, CreateSandbox: p.CreateSandbox,
		SandboxID: p.SandboxID, Attempt: p.Attempt,
		Ephemeral: p.EphemeralContainersToStart, Init: p.InitContainersToStart, Main: p.ContainersToStart,
	}
	if !in.Seen.RestartAll && (p.CreateSandbox || !p.KillPod) { // else podlife gives the reason for that
		out.SandboxFault = oracle.SandboxFault(pod, status)
	}
	for id, k := range p.ContainersToKill {
		out.Kill = append(out.Kill, PlanKill{id.ID, k.Name, k.Message, string(k.Reason)})
	}
	for _, r := range p.ContainersToReset {
		out.Reset = append(out.Reset, PlanReset{r.ID.ID, r.Container.Name, r.Kill})
	}
	return out.sorted()
}

// sorted orders the kills and makes empty lists nil.
func (p SyncPlan) sorted() SyncPlan {
	slices.SortFunc(p.Kill, func(a, b PlanKill) int { return cmp.Compare(a.ID, b.ID) })
	for _, list := range []*[]int{&p.Ephemeral, &p.Init, &p.Main} {
		if len(*list) == 0 {
			*list = nil
		}
	}
	return p
}
