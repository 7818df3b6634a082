package phase

// Cause says in one CamelCase word why a Pod's work has the outcome it has, or
// what holds a Pod where it is. [Outcome] gives one, [Explain] one for each
// reason. Where Kubernetes has a word, Cause has the same.
type Cause string

// Causes of an end that the Pod's own status tells.
const (
	// CauseCompleted: the main containers that count ended in success.
	CauseCompleted Cause = "Completed"
	// CauseEvicted: the node was short of memory, disk or process ids.
	CauseEvicted Cause = "Evicted"
	// CauseDeadlineExceeded: activeDeadlineSeconds have passed.
	CauseDeadlineExceeded Cause = "DeadlineExceeded"
	// CausePreempting: the Pod made way for a critical one.
	CausePreempting Cause = "Preempting"
	// CauseNodeShutdown: the node was shutting down. The Pod's reason is
	// Terminated.
	CauseNodeShutdown Cause = "NodeShutdown"
	// CauseNodeLost: the node does not answer, or is gone and the Pod garbage
	// collector failed the Pod.
	CauseNodeLost Cause = "NodeLost"
	// CauseRejected: the kubelet did not admit the Pod.
	CauseRejected Cause = "Rejected"
	// CauseOther: the Pod failed for a reason of its own that has no word
	// here.
	CauseOther Cause = "Other"
)

// Causes of a failure that the containers' statuses tell.
const (
	// CauseOOMKilled: a container, init or main, ran out of memory.
	CauseOOMKilled Cause = "OOMKilled"
	// CauseInitContainerFailed: an ordinary init container failed.
	CauseInitContainerFailed Cause = "InitContainerFailed"
	// CauseContainerFailed: a main container failed.
	CauseContainerFailed Cause = "ContainerFailed"
	// CauseContainerStatusUnknown: the kubelet did not find a container when
	// the Pod ended. Its exit code 137 is made up.
	CauseContainerStatusUnknown Cause = "ContainerStatusUnknown"
	// CauseNoStatus: no status of a container that counts was reported.
	CauseNoStatus Cause = "NoStatus"
	// CauseUnexplained: the Pod failed, and neither its reason nor the status
	// of a container tells why.
	CauseUnexplained Cause = "Unexplained"
	// CauseNoSuchContainer: the spec has no main container of that name, or
	// none at all.
	CauseNoSuchContainer Cause = "NoSuchContainer"
)

// Causes that hold a Pod where it is.
const (
	// CauseDeleted: deletion was asked for.
	CauseDeleted Cause = "Deleted"
	// CauseFinalizer: a finalizer keeps a deleted Pod's object.
	CauseFinalizer Cause = "Finalizer"
	// CauseDisruptionTarget: the Pod is about to end, or has ended, for a
	// reason outside it.
	CauseDisruptionTarget Cause = "DisruptionTarget"
	// CauseSchedulingGated: scheduling gates are left.
	CauseSchedulingGated Cause = "SchedulingGated"
	// CauseUnschedulable: the scheduler found no node, or failed.
	CauseUnschedulable Cause = "Unschedulable"
	// CauseNotScheduled: no scheduler has looked at the Pod yet.
	CauseNotScheduled Cause = "NotScheduled"
	// CauseNotReported: the Pod is bound, and the kubelet has not said a word.
	CauseNotReported Cause = "NotReported"
	// CauseSandboxNotReady: the Pod's sandbox and network are not there.
	CauseSandboxNotReady Cause = "SandboxNotReady"
	// CauseInitializing: an init container is not done yet.
	CauseInitializing Cause = "Initializing"
	// CauseRestartingAllContainers: a restart rule makes the Pod start anew.
	CauseRestartingAllContainers Cause = "RestartingAllContainers"
	// CauseContainerWaiting: a container waits for its first run.
	CauseContainerWaiting Cause = "ContainerWaiting"
	// CauseContainerRestarting: a container ended and will be started again.
	CauseContainerRestarting Cause = "ContainerRestarting"
	// CauseContainerRunning: a container runs, and its end is waited for.
	CauseContainerRunning Cause = "ContainerRunning"
	// CauseContainerEnded: a container ended in success and will not be
	// started again, while the Pod goes on.
	CauseContainerEnded Cause = "ContainerEnded"
	// CauseContainerNotStarted: a container runs and has not started: its
	// startup probe has not succeeded.
	CauseContainerNotStarted Cause = "ContainerNotStarted"
	// CauseContainerNotReady: a container has started and is not ready.
	CauseContainerNotReady Cause = "ContainerNotReady"
	// CauseReadinessGate: all containers are ready, a readiness gate is not
	// passed.
	CauseReadinessGate Cause = "ReadinessGate"
	// CausePodNotReady: everything is ready, the condition Ready is not True.
	CausePodNotReady Cause = "PodNotReady"
	// CauseResize: a change of resources is not carried out yet.
	CauseResize Cause = "Resize"
	// CauseReady: all containers run and are ready.
	CauseReady Cause = "Ready"
)
