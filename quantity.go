package podlife

import (
	"bytes"
	"math"
	"math/big"
	"strings"
)

// Quantity is an exact amount of a resource: a decimal number with at most
// nine digits after the point. The zero Quantity is 0. Quantities that print
// differently may be equal, so compare them with Cmp or Equal, not with ==.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go, Quantity.
type Quantity struct {
	// The amount is value, or wide where that does not fit, times ten to the
	// power of scale. It is not divisible by ten, or 0 with scale 0, so that
	// equal amounts look alike. Scale is at least -9.
	value int64
	wide  *big.Int // never written to
	scale int32
	// format is how the amount is written.
	format quantityFormat
	// text is the spelling that String keeps. Empty: it makes one.
	text string
}

// nano is the smallest scale of a Quantity.
const nano = -9

// NewQuantity returns the amount n.
func NewQuantity(n int64) Quantity { return small(n, 0, decimalSI) }

// NewMilliQuantity returns the amount of n thousandths.
func NewMilliQuantity(n int64) Quantity { return small(n, -3, decimalSI) }

// small returns value times ten to the power of scale.
func small(value int64, scale int32, format quantityFormat) Quantity {
	if value == 0 {
		scale = 0
	}
	for value != 0 && value%10 == 0 {
		value /= 10
		scale++
	}
	return Quantity{value: value, scale: scale, format: format}
}

// large is small for a value of any size. It takes value over.
func large(value *big.Int, scale int32, format quantityFormat) Quantity {
	if value.IsInt64() {
		return small(value.Int64(), scale, format)
	}
	ten, rest, quotient := big.NewInt(10), new(big.Int), new(big.Int)
	for {
		if quotient.QuoRem(value, ten, rest); rest.Sign() != 0 {
			return Quantity{wide: value, scale: scale, format: format}
		}
		value, quotient = quotient, value
		scale++
		if value.IsInt64() {
			return small(value.Int64(), scale, format)
		}
	}
}

// Sign returns -1, 0 or 1.
func (q Quantity) Sign() int {
	switch {
	case q.wide != nil:
		return q.wide.Sign()
	case q.value < 0:
		return -1
	case q.value > 0:
		return 1
	default:
		return 0
	}
}

// IsZero reports whether the amount is 0.
func (q Quantity) IsZero() bool { return q.wide == nil && q.value == 0 }

// Value returns the amount as a whole number, rounded away from zero. One that
// does not fit is the nearest that does.
//
// Differs from resource.Quantity, which answers 0, or the low 64 bits, for an
// amount of 2^63 and more, and rounds some negative amounts towards zero.
func (q Quantity) Value() int64 { return q.scaled(0) }

// MilliValue returns the amount in thousandths, rounded as by Value.
func (q Quantity) MilliValue() int64 { return q.scaled(-3) }

// scaled returns the amount in units of ten to the power of scale.
func (q Quantity) scaled(scale int32) int64 {
	if q.wide == nil {
		if n, ok := rescale(q.value, q.scale-scale); ok {
			return n
		}
	}
	n := q.unscaled()
	if d := q.scale - scale; d >= 0 {
		n.Mul(n, pow10(d))
	} else {
		rest := new(big.Int)
		n.QuoRem(n, pow10(-d), rest)
		n.Add(n, big.NewInt(int64(rest.Sign())))
	}
	switch {
	case n.IsInt64():
		return n.Int64()
	case n.Sign() < 0:
		return math.MinInt64
	default:
		return math.MaxInt64
	}
}

// rescale returns n times ten to the power of d, rounded away from zero, and
// whether that was possible without leaving 64 bits.
func rescale(n int64, d int32) (int64, bool) {
	for ; d > 0; d-- {
		if n > math.MaxInt64/10 || n < math.MinInt64/10 {
			return 0, false
		}
		n *= 10
	}
	if d == 0 {
		return n, true
	}
	unit := int64(1)
	for ; d < 0; d++ { // at least -9, so unit fits
		unit *= 10
	}
	quotient, rest := n/unit, n%unit
	if rest > 0 {
		quotient++
	} else if rest < 0 {
		quotient--
	}
	return quotient, true
}

// unscaled returns a copy of the number that scale multiplies.
func (q Quantity) unscaled() *big.Int {
	if q.wide != nil {
		return new(big.Int).Set(q.wide)
	}
	return big.NewInt(q.value)
}

func pow10(n int32) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

// aligned returns both amounts in units of the same scale.
func aligned(a, b Quantity) (x, y *big.Int, scale int32) {
	x, y = a.unscaled(), b.unscaled()
	scale = min(a.scale, b.scale)
	if a.scale > scale {
		x.Mul(x, pow10(a.scale-scale))
	}
	if b.scale > scale {
		y.Mul(y, pow10(b.scale-scale))
	}
	return x, y, scale
}

// Cmp returns -1, 0 or 1 if q is less than, equal to or greater than other.
func (q Quantity) Cmp(other Quantity) int {
	if q.wide == nil && other.wide == nil {
		scale := min(q.scale, other.scale)
		a, okA := rescale(q.value, q.scale-scale)
		b, okB := rescale(other.value, other.scale-scale)
		switch {
		case !okA || !okB:
		case a < b:
			return -1
		case a > b:
			return 1
		default:
			return 0
		}
	}
	a, b, _ := aligned(q, other)
	return a.Cmp(b)
}

// Equal reports whether the amounts are equal, however they are written.
func (q Quantity) Equal(other Quantity) bool { return q.Cmp(other) == 0 }

// Add returns the sum. It is written as q is, or as other if q is 0.
func (q Quantity) Add(other Quantity) Quantity {
	format := q.format
	if q.IsZero() {
		format = other.format
	}
	if q.wide == nil && other.wide == nil {
		scale := min(q.scale, other.scale)
		a, okA := rescale(q.value, q.scale-scale)
		b, okB := rescale(other.value, other.scale-scale)
		sum := a + b
		if okA && okB && (sum > a) == (b > 0) {
			return small(sum, scale, format)
		}
	}
	a, b, scale := aligned(q, other)
	return large(a.Add(a, b), scale, format)
}

// Neg returns the amount with the other sign.
func (q Quantity) Neg() Quantity {
	if q.wide == nil && q.value != math.MinInt64 {
		return Quantity{value: -q.value, scale: q.scale, format: q.format}
	}
	n := q.unscaled()
	return large(n.Neg(n), q.scale, q.format)
}

// Sub returns the difference. It is written as q is, or as other if q is 0.
func (q Quantity) Sub(other Quantity) Quantity { return q.Add(other.Neg()) }

// MarshalJSON writes the quantity as a string.
func (q Quantity) MarshalJSON() ([]byte, error) {
	return []byte(`"` + q.String() + `"`), nil
}

// UnmarshalJSON reads a string or a number. White space inside the quotes is
// skipped at both ends. null sets nothing but 0.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go, UnmarshalJSON.
func (q *Quantity) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) {
		*q = Quantity{}
		return nil
	}
	if n := len(data); n >= 2 && data[0] == '"' && data[n-1] == '"' {
		data = data[1 : n-1]
	}
	parsed, err := ParseQuantity(strings.TrimSpace(string(data)))
	if err != nil {
		return err
	}
	*q = parsed
	return nil
}
