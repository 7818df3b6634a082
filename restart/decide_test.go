package restart_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

func rule(action podlife.ContainerRestartRuleAction, op podlife.ExitCodesOperator, codes ...int32) podlife.ContainerRestartRule {
	return podlife.ContainerRestartRule{Action: action, ExitCodes: podlife.ExitCodes{Operator: op, Values: codes}}
}

// TestDecideByPolicy goes through every place, policy and kind of exit code.
// The table is written out so that it depends on no rule of ours.
func TestDecideByPolicy(t *testing.T) {
	const again, stay = restart.Restart, restart.Stay
	type answers map[podlife.RestartPolicy][2]restart.Action // after success, after failure
	byPolicy := answers{"Always": {again, again}, "OnFailure": {stay, again}, "Never": {stay, stay}}
	ofInit := answers{"Always": {stay, again}, "OnFailure": {stay, again}, "Never": {stay, stay}}

	for pod := range byPolicy {
		for own := range byPolicy {
			spec := &podlife.PodSpec{
				RestartPolicy: pod,
				InitContainers: []podlife.Container{
					{Name: "migrate"},
					{Name: "fetch", RestartPolicy: own}, // a sidecar, if own is Always
				},
				Containers: []podlife.Container{{Name: "web"}, {Name: "db", RestartPolicy: own}},
			}
			fetch := ofInit[own]
			if own == podlife.RestartPolicyAlways {
				fetch = [2]restart.Action{again, again}
			}
			for i, code := range []int32{0, 1} {
				for _, test := range []struct {
					c    *podlife.Container
					want restart.Action
				}{
					{&spec.InitContainers[0], ofInit[pod][i]},
					{&spec.InitContainers[1], fetch[i]},
					{&spec.Containers[0], byPolicy[pod][i]},
					{&spec.Containers[1], byPolicy[own][i]},
				} {
					if got := restart.Decide(spec, test.c, code); got != test.want {
						t.Errorf("Pod %s, own %s, %s, exit code %d: %v, want %v", pod, own, test.c.Name, code, got, test.want)
					}
				}
			}
		}
	}
}

