package podlife

import (
	"math/big"
	"strconv"
)

// quantityFormat is the family of suffixes that a quantity is written with.
type quantityFormat uint8

const (
	decimalSI       quantityFormat = iota // 12M
	binarySI                              // 12Mi
	decimalExponent                       // 12e6
)

// decimalSuffixes returns those of ten to the power of -9, -6, and so on.
func decimalSuffixes() []string {
	return []string{"n", "u", "m", "", "k", "M", "G", "T", "P", "E"}
}

// binarySuffixes returns those of 1024 to the power of 0, 1, and so on.
func binarySuffixes() []string { return []string{"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"} }

// String returns the quantity in canonical form: no fraction, the greatest
// suffix that allows that, binary suffixes for what was written with one.
// 1.5 is 1500m and 1024Mi is 1Gi. Below 1024 and for fractions the decimal
// suffixes are used. What Kubernetes takes for canonical already, it prints
// as it was read, 1.500 too.
//
// Differs from resource.Quantity, which prints no suffix at all for 1000E and
// more: here these have an exponent.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go, CanonicalizeBytes.
func (q Quantity) String() string {
	if q.text != "" {
		return q.text
	}
	if q.IsZero() {
		return "0"
	}
	if q.format == binarySI && q.scale >= 0 {
		if s, ok := q.binaryString(); ok {
			return s
		}
	}
	return q.decimalString()
}

// binaryString returns the form with a binary suffix, unless the amount is
// below 1024.
func (q Quantity) binaryString() (string, bool) {
	n := q.unscaled()
	n.Mul(n, pow10(q.scale))
	kilo := big.NewInt(1024)
	if n.CmpAbs(kilo) < 0 {
		return "", false
	}
	power, rest, quotient := 0, new(big.Int), new(big.Int)
	for power < len(binarySuffixes())-1 {
		if quotient.QuoRem(n, kilo, rest); rest.Sign() != 0 {
			break
		}
		n, quotient = quotient, n
		power++
	}
	return n.String() + binarySuffixes()[power], true
}

func (q Quantity) decimalString() string {
	n, exponent := q.unscaled(), q.scale
	for exponent%3 != 0 {
		n.Mul(n, big.NewInt(10))
		exponent--
	}
	if i := int(exponent-nano) / 3; q.format != decimalExponent && i < len(decimalSuffixes()) {
		return n.String() + decimalSuffixes()[i]
	}
	if exponent == 0 {
		return n.String()
	}
	return n.String() + "e" + strconv.Itoa(int(exponent))
}
