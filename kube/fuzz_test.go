package kube_test

import (
	"testing"

	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"
)

// FuzzLaws holds every law against Pods that the fuzzer makes up.
func FuzzLaws(f *testing.F) {
	f.Add([]byte{})
	f.Fuzz(rapid.MakeFuzz(func(t *rapid.T) {
		e := examples(pods()).Draw(t, "example")
		for name, l := range laws[corev1.Pod, podlife.Pod]() {
			if wrong := l(pods(), e.K.DeepCopy(), e.P.Clone()); wrong != "" {
				t.Errorf("%s: %s", name, wrong)
			}
		}
	}))
}
