// Package podlife has the nouns of a Kubernetes Pod's life: [Pod], [Container],
// [ContainerStatus], [Condition], [Node] and what they are made of, with the
// field names and the JSON of core/v1. It decides nothing; the packages below
// it do, each as pure functions or one reducer, with the answers of Kubernetes
// v1.37:
//
//	phase        container statuses -> phase, conditions, the STATUS column, the outcome of the work
//	restart      exit code -> restart or not; crash-loop back-off; the kubelet's next actions
//	probe        probe outcome -> verdict; one probe worker as a reducer
//	termination  delete -> TERM -> KILL -> gone; endpoints; taint eviction; Pod garbage collection
//	schedule     filter, score, select, bind; many Pods; preemption
//	lifecycle    the five joined: a Pod from creation to removal; simulate, explore, predict
//	podtest      generators of Pods, clusters and whole histories, and laws, for tests
//
// Beside them, as modules of their own: kube converts core/v1 types to the nouns
// and back, examples holds programs to run.
//
// [ParseObjects] reads what kubectl prints with -o json. Start there, and ask
// phase.Explain why a Pod is where it is, or lifecycle.Predict what can still
// come. Every object has a Clone that shares nothing with it.
//
// Where core/v1 is loose, this package is strict. A [ContainerState] is in one
// state, never in two. A zero [time.Time] means "not set". A pointer stays only
// where unset and zero mean different things. Fields that decide nothing are
// left out and skipped when decoding.
//
// Nothing here reads a clock, draws a random number, starts a goroutine, does
// I/O, logs, or keeps state of its own. A pointer argument must not be nil unless
// its function says what nil means; no other input panics. No argument is changed.
//
// Sources: kubernetes v1.37 staging/src/k8s.io/api/core/v1/types.go,
// staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go.
package podlife
