package lifecycle

import (
	"cmp"
	"fmt"

	"github.com/podlife/podlife"
)

// systemPriority returns the priority of a class that every cluster has.
//
// Source: kubernetes v1.37 pkg/apis/scheduling/v1/helpers.go, systemPriorityClasses.
func systemPriority(class string) (priority int32, ok bool) {
	switch class {
	case "system-cluster-critical":
		return 2_000_000_000, true
	case "system-node-critical":
		return 2_000_001_000, true
	default:
		return 0, false
	}
}

// setPriority writes the priority and preemption policy of the Pod's class, or of
// the class that is the default, and refuses a Pod that claims others.
//
// Source: kubernetes v1.37 plugin/pkg/admission/priority/admission.go, admitPod.
func setPriority(p *podlife.Pod, classes []*podlife.PriorityClass) error {
	s := &p.Spec
	class, ok := findClass(s.PriorityClassName, classes)
	if classes == nil {
		if ok && s.Priority == nil {
			s.Priority = &class.Value
			fillIn(&s.PreemptionPolicy, class.PreemptionPolicy)
		}
		return nil
	}
	reason := ""
	switch {
	case !ok:
		reason = fmt.Sprintf("no PriorityClass with name %v was found", s.PriorityClassName)
	case s.Priority != nil && *s.Priority != class.Value:
		reason = fmt.Sprintf("the integer value of priority (%d) must not be provided in pod spec; "+
			"priority admission controller computed %d from the given PriorityClass name", *s.Priority, class.Value)
	case s.PreemptionPolicy != "" && s.PreemptionPolicy != class.PreemptionPolicy:
		reason = fmt.Sprintf("the string value of PreemptionPolicy (%s) must not be provided in pod spec; "+
			"priority admission controller computed %s from the given PriorityClass name", s.PreemptionPolicy, class.PreemptionPolicy)
	}
	if reason != "" {
		return &ForbiddenError{Name: cmp.Or(p.Name, p.GenerateName, "Unknown"), Reason: reason}
	}
	s.PriorityClassName, s.Priority, s.PreemptionPolicy = class.Name, &class.Value, class.PreemptionPolicy
	return nil
}

// findClass returns a copy of the class of that name, with its policy set. No
// name means the class that is the default, the lowest if there are several, or
// else one without a name. ok: there is such a class.
func findClass(name string, classes []*podlife.PriorityClass) (class podlife.PriorityClass, ok bool) {
	ok = name == ""
	class.Name = name
	if value, isSystem := systemPriority(name); isSystem {
		class.Value, ok = value, true
	}
	for _, c := range classes {
		switch {
		case c == nil:
		case name != "" && c.Name == name,
			name == "" && c.GlobalDefault && (!class.GlobalDefault || c.Value < class.Value):
			class, ok = *c, true
		}
	}
	fillIn(&class.PreemptionPolicy, podlife.PreemptLowerPriority)
	return class, ok
}
