package podtest

import "pgregory.net/rapid"

// oneIn draws true about once in n times. It shrinks to false.
func oneIn(t *rapid.T, n int, label string) bool {
	return rapid.IntRange(0, n-1).Draw(t, label) == n-1
}

// pick draws one of the values. It shrinks to the first.
func pick[V any](t *rapid.T, label string, values ...V) V {
	return rapid.SampledFrom(values).Draw(t, label)
}

// list generates slices of minLen to maxLen elements. An empty one is nil,
// because JSON that leaves a list out decodes into nil.
func list[E any](elem *rapid.Generator[E], minLen, maxLen int) *rapid.Generator[[]E] {
	return rapid.Map(rapid.SliceOfN(elem, minLen, maxLen), func(s []E) []E {
		if len(s) == 0 {
			return nil
		}
		return s
	})
}

// maybe generates nil about as often as a pointer to a value.
func maybe[V any](value *rapid.Generator[V]) *rapid.Generator[*V] {
	return rapid.Ptr(value, true)
}
