package conformance

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/restart"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"pgregory.net/rapid"
)

// HashInput is a container that runs.
type HashInput struct {
	Name, Image string
	// Off are the bits in which the hash of its run is not the definition's.
	Off uint64
}

// HashAnswer is its hash, and whether its definition changed.
type HashAnswer struct {
	Hash    uint64
	Changed bool
}

// hashArea compares restart.Hash with HashContainer, for any strings: letters, what JSON
// escapes, and what is no UTF-8. A plan tells whether the definition changed, as podlife does
// not ask Hash for that.
func hashArea() *Area[HashInput, HashAnswer] {
	runtime := oracle.NewRuntime()
	return &Area[HashInput, HashAnswer]{
		Name: "hash",
		Gen:  hashInputs(),
		Ours: func(in HashInput) HashAnswer {
			p := in.pod()
			h := restart.Hash(&p.Spec.Containers[0])
			seen := in.seen(h)
			return HashAnswer{h, len(restart.Plan(p, seen.observed()).ContainersToKill) > 0}
		},
		Theirs: func(in HashInput) HashAnswer {
			pod := kube.ToPod(in.pod())
			h := kubecontainer.HashContainer(&pod.Spec.Containers[0])
			seen := in.seen(h)
			return HashAnswer{h, len(runtime.Plan(pod, seen.runtime(pod), false).ContainersToKill) > 0}
		},
		Pod: func(in HashInput) *podlife.Pod { return in.pod() },
	}
}

// hashInputs generates containers, half of which run with a hash that is off by a bit.
func hashInputs() *rapid.Generator[HashInput] {
	word := rapid.OneOf(
		rapid.StringMatching(`[a-z0-9./:@_-]{0,40}`),
		rapid.StringOfN(rapid.RuneFrom([]rune("aZ09 \t\n\x00\x1f\x7f\"\\<>&'\u2028\u2029é💥\ufffd")), 0, 12, -1),
		rapid.String(),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 12), func(b []byte) string { return string(b) }),
	)
	return rapid.Custom(func(t *rapid.T) HashInput {
		in := HashInput{Name: word.Draw(t, "name"), Image: word.Draw(t, "image")}
		if rapid.Bool().Draw(t, "changed") {
			in.Off = 1 << rapid.IntRange(0, 63).Draw(t, "bit")
		}
		return in
	})
}

func (in *HashInput) pod() *podlife.Pod {
	return podWithUID(podlife.PodSpec{Containers: []podlife.Container{{Name: in.Name, Image: in.Image}}})
}

// seen is the container as it runs. To podlife, a hash of 0 is none, so that it is 1.
func (in *HashInput) seen(hash uint64) Seen {
	return Seen{
		Sandboxes:  []SeenSandbox{{ID: "s0", Ready: true}},
		Containers: []SeenRun{{ID: "c0", Name: in.Name, SandboxID: "s0", State: "running", Hash: max(hash^in.Off, 1)}},
	}
}
