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
// against a Pod and returns a [Timeline]. [Explore] goes through every order of
// events and checks laws on the way; its [Graph] draws what it found, as in
// examples/statemachine/diagrams.md. [Predict] tells what can come of a Pod that
// was read from a cluster.
//
// Laws of Step, which [CheckStep] and for single objects [CheckPod] look at:
//
//   - Accepted: every status is one that the API server takes after the one
//     before, as phase.CheckTransition says: so a terminal phase stays, restart
//     counts do not fall, and what has ended for good stays terminated.
//   - ReadyMeansReady, ContainersReadyMeansReady: a Pod that is ready runs, and so
//     do all its main containers and sidecars, and are ready ([CheckPod] has the
//     exception).
//   - OneInitRuns: at most one ordinary init container runs.
//   - EndedIsStill: in a terminal phase no container runs.
//   - MainsWait: no sync begins with a main container before every ordinary init
//     container succeeded and the last sidecar runs, in the present sandbox.
//   - DeletedStartsNothing: no sync begins after deletion was asked for, or in a
//     terminal phase. The one under way is carried through, as in a kubelet.
//   - ObjectLast: an object that is not removed by force goes after its
//     containers.
//   - ConditionsTell: status and time of each condition agree with what package
//     phase makes of the statuses.
//
// And those of every reducer: Total, Pure, ErrorKeepsState, EarlyTickIsNothing.
//
// A law about a kubelet's objects does not hold for one that the garbage collector
// took over, nor while the node is lost.
//
// What is left out: image volumes, in-place resize, device claims, the mirrors of
// static Pods, a node's own crash-loop delays, and the jitter of the kubelet's
// clockwork.
//
// Two answers of a kubelet that surprise, and are kept: a Pod under Never that loses
// its sandbox before its main containers' turn waits until it is deleted
// (kubernetes/kubernetes issue 118321); and one whose sidecar comes back while the
// sandbox is lost can be ready in phase Pending.
//
// Sources: kubernetes v1.37 pkg/kubelet, pkg/registry/core/pod, pkg/controller/podgc,
// pkg/controller/tainteviction, pkg/controller/nodelifecycle.
package lifecycle
