package podlife

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// What ParseQuantity finds wrong, in the words of resource.Quantity.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go.
var (
	// ErrQuantityFormat: the text is not a number with a suffix.
	ErrQuantityFormat = errors.New(`quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`)
	// ErrQuantityNumeric: the number has no digits.
	ErrQuantityNumeric = errors.New("unable to parse numeric part of quantity")
	// ErrQuantitySuffix: there is no such suffix.
	ErrQuantitySuffix = errors.New("unable to parse quantity's suffix")
)

// maxQuantityDigits is how many digits an amount may have before the point. A
// greater one counts as ten to that power, so that a short text cannot name a
// number which takes long to write out. So many digits after the point are
// looked at one by one.
const maxQuantityDigits = 1000

// ParseQuantity reads a quantity: a number with an optional point and a
// suffix, which is one of n u m k M G T P E, one of Ki Mi Gi Ti Pi Ei, or an
// exponent like e3. Amounts finer than 1n are rounded away from zero to it.
// With a binary suffix the greatest amount is 2^63-1. The error is one of the
// three of this package.
//
// Differs from resource.Quantity, which works through an exponent of any size:
// here an amount of more than a thousand digits is as ten to the power of
// 1000.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go, ParseQuantity.
func ParseQuantity(s string) (Quantity, error) {
	t, err := splitQuantity(s)
	if err != nil {
		return Quantity{}, err
	}
	base, exponent, format, ok := quantitySuffix(t.suffix)
	if !ok {
		return Quantity{}, ErrQuantitySuffix
	}
	// No digits are 0, but not before the greatest and the smallest suffixes.
	if (base == 10 && exponent < nano || base == 2 && exponent > 40) && !strings.ContainsAny(t.number, "0123456789") {
		return Quantity{}, ErrQuantityNumeric
	}
	var q Quantity
	if base == 2 {
		q = binaryAmount(t.whole, t.fraction, uint(exponent))
	} else {
		q = decimalAmount(t.whole+t.fraction, exponent-int64(len(t.fraction)), format)
	}
	if keepsSpelling(base, exponent, t) {
		q.text = s
	}
	if t.negative {
		text := q.text
		q = q.Neg()
		q.text = text
	}
	return q, nil
}

// quantityText is a quantity taken apart.
type quantityText struct {
	negative bool
	number   string // the sign, digits and point, as they stand
	whole    string // the digits before the point, without leading zeros; "0" if there are none
	fraction string // the digits after it
	suffix   string
}

// splitQuantity takes s apart. It accepts more than there are suffixes.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go, parseQuantityString.
func splitQuantity(s string) (quantityText, error) {
	if s == "" {
		return quantityText{}, ErrQuantityFormat
	}
	t := quantityText{negative: s[0] == '-'}
	rest := strings.TrimPrefix(s, "-")
	if !t.negative {
		rest = strings.TrimPrefix(s, "+")
	}
	t.whole, rest = cutSet(strings.TrimLeft(rest, "0"), "0123456789")
	if t.whole == "" {
		t.whole = "0"
	}
	if strings.HasPrefix(rest, ".") {
		t.fraction, rest = cutSet(rest[1:], "0123456789")
	}
	t.number, t.suffix = s[:len(s)-len(rest)], rest
	_, rest = cutSet(rest, "eEinumkKMGTP")
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		rest = rest[1:]
	}
	if _, rest = cutSet(rest, "0123456789"); rest != "" {
		return quantityText{}, ErrQuantityFormat
	}
	return t, nil
}

// cutSet cuts s after the bytes it begins with that are in set.
func cutSet(s, set string) (before, after string) {
	after = strings.TrimLeft(s, set)
	return s[:len(s)-len(after)], after
}

// quantitySuffix returns what a suffix multiplies by.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/api/resource/suffix.go, interpret.
func quantitySuffix(s string) (base int, exponent int64, format quantityFormat, ok bool) {
	for i, known := range decimalSuffixes() {
		if s == known {
			return 10, int64(3*i + nano), decimalSI, true
		}
	}
	for i, known := range binarySuffixes() {
		if s == known && s != "" {
			return 2, int64(10 * i), binarySI, true
		}
	}
	if len(s) < 2 || s[0] != 'e' && s[0] != 'E' {
		return 0, 0, 0, false
	}
	exponent, err := strconv.ParseInt(s[1:], 10, 64)
	if err != nil {
		return 0, 0, 0, false
	}
	const far = 1 << 40 // beyond any text's length, and still far from overflow
	return 10, max(-far, min(exponent, far)), decimalExponent, true
}

// decimalAmount returns digits times ten to the power of scale.
func decimalAmount(digits string, scale int64, format quantityFormat) Quantity {
	digits = strings.TrimLeft(digits, "0")
	switch {
	case digits == "":
		return Quantity{format: format}
	case int64(len(digits))+scale > maxQuantityDigits:
		return small(1, maxQuantityDigits, format)
	case int64(len(digits))+scale <= nano:
		return small(1, nano, format)
	}
	rounded := false
	if scale < nano {
		cut := int64(len(digits)) - (nano - scale)
		rounded = strings.Trim(digits[cut:], "0") != ""
		digits, scale = digits[:cut], nano
	}
	n, _ := new(big.Int).SetString(digits, 10)
	if rounded {
		n.Add(n, big.NewInt(1))
	}
	return large(n, int32(scale), format)
}

// binaryAmount returns whole.fraction times two to the power of exponent.
func binaryAmount(whole, fraction string, exponent uint) Quantity {
	highest := small(math.MaxInt64, 0, binarySI)
	if len(whole) > 20 {
		return highest
	}
	if len(fraction) > maxQuantityDigits {
		rest := fraction[maxQuantityDigits:]
		fraction = fraction[:maxQuantityDigits]
		if strings.Trim(rest, "0") != "" {
			fraction += "1"
		}
	}
	n, _ := new(big.Int).SetString(whole+fraction, 10)
	n.Lsh(n, exponent)
	q := decimalAmount(n.String(), -int64(len(fraction)), binarySI)
	if q.Cmp(highest) > 0 {
		return highest
	}
	if q.Sign() > 0 && q.Cmp(NewQuantity(1)) < 0 {
		q.format = decimalSI
	}
	return q
}

// keepsSpelling reports whether the quantity is printed as it was written:
// Kubernetes does not write anew what it takes for canonical, which includes
// 1.500, +1 and 007.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go, ParseQuantity.
func keepsSpelling(base int, exponent int64, t quantityText) bool {
	digits := t.whole + t.fraction
	if base == 2 {
		if t.fraction != "" || 14-len(t.whole)-int(exponent)*3/10 < 0 {
			return false
		}
		n, _ := strconv.ParseInt(t.whole, 10, 64) // at most 11 digits
		return n%8 != 0
	}
	scale := exponent - int64(len(t.fraction))
	return len(digits) <= 18 && scale >= nano && scale <= maxQuantityDigits &&
		scale%3 == 0 && !strings.HasSuffix(digits, "000") && digits[0] != '0'
}
