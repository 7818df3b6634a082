package podlife_test

import (
	"math"
	"testing"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

func TestRoundUp(t *testing.T) {
	for _, c := range []struct {
		in    string
		scale int32
		want  string
	}{
		{"1500u", -3, "2m"},
		{"-1500u", -3, "-2m"},
		{"1n", -3, "1m"},
		{"1.500", -3, "1.500"},
		{"0", -3, "0"},
		{"1100m", 0, "2"},
		{"1.00001Ki", -3, "1024011m"},
		{"18446744073709551617", 1, "18446744073709551620"},
		{"12M", 0, "12M"},
		{"1.500", -1, "1.500"},
		{"1", math.MaxInt32, "10e999"},
	} {
		q, err := podlife.ParseQuantity(c.in)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.RoundUp(c.scale).String(); got != c.want {
			t.Errorf("%s rounded to 10^%d: got %s, want %s", c.in, c.scale, got, c.want)
		}
	}
}

// Rounding up moves away from zero by less than one unit, and once is enough.
func TestRoundUpLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := podlife.NewMilliQuantity(rapid.Int64().Draw(t, "thousandths"))
		r := q.RoundUp(0)
		if want := podlife.NewQuantity(q.Value()); !r.Equal(want) {
			t.Errorf("%s: got %s, want %s", q, r, want)
		}
		if again := r.RoundUp(0); again.String() != r.String() {
			t.Errorf("%s: twice is %s", r, again)
		}
	})
}
