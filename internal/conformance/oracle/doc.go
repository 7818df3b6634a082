// Package oracle asks Kubernetes itself: every function here runs the real code of
// k8s.io/kubernetes and nothing of ours. It speaks Kubernetes types only, so that it can
// be read, and trusted, without knowing podlife.
//
//	phase        [Phase], [GetPhase]
//	conditions   [ContainersReady], [Ready], [Initialized], [ReadyToStartContainers], [AllContainersRestarting]
//	whole status [Kubelet], [MergeStatus], [CheckContainerTransition]
//	API server   [Default], [Create], [ValidateStatusUpdate], [Delete]
//	kubectl get  [Columns]
//	restarts     [ShouldRestart], [ShouldBeRestarted], [ShouldAllRestart], [NewBackoff], [Runtime.Plan]
//	probes       [ProbeWorker]
//	termination  [EffectiveGrace], [GracePeriod], [Runtime.KillPod], [Endpoint]
//	eviction     [TaintEvictor], [Tolerated], [MinTolerationTime], [GarbageCollector]
//	scheduling   [Cluster], [Scheduler]
//
// What sleeps or sets timers ([ProbeWorker], [Runtime.KillPod], [TaintEvictor], a quarantine
// of [GarbageCollector]) belongs in a testing/synctest bubble, where time is under control.
//
// Feature gates keep their 1.37 defaults; only the delays that two of them reduce are asked
// for with the gates on, which are put back. What Kubernetes does not export is reached with
// go:linkname; TestSignatures compares each such declaration with the source it is taken
// from, because the linker does not.
//
// Selectors and quantities need no wrapper: labels.Selector and resource.Quantity are exported.
package oracle
