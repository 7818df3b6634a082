package phase_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// build reads a Pod from a line such as "OnFailure: i=T0 s=R! m=W/1 m=-": the
// policy, then each container as a letter (i init, s sidecar, m main, e
// ephemeral) and what its status shows:
//
//   - no status           {}    an empty one
//     W     waits               W/1   waits after an exit with 1
//     R     runs                R!    runs and has started
//     T1    ended with 1        T1:X  ended with 1, reason X
//
// Containers are called i0, i1, s2, m0 and so on, by their place in the list.
func build(t testing.TB, line string) *podlife.Pod {
	t.Helper()
	policy, rest, ok := strings.Cut(line, ":")
	if !ok {
		t.Fatalf("%q: no policy", line)
	}
	p := &podlife.Pod{Spec: podlife.PodSpec{RestartPolicy: podlife.RestartPolicy(policy), NodeName: "node-1"}}
	for _, word := range strings.Fields(rest) {
		kind, state, _ := strings.Cut(word, "=")
		add(t, p, kind, state)
	}
	return p
}

func add(t testing.TB, p *podlife.Pod, kind, state string) {
	t.Helper()
	spec, status := &p.Spec, &p.Status
	switch kind {
	case "i", "s":
		c := podlife.Container{Name: kind + strconv.Itoa(len(spec.InitContainers))}
		if kind == "s" {
			c.RestartPolicy = podlife.RestartPolicyAlways
		}
		spec.InitContainers = append(spec.InitContainers, c)
		status.InitContainerStatuses = append(status.InitContainerStatuses, statusOf(t, c.Name, state)...)
	case "m":
		name := "m" + strconv.Itoa(len(spec.Containers))
		spec.Containers = append(spec.Containers, podlife.Container{Name: name})
		status.ContainerStatuses = append(status.ContainerStatuses, statusOf(t, name, state)...)
	case "e":
		name := "e" + strconv.Itoa(len(spec.EphemeralContainers))
		spec.EphemeralContainers = append(spec.EphemeralContainers, podlife.EphemeralContainer{Name: name})
		status.EphemeralContainerStatuses = append(status.EphemeralContainerStatuses, statusOf(t, name, state)...)
	default:
		t.Fatalf("no container of kind %q", kind)
	}
}

func statusOf(t testing.TB, name, state string) []podlife.ContainerStatus {
	t.Helper()
	if state == "-" {
		return nil
	}
	s := podlife.ContainerStatus{Name: name}
	switch state[0] {
	case '{':
	case 'W':
		s.State = podlife.Waiting("", "")
		if _, code, ok := strings.Cut(state, "/"); ok {
			s.LastTerminationState = podlife.Terminated(number(t, code), "")
		}
	case 'R':
		s.State = podlife.Running(epoch)
		started := strings.HasSuffix(state, "!")
		s.Started = &started
	case 'T':
		code, reason, _ := strings.Cut(state[1:], ":")
		s.State = podlife.Terminated(number(t, code), reason)
		s.Ready = s.State.ExitCode == 0 && strings.HasPrefix(name, "i")
	default:
		t.Fatalf("no state %q", state)
	}
	return []podlife.ContainerStatus{s}
}

func number(t testing.TB, s string) int32 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return int32(n)
}

// project is phase.Project over the statuses of p.
func project(p *podlife.Pod, v phase.View) podlife.Phase {
	return phase.Project(&p.Spec, slices.Concat(p.Status.ContainerStatuses, p.Status.InitContainerStatuses), v)
}

// container returns the container called name.
func container(t testing.TB, p *podlife.Pod, name string) *podlife.Container {
	t.Helper()
	for _, list := range [][]podlife.Container{p.Spec.Containers, p.Spec.InitContainers} {
		for i := range list {
			if list[i].Name == name {
				return &list[i]
			}
		}
	}
	t.Fatalf("no container %q", name)
	return nil
}

// restartOn gives the container a rule: the action follows exit codes op codes.
func restartOn(c *podlife.Container, action podlife.ContainerRestartRuleAction, op podlife.ExitCodesOperator, codes ...int32) {
	c.RestartPolicyRules = append(c.RestartPolicyRules, podlife.ContainerRestartRule{
		Action: action, ExitCodes: podlife.ExitCodes{Operator: op, Values: codes},
	})
}

// text is err's message, "" for nil.
func text(err error) string {
	if err == nil {
		return ""
	}
	return fmt.Sprint(err)
}
