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
//
// What sleeps or sets timers ([ProbeWorker], [Runtime.KillPod], [TaintEvictor], a quarantine
// of [GarbageCollector]) belongs in a testing/synctest bubble, where time is under control.
//
// Feature gates keep their 1.37 defaults, but for the delays that two of them reduce, which are set and put back. What the kubelet does not export is reached with
// go:linkname; TestSignatures compares each such declaration with the source it is taken
// from, because the linker does not.
//
// Selectors and quantities need no wrapper: labels.Selector and resource.Quantity are exported.
package oracle
