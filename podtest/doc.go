// Package podtest answers whether a program can live with Pods: it generates them
// as they really occur, one by one or as whole lives, and as they never should,
// and it checks the Pods that a program writes.
//
//	what the program does      what its test draws             what its test checks
//	reads single Pods          Pod: Lifelike and Nasty         that it survives, and is right
//	remembers, counts, waits   History, HistoryOf              the same, after each Change
//	writes Pods                Spec, Unbound                   CheckLaws, CheckHistory
//	places Pods                Cluster, Unbound                the rules that it promises
//
// A test is a property, which rapid tries on many Pods, to print the smallest for
// which it does not hold:
//
//	func TestController(t *testing.T) {
//		rapid.Check(t, func(t *rapid.T) {
//			pod := podtest.Pod().Draw(t, "pod")
//			... // call the program; state what must always hold
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
// [History] has whole lives of Pods, as a watch tells of them, and [HistoryOf] those
// of a Pod of your own. [CheckLaws] and [CheckHistory] hold of every Pod, and of
// every sequence of Pods, that a cluster stores. [Cluster] has nodes with Pods on
// them that fit together, [Unbound] Pods that wait for a node. The parts of all
// these are there too, from [Spec] and [Container] to [State] and [SpreadConstraint].
//
// # Laws
//
//   - The names in a spec are unique, in the nasty ones too.
//   - JSON keeps what was drawn: a ContainerState has only the fields of its
//     kind, times are UTC and whole seconds, an empty list is nil.
//   - Times are offsets from [Epoch]; no clock is read, so a seed reproduces.
//   - Two draws share no memory.
//   - What is drawn first is simplest, so that a counterexample shrinks well.
//   - Draws print what they hold, not where it lies.
//   - Every field of Pods and Nodes is drawn, volumes and resizes aside.
//   - lifecycle.Admit takes what [Spec], [Unbound] and [Lifelike] draw as the spec
//     of a new Pod, ephemeral containers aside.
//   - [CheckLaws] holds for [Lifelike] Pods, [CheckHistory] for histories.
//
// # What it does not do
//
// It draws no volumes, no resizes and no history of a static Pod, and a history is
// that of one Pod alone.
//
// The generators of single Pods do not know the rules of the packages under test.
// Where a lifelike Pod's phase has to be known, it follows from how the Pod was
// drawn. Histories and checks rest on packages lifecycle and phase; Kubernetes'
// own code is what those are tested against.
//
// Sources: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, pkg/kubelet/status,
// pkg/kubelet/images, pkg/kubelet/kuberuntime.
package podtest
