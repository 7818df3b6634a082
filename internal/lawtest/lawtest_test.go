package lawtest

import (
	"testing"

	"pgregory.net/rapid"
)

func TestBreaks(t *testing.T) {
	small := func(t *rapid.T) {
		if n := rapid.IntRange(0, 100).Draw(t, "n"); n > 50 {
			t.Fatalf("%d is too large", n)
		}
	}
	Catches(t, small)
	Catches(t, func(*rapid.T) { panic("a rule that panics is broken too") })
	Catches(t, func(t *rapid.T) { t.Errorf("an error without an end to the test") })
	for seed := range 100 {
		if breaks(func(t *rapid.T) { rapid.Int().Draw(t, "n") }, seed) {
			t.Fatal("a law that holds was called broken")
		}
	}
}

type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestCatchesFailsForALawThatHolds(t *testing.T) {
	var r recorder
	Catches(&r, func(*rapid.T) {})
	if !r.failed {
		t.Error("Catches accepted a law that caught nothing")
	}
}
