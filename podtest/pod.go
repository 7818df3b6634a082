package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Pod generates Pods, as often [Lifelike] as [Nasty].
func Pod() *rapid.Generator[*podlife.Pod] {
	return rapid.OneOf(Lifelike(), Nasty())
}

// Objects generates up to five Pods and three Nodes. Skipped is nil.
func Objects() *rapid.Generator[*podlife.Objects] {
	return rapid.Custom(func(t *rapid.T) *podlife.Objects {
		return &podlife.Objects{
			Pods:  list(Pod(), 0, 5).Draw(t, "pods"),
			Nodes: list(Node(), 0, 3).Draw(t, "nodes"),
		}
	})
}
