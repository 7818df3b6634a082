package conformance

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/podlife/podlife"
)

// pod reads a Pod from a line such as "OnFailure: i=T0 s=R! m(Never)=W/1 m=-": its policy,
// then each container as a letter (i init, s sidecar, m main) and what its status shows:
//
//	W     waits                    W/1   waits after an exit with 1  W:X  waits, reason X
//	R     runs                     R!    runs and has started        R+   and is ready
//	T1    ended with 1, no reason  T1:X  ended with 1, reason X
//	{}    an empty status          -     none
//
// A main or init container may have a policy of its own, and one rule that restarts it, or
// all, on an exit code: m(Never,42), m(Never,42!). Containers are called i0, i1, s2, m0 and
// so on, by their place in the list.
func pod(line string) *podlife.Pod {
	policy, rest, _ := strings.Cut(line, ":")
	p := &podlife.Pod{Spec: podlife.PodSpec{RestartPolicy: podlife.RestartPolicy(policy), NodeName: "node-a"}}
	for _, word := range strings.Fields(rest) {
		kind, state, _ := strings.Cut(word, "=")
		kind, options, _ := strings.Cut(strings.TrimSuffix(kind, ")"), "(")
		containers, statuses := &p.Spec.InitContainers, &p.Status.InitContainerStatuses
		if kind == "m" {
			containers, statuses = &p.Spec.Containers, &p.Status.ContainerStatuses
		}
		c := podlife.Container{Name: kind + strconv.Itoa(len(*containers))}
		if kind == "s" {
			c.RestartPolicy = podlife.RestartPolicyAlways
		}
		setOptions(&c, options)
		*containers = append(*containers, c)
		if state != "-" {
			*statuses = append(*statuses, status(c.Name, state))
		}
	}
	return p
}

// setOptions reads a policy and, after a comma, the exit code of a rule.
func setOptions(c *podlife.Container, options string) {
	policy, code, _ := strings.Cut(options, ",")
	if policy != "" {
		c.RestartPolicy = podlife.RestartPolicy(policy)
	}
	if code == "" {
		return
	}
	rule := podlife.ContainerRestartRule{Action: podlife.RestartActionRestart}
	if strings.HasSuffix(code, "!") {
		rule.Action = podlife.RestartActionRestartAllContainers
	}
	rule.ExitCodes = podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{number(strings.TrimSuffix(code, "!"))}}
	c.RestartPolicyRules = []podlife.ContainerRestartRule{rule}
}

func status(name, state string) podlife.ContainerStatus {
	s := podlife.ContainerStatus{Name: name}
	now, last, _ := strings.Cut(state, "/")
	what, reason, _ := strings.Cut(now, ":")
	switch {
	case what == "W":
		s.State = podlife.Waiting(reason, "")
	case strings.HasPrefix(what, "R"):
		s.State = podlife.Running(s.State.StartedAt)
		started := what != "R"
		s.Started, s.Ready = &started, what == "R+"
	case strings.HasPrefix(what, "T"):
		s.State = podlife.Terminated(number(what[1:]), reason)
	}
	if last != "" {
		s.LastTerminationState = podlife.Terminated(number(last), "")
	}
	return s
}

func number(s string) int32 {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		panic(fmt.Sprintf("notation: %v", err))
	}
	return int32(n)
}
