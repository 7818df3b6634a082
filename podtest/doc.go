// Package podtest generates Pods, so that whoever writes a controller, a
// dashboard or a scheduler can fuzz it with Pods as they really occur, and with
// Pods as they should not.
//
//	func TestController(t *testing.T) {
//		rapid.Check(t, func(t *rapid.T) {
//			pod := podtest.Pod().Draw(t, "pod")
//			... // call the code under test; state what must always hold
//		})
//	}
//
// Start from [Pod], half of which are [Lifelike] and half [Nasty]. A lifelike
// Pod is caught at one moment of its life, and its phase, conditions and
// container statuses fit each other as a kubelet of v1.37 writes them: use it
// to test what your code makes of real states. A nasty Pod contradicts itself,
// leaves things out and holds values that no program should write: use it to
// test that your code survives.
//
// [History] has whole lives of Pods, as a watch tells of them: use it for what
// remembers, counts or waits. [HistoryOf] has those of a Pod of your own.
//
// [CheckLaws] and [CheckHistory] are for what writes Pods: they hold of every Pod,
// and of every sequence of Pods, that a cluster stores.
//
// The parts are there too: [Spec] and [NastySpec], [Container], [InitContainer]
// and [Sidecar], [Probe], [Lifecycle] and [RestartRule], [ContainerStatus],
// [State], [Condition], [Toleration], [Taint], [Node].
//
// For what schedulers do there is [Cluster], nodes with Pods on them that fit
// together, and [Unbound], a Pod that waits for a node, with their parts:
// [ClusterNode], [Requests], [Quantity], [LabelSelector], [NodeSelectorTerm],
// [PodAffinityTerm], [SpreadConstraint].
//
// What can be relied on:
//
//   - The names in a spec are unique, in the nasty ones too.
//   - JSON keeps what was drawn: a ContainerState has only the fields of its
//     kind, times are UTC and whole seconds, an empty list is nil.
//   - Times are offsets from [Epoch]; no clock is read, so a seed reproduces.
//   - Two draws share no memory.
//   - What is drawn first is simplest, so that a counterexample shrinks well.
//   - lifecycle.Admit takes what [Spec], [Unbound] and [Lifelike] draw as the spec
//     of a new Pod, ephemeral containers aside.
//   - [CheckLaws] holds for [Lifelike] Pods, [CheckHistory] for histories.
//
// The generators of single Pods do not know the rules of the packages under test.
// Where a lifelike Pod's phase has to be known, it follows from how the Pod was
// drawn. Histories and checks rest on packages lifecycle and phase; Kubernetes'
// own code is what those are tested against.
//
// Sources: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, pkg/kubelet/status,
// pkg/kubelet/images, pkg/kubelet/kuberuntime.
package podtest
