package kube_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// sameAsJSON holds for JSON that no encoder of core/v1 writes: with null in
// any place, and with times of other zones.
func TestSameAsOddJSON(t *testing.T) {
	t.Run("Pod", rapid.MakeCheck(odd(pods())))
	t.Run("Node", rapid.MakeCheck(odd(nodes())))
}

func odd[K, P any](c conversion[K, P]) func(*rapid.T) {
	return func(t *rapid.T) {
		doc := document(json.RawMessage(encode(c, arbitrary[K]().Draw(t, "k")))).(map[string]any)
		for _, name := range []string{"metadata", "spec", "status"} {
			doc[name] = bend(t, doc[name])
		}
		if wrong := sameJSON(c, encoded(doc)); wrong != "" {
			t.Fatal(wrong)
		}
	}
}

// bend draws a null in place of some values of a JSON document, and writes
// some times as another zone has them.
func bend(t *rapid.T, doc any) any {
	if rapid.IntRange(0, 19).Draw(t, "") == 19 {
		return nil
	}
	switch doc := doc.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(doc)) {
			doc[name] = bend(t, doc[name])
		}
	case []any:
		for i := range doc {
			doc[i] = bend(t, doc[i])
		}
	case string:
		if at, err := time.Parse(time.RFC3339, doc); err == nil && oneOf(t, false, true) {
			return at.In(time.FixedZone("", 5400)).Format(time.RFC3339Nano)
		}
	}
	return doc
}
