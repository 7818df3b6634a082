package conformance

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
)

func decideVectors() *Vectors[DecideInput, []Decision] {
	return &Vectors[DecideInput, []Decision]{
		Edges: decideEdges(),
		Slim: func(in DecideInput) DecideInput {
			in.Spec = podlife.PodSpec{
				InitContainers: slimContainers(in.Spec.InitContainers), Containers: slimContainers(in.Spec.Containers),
				RestartPolicy: in.Spec.RestartPolicy,
			}
			return in
		},
		Class: func(in DecideInput, answer []Decision) (group, shape string) {
			var words []string
			for i, list := range [][]podlife.Container{in.Spec.InitContainers, in.Spec.Containers} {
				for k := range list {
					words = append(words, fmt.Sprint(i, list[k].RestartPolicy, rulesShape(&list[k])))
				}
			}
			for i := range answer {
				group += fmt.Sprint(answer[i].Again, answer[i].Rule, answer[i].Action)
			}
			return group, fmt.Sprint(in.Spec.RestartPolicy, in.ExitCode != 0, strings.Join(words, " "))
		},
		Max: 300,
	}
}

// rulesShape is a word for each rule.
func rulesShape(c *podlife.Container) (out string) {
	for i := range c.RestartPolicyRules {
		out += "+" + string(c.RestartPolicyRules[i].Action) + string(c.RestartPolicyRules[i].ExitCodes.Operator)
	}
	return out
}

func decideEdges() (out []Edge[DecideInput]) {
	for _, e := range []struct {
		name, line string
		code       int32
	}{
		{"Always, success", "Always: i=- s=- m=-", 0},
		{"Always, failure", "Always: i=- s=- m=-", 1},
		{"OnFailure, success", "OnFailure: i=- s=- m=-", 0},
		{"OnFailure, failure", "OnFailure: i=- s=- m=-", 1},
		{"Never, success", "Never: i=- s=- m=-", 0},
		{"Never, failure", "Never: i=- s=- m=-", 1},
		{"no policy", ": i=- m=-", 0},
		{"an unknown policy", "Odd: i=- m=-", 1},
		{"an own policy", "Always: i(Never)=- m(Never)=-", 1},
		{"an unknown policy of its own", "Never: i(Odd)=- m(Odd)=-", 1},
		{"a rule restarts", "Never: i(Never,42)=- m(Never,42)=-", 42},
		{"a rule for another code", "Never: i(Never,42)=- m(Never,42)=-", 43},
		{"a rule restarts all", "Never: i(Never,42!)=- m(Never,42!)=-", 42},
		{"a rule restarts what succeeded", "Never: i(Never,0)=- m(Never,0)=-", 0},
		{"a rule restarts all after a success", "Never: i(Never,0!)=- m(Never,0!)=-", 0},
		{"rules of a sidecar", "Never: s(,42!)=- s(,42)=- m=-", 42},
		{"a rule without a policy beside it", "Never: i(,42)=- m(,42)=-", 42},
	} {
		out = append(out, Edge[DecideInput]{e.name, DecideInput{pod(e.line).Spec, e.code}})
	}
	return append(out, Edge[DecideInput]{"NotIn nothing is everything", DecideInput{notInNothing().Spec, 3}})
}
