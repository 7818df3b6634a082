// Package restart answers who is started again after a container ended, when,
// and what a kubelet does next with the containers of a Pod.
//
// Start from three names. [Decide] is the rule for one container and one exit
// code:
//
//	                 exit 0                  exit not 0
//	                 Always OnFailure Never  Always OnFailure Never
//	main container   again  -         -      again  again     -
//	init container   done   done      done   again  again     -
//	sidecar          again, whatever the Pod's policy
//
// where a container's own policy holds in place of the Pod's, and before that
// its restart rules. [Backoff] says when, as a step over what a kubelet
// remembers ([Entry]): 0 s after the first end, then 10, 20, 40, 80, 160, 300,
// 300 s, and after 600 quiet seconds from the start. [Plan] is one sync of a
// kubelet: from the Pod and what was [Observed] to [Actions].
//
//	observed --Plan--> actions --the kubelet and its runtime--> observed ...
//
// [Why] and [Explain] give the rule that fired, as a value and as a sentence.
// [NextAttempts] estimates the next start from a Pod's status alone. [Steps]
// lists what a kubelet does to start a Pod.
//
// # Laws
//
//   - NeverStays: Never without rules never restarts.
//   - AlwaysRestarts: Always always restarts a main container.
//   - CompletedStays: a completed init container does not run again in the same
//     sandbox, unless all containers restart.
//   - SidecarRestarts: a sidecar is started again, as long as its Pod is not
//     killed.
//   - Delays: delays are 10, 20, 40, 80, 160, 300, 300 s and reset.
//   - OneInitRuns: at most one ordinary init container runs.
//   - MainWaits: no main container starts before the last init container is
//     done and every sidecar has started.
//   - DeletedStartsNothing: nothing starts once deletion was asked for.
//   - Settles: plans carried out, with nothing ending in between, lead to an
//     empty plan: the next one, if containers were only started and no sidecar
//     among them; else as many later as there are containers, and five.
//   - FixedPoint: so do plans from any observation, whatever containers end
//     with in between, as long as only so many do and the Pod's phase is kept up
//     to date.
//
// # What it does not do
//
// The package does not kill, start or wait. In-place resize is left out, and
// so is what only touches the node: control groups, volumes, image pulls.
//
// Sources: kubernetes v1.37 pkg/api/v1/pod/util.go, pkg/kubelet/kuberuntime,
// pkg/kubelet/container/helpers.go, staging/src/k8s.io/client-go/util/flowcontrol;
// KEP-753 (sidecars), KEP-5307 (restart rules), KEP-4603 (crash-loop delays).
package restart
