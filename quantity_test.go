package podlife_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

func TestParseQuantity(t *testing.T) {
	for _, test := range []struct {
		in           string
		value, milli int64
		out          string
	}{
		{"0", 0, 0, "0"}, {"+", 0, 0, "0"}, {"-", 0, 0, "0"}, {".", 0, 0, "0"}, {"Ki", 0, 0, "0"}, {"m", 0, 0, "0"}, {"0.0", 0, 0, "0"},
		{"1.", 1, 1000, "1."}, {".5", 1, 500, "500m"}, {"1.Gi", 1 << 30, 1000 << 30, "1.Gi"}, {"+1", 1, 1000, "+1"}, {"007", 7, 7000, "007"},
		{"0.5", 1, 500, "500m"}, {"1500m", 2, 1500, "1500m"}, {"1.5", 2, 1500, "1500m"}, {"1.500", 2, 1500, "1.500"}, {"100m", 1, 100, "100m"},
		{"500u", 1, 1, "500u"}, {"1n", 1, 1, "1n"}, {"0.1n", 1, 1, "1n"}, {"0.1Ki", 103, 102400, "102400m"}, {"1.0000000001", 2, 1001, "1000000001n"},
		{"-1.5", -2, -1500, "-1500m"}, {"1Gi", 1 << 30, 1000 << 30, "1Gi"}, {"1.5Gi", 3 << 29, 3000 << 29, "1536Mi"}, {"0.5Gi", 1 << 29, 1000 << 29, "512Mi"},
		{"1000m", 1, 1000, "1"}, {"1024", 1024, 1024000, "1024"}, {"1023Ki", 1023 << 10, 1023 << 10 * 1000, "1023Ki"}, {"1024Ki", 1 << 20, 1000 << 20, "1Mi"},
		{"1E", 1e18, math.MaxInt64, "1E"}, {"1Ei", 1 << 60, math.MaxInt64, "1Ei"}, {"1E3", 1000, 1e6, "1E3"}, {"1e3", 1000, 1e6, "1e3"}, {"10e2", 1000, 1e6, "1e3"},
		{"8Ei", math.MaxInt64, math.MaxInt64, "9223372036854775807"}, {"-8Ei", -math.MaxInt64, math.MinInt64, "-9223372036854775807"},
		{"10E", math.MaxInt64, math.MaxInt64, "10E"}, {"1e30", math.MaxInt64, math.MaxInt64, "1e30"}, {"-1e30", math.MinInt64, math.MinInt64, "-1e30"},
		{"1000E", math.MaxInt64, math.MaxInt64, "1e21"}, {"1e2147483648", math.MaxInt64, math.MaxInt64, "10e999"}, {"1e-2147483648", 1, 1, "1e-9"},
		{"18446744073709551617", math.MaxInt64, math.MaxInt64, "18446744073709551617"}, {"123456789012345678901234567890n", math.MaxInt64, math.MaxInt64, "123456789012345678901234567890n"},
	} {
		q, err := podlife.ParseQuantity(test.in)
		if err != nil || q.Value() != test.value || q.MilliValue() != test.milli || q.String() != test.out {
			t.Errorf("%q is %d, %d, %q, %v; want %d, %d, %q", test.in, q.Value(), q.MilliValue(), q, err, test.value, test.milli, test.out)
		}
	}
}

func TestParseQuantityRefuses(t *testing.T) {
	for want, inputs := range map[error][]string{
		podlife.ErrQuantityFormat:  {"", " 1", "1 ", "1 Gi", "0x10", "1.2.3", "1e3Gi", "1_000", "1Gi5x", "µ"},
		podlife.ErrQuantitySuffix:  {"1e", "1K", "1mi", "1ki", "1i", "1Gi5", "--1", "1e-", "1ee3", "1e99999999999999999999"},
		podlife.ErrQuantityNumeric: {"Pi", "e-10", ".e-10"},
	} {
		for _, in := range inputs {
			if q, err := podlife.ParseQuantity(in); !errors.Is(err, want) || q != (podlife.Quantity{}) {
				t.Errorf("%q is %v, %v; want %v", in, q, err, want)
			}
		}
	}
}

