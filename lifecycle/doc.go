// Package lifecycle answers what a Pod does from its creation to its removal,
// under whatever happens to it.
//
// [Admit] is what the API server makes of a new Pod. [Step] is its whole life as
// one reducer, joined from packages schedule, restart, probe, termination and
// phase:
//
//	Unborn --> Unbound --> Preparing --> Living --> Ending --> Finished --> Gone
//	Created    gates,      volumes       sync after  kills,    nobody
//	           scheduler                 sync        clean-up  deleted it
//
// A sync of a Living Pod does one thing after another, each an [Effect] that the
// outside answers with an [Event]:
//
//	status -> plan -> kill -> sandbox -> for each container: back-off, pull,
//	                                     start, postStart -> status
//
// [State.Pod] is the object as the API shows it. [Simulate] plays a [Script]
// against a Pod and returns a [Timeline].
//
// Laws of Step, in laws.go and each with a property of its name:
//
//   - Total: every event has an answer in every state; nothing panics.
//   - Pure: neither the state nor the event is changed.
//   - ErrorKeepsState: a refused event leaves the state and causes nothing.
//   - EarlyTickIsNothing: a tick before the wake changes nothing.
//   - Accepted: every status is one that the API server takes after the one
//     before, as phase.CheckTransition says.
//   - PhaseStays: Succeeded and Failed are never left.
//   - CountsGrow: restart counts never fall.
//   - ReadyMeansReady: a Pod that is ready has every container ready, and runs.
//   - MainsWait: a main container is started only after every ordinary init
//     container succeeded and every sidecar has started, in the present sandbox.
//   - OneInitRuns: at most one ordinary init container runs.
//   - DeletedStartsNothing: no sync begins after deletion was asked for. The one
//     under way is carried through, as in a kubelet.
//   - ObjectLast: an object that is not removed by force goes after its
//     containers.
//   - ConditionsTell: status and time of each condition agree with what package
//     phase makes of the statuses.
//
// What is left out: image volumes, in-place resize, device claims, static Pods'
// mirrors, and the jitter of the kubelet's clockwork.
//
// Sources: kubernetes v1.37 pkg/kubelet, pkg/registry/core/pod, pkg/controller/podgc,
// pkg/controller/tainteviction, pkg/controller/nodelifecycle.
package lifecycle
