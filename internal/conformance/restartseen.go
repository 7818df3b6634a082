package conformance

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/restart"
	v1 "k8s.io/api/core/v1"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
)

// Seen is a [restart.Observed] in JSON.
type Seen struct {
	// Sandboxes and Containers, newest first.
	Sandboxes  []SeenSandbox `json:"sandboxes,omitempty"`
	Containers []SeenRun     `json:"containers,omitempty"`
	RestartAll bool          `json:"restartAll,omitempty"`
}

// SeenSandbox is a [restart.Sandbox] in JSON.
type SeenSandbox struct {
	ID          string `json:"id"`
	Attempt     uint32 `json:"attempt,omitempty"`
	Ready       bool   `json:"ready,omitempty"`
	HostNetwork bool   `json:"hostNetwork,omitempty"`
	NoIP        bool   `json:"noIP,omitempty"`
}

// SeenRun is a [restart.RuntimeStatus] in JSON.
type SeenRun struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	SandboxID string `json:"sandboxID,omitempty"`
	// State is the kubelet's word.
	State    string `json:"state"`
	ExitCode int32  `json:"exitCode,omitempty"`
	Reason   string `json:"reason,omitempty"`
	// Image that the run was made from, or else Hash of the definition. Without both the
	// definition is unchanged.
	Image string `json:"image,omitempty"`
	Hash  uint64 `json:"hash,omitempty"`
	// Startup and Liveness are the kubelet's words. Unknown: the probe has run without a
	// verdict; empty: it has not.
	Startup  string `json:"startup,omitempty"`
	Liveness string `json:"liveness,omitempty"`
}

// observed is what podlife calls it.
func (s *Seen) observed() restart.Observed {
	out := restart.Observed{RestartAll: s.RestartAll}
	for i := range s.Sandboxes {
		out.Sandboxes = append(out.Sandboxes, restart.Sandbox(s.Sandboxes[i]))
	}
	for i := range s.Containers {
		r := &s.Containers[i]
		out.Containers = append(out.Containers, restart.RuntimeStatus{
			ID: r.ID, Name: r.Name, SandboxID: r.SandboxID, State: ourRunState(r.State), ExitCode: r.ExitCode, Reason: r.Reason,
			Image: r.Image, Hash: r.Hash, Startup: ourVerdict(r.Startup), Liveness: ourVerdict(r.Liveness),
		})
	}
	return out
}

func ourRunState(s string) restart.RuntimeState {
	switch s {
	case "created":
		return restart.StateCreated
	case "running":
		return restart.StateRunning
	case "exited":
		return restart.StateExited
	default:
		return restart.StateUnknown
	}
}

func ourVerdict(s string) restart.Verdict {
	switch s {
	case "Success":
		return restart.VerdictSuccess
	case "Failure":
		return restart.VerdictFailure
	default:
		return restart.VerdictNone
	}
}

// runtime is what Kubernetes calls it. The containers of the newest sandbox are the active
// ones if it is ready.
func (s *Seen) runtime(pod *v1.Pod) *kubecontainer.PodStatus {
	out := &kubecontainer.PodStatus{ID: pod.UID, Name: pod.Name, Namespace: pod.Namespace}
	for i := range s.Sandboxes {
		out.SandboxStatuses = append(out.SandboxStatuses, s.Sandboxes[i].status())
	}
	for i := range s.Containers {
		r := &s.Containers[i]
		status := r.status(pod)
		out.ContainerStatuses = append(out.ContainerStatuses, status)
		if len(s.Sandboxes) > 0 && s.Sandboxes[0].Ready && s.Sandboxes[0].ID == r.SandboxID {
			out.ActiveContainerStatuses = append(out.ActiveContainerStatuses, status)
		}
	}
	return out
}

func (s *SeenSandbox) status() *runtimeapi.PodSandboxStatus {
	options := &runtimeapi.NamespaceOption{}
	if s.HostNetwork {
		options.Network = runtimeapi.NamespaceMode_NODE
	}
	out := &runtimeapi.PodSandboxStatus{
		Id:       s.ID,
		Metadata: &runtimeapi.PodSandboxMetadata{Attempt: s.Attempt},
		State:    runtimeapi.PodSandboxState_SANDBOX_NOTREADY,
		Network:  &runtimeapi.PodSandboxNetworkStatus{Ip: "10.0.0.1"},
		Linux:    &runtimeapi.LinuxPodSandboxStatus{Namespaces: &runtimeapi.Namespace{Options: options}},
	}
	if s.Ready {
		out.State = runtimeapi.PodSandboxState_SANDBOX_READY
	}
	if s.NoIP {
		out.Network.Ip = ""
	}
	return out
}

func (r *SeenRun) status(pod *v1.Pod) *kubecontainer.Status {
	return &kubecontainer.Status{
		ID: r.id(), Name: r.Name, State: kubecontainer.State(r.State), ExitCode: int(r.ExitCode), Reason: r.Reason, Hash: r.hash(pod),
	}
}

func (r *SeenRun) id() kubecontainer.ContainerID { return kubecontainer.ContainerID{ID: r.ID} }

// hash is the hash that the kubelet finds on the container.
func (r *SeenRun) hash(pod *v1.Pod) uint64 {
	switch spec := kubecontainer.GetContainerSpec(pod, r.Name); {
	case r.Image != "":
		return kubecontainer.HashContainer(&v1.Container{Name: r.Name, Image: r.Image})
	case r.Hash == 0 && spec != nil:
		return kubecontainer.HashContainer(spec)
	default:
		return r.Hash
	}
}

// setVerdicts gives runtime the verdicts of the probes, and no others.
func (s *Seen) setVerdicts(runtime *oracle.Runtime) {
	clear(runtime.Startup)
	clear(runtime.Liveness)
	for i := range s.Containers {
		r := &s.Containers[i]
		setSeenVerdict(runtime.Startup, r.id(), r.Startup)
		setSeenVerdict(runtime.Liveness, r.id(), r.Liveness)
	}
}

func setSeenVerdict(of oracle.Verdicts, id kubecontainer.ContainerID, verdict string) {
	switch verdict {
	case "Success":
		of[id] = results.Success
	case "Failure":
		of[id] = results.Failure
	case "Unknown":
		of[id] = results.Unknown
	}
}

// steady is a Pod whose main containers all run, each known by its image or by its hash.
func steady(n int, byHash bool) (*podlife.Pod, Seen) {
	p := podWithUID(podlife.PodSpec{RestartPolicy: podlife.RestartPolicyAlways})
	seen := Seen{Sandboxes: []SeenSandbox{{ID: "s0", Ready: true}}}
	for i := range n {
		digit := string(rune('0' + i))
		c := podlife.Container{Name: "container-" + digit, Image: "registry.example/app-" + digit + ":1.2.3"}
		p.Spec.Containers = append(p.Spec.Containers, c)
		run := SeenRun{ID: "c" + digit, Name: c.Name, SandboxID: "s0", State: "running"}
		if byHash {
			run.Hash = restart.Hash(&c)
		} else {
			run.Image = c.Image
		}
		seen.Containers = append(seen.Containers, run)
	}
	return p, seen
}

// podWithUID is a Pod of that spec with an identity.
func podWithUID(spec podlife.PodSpec) *podlife.Pod {
	return &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default", UID: "1"}, Spec: spec}
}

// deletedAt is a time of deletion.
func deletedAt() time.Time { return publishedAt() }
