package lifecycle_test

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/schedule"
)

// written is a life to be written down.
type written struct {
	name, about string
	spec        podlife.PodSpec
	finalizers  []string
	annotations map[string]string
	early       bool // begin with its creation, not with its sandbox
	tell        func(*transcript)
}

func exits(container string, code int32) lifecycle.Event {
	return lifecycle.ContainerExited{Container: container, ExitCode: code}
}

func answers(container string, kind probe.Kind, outcome probe.Result) lifecycle.Event {
	return lifecycle.ProbeAnswered{Container: container, Kind: kind, Outcome: outcome}
}

// onNode is a spec of containers that have images of their own names.
func onNode(policy podlife.RestartPolicy, inits, mains []podlife.Container) podlife.PodSpec {
	s := podlife.PodSpec{NodeName: "node-a", RestartPolicy: policy, InitContainers: inits, Containers: mains, TerminationGracePeriodSeconds: seconds(30)}
	for _, list := range [][]podlife.Container{inits, mains} {
		for i := range list {
			if list[i].Image == "" {
				list[i].Image = list[i].Name + ":1"
			}
		}
	}
	return s
}

func withNames(names ...string) []podlife.Container {
	var out []podlife.Container
	for _, name := range names {
		out = append(out, podlife.Container{Name: name})
	}
	return out
}

func sidecar(name string) podlife.Container {
	return podlife.Container{Name: name, RestartPolicy: podlife.RestartPolicyAlways}
}

func lives() []written {
	return append(append(runningLives(), endingLives()...), nodeLives()...)
}

const (
	always    = podlife.RestartPolicyAlways
	onFailure = podlife.RestartPolicyOnFailure
	never     = podlife.RestartPolicyNever
)

