package kube_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/podlife/podlife"
	"k8s.io/apimachinery/pkg/api/resource"
	"pgregory.net/rapid"
)

// sameQuantity: podlife reads, rounds, compares and prints a quantity as
// Kubernetes does, where that neither overflows nor takes for ever.
func sameQuantity(s string) string {
	got, err := podlife.ParseQuantity(s)
	if hostile(s) {
		return ""
	}
	want, wantErr := resource.ParseQuantity(s)
	if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
		return diff(wantErr, err)
	}
	if err != nil {
		return ""
	}
	wrong := ""
	copied := want.DeepCopy()
	exact, _ := new(big.Float).SetPrec(400).SetString(copied.AsDec().String())
	bound := new(big.Float).SetInt64(math.MaxInt64 / 1000)
	if exact.Cmp(bound) < 0 && want.Sign() >= 0 {
		wrong += diff(want.Value(), got.Value()) + diff(want.MilliValue(), got.MilliValue())
	}
	if back, err := resource.ParseQuantity(got.String()); err != nil || back.Cmp(want) != 0 {
		wrong += "another amount is printed: " + got.String()
	}
	if new(big.Float).Abs(exact).Cmp(big.NewFloat(1e18)) < 0 {
		wrong += diff(want.String(), got.String())
	}
	return wrong
}

// hostile reports whether s has an exponent of which Kubernetes makes a number
// too long to work with.
func hostile(s string) bool {
	digits := 0
	for i := len(s) - 1; i >= 0 && s[i] >= '0' && s[i] <= '9'; i-- {
		digits++
	}
	return digits > 2 || len(s) > 60
}

func TestQuantities(t *testing.T) {
	for _, s := range []string{
		"", "0", "00", "-0", "+", "-", ".", "m", "Ki", ".Ki", ".e-10", "e-10", "0e-10", "+e-10", "1.", ".5", "1.Gi", "+1", "1E", "1Ei", "1E3", "1e",
		"1K", "1mi", "1ki", "1i", "1Gi5", "--1", " 1", "1 Gi", "0x10", "1.2.3", "1e3Gi", "1_000", "0.5", "1500m", "100m", "500u", "1n", "0.1n", "0.1Ki",
		"1.0000000001", "-1.5", "1Gi", "8Ei", "9Ei", "16777216Ti", "1.5Gi", "0.5Gi", "1000m", "1024", "1024Ki", "1000Ki", "3Ki", "1025Mi", "007", "1.500",
		"1.50", "12e0", "12e3", "12e-3", "1e-9", "1e-10", "100e2", "123456789012345678901234567890", "0.000000000000000000001", "9223372036854775807",
		"9223372036854775808", "-9223372036854775808", "-0.1Ki", "0.0000000001Ki", "1e5", "1e+5", "100000000000000000000e-10", "999999999999999999Ki", "\u00b5",
	} {
		if wrong := sameQuantity(s); wrong != "" {
			t.Errorf("%q: %s", s, wrong)
		}
	}
}

func TestQuantitiesDrawn(t *testing.T) {
	text := rapid.StringMatching(`[+-]?[0-9]{0,22}(\.[0-9]{0,22})?(|n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]{0,2})`)
	rapid.Check(t, func(t *rapid.T) {
		s, other := text.Draw(t, "s"), text.Draw(t, "other")
		if wrong := sameQuantity(s); wrong != "" {
			t.Fatal(wrong)
		}
		a, err := podlife.ParseQuantity(s)
		b, err2 := podlife.ParseQuantity(other)
		if err != nil || err2 != nil {
			return
		}
		if bound := podlife.NewQuantity(1e18); a.Cmp(bound) > 0 || b.Cmp(bound) > 0 || a.Neg().Cmp(bound) > 0 || b.Neg().Cmp(bound) > 0 {
			return // Kubernetes caps what has a binary suffix when it reads it again
		}
		ka, kb := resource.MustParse(s), resource.MustParse(other)
		if got, want := a.Cmp(b), ka.Cmp(kb); got != want {
			t.Fatalf("compared %d, want %d", got, want)
		}
		sum, difference := ka.DeepCopy(), ka.DeepCopy()
		sum.Add(kb)
		difference.Sub(kb)
		if got := resource.MustParse(a.Add(b).String()); got.Cmp(sum) != 0 {
			t.Fatalf("the sum is %s, want %s", a.Add(b), sum.String())
		}
		if got := resource.MustParse(a.Sub(b).String()); got.Cmp(difference) != 0 {
			t.Fatalf("the difference is %s, want %s", a.Sub(b), difference.String())
		}
	})
}
