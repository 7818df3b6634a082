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
		{"n", 0, 0, "0"}, {"Ti", 0, 0, "0"}, {"0e5000", 0, 0, "0"}, {"1.5e2", 150, 150000, "150"}, {"10e998", math.MaxInt64, math.MaxInt64, "1e999"},
		{"12345678901234567891n", 12345678902, 12345678901235, "12345678901234567891n"},
		{"-12345678901234567891n", -12345678902, -12345678901235, "-12345678901234567891n"},
		// What is kept as it stands, and what is just too long or too fine for that.
		{"-1.500", -2, -1500, "-1.500"}, {"+1n", 1, 1, "+1n"},
		{"+123456789012345678", 123456789012345678, math.MaxInt64, "+123456789012345678"},
		{"+1234567890123456789", 1234567890123456789, math.MaxInt64, "1234567890123456789"},
		{"+12345678901Ki", 12345678901 << 10, 12345678901 << 10 * 1000, "+12345678901Ki"},
		{"+123456789012Ki", 123456789012 << 10, 123456789012 << 10 * 1000, "123456789012Ki"},
		{"+11Ti", 11 << 40, 11 << 40 * 1000, "+11Ti"}, {"+111Ti", 111 << 40, 111 << 40 * 1000, "111Ti"},
	} {
		q, err := podlife.ParseQuantity(test.in)
		if err != nil || q.Value() != test.value || q.MilliValue() != test.milli || q.String() != test.out {
			t.Errorf("%q is %d, %d, %q, %v; want %d, %d, %q", test.in, q.Value(), q.MilliValue(), q, err, test.value, test.milli, test.out)
		}
	}
}

// Only so many digits are looked at, and what is behind them rounds up.
func TestParseQuantityOfManyDigits(t *testing.T) {
	zeros := strings.Repeat("0", 1000)
	for in, want := range map[string]string{
		"1." + zeros + "1": "1000000001n", "1." + zeros + "0": "1", "1." + zeros + "1Ki": "1024000000001n", "1." + zeros + "0Ki": "1Ki",
	} {
		if q, err := podlife.ParseQuantity(in); err != nil || q.String() != want {
			t.Errorf("1.000…%s is %s, %v; want %s", in[len(in)-3:], q, err, want)
		}
	}
	largest, capped := podlife.Quantity{}, podlife.Quantity{}
	for in, q := range map[string]*podlife.Quantity{"1e999": &largest, "1e1000": &capped} {
		var err error
		if *q, err = podlife.ParseQuantity(in); err != nil {
			t.Fatal(err)
		}
	}
	if largest.Cmp(capped) >= 0 {
		t.Errorf("an amount of 1000 digits is %s, and one of more %s", largest, capped)
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
	q := podlife.NewQuantity(7)
	if err := json.Unmarshal([]byte("null"), &q); err != nil || !q.IsZero() {
		t.Errorf("null leaves %s, %v", q, err)
	}
	for _, in := range []string{``, `"`, `"1`, `1"`} { // which no decoder hands over
		if err := q.UnmarshalJSON([]byte(in)); err == nil {
			t.Errorf("%s is read as a quantity", in)
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
		{"18446744073709551617", "1", "18446744073709551618", "18446744073709551616"}, {"1024Mi", "1Gi", "2Gi", "0"},
		{"-9223372036854775808", "1", "-9223372036854775807", "-9223372036854775809"}, {"512", "512Ki", "524800", "-523776"},
	} {
		a, b := q(test.a), q(test.b)
		if got := a.Add(b); !got.Equal(q(test.sum)) || !b.Add(a).Equal(got) {
			t.Errorf("%s + %s is %s, and the other way %s", test.a, test.b, got, b.Add(a))
		}
		if got := a.Sub(b); !got.Equal(q(test.difference)) {
			t.Errorf("%s - %s is %s", test.a, test.b, got)
		}
		if a.Cmp(b) != -b.Cmp(a) || a.Cmp(b) != a.Sub(b).Sign() {
			t.Errorf("%s and %s compare as %d and %d", test.a, test.b, a.Cmp(b), b.Cmp(a))
		}
	}
	for _, test := range []struct{ a, b, sum string }{
		{"1Gi", "1Mi", "1025Mi"}, {"2Ki", "-1Ki", "1Ki"}, {"512", "512Ki", "524800"}, {"0", "1Ki", "1Ki"},
		{"0.0009765625Ki", "1023", "1Ki"}, {"0.00048828125Ki", "1023500m", "1024"}, // less than 1 counts as decimal
	} {
		if got := q(test.a).Add(q(test.b)).String(); got != test.sum {
			t.Errorf("%s + %s is written %s, want %s", test.a, test.b, got, test.sum)
		}
	}
	wide := q("4Ei")
	for range 8 {
		wide = wide.Add(wide)
	}
	if got := wide.String(); got != "1024Ei" {
		t.Errorf("4Ei doubled eight times is written %s", got)
	}
	if got := podlife.NewMilliQuantity(2500).String(); got != "2500m" {
		t.Errorf("2500 thousandths are written %s", got)
	}
	if got := podlife.NewQuantity(math.MinInt64).Neg().String(); got != "9223372036854775808" {
		t.Errorf("got %s", got)
	}
}

// Amounts that fit 64 bits cost no memory, up to the last that does.
func TestQuantityAllocatesNothing(t *testing.T) {
	half, thousand := podlife.NewMilliQuantity(500), podlife.NewQuantity(1000)
	greatest, least := podlife.NewQuantity(math.MaxInt64), podlife.NewQuantity(math.MinInt64)
	for name, f := range map[string]func(){
		"Value":      func() { half.Value(); thousand.Value(); greatest.Value(); least.Value() },
		"MilliValue": func() { half.MilliValue(); thousand.MilliValue() },
		"Cmp":        func() { half.Cmp(thousand); thousand.Cmp(half); thousand.Cmp(thousand); least.Cmp(greatest) },
		"Add":        func() { half.Add(thousand); thousand.Add(half); greatest.Add(least); thousand.Add(podlife.Quantity{}) },
		"Sub":        func() { half.Sub(thousand); thousand.Sub(half); greatest.Sub(thousand) },
		"Neg":        func() { half.Neg(); greatest.Neg() },
		"the last to grow": func() {
			podlife.NewQuantity(math.MaxInt64 / 10).Add(half)
			podlife.NewQuantity(math.MinInt64 / 10).Sub(half)
		},
	} {
		if n := testing.AllocsPerRun(10, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
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
