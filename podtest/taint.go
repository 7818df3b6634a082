package podtest

import (
	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// Taint generates taints of every effect: those that Kubernetes sets itself,
// those that people set, and now and then one of an effect that nobody knows.
func Taint() *rapid.Generator[podlife.Taint] {
	return rapid.Custom(func(t *rapid.T) podlife.Taint {
		return podlife.Taint{
			Key:       taintKey(t),
			Value:     taintValue(t),
			Effect:    taintEffect(t, "Whim"),
			TimeAdded: Time().Draw(t, "timeAdded"),
		}
	})
}

// Toleration generates tolerations with every operator, with and without key,
// value, effect and seconds, so that some match what [Taint] generates.
func Toleration() *rapid.Generator[podlife.Toleration] {
	return rapid.Custom(func(t *rapid.T) podlife.Toleration {
		return podlife.Toleration{
			Key: taintKey(t),
			Operator: pick(t, "operator", "", podlife.TolerationOpExists, podlife.TolerationOpEqual,
				podlife.TolerationOpLt, podlife.TolerationOpGt, "Near"),
			Value:             taintValue(t),
			Effect:            taintEffect(t, ""),
			TolerationSeconds: maybe(anyInt64()).Draw(t, "tolerationSeconds"),
		}
	})
}

// taintKey draws few keys, so that a toleration often matches a taint. Empty,
// it is the toleration of any key, and a taint that nobody can set.
func taintKey(t *rapid.T) string {
	return pick(t, "key", podlife.TaintNodeNotReady, podlife.TaintNodeUnreachable, podlife.TaintNodeOutOfService,
		"example.com/gpu", "")
}

// taintValue draws text and numbers, which Lt and Gt compare.
func taintValue(t *rapid.T) string { return pick(t, "value", "", "yes", "5", "10") }

// taintEffect draws the three effects, and other in place of a fourth.
func taintEffect(t *rapid.T, other podlife.TaintEffect) podlife.TaintEffect {
	return pick(t, "effect", podlife.TaintEffectNoExecute, podlife.TaintEffectNoSchedule,
		podlife.TaintEffectPreferNoSchedule, other)
}

// usualTolerations draws what a stored Pod has: the two tolerations that the
// API server adds to it, or what a DaemonSet's Pods have.
func usualTolerations(t *rapid.T) []podlife.Toleration {
	if oneIn(t, 5, "tolerates everything") {
		return []podlife.Toleration{{Operator: podlife.TolerationOpExists}}
	}
	tolerate := func(key string) podlife.Toleration {
		seconds := int64(300)
		return podlife.Toleration{
			Key: key, Operator: podlife.TolerationOpExists, Effect: podlife.TaintEffectNoExecute, TolerationSeconds: &seconds,
		}
	}
	return []podlife.Toleration{tolerate(podlife.TaintNodeNotReady), tolerate(podlife.TaintNodeUnreachable)}
}
