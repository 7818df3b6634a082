package lifecycle_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
)

// told is a Pod's status in a line: the time, the phase, each container's state
// with its restart count and R for ready, the conditions that are True by their
// capitals, and what is known of the deletion.
func told(start time.Time, at time.Time, p *podlife.Pod) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v %s", at.Sub(start), p.Status.Phase)
	if p.Status.Reason != "" {
		fmt.Fprintf(&b, "/%s", p.Status.Reason)
	}
	for _, list := range [][]podlife.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for i := range list {
			b.WriteString(" " + toldContainer(&list[i]))
		}
	}
	b.WriteString(" [")
	for i, c := range p.Status.Conditions {
		letter := string(c.Type)[:1]
		switch c.Type {
		case podlife.PodScheduled:
			letter = "S"
		case podlife.PodReadyToStartContainers:
			letter = "P"
		}
		if c.Status != podlife.ConditionTrue {
			letter = strings.ToLower(letter)
		}
		if c.Type == podlife.DisruptionTarget {
			letter = " " + c.Reason
		}
		_ = i
		b.WriteString(letter)
	}
	b.WriteString("]")
	if p.IsDeleted() {
		fmt.Fprintf(&b, " deleted %d", *p.DeletionGracePeriodSeconds)
	}
	return b.String()
}

func toldContainer(s *podlife.ContainerStatus) string {
	state := func(c *podlife.ContainerState) string {
		switch c.Kind {
		case podlife.StateWaiting:
			return "W " + c.Reason
		case podlife.StateRunning:
			return "R"
		case podlife.StateTerminated:
			return fmt.Sprintf("T(%d) %s", c.ExitCode, c.Reason)
		default:
			return "-"
		}
	}
	out := s.Name + "=" + state(&s.State)
	if s.LastTerminationState.Kind != podlife.StateUnset {
		out += " last " + state(&s.LastTerminationState)
	}
	if s.RestartCount > 0 {
		out += fmt.Sprintf(" x%d", s.RestartCount)
	}
	if s.Ready {
		out += " ready"
	}
	return out
}

// history returns what an API watcher sees.
func history(t *testing.T, p *podlife.Pod, script lifecycle.Script) []string {
	t.Helper()
	line, err := lifecycle.Simulate(p, script)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range line.Entries {
		if e.Pod != nil {
			out = append(out, told(line.Start, e.At, e.Pod))
		}
		for _, effect := range e.Effects {
			if _, ok := effect.(*lifecycle.RemoveObject); ok {
				out = append(out, fmt.Sprintf("%v gone", e.At.Sub(line.Start)))
			}
		}
	}
	return out
}

// plain returns a Pod of main container web.
func plain(policy podlife.RestartPolicy, change func(*podlife.PodSpec)) *podlife.Pod {
	grace := int64(30)
	p := &podlife.Pod{Spec: podlife.PodSpec{
		Containers:    []podlife.Container{{Name: "web", Image: "web:1"}},
		RestartPolicy: policy, TerminationGracePeriodSeconds: &grace,
	}}
	p.Name, p.Namespace, p.UID, p.Generation, p.CreationTimestamp = "web-1", "default", "uid-1", 1, podtest.Epoch()
	if change != nil {
		change(&p.Spec)
	}
	return p
}

const second = lifecycle.Duration(time.Second)

// runs is a container that runs for so many seconds and ends with a code.
func runs(seconds int, code int32) []lifecycle.Run {
	return []lifecycle.Run{{For: second * lifecycle.Duration(seconds), ExitCode: code}}
}

type containers = map[string]lifecycle.ContainerScript

