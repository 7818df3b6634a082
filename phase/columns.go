package phase

import (
	"strconv"
	"time"

	"github.com/podlife/podlife"
)

// Row holds the cells that kubectl get pods prints for a Pod beside its name.
type Row struct {
	// Ready is how many containers are ready of how many, like "1/2": main
	// containers and sidecars.
	Ready string
	// Status is the state in a word: the phase, or what is more telling.
	Status string
	// Restarts counts the restarts, with the time since the last container
	// ended where that is known: "3 (5m ago)".
	Restarts string
	// Age is the time since the Pod was created, "<unknown>" if that is not
	// known.
	Age string
}

// Columns returns the cells READY, STATUS, RESTARTS and AGE that kubectl would
// print for p at now. They show what was reported: the phase among them is the
// one in p's status, not the one of [Of].
//
// STATUS is the last of these that applies:
//
//  1. The phase, or status.reason if set.
//  2. SchedulingGated, if the PodScheduled condition gives that reason.
//  3. "Init:" and how far initialization is or what stopped it, for the first
//     init container that neither completed nor is a started sidecar.
//  4. Unless 3 applies and Initialized is not True: why a main container waits
//     or how it ended, the first of the statuses deciding. Completed gives way
//     to Running, to another container's error or to NotReady while others run.
//  5. Unknown for a deleted Pod on a lost node, Terminating for a deleted Pod
//     that has not ended.
//
// Source: kubernetes v1.37 pkg/printers/internalversion/printers.go, printPod.
func Columns(p *podlife.Pod, now time.Time) Row {
	c := columns{status: string(p.Status.Phase), total: len(p.Spec.Containers)}
	if p.Status.Reason != "" {
		c.status = p.Status.Reason
	}
	for i := range p.Status.Conditions {
		if k := &p.Status.Conditions[i]; k.Type == podlife.PodScheduled && k.Reason == ReasonSchedulingGated {
			c.status = ReasonSchedulingGated
		}
	}
	for i := range p.Spec.InitContainers {
		if p.Spec.InitContainers[i].IsSidecar() {
			c.total++
		}
	}
	if initializing := c.walkInit(p); !initializing || isTrue(p.Status.Conditions, podlife.PodInitialized) {
		c.walkMain(p)
	}
	switch {
	case p.IsDeleted() && p.Status.Reason == podlife.ReasonNodeLost:
		c.status = "Unknown"
	case p.IsDeleted() && !p.Status.Phase.IsTerminal():
		c.status = "Terminating"
	}
	return Row{
		Ready:    fraction(c.ready, c.total),
		Status:   c.status,
		Restarts: c.restarts.cell(now),
		Age:      since(p.CreationTimestamp, now),
	}
}

// columns is what the walk over the statuses has found so far.
type columns struct {
	status   string
	ready    int
	total    int
	restarts restarts
	sidecars restarts // of restarts, those of sidecars
}

// restarts counts restarts and remembers when the last container before one
// ended.
type restarts struct {
	count int
	last  time.Time
}

func (r *restarts) add(s *podlife.ContainerStatus) {
	r.count += int(s.RestartCount)
	if end := &s.LastTerminationState; end.Kind == podlife.StateTerminated && r.last.Before(end.FinishedAt) {
		r.last = end.FinishedAt
	}
}

func (r restarts) cell(now time.Time) string {
	count := strconv.Itoa(r.count)
	if r.count == 0 || r.last.IsZero() {
		return count
	}
	return count + " (" + since(r.last, now) + " ago)"
}

// walkInit looks at the init containers up to the first that holds the Pod
// back, and reports whether there is one.
func (c *columns) walkInit(p *podlife.Pod) bool {
	for i := range p.Status.InitContainerStatuses {
		s := &p.Status.InitContainerStatuses[i]
		sidecar := isSidecar(&p.Spec, s.Name)
		c.restarts.add(s)
		if sidecar {
			c.sidecars.add(s)
		}
		switch state := &s.State; {
		case state.Kind == podlife.StateTerminated && state.ExitCode == 0:
			continue
		case sidecar && s.HasStarted():
			if s.Ready {
				c.ready++
			}
			continue
		case state.Kind == podlife.StateTerminated:
			c.status = "Init:" + endWord(state)
		case state.Kind == podlife.StateWaiting && state.Reason != "" && state.Reason != "PodInitializing":
			c.status = "Init:" + state.Reason
		default:
			c.status = "Init:" + fraction(i, len(p.Spec.InitContainers))
		}
		return true
	}
	return false
}

// walkMain looks at the main containers from the last to the first, so that the
// first has the last word. Restarts of ordinary init containers count no more.
func (c *columns) walkMain(p *podlife.Pod) {
	c.restarts = c.sidecars
	running, failure := false, ""
	for i := len(p.Status.ContainerStatuses) - 1; i >= 0; i-- {
		s := &p.Status.ContainerStatuses[i]
		c.restarts.add(s)
		switch state := &s.State; {
		case state.Kind == podlife.StateWaiting && state.Reason != "":
			c.status = state.Reason
		case state.Kind == podlife.StateTerminated:
			c.status = endWord(state)
			if state.ExitCode != 0 {
				failure = c.status
			}
		case state.Kind == podlife.StateRunning && s.Ready:
			running = true
			c.ready++
		}
	}
	if c.status != "Completed" {
		return
	}
	switch {
	case running && anyTrue(p.Status.Conditions, podlife.PodReady):
		c.status = "Running"
	case failure != "":
		c.status = failure
	case running:
		c.status = "NotReady"
	}
}

// endWord says in a word how a container ended.
func endWord(s *podlife.ContainerState) string {
	switch {
	case s.Reason != "":
		return s.Reason
	case s.Signal != 0:
		return "Signal:" + strconv.Itoa(int(s.Signal))
	default:
		return "ExitCode:" + strconv.Itoa(int(s.ExitCode))
	}
}

func isSidecar(spec *podlife.PodSpec, name string) bool {
	sidecar := false
	for i := range spec.InitContainers {
		if c := &spec.InitContainers[i]; c.Name == name {
			sidecar = c.IsSidecar()
		}
	}
	return sidecar
}

func anyTrue(list []podlife.Condition, t podlife.ConditionType) bool {
	for i := range list {
		if list[i].Type == t && list[i].Status == podlife.ConditionTrue {
			return true
		}
	}
	return false
}

func fraction(a, b int) string { return strconv.Itoa(a) + "/" + strconv.Itoa(b) }

// since formats the time from t to now as kubectl does, "<unknown>" for the
// zero time.
func since(t, now time.Time) string {
	if t.IsZero() {
		return "<unknown>"
	}
	return HumanDuration(now.Sub(t))
}
