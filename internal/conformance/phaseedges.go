package conformance

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
)

func phaseVectors() *Vectors[PhaseInput, podlife.Phase] {
	return &Vectors[PhaseInput, podlife.Phase]{
		Edges: phaseEdges(),
		Slim: func(in PhaseInput) PhaseInput {
			in.Spec = podlife.PodSpec{
				InitContainers: slimContainers(in.Spec.InitContainers), Containers: slimContainers(in.Spec.Containers),
				RestartPolicy: in.Spec.RestartPolicy,
			}
			in.Statuses = slimStatuses(in.Statuses)
			for i := range in.Statuses {
				in.Statuses[i].ContainerID, in.Statuses[i].LastTerminationState.FinishedAt = "", time.Time{}
			}
			return in
		},
		Class: func(in PhaseInput, answer podlife.Phase) (group, shape string) {
			return fmt.Sprint(answer, in.View), phaseShape(in)
		},
		Max: 900,
	}
}

// phaseShape says what the containers are and do, whatever their order.
func phaseShape(in PhaseInput) string {
	var words []string
	add := func(kind string, list []podlife.Container) {
		for i := range list {
			word := kind + string(list[i].RestartPolicy)
			if len(list[i].RestartPolicyRules) > 0 {
				word += "+rules"
			}
			words = append(words, word+"="+stateShape(podlife.FindStatus(in.Statuses, list[i].Name)))
		}
	}
	add("i", in.Spec.InitContainers)
	add("m", in.Spec.Containers)
	slices.Sort(words)
	return string(in.Spec.RestartPolicy) + ": " + strings.Join(slices.Compact(words), " ")
}

// stateShape says what a container does, exit codes as good or bad.
func stateShape(s *podlife.ContainerStatus) string {
	if s == nil {
		return "-"
	}
	out := stateWord(&s.State) + "/" + stateWord(&s.LastTerminationState)
	if s.HasStarted() {
		out += "!"
	}
	return out
}

func stateWord(s *podlife.ContainerState) string {
	word := s.Kind.String()
	if s.Failed() {
		word += " bad"
	}
	if s.Reason == "RestartingAllContainers" {
		word += " all"
	}
	return word
}

func phaseEdges() []Edge[PhaseInput] {
	var (
		none        = PhaseView{}
		initialized = PhaseView{Initialized: true}
		terminal    = PhaseView{Terminal: true}
		static      = PhaseView{Terminal: true, Static: true}
	)
	var out []Edge[PhaseInput]
	for _, e := range []struct {
		name, line string
		view       PhaseView
	}{
		{"nothing is known", "Always: m=-", none},
		{"unknown goes before running", "Always: m=R m=-", none},
		{"one waits for its first run", "Always: m=R m=W", none},
		{"one waits for its next run", "Always: m=R m=W/1", none},
		{"all ended and run again", "Always: m=T0 m=T0", none},
		{"the failed one runs again", "OnFailure: m=T0 m=T1", none},
		{"all succeeded", "OnFailure: m=T0 m=T0", none},
		{"one failed for good", "Never: m=T0 m=T1", none},
		{"one failed, one runs", "Never: m=T1 m=R", none},
		{"who waits has not succeeded", "OnFailure: m=W/0", none},
		{"nor at the end", "Always: m=W/0", terminal},
		{"at the end no policy counts", "Always: m=T0 m=T0", terminal},
		{"at the end exit codes count", "Always: m=T0 m=T143", terminal},
		{"a static Pod runs again", "Always: m=T0", static},
		{"a static Pod ends by its policy", "Never: m=T0", static},
		{"an init container failed for good", "Never: i=T1 m=W", none},
		{"an init container failed and runs again", "Always: i=T1 m=W", none},
		{"and a main container runs", "Always: i=T1 m=R", none},
		{"the init container's own policy restarts it", "Never: i(OnFailure)=T1 m=W", none},
		{"the init container's own policy ends it", "Always: i(Never)=T1 m=W", none},
		{"an init container waits after a failure", "Never: i=W/1 m=W", none},
		{"an init container waits after a success", "Never: i=W/0 m=W", none},
		{"an init container without status", "Always: i=- m=R", initialized},
		{"a sidecar that has not started", "Always: s=R m=-", none},
		{"a sidecar that starts again", "Always: s=R m=R", initialized},
		{"the same before initialization", "Always: s=R m=R", none},
		{"a sidecar without status", "Always: s=- m=R", none},
		{"a sidecar that ended, a main container that runs", "Always: s=T137 m=R", none},
		{"a sidecar's exit code", "Never: s=T137 m=T0", none},
		{"a sidecar outlives the main container", "Never: s=R! m=T0", none},
		{"a sidecar that never started", "Never: s=W m=T0", none},
		{"even once initialized", "Never: s=W m=T0", initialized},
		{"a sidecar that waits for its next run", "Never: s=W/1 m=T0", none},
		{"a sidecar with an empty status", "Never: s={} m=T0", initialized},
		{"a rule restarts", "Never: m(Never,42)=T42", none},
		{"a rule that does not match", "Never: m(Never,42)=T1", none},
		{"a rule without a policy beside it", "Never: m(,42)=T42", none},
		{"a rule that restarts all", "Never: m(Never,42!)=T42", none},
		{"an own policy", "Never: m(Always)=T0", none},
		{"an own policy at the end", "Never: m(Always)=T0", terminal},
		{"one of two runs again", "Never: m=T0 m(Always)=T0", none},
		{"ended to start anew", "Never: m=T1:RestartingAllContainers m=T0:RestartingAllContainers", none},
		{"an init container ended to start anew", "Never: i=T1:RestartingAllContainers m=W", none},
		{"an empty state", "Always: m={}", none},
		{"an init container with an empty state", "Always: i={} m=R", initialized},
		{"no main containers", "Always:", none},
		{"an unknown policy", "Sometimes: m=T1", none},
		{"no policy", ": m=T0", none},
	} {
		p := pod(e.line)
		out = append(out, Edge[PhaseInput]{e.name, PhaseInput{p.Spec, allStatuses(p), e.view}})
	}
	doubled := pod("Never: m=T0")
	second := status("m0", "T1")
	out = append(out,
		Edge[PhaseInput]{"the first of two statuses counts", PhaseInput{doubled.Spec, append(allStatuses(doubled), second), none}},
		Edge[PhaseInput]{"NotIn nothing is everything", notInNothing()})
	return out
}

func notInNothing() PhaseInput {
	p := pod("Never: m(Never,0)=T3")
	p.Spec.Containers[0].RestartPolicyRules[0].ExitCodes = podlife.ExitCodes{Operator: podlife.ExitCodesNotIn}
	return PhaseInput{Spec: p.Spec, Statuses: allStatuses(p)}
}
