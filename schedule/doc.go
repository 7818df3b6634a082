// Package schedule answers where a Pod would run: which nodes will do and why
// the others will not, what each scores, and which of them is best, with the
// answers of kube-scheduler 1.37.
//
//	objects --NewCluster--> Cluster --Schedule(pod, profile, tie)--> Decision, error
//	                          |  ^   --Place(pods, profile, ties)--> Placements
//	          Assume, Forget, |  | SetNode, RemoveNode, SetBudget, Begin, Rollback
//
// Begin with [NewCluster] and [Cluster.Schedule]. A [Decision] is the choice;
// its [Decision.Explain] has the verdict about each node, the scores of each
// plugin and the best nodes; a [FitError] has the text of the event
// FailedScheduling. [Cluster.Place] places many Pods, [Cluster.Fit] says how
// many copies of one there is room for, [Cluster.Preempt] who would have to make
// way, [Cluster.Begin] tries what can be taken back. A [Profile] is data:
// [Default] is what kube-scheduler does if it is told nothing, with feature
// gates as they are by default, [Legacy] what that of Kubernetes 1.10 did, and
// every list and argument in them can be changed. [Requests] is what a Pod is
// counted with, [Queue] the order in which Pods have their turn, and [Bind] and
// [Binding.Validate] are the step that follows.
//
// # Laws
//
//   - choiceIsBest, bestIsFeasible: the choice is in the best set, which is
//     feasible and has the highest total.
//   - feasibleMeansPassed: a node is feasible if every filter passes, else not.
//   - scoresInRange, scoresStandAlone: scores are 0 to 100, totals their weighted
//     sums, and none depends on the others.
//   - orderDoesNotMatter: nodes and Pods may come in any order, if the nodes
//     agree about the sizes of images.
//   - moreRoomNeverHurts: a node that will do still does if nodes have more.
//   - countsAddUp: a FitError counts each reason of each node.
//   - asPlain: spread and affinity are as found node by node over all Pods.
//   - requestsAreTaken: a node has left what the [Requests] of its Pods leave.
//   - planFits, victimsAreNeeded, victimsAreLower: without the victims the Pod
//     fits, with any one of them it does not, and all have lower priority.
//   - budgetsAsAtOnce: a cluster whose budgets changed makes way as one made anew.
//   - identity: assume then forget leaves no trace.
//   - asFromScratch, asOneMadeAtOnce: a changed cluster answers as one made
//     anew, a Rollback goes back, an explanation stays.
//   - placesAsOneByOne, fitsAsPlaced: Place is Schedule and Assume, Pod after
//     Pod; Fit is Place until it fails, and leaves no trace.
//   - clonesGoTheirWay: a clone and its original do not see each other's changes.
//   - argumentsKept, onceMore: no argument changes; same question, same answer.
//
// # What it does not do
//
// Pods with resource claims or a scheduling group are a [NotCoveredError]:
// DynamicResources and GangScheduling are not here. Which Pods would have to
// make way is a question of its own, [Cluster.Preempt]: where some might, a
// FitError lists the nodes in Candidates and its text ends there. Volumes of the
// kinds that CSI drivers took over count against the limits of those drivers,
// but the zones in them are not translated to the drivers' own labels.
// [Cluster.Assume] counts a Pod's volumes but binds no claim. There are no
// extenders. Quantities that add up to more than 2^60 are an error, where
// Kubernetes would overflow.
//
// Sources: kubernetes v1.37 pkg/scheduler/schedule_one.go,
// pkg/scheduler/framework, pkg/scheduler/framework/plugins;
// staging/src/k8s.io/component-helpers.
package schedule
