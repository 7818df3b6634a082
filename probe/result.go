package probe

import "fmt"

// Kind says what a probe is for.
type Kind uint8

// The kinds of probe. The zero Kind is none of them.
const (
	// Liveness: its failure kills the container.
	Liveness Kind = iota + 1
	// Readiness: its success makes the container ready.
	Readiness
	// Startup: its success makes the container started, its failure kills it.
	Startup
)

// String returns the kind as the kubelet writes it in events.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, probeType.String.
func (k Kind) String() string {
	switch k {
	case Liveness:
		return "Liveness"
	case Readiness:
		return "Readiness"
	case Startup:
		return "Startup"
	default:
		return fmt.Sprintf("Kind(%d)", uint8(k))
	}
}

// initial is the verdict on a container that was never asked.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, newWorker.
func (k Kind) initial() Result {
	switch k {
	case Liveness:
		return Success
	case Readiness:
		return Failure
	case Startup:
		return Unknown
	}
	return None // no kind
}

// Result is what one question came to, or what many came to together: an
// outcome or a verdict.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/results/results_manager.go, Result.
type Result uint8

// The results.
const (
	// None: nothing was recorded. Only a verdict can be None.
	None Result = iota
	// Unknown, as an outcome: the question could not be put, so nothing was
	// learned and nothing counts. As a verdict: not decided yet.
	Unknown
	// Success: the answer was good.
	Success
	// Failure: the answer was bad, or there was none.
	Failure
)

// String returns the result's name.
func (r Result) String() string {
	switch r {
	case None:
		return "None"
	case Unknown:
		return "Unknown"
	case Success:
		return "Success"
	case Failure:
		return "Failure"
	default:
		return fmt.Sprintf("Result(%d)", uint8(r))
	}
}
