// Package conformance asks podlife and Kubernetes the same questions and compares the
// answers. The answers of Kubernetes come from package oracle, which runs its real code;
// the questions are random and reproducible.
//
//	area         ours                     theirs
//	phase        phase.Project            getPhase
//	merge        phase.Merge              generateAPIPodStatus
//	deadline     phase.Expired            generateAPIPodStatus, ShouldEvict
//	publish      phase.Publish            mergePodStatus
//	conditions   phase.Conditions         Generate...Condition
//	status       phase.At, Conditions     generateAPIPodStatus and the status manager
//	columns      phase.Columns            printPod
//	duration     phase.HumanDuration      duration.HumanDuration
//	transitions  phase.CheckTransition    the status strategy's ValidateUpdate
//
//	decide       restart.Decide, ByPolicy, RuleAction
//	                                      ContainerShouldRestart, computePodActions
//	restart-all  restart.ShouldRestartAll ShouldAllContainersRestart
//	backoff      restart.Backoff          doBackOff
//	pull-backoff restart.Backoff          flowcontrol.Backoff, as the image manager calls it
//	plan         restart.Compute, Plan    computePodActions
//	hash         restart.Hash             HashContainer
//
//	probe        probe.Step               worker.doProbe
//	probe-run    probe.Step               worker.run
//	probe-status probe.Status             manager.UpdatePodStatus
//	probe-defaults, probe-validate        the API server's defaults and validation
//
//	delete       termination.Delete       Store.Delete, BeforeDelete, CheckGracefulDelete
//	grace        ContainerGrace, PodGrace setTerminationGracePeriod, calculateEffectiveGracePeriod
//	kill         termination.Step         killContainer, KillPod
//	endpoint     termination.Endpoint     podToEndpoint, ShouldPodBeInEndpoints
//	evict        termination.Evict        the taint eviction controller
//	podgc        termination.Collect      PodGCController.gc
//
//	admit        lifecycle.Admit          SetObjectDefaults_Pod, BeforeCreate, admission plugins
//	lifecycle-updates                     each status of a random life: ValidatePodStatusUpdate
//	lifecycle-status State.Pod            generateAPIPodStatus, fed with what the runtime had
//
//	schedule     Cluster.Schedule         schedulePod, RunPostFilterPlugins: the default
//	                                      profile, each plugin alone, other arguments
//	preempt      Cluster.Preempt          DefaultPreemption, its dry run
//	schedule-sample                       the same with many nodes, of which some are looked at
//	selectors    selectors, tolerations   LabelSelectorAsSelector, NodeSelector, ToleratesTaint
//
// An area is a value of type [Area], in a file of its own, and listed in [Areas]. To add
// one, write that file and that line. The rest follows: cases by the million, a shrunk
// counterexample, and, where the area says how to choose them, test vectors.
//
//	go -C internal/conformance test -run TestAreas .                         # 20,000 cases each
//	go -C internal/conformance test -run TestAreas/phase . -cases 1000000 -v
//	go -C internal/conformance test -run TestAreas . -budget 10m             # as many as fit
//	go -C internal/conformance test -run TestVectors . -update               # write testdata/vectors
//	go -C internal/conformance test -run '^$' -bench Peer .                  # ours beside theirs
//	internal/conformance/coverage.sh                                         # of the real functions
package conformance
