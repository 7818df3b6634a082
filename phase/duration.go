package phase

import (
	"strconv"
	"time"
)

// HumanDuration formats d as kubectl formats ages: two units at most, fewer
// the longer it is. More than a second below zero is "<invalid>".
//
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go,
// HumanDuration.
func HumanDuration(d time.Duration) string {
	const (
		day  = 24 * time.Hour
		year = 365 * day
	)
	switch {
	case d <= -2*time.Second:
		return "<invalid>"
	case d <= -time.Second:
		return "0s"
	case d < 2*time.Minute:
		return units(d, time.Second, "s", 0, "")
	case d < 10*time.Minute:
		return units(d, time.Minute, "m", time.Second, "s")
	case d < 3*time.Hour:
		return units(d, time.Minute, "m", 0, "")
	case d < 8*time.Hour:
		return units(d, time.Hour, "h", time.Minute, "m")
	case d < 2*day:
		return units(d, time.Hour, "h", 0, "")
	case d < 8*day:
		return units(d, day, "d", time.Hour, "h")
	case d < 2*year:
		return units(d, day, "d", 0, "")
	case d < 8*year:
		return units(d, year, "y", day, "d")
	default:
		return units(d, year, "y", 0, "")
	}
}

// units formats d in whole big units and, if small is not zero, what is left in
// whole small units, unless that is none.
func units(d, big time.Duration, bigName string, small time.Duration, smallName string) string {
	var buf [24]byte
	out := strconv.AppendInt(buf[:0], int64(d/big), 10)
	out = append(out, bigName...)
	if small != 0 && d%big >= small {
		out = strconv.AppendInt(out, int64(d%big/small), 10)
		out = append(out, smallName...)
	}
	return string(out)
}