func TestDecideByRule(t *testing.T) {
	const (
		again    = podlife.RestartActionRestart
		againAll = podlife.RestartActionRestartAllContainers
		in       = podlife.ExitCodesIn
		notIn    = podlife.ExitCodesNotIn
	)
	tests := []struct {
		name   string
		policy podlife.RestartPolicy
		rules  []podlife.ContainerRestartRule
		code   int32
		want   restart.Action
	}{
		{"in", "Never", []podlife.ContainerRestartRule{rule(again, in, 1, 42)}, 42, restart.Restart},
		{"not among", "Never", []podlife.ContainerRestartRule{rule(again, in, 1, 42)}, 43, restart.Stay},
		{"not in", "Never", []podlife.ContainerRestartRule{rule(again, notIn, 1)}, 2, restart.Restart},
		{"among those not in", "Never", []podlife.ContainerRestartRule{rule(again, notIn, 1)}, 1, restart.Stay},
		{"success counts", "Never", []podlife.ContainerRestartRule{rule(again, in, 0)}, 0, restart.Restart},
		{"no values in", "Never", []podlife.ContainerRestartRule{rule(again, in)}, 1, restart.Stay},
		{"no values not in", "Never", []podlife.ContainerRestartRule{rule(again, notIn)}, 1, restart.Restart},
		{"all", "Always", []podlife.ContainerRestartRule{rule(againAll, in, 7)}, 7, restart.RestartAll},
		{"the first that matches", "Always", []podlife.ContainerRestartRule{rule(again, in, 7), rule(againAll, in, 7)}, 7, restart.Restart},
		{"no exit codes", "Never", []podlife.ContainerRestartRule{{Action: again}}, 0, restart.Stay},
		{"unknown operator", "Never", []podlife.ContainerRestartRule{rule(again, "Above", 1)}, 2, restart.Stay},
		{"unknown action hides later rules", "Never", []podlife.ContainerRestartRule{rule("Explode", in, 1), rule(again, in, 1)}, 1, restart.Stay},
		{"without a policy rules do not count", "", []podlife.ContainerRestartRule{rule(again, in, 1)}, 1, restart.Stay},
		{"unknown policy: the Pod's", "Sometimes", nil, 1, restart.Stay},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			spec := &podlife.PodSpec{RestartPolicy: podlife.RestartPolicyNever, Containers: []podlife.Container{
				{Name: "web", RestartPolicy: test.policy, RestartPolicyRules: test.rules},
			}}
			if got := restart.Decide(spec, &spec.Containers[0], test.code); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestDecideWithoutPolicy(t *testing.T) {
	for _, policy := range []podlife.RestartPolicy{"", "Sometimes"} {
		spec := &podlife.PodSpec{RestartPolicy: policy}
		if got := restart.Decide(spec, &podlife.Container{}, 0); got != restart.Restart {
			t.Errorf("policy %q: got %v, want Restart", policy, got)
		}
	}
}

func TestDecideAboutInitContainersThatSucceeded(t *testing.T) {
	spec := &podlife.PodSpec{InitContainers: []podlife.Container{{Name: "migrate", RestartPolicy: podlife.RestartPolicyNever}}}
	migrate := &spec.InitContainers[0]
	for action, want := range map[podlife.ContainerRestartRuleAction]restart.Action{
		podlife.RestartActionRestart:              restart.Stay, // it is done
		podlife.RestartActionRestartAllContainers: restart.RestartAll,
	} {
		migrate.RestartPolicyRules = []podlife.ContainerRestartRule{rule(action, podlife.ExitCodesIn, 0)}
		if got := restart.Decide(spec, migrate, 0); got != want {
			t.Errorf("rule %s: got %v, want %v", action, got, want)
		}
	}
}

func TestWhy(t *testing.T) {
	spec := &podlife.PodSpec{
		RestartPolicy:  podlife.RestartPolicyOnFailure,
		InitContainers: []podlife.Container{{Name: "migrate"}},
		Containers: []podlife.Container{
			{Name: "web"},
			{Name: "db", RestartPolicy: podlife.RestartPolicyNever, RestartPolicyRules: []podlife.ContainerRestartRule{
				rule(podlife.RestartActionRestart, podlife.ExitCodesIn, 42),
				rule(podlife.RestartActionRestartAllContainers, podlife.ExitCodesIn, 43),
			}},
		},
	}
	migrate, web, db := &spec.InitContainers[0], &spec.Containers[0], &spec.Containers[1]
	tests := []struct {
		c     *podlife.Container
		code  int32
		cause restart.Cause
		want  string
	}{
		{migrate, 0, restart.CauseCompleted, "not started again: an init container that succeeded is done"},
		{migrate, 1, restart.CausePodPolicy, "started again: exit code 1 under the Pod's restart policy OnFailure"},
		{web, 0, restart.CausePodPolicy, "not started again: exit code 0 under the Pod's restart policy OnFailure"},
		{db, 1, restart.CauseContainerPolicy, "not started again: exit code 1 under the container's restart policy Never"},
		{db, 42, restart.CauseRule, "started again: exit code 42 matches restartPolicyRules[0]"},
		{db, 43, restart.CauseRule, "the whole Pod starts again in place: exit code 43 matches restartPolicyRules[1]"},
	}
	for _, test := range tests {
		got := restart.Why(spec, test.c, test.code)
		if got.Cause != test.cause || got.String() != test.want {
			t.Errorf("%s, exit code %d:\ngot  %v, %s\nwant %v, %s", test.c.Name, test.code, got.Cause, got, test.cause, test.want)
		}
		if decided := restart.Decide(spec, test.c, test.code); got.Action != decided {
			t.Errorf("%s, exit code %d: Why says %v, Decide %v", test.c.Name, test.code, got.Action, decided)
		}
	}
	if got, want := restart.Why(&podlife.PodSpec{}, web, 0).String(), "started again: exit code 0 under the Pod's restart policy Always"; got != want {
		t.Errorf("without a policy: %s, want %s", got, want)
	}
}
