// Package termination answers what happens between "delete" and "gone", when,
// and what it waits for.
//
// Start from [Deadline], which says why a Pod is stuck in Terminating and until
// when; from [Delete], the API server's half, which marks the object; or from
// [Step], the node's half, a reducer over one Pod:
//
//	Living ------> Terminating ----> Cleaning -----> Deleting ----> Gone
//	   ^  \          ^      \        no container    final delete,
//	   |   v         |       v       runs; volumes   finalizers hold
//	KillingOne -> Asked     Retrying  \
//	                                   v
//	                                Finished (nobody deleted the object)
//
// Each container goes its own way, on its own clock, which starts with the end:
//
//	Queued -> InPreStop -> AwaitingTurn -> Stopping -> Killed -> Ended
//	          the hook     sidecars only   TERM sent   KILL sent
//
// [Endpoint] says what becomes of the traffic, [Evict] when taints remove a
// Pod, [Collect] what the Pod garbage collector removes.
//
// # Laws
//
// Of Step, if every Tick comes when its Wake asked for it, in one attempt (a
// container that the runtime cannot stop begins a new one, with a new clock):
//
//   - Total: every event has an answer in every state; nothing panics.
//   - Pure: neither the state nor the event is changed.
//   - ErrorKeepsState: a refused event leaves the state and causes nothing.
//   - EarlyTickIsNothing: a tick before the deadline changes nothing.
//   - NoKillBeforeDeadline: no SIGKILL before start + grace period. Zero is no
//     exception: the kubelet makes it 1 s, and leaves 2 s from TERM to KILL.
//   - NoTermBeforePreStop: no stop signal before the container's preStop hook
//     ended or its grace period ran out.
//   - DeadlineNotLater: a container's deadline moves later only when TERM is
//     sent, to 2 s from then, and by the fractions of a second that the kubelet
//     drops from the time a hook or a turn took.
//   - SidecarsLast: a sidecar is signalled after the last main container and the
//     next sidecar ended, if they ran, or when its own time is up.
//   - EndpointAtOnce: a request to delete withdraws the endpoint in the same
//     step. An eviction without one withdraws it when no container runs.
//   - ObjectLast: the object is removed after everything else, if not by force.
//   - GoneWithinBound: by [State.Bound] all that runs got SIGKILL; the end comes.
//   - NeverLonger: a later request never lengthens the grace period, nor what is
//     under way. The exception is the kubelet's: a deletion grace period of 0
//     counts as none when an eviction or a shutdown brings its own.
//
// Of [Deadline]: of all ends of Pods that look the same in the API, none comes
// later than it says, and one does then, or as near to it as one likes.
//
// # What it does not do
//
// It does not say which phase the Pod ends in (see package phase), and does not
// know the time that the runtime and the volumes take.
//
// Sources: kubernetes v1.37 pkg/kubelet, pkg/registry/core/pod, pkg/controller/podgc,
// pkg/controller/tainteviction, staging/src/k8s.io/apiserver/pkg/registry,
// staging/src/k8s.io/endpointslice.
package termination