// runningLives are about what begins and goes on.
func runningLives() []written {
	hooks := &podlife.Lifecycle{
		PostStart: &podlife.LifecycleHandler{Exec: &podlife.ExecAction{Command: []string{"warm"}}},
		PreStop:   &podlife.LifecycleHandler{Exec: &podlife.ExecAction{Command: []string{"drain"}}},
	}
	five := &podlife.Probe{PeriodSeconds: 5, FailureThreshold: 1}
	all := restartsAll("web", podlife.ExitCodesIn, 42)
	return []written{
		{
			name: "restart-all", about: "An exit code of web restarts all containers.",
			spec: onNode(always, []podlife.Container{{Name: "migrate"}, sidecar("log")}, []podlife.Container{{Name: "db", Lifecycle: &podlife.Lifecycle{PreStop: hooks.PreStop}}, all}),
			tell: func(s *transcript) {
				s.start(1*time.Second, "migrate")
				s.at(2*time.Second, exits("migrate", 0))
				s.start(2*time.Second, "log", "db", "web")
				s.at(60*time.Second, exits("web", 42))
				s.at(61*time.Second, exits("log", 137), exits("db", 137))
				s.start(62*time.Second, "migrate")
				s.at(63*time.Second, exits("migrate", 0))
				s.start(64*time.Second, "log", "db", "web")
				s.note("Another exit code ends web for good.")
				s.at(65*time.Second, exits("web", 1))
				s.at(66*time.Second, lifecycle.KubeletRestarted{}, lifecycle.VolumesMounted{})
			},
		},
		{
			name: "restart-all-ends", about: "An exit code of web restarts all containers, one of which is in back-off and one has lost its run.",
			spec: onNode(always, nil, append(withNames("db", "log"), all)),
			tell: func(s *transcript) {
				s.start(0, "db", "log", "web")
				s.at(1*time.Second, exits("db", 1))
				s.start(1*time.Second, "db")
				s.at(2*time.Second, exits("db", 1))
				s.at(3*time.Second, exits("log", 0), lifecycle.ContainerLost{Container: "log"}, exits("web", 42))
				s.start(4*time.Second, "log")
				s.at(5*time.Second, exits("log", 137))
				s.start(6*time.Second, "log", "web")
				s.note("db has its back-off still.")
				s.tick(1)
				s.start(13*time.Second, "db")
			},
		},
		{
			name: "probes", about: "web is started, ready, and killed by its probes in turn.",
			spec: onNode(always, nil, []podlife.Container{{
				Name: "web", Lifecycle: &podlife.Lifecycle{PreStop: hooks.PreStop}, StartupProbe: &podlife.Probe{PeriodSeconds: 5, FailureThreshold: 2, TerminationGracePeriodSeconds: seconds(4)},
				LivenessProbe: &podlife.Probe{PeriodSeconds: 5, FailureThreshold: 1, InitialDelaySeconds: 12, TerminationGracePeriodSeconds: seconds(7)}, ReadinessProbe: five,
			}}),
			tell: func(s *transcript) {
				s.start(500*time.Millisecond, "web")
				s.tick(1)
				s.at(6*time.Second, answers("web", probe.Startup, probe.Failure), answers("web", probe.Readiness, probe.Success), answers("web", probe.Liveness, probe.Unknown))
				s.tick(1)
				s.at(11*time.Second, answers("web", probe.Startup, probe.Success))
				s.at(11*time.Second, answers("web", probe.Readiness, probe.Success))
				s.tick(2)
				s.at(16*time.Second, answers("web", probe.Readiness, probe.Failure), answers("web", probe.Liveness, probe.Failure))
				s.note("The hook runs, then TERM, then KILL.")
				s.at(17*time.Second, lifecycle.PreStopFinished{Container: "web"})
				s.tick(1)
				s.at(25*time.Second, exits("web", 137))
				s.start(26*time.Second, "web")
				s.note("The startup probe of the next run fails for good.")
				s.tick(2)
				s.at(36*time.Second, answers("web", probe.Startup, probe.Failure))
				s.tick(1)
				s.at(41*time.Second, answers("web", probe.Startup, probe.Failure), lifecycle.StopFailed{Container: "web"})
				s.note("The kubelet cannot stop it, and tries again.")
				s.at(42*time.Second, lifecycle.PreStopFinished{Container: "web"}, lifecycle.StopFailed{Container: "web"})
				s.tick(1)
			},
		},
		{
			name: "hooks", about: "postStart succeeds for log and fails for web, which is killed.",
			spec: onNode(onFailure, nil, []podlife.Container{{Name: "log", Lifecycle: hooks}, {Name: "web", Lifecycle: hooks}, {Name: "db"}}),
			tell: func(s *transcript) {
				s.start(0, "log")
				s.at(1*time.Second, lifecycle.PostStartFinished{Container: "web"}, lifecycle.PostStartFinished{Container: "log"})
				s.start(1*time.Second, "web")
				s.at(2*time.Second, lifecycle.PostStartFinished{Container: "web", Failed: true, Message: "no"})
				s.start(2*time.Second, "db")
				s.at(3*time.Second, lifecycle.PreStopFinished{Container: "log"}, lifecycle.PreStopFinished{Container: "web"})
				s.at(4*time.Second, exits("web", 143))
				s.start(5*time.Second, "db")
				s.tick(1)
			},
		},
		{
			name: "failures", about: "Nothing works at first.", early: true,
			spec: onNode(always, []podlife.Container{{Name: "fetch", Image: "web:1"}}, []podlife.Container{{Name: "web", Image: "web:1"}, {Name: "db"}}),
			tell: func(s *transcript) {
				pullFailed := lifecycle.ImagePullFailed{Container: "fetch", Message: "no route"}
				s.at(1*time.Second, lifecycle.MountFailed{}, lifecycle.VolumesMounted{})
				s.tick(1)
				s.at(12*time.Second, lifecycle.VolumesMounted{}, lifecycle.SandboxFailed{}, lifecycle.SandboxCreated{})
				s.tick(1)
				s.at(23*time.Second, lifecycle.SandboxCreated{}, pullFailed)
				s.note("The image has a back-off: it is tried again after 10 s, 20 s, 40 s.")
				s.tick(1)
				s.at(s.now+time.Second, pullFailed)
				s.tick(2)
				s.at(s.now+time.Second, lifecycle.ImagePulled{Container: "fetch"}, lifecycle.StartFailed{Container: "fetch", Message: "no such user"})
				s.tick(1)
				s.at(s.now+time.Second, lifecycle.ImagePulled{Container: "fetch"}, lifecycle.StartFailed{Container: "fetch", Reason: "RunContainerError", Message: "no such command"})
				s.tick(1)
				s.start(s.now+time.Second, "fetch")
				s.at(s.now+time.Second, exits("fetch", 0), lifecycle.ImagePullFailed{Container: "web", Reason: "ErrImageNeverPull", Message: "not there"})
				s.at(s.now, lifecycle.ImagePullFailed{Container: "db", Reason: "InvalidImageName"})
				s.tick(1)
				s.note("The image of web is pulled in vain, and changed.")
				s.at(s.now+time.Second, lifecycle.ImagePullFailed{Container: "web"})
				s.start(s.now, "db")
				s.tick(1)
				s.at(s.now+time.Second, lifecycle.ImageChanged{Container: "web", Image: "web:2"})
				s.start(s.now+time.Second, "web")
				s.at(s.now+time.Second, lifecycle.ImageChanged{Container: "web", Image: "web:2"}, lifecycle.ImageChanged{Container: "db", Image: "db:2"})
				s.at(s.now+time.Second, exits("db", 0))
				s.start(s.now+time.Second, "db")
				s.at(s.now+time.Second, lifecycle.ImageChanged{Container: "fetch", Image: "web:2"})
			},
		},
		{
			name: "back-off", about: "web ends again and again, db ends well, log made no difference.",
			spec: onNode(onFailure, nil, withNames("web", "db")),
			tell: func(s *transcript) {
				s.start(0, "web", "db")
				s.at(1500*time.Millisecond, exits("db", 0), lifecycle.ContainerExited{Container: "web", ExitCode: 137, Reason: "OOMKilled", Message: "too much"})
				s.start(2*time.Second, "web")
				s.at(3*time.Second, exits("web", 1))
				s.tick(1)
				s.start(14*time.Second, "web")
				s.at(15*time.Second, exits("web", 1))
				s.note("Ten minutes later it has run long enough.")
				s.tick(1)
				s.start(40*time.Second, "web")
				s.at(700*time.Second, exits("web", 1))
				s.start(701*time.Second, "web")
				s.note("A run that the runtime forgets has no back-off.")
				s.at(702*time.Second, exits("web", 1), lifecycle.ContainerLost{Container: "web"})
				s.start(703*time.Second, "web")
				s.at(704*time.Second, exits("web", 0))
			},
		},
		{
			name: "gates", about: "Gates of the scheduler, then of readiness.", early: true,
			spec: podlife.PodSpec{
				SchedulingGates: []podlife.PodSchedulingGate{{Name: "example.com/quota"}}, Containers: []podlife.Container{{Name: "web", Image: "web:1"}},
				ReadinessGates: []podlife.PodReadinessGate{
					{ConditionType: podlife.PodReadyToStartContainers}, {ConditionType: podlife.PodInitialized}, {ConditionType: "example.com/lb"},
				},
			},
			tell: func(s *transcript) {
				bound := lifecycle.Bound{Binding: schedule.Binding{Name: "web-1", Namespace: "default", TargetKind: "Node", TargetName: "node-a"}}
				lb := func(status podlife.ConditionStatus) lifecycle.Event {
					return lifecycle.ConditionSet{Condition: podlife.Condition{Type: "example.com/lb", Status: status}}
				}
				s.at(1*time.Second, lifecycle.Unschedulable{Message: "early"}, bound, lifecycle.NodeLost{}, lifecycle.NodeRebooted{}, lifecycle.TaintsChanged{})
				s.at(2*time.Second, lifecycle.GatesRemoved{}, lifecycle.GatesRemoved{})
				s.at(3*time.Second, lifecycle.Unschedulable{Message: "0/3 nodes are available", NominatedNode: "node-b"})
				s.at(4*time.Second, lifecycle.Unschedulable{Reason: "SchedulerError", Message: "oh"}, bound, bound, lifecycle.Unschedulable{})
				s.at(5*time.Second, lifecycle.VolumesMounted{}, lifecycle.SandboxCreated{})
				s.start(6*time.Second, "web")
				s.at(7*time.Second, lb(podlife.ConditionFalse), lb(podlife.ConditionTrue))
				s.at(8*time.Second, lb(podlife.ConditionTrue), lifecycle.ConditionSet{Condition: podlife.Condition{Type: podlife.PodReady}}, lifecycle.ConditionSet{})
				s.at(9*time.Second, lb(podlife.ConditionFalse))
			},
		},
		{
			name: "scheduled", about: "A Pod is unschedulable at first; later a readiness gate closes while an image is pulled.", early: true,
			spec: podlife.PodSpec{TerminationGracePeriodSeconds: seconds(30), Tolerations: []podlife.Toleration{{Operator: podlife.TolerationOpExists}}, Containers: []podlife.Container{{Name: "web", Image: "web:1"}}, ReadinessGates: []podlife.PodReadinessGate{{ConditionType: "example.com/lb"}}},
			tell: func(s *transcript) {
				lb := func(status podlife.ConditionStatus) lifecycle.Event {
					return lifecycle.ConditionSet{Condition: podlife.Condition{Type: "example.com/lb", Status: status}}
				}
				s.at(1*time.Second, lifecycle.Unschedulable{Message: "0/3 nodes are available", NominatedNode: "node-a"}, lb(podlife.ConditionTrue))
				s.at(2*time.Second, lifecycle.Bound{Binding: schedule.Binding{Name: "web-1", Namespace: "default", TargetKind: "Node", TargetName: "node-a"}})
				s.at(3*time.Second, lifecycle.VolumesMounted{}, lifecycle.SandboxCreated{})
				s.start(4*time.Second, "web")
				s.at(5*time.Second, lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug", Image: "sh:1"}}, lb(podlife.ConditionFalse))
				s.at(6*time.Second, lifecycle.NodeLost{}, lb(podlife.ConditionTrue))
			},
		},
		{
			name: "lost", about: "The runtime forgets containers, and loses the sandbox.",
			spec: onNode(always, withNames("fetch", "migrate"), withNames("web", "db")),
			tell: func(s *transcript) {
				s.start(1*time.Second, "fetch")
				s.at(2*time.Second, exits("fetch", 0))
				s.start(2*time.Second, "migrate")
				s.at(3*time.Second, exits("migrate", 0))
				s.start(3*time.Second, "web", "db")
				s.at(60*time.Second, lifecycle.ContainerLost{Container: "fetch"}, lifecycle.ContainerLost{Container: "fetch"}, lifecycle.ContainerLost{Container: "web"}, exits("web", 0))
				s.start(61*time.Second, "web")
				s.at(90*time.Second, lifecycle.SandboxLost{}, lifecycle.SandboxLost{})
				s.at(91*time.Second, exits("web", 143), exits("db", 143))
				s.note("Without the sandbox everything begins anew.")
				s.at(92*time.Second, lifecycle.SandboxCreated{IP: "10.0.0.2"})
				s.start(93*time.Second, "fetch")
				s.at(94*time.Second, exits("fetch", 0))
			},
		},
		{
			name: "ephemeral", about: "Somebody debugs a Pod.",
			spec: onNode(never, nil, withNames("web")),
			tell: func(s *transcript) {
				debug := lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug", Image: "sh:1"}}
				s.start(0, "web")
				s.at(5*time.Second, debug, debug, lifecycle.EphemeralContainerAdded{})
				s.start(6*time.Second, "debug")
				s.at(7*time.Second, lifecycle.ImageChanged{Container: "debug", Image: "sh:2"}, exits("debug", 1))
				s.at(8*time.Second, lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "again", Image: "sh:1"}})
				s.start(9*time.Second, "again")
				s.at(10*time.Second, lifecycle.DeleteRequested{})
				s.at(11*time.Second, exits("web", 0), exits("again", 137), lifecycle.CleanedUp{})
			},
		},
	}
}
