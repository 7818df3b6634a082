// Package lawtest holds what the tests of several packages share. [Catches] shows
// that a law can fail: a property that holds for the right rule must break for a
// wrong one, or it proves nothing. [Vectors] replays the answers of Kubernetes.
package lawtest

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// tries is how many cases a law may take to catch a broken rule.
const tries = 2000

// Catches fails t unless the law breaks on some case, tried in a fixed order.
// The law is a property over a rule that is broken on purpose.
func Catches(t testing.TB, law func(*rapid.T)) {
	t.Helper()
	for seed := range tries {
		if breaks(law, seed) {
			return
		}
	}
	t.Errorf("the law holds for the broken rule in %d cases", tries)
}

// breaks reports whether the law fails or panics on one case.
func breaks(law func(*rapid.T), seed int) (broken bool) {
	rapid.Custom(func(t *rapid.T) bool {
		defer func() {
			r := recover()
			broken = t.Failed() || r != nil && !skipped(r)
			if r != nil && !broken {
				panic(r) // rapid tries another case
			}
		}()
		rapid.Bool().Draw(t, "any") // rapid wants a draw, and a law may make none
		law(t)
		return true
	}).Example(seed)
	return broken
}

// skipped reports whether a panic is rapid's own, for a case that does not fit.
func skipped(r any) bool { return strings.HasPrefix(fmt.Sprintf("%T", r), "rapid.") }
