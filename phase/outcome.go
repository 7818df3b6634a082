package phase

import (
	"fmt"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// Verdict says what became of a Pod's work.
type Verdict uint8

// The verdicts.
const (
	// Unfinished: the work goes on, has not begun, or will begin again.
	Unfinished Verdict = iota
	// Succeeded: all containers that count ended in success for good.
	Succeeded
	// Failed: the work ended otherwise, and this Pod does not take it up again.
	Failed
	// Lost: the node does not answer, so nobody can say.
	Lost
)

// String returns the verdict's name.
func (v Verdict) String() string {
	switch v {
	case Unfinished:
		return "Unfinished"
	case Succeeded:
		return "Succeeded"
	case Failed:
		return "Failed"
	case Lost:
		return "Lost"
	default:
		return fmt.Sprintf("Verdict(%d)", uint8(v))
	}
}

// Result is the outcome of a Pod's work. The zero Result is work that nothing
// is known of.
type Result struct {
	// Verdict says whether the work is done, and how.
	Verdict Verdict
	// Cause says why, or, while the work is unfinished, what holds it.
	Cause Cause
	// Container that the cause is about. Empty: it is about the Pod.
	Container string
	// ExitCode of Container's last run. 0 where it has not ended, too.
	ExitCode int32
	// Reason is Kubernetes' word for it, from the Pod, a condition or
	// Container. May be empty.
	Reason string
	// Message is Kubernetes' text for people. May be empty.
	Message string
	// Final: the phase in p's status is terminal, or no container that counts
	// can leave its present state. See [Outcome] for what that promises.
	Final bool
}

// String returns the result in one line, without the message: verdict and cause,
// then what the cause is about. Whether it is final is said where that is not
// usual: work that is done usually is, other work is not.
func (r Result) String() string {
	text := r.Verdict.String()
	done := r.Verdict == Succeeded || r.Verdict == Failed
	if r.Cause != "" && !(r.Verdict == Succeeded && r.Cause == CauseCompleted) {
		text += ": " + string(r.Cause)
	}
	var about []string
	if r.Container != "" {
		about = append(about, r.Container)
	}
	if r.ExitCode != 0 {
		about = append(about, fmt.Sprintf("exit code %d", r.ExitCode))
	}
	if r.Reason != "" && r.Reason != string(r.Cause) {
		about = append(about, r.Reason)
	}
	if len(about) > 0 {
		text += " (" + strings.Join(about, ", ") + ")"
	}
	switch {
	case done && !r.Final:
		text += ", not final"
	case !done && r.Final:
		text += ", final"
	}
	return text
}

// Outcome returns what became of the work of p: of its main containers, or of
// those named in mains only. Sidecars and ephemeral containers never count. A
// name that is no main container of the spec is work that this Pod can never
// do: Failed, because of NoSuchContainer, and final.
//
// A terminal phase in p's status decides, and is final:
//
//  1. Succeeded: Succeeded.
//  2. Failed for the Pod as a whole (evicted, past its deadline, rejected, its
//     node gone): Failed, though the containers may have ended in success.
//  3. Failed, and mains are named, and all of them ended in success: Succeeded.
//  4. Failed: Failed. The cause is an init container that failed for good, else
//     the main container that failed first, else an honest "no status tells".
//
// Before that, what decides is who will run again, as in [Project]:
//
//  1. The status says NodeLost, or the phase is Unknown: Lost.
//  2. An init container failed for good: Failed, unless mains are named and all
//     of them ended in success.
//  3. All containers that count ended for good: Succeeded if all did so in
//     success, else Failed. A sidecar or another main container may still run.
//  4. Unfinished. If a container that counts failed for good, it is the cause:
//     by its policy the work can only fail any more. Otherwise the cause is what
//     holds it.
//
// A container ended for good if [restart.Decide] does not start it again, or if
// deletion was asked for; and if no restart of all containers is under way.
//
// Final, when the phase is not terminal, promises that no container that counts
// runs again or for the first time, neither by policies and rules nor in a new
// sandbox: so Failed stays Failed. It does not promise how the Pod as a whole
// will be reported. While others run on, the node may yet be lost, or the Pod be
// failed for a reason of its own, by its deadline or by an eviction, and this
// function then says so in place of Succeeded. (A Pod whose main containers all
// end in success is Succeeded in spite of an eviction, which leaves no trace.)
//
// It takes for granted that the runtime keeps the record of the last run of each
// container, as kubelets see to by default. Of a container without one a kubelet
// knows no end, so while the Pod goes on it starts it once more, whatever the
// policy. The API server does not take that status, and the Pod is shown as it
// was until that run is over, too; how that ended is what is shown then. Only a
// terminal phase is proof against that.
//
// Where Final is false, nothing is promised. It is false
//
//   - for a deleted Pod whose containers only deletion keeps from another start,
//     as its kubelet may not have heard;
//   - while a container that may run again has a rule that restarts all;
//   - for a main container whose own policy Never departs from the Pod's, while
//     another main container goes on and there are no init containers: a new
//     sandbox, as after a reboot, would start it.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, getPhase and
// generateAPIPodStatus; pkg/kubelet/container/helpers.go,
// ShouldContainerBeRestarted; pkg/kubelet/kuberuntime/kuberuntime_manager.go,
// computePodActions; pkg/kubelet/kuberuntime/kuberuntime_gc.go, evictContainers;
// pkg/apis/core/validation/validation.go, ValidatePodStatusUpdate.
func Outcome(p *podlife.Pod, mains ...string) Result {
	for _, name := range mains {
		if !slices.ContainsFunc(p.Spec.Containers, func(c podlife.Container) bool { return c.Name == name }) {
			return Result{Verdict: Failed, Cause: CauseNoSuchContainer, Container: name, Final: true}
		}
	}
	w := work{pod: p, named: mains}
	st := &p.Status
	switch {
	case st.Phase == podlife.PodSucceeded:
		return Result{Verdict: Succeeded, Cause: CauseCompleted, Reason: st.Reason, Message: st.Message, Final: true}
	case st.Phase == podlife.PodFailed:
		r := w.failed()
		r.Final = true
		return r
	case isLost(p):
		return Result{Verdict: Lost, Cause: CauseNodeLost, Reason: st.Reason, Message: st.Message}
	default:
		return w.byContainers()
	}
}

// isLost reports whether the status of a Pod that has not ended says that its
// node does not answer.
func isLost(p *podlife.Pod) bool {
	return p.Status.Phase == podlife.PodUnknown || p.Status.Reason == podlife.ReasonNodeLost
}

// failed is the outcome of a Pod in phase Failed.
func (w *work) failed() Result {
	st := &w.pod.Status
	r := Result{Verdict: Failed, Reason: st.Reason, Message: st.Message}
	if gc := deletedByPodGC(w.pod); gc != nil && st.Reason == "" {
		r.Cause, r.Reason, r.Message = CauseNodeLost, gc.Reason, gc.Message
		return r
	}
	if r.Cause = w.podCause(); r.Cause != "" {
		return r
	}
	if len(w.named) > 0 && w.allSucceeded() {
		return Result{Verdict: Succeeded, Cause: CauseCompleted}
	}
	if f := w.firstFailure(); f.state != nil {
		return w.failure(f)
	}
	disruption := podlife.FindCondition(st.Conditions, podlife.DisruptionTarget)
	switch {
	case !w.anyStatus():
		r.Cause = CauseNoStatus
	case disruption != nil && disruption.Status == podlife.ConditionTrue:
		r.Cause, r.Reason, r.Message = CauseDisruptionTarget, disruption.Reason, disruption.Message
	case w.pod.IsDeleted():
		r.Cause = CauseDeleted
	default:
		r.Cause = CauseUnexplained
	}
	return r
}

// deletedByPodGC returns the condition by which the Pod garbage collector says
// that it failed a Pod whose node is gone, or nil.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go, gcOrphaned.
func deletedByPodGC(p *podlife.Pod) *podlife.Condition {
	c := podlife.FindCondition(p.Status.Conditions, podlife.DisruptionTarget)
	if c == nil || c.Status != podlife.ConditionTrue || c.Reason != "DeletionByPodGC" {
		return nil
	}
	return c
}

// podCause returns the cause that the reason of a failed Pod stands for, or ""
// if it has none.
func (w *work) podCause() Cause {
	switch w.pod.Status.Reason {
	case "":
		return ""
	case podlife.ReasonEvicted:
		return CauseEvicted
	case podlife.ReasonDeadlineExceeded:
		return CauseDeadlineExceeded
	case podlife.ReasonPreempting:
		return CausePreempting
	case podlife.ReasonTerminated:
		return CauseNodeShutdown
	case podlife.ReasonNodeLost:
		return CauseNodeLost
	}
	if !w.anyStatus() {
		return CauseRejected // which is all that a kubelet reports then
	}
	return CauseOther
}

// byContainers is the outcome of a Pod whose phase is not terminal.
func (w *work) byContainers() Result {
	t := w.tally()
	var from string
	restarting := false
	if t.open+t.others > 0 { // else the Pod ends, and nothing restarts
		from, restarting = w.restartingAll()
	}
	over := t.open == 0 && t.good+t.bad > 0 && !restarting
	failedInit := w.failedInit()
	switch {
	case over && t.bad == 0 && (len(w.named) > 0 || failedInit.state == nil):
		return Result{Verdict: Succeeded, Cause: CauseCompleted, Final: w.final() && w.initsStay()}
	case failedInit.state != nil:
		r := w.failure(failedInit)
		r.Final = w.finalInit(failedInit)
		return r
	case restarting:
		return Result{Cause: CauseRestartingAllContainers, Container: from}
	case over:
		r := Result{Verdict: Failed, Cause: CauseUnexplained, Message: w.pod.Status.Message}
		if f := w.firstFailure(); f.state != nil {
			r = w.failure(f)
		}
		r.Final = w.final()
		return r
	default:
		return w.unfinished()
	}
}
