package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Quantity generates quantities as people write them, in every kind of suffix.
// None is negative.
func Quantity() *rapid.Generator[podlife.Quantity] {
	return rapid.Map(rapid.SampledFrom([]string{
		"0", "1", "100m", "250m", "1500m", "0.5", "2", "4", "64Mi", "100M", "1Gi", "1.5Gi", "1e3", "12e6", "1n", "500u", "1Ti", "10G",
	}), readQuantity)
}

// extended is a resource that Kubernetes itself knows nothing of.
const extended podlife.ResourceName = "example.com/gpu"

// readQuantity reads a text that is one.
func readQuantity(s string) podlife.Quantity {
	q, _ := podlife.ParseQuantity(s)
	return q
}

// Requests generates what a container requests: nothing, cpu, memory, both,
// and now and then an extended resource.
func Requests() *rapid.Generator[podlife.ResourceList] {
	return rapid.Custom(func(t *rapid.T) podlife.ResourceList {
		var out podlife.ResourceList
		for _, r := range []struct {
			name    podlife.ResourceName
			amounts []string
		}{
			{podlife.ResourceCPU, []string{"", "0", "100m", "500m", "1", "2"}},
			{podlife.ResourceMemory, []string{"", "", "64Mi", "1Gi", "3Gi"}},
			{podlife.ResourceEphemeralStorage, []string{"", "", "", "1Gi"}},
			{extended, []string{"", "", "", "", "", "1"}},
		} {
			if amount := pick(t, string(r.name), r.amounts...); amount != "" {
				if out == nil {
					out = podlife.ResourceList{}
				}
				out[r.name] = readQuantity(amount)
			}
		}
		return out
	})
}