// referenceTimelines are those that every book on Pods should have.
func referenceTimelines() []struct {
	name   string
	pod    *podlife.Pod
	script lifecycle.Script
	want   []string
} {
	always, never := podlife.RestartPolicyAlways, podlife.RestartPolicyNever
	base := lifecycle.Script{ScheduleAfter: second, SandboxAfter: second, CleanUpAfter: second, Until: 30 * second}
	with := func(change func(*lifecycle.Script)) lifecycle.Script {
		s := base
		change(&s)
		return s
	}
	sidecar := podlife.Container{Name: "proxy", Image: "proxy:1", RestartPolicy: always, StartupProbe: &podlife.Probe{PeriodSeconds: 1}}
	quick := lifecycle.ContainerScript{Stop: lifecycle.Stop{After: 2 * second}}
	return []struct {
		name   string
		pod    *podlife.Pod
		script lifecycle.Script
		want   []string
	}{
		{"a plain Pod", plain(always, nil), base, []string{
			"0s Pending []",
			"1s Pending web=W ContainerCreating [pIrcS]",
			"2s Pending web=W ContainerCreating [PIrcS]",
			"2s Running web=R ready [PIRCS]",
		}},
		{
			"init, then main", plain(always, func(s *podlife.PodSpec) {
				s.InitContainers = []podlife.Container{{Name: "migrate", Image: "migrate:1"}}
			}),
			with(func(s *lifecycle.Script) { s.Containers = containers{"migrate": {Runs: runs(3, 0)}} }), []string{
				"0s Pending []",
				"1s Pending migrate=W PodInitializing web=W PodInitializing [pircS]",
				"2s Pending migrate=W PodInitializing web=W PodInitializing [PircS]",
				"2s Pending migrate=R web=W PodInitializing [PircS]",
				"5s Pending migrate=T(0) Completed ready web=W PodInitializing [PIrcS]",
				"5s Running migrate=T(0) Completed ready web=R ready [PIRCS]",
			},
		},
		{
			"a sidecar with a startup probe", plain(always, func(s *podlife.PodSpec) { s.InitContainers = []podlife.Container{sidecar} }),
			with(func(s *lifecycle.Script) {
				s.Containers = containers{"proxy": {Startup: []lifecycle.Answer{{Outcome: lifecycle.OutcomeFailure, Times: 2}, {}}}}
			}), []string{
				"0s Pending []",
				"1s Pending proxy=W PodInitializing web=W PodInitializing [pircS]",
				"2s Pending proxy=W PodInitializing web=W PodInitializing [PircS]",
				"2s Pending proxy=R web=W PodInitializing [PircS]",
				"5s Pending proxy=R ready web=W PodInitializing [PIrcS]",
				"5s Running proxy=R ready web=R ready [PIRCS]",
			},
		},
		{
			"a crash loop", plain(always, nil),
			with(func(s *lifecycle.Script) { s.Until, s.Containers = 40*second, containers{"web": {Runs: runs(1, 1)}} }), []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"2s Running web=R ready [PIRCS]",
				"3s Running web=T(1) Error [PIrcS]",
				"3s Running web=R last T(1) Error x1 ready [PIRCS]",
				"4s Running web=W CrashLoopBackOff last T(1) Error x1 [PIrcS]",
				"14s Running web=R last T(1) Error x2 ready [PIRCS]",
				"15s Running web=W CrashLoopBackOff last T(1) Error x2 [PIrcS]",
				"35s Running web=R last T(1) Error x3 ready [PIRCS]",
				"36s Running web=W CrashLoopBackOff last T(1) Error x3 [PIrcS]",
			},
		},
		{
			"a job's Pod with a sidecar", plain(never, func(s *podlife.PodSpec) {
				c := sidecar
				c.StartupProbe = nil
				s.InitContainers = []podlife.Container{c}
			}),
			with(func(s *lifecycle.Script) { s.Containers = containers{"web": {Runs: runs(5, 0)}, "proxy": quick} }), []string{
				"0s Pending []",
				"1s Pending proxy=W PodInitializing web=W PodInitializing [pircS]",
				"2s Pending proxy=W PodInitializing web=W PodInitializing [PircS]",
				"2s Pending proxy=R ready web=W PodInitializing [PIrcS]",
				"2s Running proxy=R ready web=R ready [PIRCS]",
				"7s Running proxy=R ready web=T(0) Completed [PIrcS]",
				"9s Succeeded proxy=T(143) Error web=T(0) Completed [pIrcS]",
			},
		},
		{
			"delete a running Pod", plain(always, nil),
			with(func(s *lifecycle.Script) {
				s.Containers, s.Happenings = containers{"web": quick}, []lifecycle.Happening{{At: 10 * second, Do: lifecycle.DoDelete}}
			}), []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"2s Running web=R ready [PIRCS]",
				"10s Running web=R ready [PIRCS] deleted 30",
				"12s Failed web=T(143) Error [pIrcS] deleted 30",
				"13s gone",
			},
		},
		{
			"eviction by the node", plain(always, nil),
			with(func(s *lifecycle.Script) {
				s.Containers = containers{"web": quick}
				s.Happenings = []lifecycle.Happening{{At: 10 * second, Do: lifecycle.DoEvict, Message: "The node was low on resource: memory. ", GracePeriodSeconds: seconds(1)}}
			}), []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"2s Running web=R ready [PIRCS]",
				"12s Failed/Evicted web=T(143) Error [ TerminationByKubeletpIrcS]",
			},
		},
		{
			"eviction of a Pod that ends well", plain(always, nil),
			with(func(s *lifecycle.Script) {
				s.Containers = containers{"web": {Stop: lifecycle.Stop{ExitCode: new(int32)}}}
				s.Happenings = []lifecycle.Happening{{At: 10 * second, Do: lifecycle.DoEvict, GracePeriodSeconds: seconds(1)}}
			}), []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"2s Running web=R ready [PIRCS]",
				"10s Succeeded web=T(0) Completed [ TerminationByKubeletpIrcS]",
			},
		},
		{
			"force delete", plain(always, nil),
			with(func(s *lifecycle.Script) {
				s.Happenings = []lifecycle.Happening{{At: 10 * second, Do: lifecycle.DoDelete, GracePeriodSeconds: new(int64)}}
			}), []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"2s Running web=R ready [PIRCS]",
				"10s gone",
			},
		},
		{
			"the node dies", plain(always, func(s *podlife.PodSpec) {
				s.Tolerations = []podlife.Toleration{{
					Key: podlife.TaintNodeUnreachable, Operator: podlife.TolerationOpExists, Effect: podlife.TaintEffectNoExecute, TolerationSeconds: seconds(300),
				}}
			}),
			with(func(s *lifecycle.Script) {
				s.Until = 1000 * second
				s.Happenings = []lifecycle.Happening{
					{At: 55 * second, Do: lifecycle.DoLoseNode}, {At: 500 * second, Do: lifecycle.DoCollect, Reason: "orphaned"},
				}
			}), []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"2s Running web=R ready [PIRCS]",
				"55s Running web=R ready [PIrCS]",
				"5m55s Running web=R ready [ DeletionByTaintManagerPIrCS] deleted 30",
				"8m20s gone",
			},
		},
		{
			"deleted while the image is pulled", plain(always, nil),
			with(func(s *lifecycle.Script) {
				s.Containers = containers{"web": {PullAfter: 10 * second}}
				s.Happenings = []lifecycle.Happening{{At: 5 * second, Do: lifecycle.DoDelete}}
			}), []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"5s Pending web=W ContainerCreating [PIrcS] deleted 30",
				"12s Running web=R ready [PIRCS] deleted 30",
				"12s Failed web=T(143) Error [pIrcS] deleted 30",
				"13s gone",
			},
		},
		{
			"deleted while the volumes are mounted", plain(always, func(s *podlife.PodSpec) {
				s.InitContainers = []podlife.Container{{Name: "migrate", Image: "migrate:1"}}
			}),
			with(func(s *lifecycle.Script) {
				s.VolumesAfter = 100 * second
				s.Happenings = []lifecycle.Happening{{At: 5 * second, Do: lifecycle.DoDelete}}
			}), []string{
				"0s Pending []",
				"1s Pending migrate=W PodInitializing web=W PodInitializing [pircS]",
				"5s Pending migrate=W PodInitializing web=W PodInitializing [pircS] deleted 30",
				"6s gone",
			},
		},
		{
			"an image that is not there", plain(always, nil),
			with(func(s *lifecycle.Script) {
				s.Until, s.Containers = 50*second, containers{"web": {PullFailures: -1, PullMessage: "not found"}}
			}), []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"2s Pending web=W ErrImagePull [PIrcS]",
				"22s Pending web=W ImagePullBackOff [PIrcS]",
				"32s Pending web=W ErrImagePull [PIrcS]",
				"42s Pending web=W ImagePullBackOff [PIrcS]",
			},
		},
		{
			"the active deadline", plain(always, func(s *podlife.PodSpec) { s.ActiveDeadlineSeconds = seconds(10) }), base, []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"2s Running web=R ready [PIRCS]",
				"11s Running web=R ready [PIrcS]",
				"11s Failed/DeadlineExceeded web=T(143) Error [pIrcS]",
			},
		},
		{
			"the node is restarted", plain(always, nil),
			with(func(s *lifecycle.Script) {
				s.Happenings = []lifecycle.Happening{{At: 10 * second, Do: lifecycle.DoRebootNode}}
			}), []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"2s Running web=R ready [PIRCS]",
				"10s Running web=T(255) Unknown [pIrcS]",
				"11s Running web=T(255) Unknown [PIrcS]",
				"11s Running web=R last T(255) Unknown x1 ready [PIRCS]",
			},
		},
		{
			"the sandbox of a job is lost", plain(never, nil),
			with(func(s *lifecycle.Script) {
				s.Happenings = []lifecycle.Happening{{At: 10 * second, Do: lifecycle.DoLoseSandbox}}
			}), []string{
				"0s Pending []",
				"1s Pending web=W ContainerCreating [pIrcS]",
				"2s Pending web=W ContainerCreating [PIrcS]",
				"2s Running web=R ready [PIRCS]",
				"10s Running web=R ready [pIRCS]",
				"10s Failed web=T(143) Error [pIrcS]",
			},
		},
	}
}

func TestReferenceTimelines(t *testing.T) {
	for _, c := range referenceTimelines() {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, history(t, c.pod, c.script)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
