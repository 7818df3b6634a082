package podlife

import "math/big"

// RoundUp returns the amount without what is finer than ten to the power of
// scale: -3 leaves thousandths, 0 whole numbers. It rounds away from zero. A
// scale of more than 1000 counts as 1000.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go, RoundUp.
func (q Quantity) RoundUp(scale int32) Quantity {
	scale = min(scale, maxQuantityDigits)
	if q.scale >= scale {
		return q
	}
	n, rest := q.unscaled(), new(big.Int)
	n.QuoRem(n, pow10(scale-q.scale), rest)
	return large(n.Add(n, big.NewInt(int64(rest.Sign()))), scale, q.format)
}
