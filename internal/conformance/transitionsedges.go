package conformance

import (
	"fmt"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

func transitionsVectors() *Vectors[TransitionInput, []string] {
	return &Vectors[TransitionInput, []string]{
		Edges: transitionsEdges(),
		Slim: func(in TransitionInput) TransitionInput {
			out := TransitionInput{slimWritten(in.Old), slimWritten(in.New)}
			out.New.Spec = podlife.PodSpec{NodeName: in.New.Spec.NodeName} // the rest is that of the old one
			return out
		},
		Class: func(in TransitionInput, answer []string) (group, shape string) {
			var fields []string
			for _, text := range answer {
				field, _, _ := strings.Cut(noDigits(text), ": ")
				fields = append(fields, field)
			}
			return strings.Join(slices.Compact(fields), " "), transitionShape(in)
		},
		Max: 500,
	}
}

// slimWritten leaves out what a write of the status is not judged by.
func slimWritten(p *podlife.Pod) *podlife.Pod {
	out := slimPod(p)
	out.ObjectMeta = podlife.ObjectMeta{Name: p.Name, Namespace: p.Namespace, UID: p.UID}
	out.Status.QOSClass, out.Status.NominatedNodeName = p.Status.QOSClass, p.Status.NominatedNodeName
	out.Status.ObservedGeneration = p.Status.ObservedGeneration
	out.Status.EphemeralContainerStatuses = slimStatuses(p.Status.EphemeralContainerStatuses)
	for _, c := range p.Spec.EphemeralContainers {
		out.Spec.EphemeralContainers = append(out.Spec.EphemeralContainers, podlife.EphemeralContainer{Name: c.Name})
	}
	for _, list := range [][]podlife.ContainerStatus{
		out.Status.InitContainerStatuses, out.Status.ContainerStatuses, out.Status.EphemeralContainerStatuses,
	} {
		for i := range list {
			list[i] = podlife.ContainerStatus{Name: list[i].Name, State: list[i].State}
		}
	}
	return out
}

// transitionShape says which containers leave the terminated state, and with what right.
func transitionShape(in TransitionInput) string {
	var words []string
	add := func(kind string, containers []podlife.Container, old, updated []podlife.ContainerStatus) {
		for i := range old {
			if old[i].State.Kind != podlife.StateTerminated {
				continue
			}
			word := fmt.Sprint(kind, old[i].State.Failed(), stateShape(podlife.FindStatus(updated, old[i].Name)))
			j := slices.IndexFunc(containers, func(c podlife.Container) bool { return c.Name == old[i].Name })
			if j >= 0 {
				word += string(containers[j].RestartPolicy) + fmt.Sprint(len(containers[j].RestartPolicyRules) > 0)
			}
			words = append(words, word)
		}
	}
	old, updated := in.Old.Status, in.New.Status
	add("m", in.Old.Spec.Containers, old.ContainerStatuses, updated.ContainerStatuses)
	add("i", in.Old.Spec.InitContainers, old.InitContainerStatuses, updated.InitContainerStatuses)
	add("e", nil, old.EphemeralContainerStatuses, updated.EphemeralContainerStatuses)
	slices.Sort(words)
	return string(in.Old.Spec.RestartPolicy) + strings.Join(slices.Compact(words), " ")
}

func transitionsEdges() []Edge[TransitionInput] {
	var out []Edge[TransitionInput]
	for _, e := range []struct{ name, old, updated string }{
		{"ended, runs again", "Always: m=T0", "Always: m=R"},
		{"ended well, runs again against its policy", "OnFailure: m=T0", "OnFailure: m=R"},
		{"failed, runs again by its policy", "OnFailure: m=T1", "OnFailure: m=R"},
		{"failed, runs again against its policy", "Never: m=T1", "Never: m=W/1"},
		{"its own policy forbids it", "Always: m(Never)=T1", "Always: m(Never)=R"},
		{"its own policy allows it", "Never: m(Always)=T0", "Never: m(Always)=R"},
		{"a rule allows it", "Never: m(Never,42)=T42", "Never: m(Never,42)=R"},
		{"a rule does not match", "Never: m(Never,42)=T1", "Never: m(Never,42)=R"},
		{"a rule that restarts all allows any", "Never: m(Never,42!)=T1 m=T0 i=T1", "Never: m(Never,42!)=R m=R i=R"},
		{"an init container ended, runs again", "Never: i=T0 m=R", "Never: i=R m=R"},
		{"an init container failed, runs again", "OnFailure: i=T1 m=R", "OnFailure: i=R m=R"},
		{"a sidecar runs again", "Never: s=T1 m=R", "Never: s=R m=R"},
		{"a status is dropped", "Never: m=T1", "Never: m=-"},
		{"ended otherwise", "Never: m=T1", "Never: m=T0"},
		{"an empty state", "Never: m=T1", "Never: m={}"},
		{"a container of nobody", "Always:", "Always:"},
	} {
		in := TransitionInput{pod(e.old), pod(e.updated)}
		if len(in.Old.Spec.Containers) == 0 {
			in.Old.Status.ContainerStatuses = []podlife.ContainerStatus{status("stranger", "T1")}
			in.New.Status.ContainerStatuses = []podlife.ContainerStatus{status("stranger", "R")}
		}
		for _, p := range []*podlife.Pod{in.Old, in.New} {
			p.Name, p.Namespace, p.UID = "web", "default", "1"
		}
		out = append(out, Edge[TransitionInput]{e.name, in})
	}
	return out
}