func TestQuantityJSON(t *testing.T) {
	for in, want := range map[string]string{`"1.5Gi"`: `"1536Mi"`, `2`: `"2"`, `1.5`: `"1500m"`, `" 1 "`: `"1"`, `null`: `"0"`, `1e3`: `"1e3"`} {
		var q podlife.Quantity
		if err := json.Unmarshal([]byte(in), &q); err != nil {
			t.Errorf("%s: %v", in, err)
		}
		if got, _ := json.Marshal(q); string(got) != want {
			t.Errorf("%s is written %s, want %s", in, got, want)
		}
	}
	for _, in := range []string{`""`, `{}`, `[]`, `true`, `"x"`} {
		if err := json.Unmarshal([]byte(in), new(podlife.Quantity)); err == nil {
			t.Errorf("%s is read as a quantity", in)
		}
	}
	_, err := podlife.ParseObjects([]byte(`{"kind":"Pod","spec":{"containers":[{"resources":{"requests":{"cpu":"1x","memory":true}}}]}}`))
	if err == nil || !strings.Contains(err.Error(), `spec.containers[0].resources.requests["cpu"]: quantities must match`) ||
		!strings.Contains(err.Error(), `requests["memory"]`) {
		t.Errorf("got %v", err)
	}
}

func TestQuantityArithmetic(t *testing.T) {
	q := func(s string) podlife.Quantity {
		q, err := podlife.ParseQuantity(s)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	for _, test := range []struct{ a, b, sum, difference string }{
		{"1", "500m", "1500m", "500m"}, {"1Gi", "1Mi", "1025Mi", "1023Mi"}, {"0", "1Ki", "1Ki", "-1Ki"}, {"1Gi", "-1Gi", "0", "2Gi"},
		{"9223372036854775807", "1", "9223372036854775808", "9223372036854775806"}, {"1e30", "1n", "1000000000000000000000000000000000000001n", "999999999999999999999999999999999999999n"},
		{"-9223372036854775808", "1", "-9223372036854775807", "-9223372036854775809"}, {"512", "512Ki", "524800", "-523776"},
	} {
		a, b := q(test.a), q(test.b)
		if got := a.Add(b); !got.Equal(q(test.sum)) {
			t.Errorf("%s + %s is %s", test.a, test.b, got)
		}
		if got := a.Sub(b); !got.Equal(q(test.difference)) {
			t.Errorf("%s - %s is %s", test.a, test.b, got)
		}
		if a.Cmp(b) != -b.Cmp(a) || a.Cmp(b) != a.Sub(b).Sign() {
			t.Errorf("%s and %s compare as %d and %d", test.a, test.b, a.Cmp(b), b.Cmp(a))
		}
	}
	if got := q("1Gi").Add(q("1Mi")).String(); got != "1025Mi" {
		t.Errorf("the sum is written %s", got)
	}
	if got := podlife.NewMilliQuantity(2500).String(); got != "2500m" {
		t.Errorf("2500 thousandths are written %s", got)
	}
	if got := podlife.NewQuantity(math.MinInt64).Neg().String(); got != "9223372036854775808" {
		t.Errorf("got %s", got)
	}
}

// A quantity is what it is printed as: reading that gives the same amount, and
// the same text again.
func quantityKept(s string) error {
	q, err := podlife.ParseQuantity(s)
	if err != nil {
		if q != (podlife.Quantity{}) {
			return fmt.Errorf("%q is an error, and %v too", s, q)
		}
		return nil
	}
	text := q.String()
	back, err := podlife.ParseQuantity(text)
	if err != nil {
		return fmt.Errorf("%q is printed %q: %w", s, text, err)
	}
	if !back.Equal(q) || back.Value() != q.Value() || back.MilliValue() != q.MilliValue() {
		return fmt.Errorf("%q is printed %q, which is %v", s, text, back)
	}
	if again := back.String(); again != text {
		return fmt.Errorf("%q is printed %q, and then %q", s, text, again)
	}
	if q.Cmp(q.Neg()) != q.Sign() || !q.Sub(q).IsZero() || !q.Neg().Neg().Equal(q) {
		return fmt.Errorf("%q: the sign is wrong", s)
	}
	return nil
}

func TestQuantityIsKept(t *testing.T) {
	text := rapid.StringMatching(`[+-]?[0-9]{0,25}(\.[0-9]{0,25})?(|n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]{0,4})`)
	rapid.Check(t, func(t *rapid.T) {
		if err := quantityKept(text.Draw(t, "text")); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzParseQuantity(f *testing.F) {
	for _, s := range []string{"", "0", "1.5Gi", "-1e9999999999", "1e-9999999999", "+.5Ei", "123456789012345678901234567890.5u", strings.Repeat("9", 3000) + "Ki"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if err := quantityKept(s); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkParseQuantity(b *testing.B) {
	for _, s := range []string{"250m", "64Mi", "1.5Gi", "1e1000000000"} {
		b.Run("text="+s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := podlife.ParseQuantity(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleParseQuantity() {
	request, _ := podlife.ParseQuantity("1.5Gi")
	fmt.Println(request, request.Value(), request.MilliValue())
	_, err := podlife.ParseQuantity("1.5GB")
	fmt.Println(err)
	// Output:
	// 1536Mi 1610612736 1610612736000
	// quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'
}
