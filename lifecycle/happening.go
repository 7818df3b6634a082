package lifecycle

import (
	"errors"
	"fmt"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

// event returns what happens, or nil for a deed that there is not.
func (h *Happening) event() Event {
	switch h.Do {
	case DoDelete:
		return DeleteRequested{
			Options:    termination.DeleteOptions{GracePeriodSeconds: h.GracePeriodSeconds},
			Disruption: Disruption{h.Reason, h.Message},
		}
	case DoEvict:
		return Evicted{Reason: h.Reason, Message: h.Message, GracePeriodSeconds: h.GracePeriodSeconds}
	case DoReject:
		return Rejected{h.Reason, h.Message}
	case DoSetCondition:
		return ConditionSet{h.Condition}
	case DoRemoveGates:
		return GatesRemoved{}
	case DoRemoveFinalizers:
		return FinalizersRemoved{}
	case DoCollect:
		return Collected{Orphaned: h.Reason != ""}
	case DoExit, DoLoseContainer, DoChangeImage:
		return h.containerEvent()
	case DoLoseSandbox, DoTaint, DoLoseNode, DoReturnNode, DoRebootNode, DoRestartKubelet:
		return h.nodeEvent()
	default:
		return nil
	}
}

// containerEvent is event for what happens to a container.
func (h *Happening) containerEvent() Event {
	//exhaustive:ignore event tells which come here
	switch h.Do {
	case DoExit:
		return ContainerExited{h.Container, h.ExitCode, h.Reason, h.Message}
	case DoLoseContainer:
		return ContainerLost{h.Container}
	default:
		return ImageChanged{h.Container, h.Image}
	}
}

// nodeEvent is event for what happens to the node.
func (h *Happening) nodeEvent() Event {
	//exhaustive:ignore event tells which come here
	switch h.Do {
	case DoLoseSandbox:
		return SandboxLost{}
	case DoTaint:
		return TaintsChanged{h.Taints}
	case DoLoseNode:
		return NodeLost{}
	case DoReturnNode:
		return NodeReturned{}
	case DoRebootNode:
		return NodeRebooted{}
	case DoRestartKubelet:
		return KubeletRestarted{}
	default:
		return nil
	}
}

// ScriptError is a fault of a [Script].
type ScriptError struct {
	// Field is the path of the field that is wrong, like
	// containers[web].runs[0].for. Empty: the Pod is.
	Field string
	// Problem says what is wrong with it.
	Problem string
}

// Error names the field and the problem.
func (e *ScriptError) Error() string {
	if e.Field == "" {
		return "lifecycle: " + e.Problem
	}
	return "lifecycle: script: " + e.Field + ": " + e.Problem
}

// Validate returns what is wrong with the script for a Pod: a *[ScriptError] for
// each fault, joined, in the order of the fields and of the names.
func (s *Script) Validate(p *podlife.Pod) error {
	if p == nil {
		return &ScriptError{Problem: "no Pod"}
	}
	v := scriptCheck{}
	v.least("until", s.Until)
	v.least("volumesAfter", s.VolumesAfter)
	v.least("sandboxAfter", s.SandboxAfter)
	v.least("cleanUpAfter", s.CleanUpAfter)
	names := newFacts(p, nil)
	for _, name := range sortedKeys(s.Containers) {
		path := "containers[" + name + "]"
		if names.find(name) < 0 {
			v.fault(path, "the Pod has no such container")
		}
		c := s.Containers[name]
		v.container(path, &c)
	}
	for i := range s.Happenings {
		h := &s.Happenings[i]
		path := fmt.Sprintf("happenings[%d]", i)
		v.least(path+".at", h.At)
		if h.event() == nil {
			v.fault(path+".do", fmt.Sprintf("%q is nothing that happens; there are %s", h.Do, strings.Join(deeds(), ", ")))
		}
		if ofContainer := h.Do == DoExit || h.Do == DoLoseContainer || h.Do == DoChangeImage; ofContainer && names.find(h.Container) < 0 {
			v.fault(path+".container", fmt.Sprintf("the Pod has no container %q", h.Container))
		}
	}
	return errors.Join(v.errs...)
}

// scriptCheck collects the faults of a script.
type scriptCheck struct{ errs []error }

func (v *scriptCheck) fault(field, problem string) {
	v.errs = append(v.errs, &ScriptError{field, problem})
}

func (v *scriptCheck) least(field string, d Duration) {
	if d < 0 {
		v.fault(field, "must not be negative")
	}
}

func (v *scriptCheck) container(path string, c *ContainerScript) {
	v.least(path+".pullAfter", c.PullAfter)
	v.least(path+".startAfter", c.StartAfter)
	for i := range c.Runs {
		v.least(fmt.Sprintf("%s.runs[%d].for", path, i), c.Runs[i].For)
	}
	v.least(path+".postStart.for", c.PostStart.For)
	v.least(path+".preStop.for", c.PreStop.For)
	v.least(path+".stop.after", c.Stop.After)
	v.answers(path+".liveness", c.Liveness)
	v.answers(path+".readiness", c.Readiness)
	v.answers(path+".startup", c.Startup)
}

func (v *scriptCheck) answers(path string, list []Answer) {
	for i := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		if a := &list[i]; a.Outcome.result() == 0 {
			v.fault(at+".outcome", fmt.Sprintf("%q is no outcome: success, failure or unknown", a.Outcome))
		}
		if list[i].Times < 0 {
			v.fault(at+".times", "must not be negative")
		}
		v.least(at+".until", list[i].Until)
		v.least(at+".after", list[i].After)
	}
}
