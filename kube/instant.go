package kube

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// instant copies a time. What is read is in UTC and free of a monotonic clock
// reading: core/v1 decodes into the machine's own time zone, and the answers
// of a pure library must not vary with it. A write of the same instant leaves
// the time zone alone.
func instant(d direction, p *time.Time, k *metav1.Time) {
	if d == read {
		*p = k.UTC()
	} else if !k.Time.Equal(*p) {
		k.Time = *p
	}
}

// optionalInstant is instant where core/v1 has a pointer. A pointer to the
// zero time reads as not set.
func optionalInstant(d direction, p *time.Time, k **metav1.Time) {
	var old metav1.Time
	if *k != nil {
		old = **k
	}
	switch {
	case d == read:
		instant(read, p, &old)
	case old.Time.Equal(*p):
	case p.IsZero():
		*k = nil
	default:
		*k = &metav1.Time{Time: *p}
	}
}
