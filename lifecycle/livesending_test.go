package lifecycle_test

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/termination"
)

// endingLives are about how a Pod ends.
func endingLives() []written {
	preStop := &podlife.Lifecycle{PreStop: &podlife.LifecycleHandler{Exec: &podlife.ExecAction{Command: []string{"drain"}}}}
	grace := func(n int64) lifecycle.Event {
		return lifecycle.DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: seconds(n)}}
	}
	deadline := onNode(never, nil, withNames("web"))
	deadline.ActiveDeadlineSeconds = seconds(60)
	probed := onNode(always, []podlife.Container{sidecar("log")}, []podlife.Container{{
		Name: "web", Lifecycle: preStop, LivenessProbe: &podlife.Probe{PeriodSeconds: 5}, ReadinessProbe: &podlife.Probe{PeriodSeconds: 5},
	}})
	gated := onNode(always, nil, withNames("web"))
	gated.ReadinessGates = []podlife.PodReadinessGate{{ConditionType: podlife.DisruptionTarget}}
	return []written{
		{
			name: "deleted", about: "A Pod with a hook, a sidecar and probes is deleted, and held by a finalizer.", spec: probed, finalizers: []string{"example.com/hold"},
			tell: func(s *transcript) {
				s.start(0, "log", "web")
				s.tick(1)
				s.at(6*time.Second, answers("web", probe.Readiness, probe.Success), answers("web", probe.Liveness, probe.Success))
				s.at(10500*time.Millisecond, lifecycle.DeleteRequested{Disruption: lifecycle.Disruption{Reason: "EvictionByEvictionAPI", Message: "drained"}})
				s.at(12*time.Second, answers("web", probe.Liveness, probe.Failure))
				s.at(13*time.Second, lifecycle.PreStopFinished{Container: "web"})
				s.at(14*time.Second, grace(5))
				s.at(15*time.Second, grace(20))
				s.at(19500*time.Millisecond, exits("web", 137))
				s.tick(1)
				s.at(s.now+time.Second, exits("log", 137), lifecycle.CleanedUp{}, lifecycle.CleanedUp{})
				s.at(50*time.Second, lifecycle.FinalizersRemoved{}, lifecycle.FinalizersRemoved{})
			},
		},
		{
			name: "deleted-lost", about: "A Pod is deleted, and the runtime forgets its containers.",
			spec: onNode(always, []podlife.Container{sidecar("log")}, []podlife.Container{{Name: "web", Lifecycle: preStop}}),
			tell: func(s *transcript) {
				s.start(0, "log", "web")
				s.at(1*time.Second, lifecycle.DeleteRequested{}, lifecycle.PreStopFinished{Container: "web"}, lifecycle.ContainerLost{Container: "web"})
				s.tick(1)
				s.at(s.now, lifecycle.ContainerLost{Container: "log"})
				s.at(s.now, lifecycle.CleanedUp{})
			},
		},
		{
			name: "deleted-unseen", about: "A deletion is speeded up while the node does not answer, and once more while it does.",
			spec: onNode(always, nil, []podlife.Container{{Name: "web", Lifecycle: preStop}}),
			tell: func(s *transcript) {
				s.start(0, "web")
				s.at(1*time.Second, lifecycle.DeleteRequested{}, lifecycle.NodeLost{})
				s.at(2*time.Second, grace(20))
				s.at(3*time.Second, lifecycle.NodeReturned{})
				s.at(4*time.Second, grace(10), lifecycle.PreStopFinished{Container: "web"})
				s.tick(1)
			},
		},
		{
			name: "deleted-again", about: "The runtime fails to stop a container, and the next attempt is as fast as somebody asked for meanwhile.",
			spec: onNode(always, nil, withNames("web")),
			tell: func(s *transcript) {
				s.start(0, "web")
				s.at(1*time.Second, lifecycle.DeleteRequested{Disruption: lifecycle.Disruption{Reason: "EvictionByEvictionAPI"}}, lifecycle.StopFailed{Container: "web"})
				s.at(3*time.Second, lifecycle.DeleteRequested{
					Options: termination.DeleteOptions{GracePeriodSeconds: seconds(5)}, Disruption: lifecycle.Disruption{Reason: "DeletionByTaintManager"},
				})
				s.tick(2)
				s.at(s.now, exits("web", 137))
			},
		},
		{
			name: "evicted-faster", about: "An eviction is speeded up while a hook runs.",
			spec: onNode(always, nil, []podlife.Container{{Name: "web", Lifecycle: preStop}}),
			tell: func(s *transcript) {
				s.start(0, "web")
				s.at(1*time.Second, lifecycle.Evicted{Reason: "NodeShutdown", Message: "going down", GracePeriodSeconds: seconds(25)})
				s.at(2*time.Second, lifecycle.Evicted{GracePeriodSeconds: seconds(5)}, lifecycle.PreStopFinished{Container: "web"})
				s.tick(1)
				s.at(s.now, exits("web", 0))
			},
		},
		{
			name: "evicted-twice", about: "The node needs memory, and then shuts down, before the sync under way is over.",
			spec: onNode(always, nil, withNames("web", "db")),
			tell: func(s *transcript) {
				s.start(0, "web")
				s.at(1*time.Second, lifecycle.Evicted{GracePeriodSeconds: seconds(5)}, lifecycle.Evicted{Reason: "Terminated", GracePeriodSeconds: seconds(25)})
				s.at(2*time.Second, lifecycle.Evicted{Reason: "Terminated", Message: "Node is shutting down"})
				s.at(3*time.Second, lifecycle.ImagePullFailed{Container: "db"})
				s.at(4*time.Second, exits("web", 0))
			},
		},
		{
			name: "collected", about: "The node is gone for good, and somebody holds the Pod.", finalizers: []string{"example.com/hold"},
			spec: onNode(always, nil, withNames("web")),
			tell: func(s *transcript) {
				s.start(0, "web")
				s.at(1*time.Second, lifecycle.Collected{}, lifecycle.NodeLost{}, lifecycle.Collected{Orphaned: true}, lifecycle.Collected{Orphaned: true})
				s.at(2*time.Second, lifecycle.FinalizersRemoved{})
			},
		},
		{
			name: "killed-by-image", about: "An image is changed while its container cannot be stopped, and it is lost at last.",
			spec: onNode(onFailure, nil, []podlife.Container{{Name: "web", Lifecycle: preStop}, {Name: "db"}}),
			tell: func(s *transcript) {
				s.start(0, "web", "db")
				s.at(1*time.Second, lifecycle.ImageChanged{Container: "web", Image: "web:2"}, lifecycle.PreStopFinished{Container: "web"}, lifecycle.StopFailed{Container: "web"})
				s.at(2*time.Second, exits("db", 1))
				s.start(2*time.Second, "db")
				s.tick(1)
				s.at(s.now+time.Second, lifecycle.ContainerLost{Container: "web"}, lifecycle.PreStopFinished{Container: "web"})
				s.start(s.now, "web")
			},
		},
		{
			name: "deleted-ready", about: "A Pod is ready as soon as it is disrupted, for its gate says so.",
			spec: gated,
			tell: func(s *transcript) {
				s.start(0, "web")
				s.at(1*time.Second, lifecycle.DeleteRequested{Disruption: lifecycle.Disruption{Reason: "EvictionByEvictionAPI"}})
				s.at(2*time.Second, lifecycle.DeleteRequested{Disruption: lifecycle.Disruption{Reason: "PreemptionByScheduler", Message: "for db"}, Options: termination.DeleteOptions{GracePeriodSeconds: seconds(1)}})
				s.at(3*time.Second, lifecycle.FinalizersRemoved{}, lifecycle.DeleteRequested{})
			},
		},
		{
			name: "deleted-early", about: "A Pod is deleted while its volumes are mounted; the finalizer goes first.", early: true, finalizers: []string{"example.com/hold"},
			spec: onNode(always, withNames("fetch"), withNames("web")),
			tell: func(s *transcript) {
				s.at(1*time.Second, lifecycle.DeleteRequested{}, lifecycle.Rejected{Reason: "OutOfcpu"}, lifecycle.FinalizersRemoved{}, lifecycle.CleanedUp{})
			},
		},
		{
			name: "deleted-unbound", about: "A Pod without a node is gone at once.", early: true, spec: podlife.PodSpec{Containers: withNames("web")},
			tell: func(s *transcript) { s.at(1*time.Second, lifecycle.DeleteRequested{}, lifecycle.DeleteRequested{}) },
		},
		{
			name: "deleted-now", about: "A Pod is deleted without grace: the object is gone before its containers.",
			spec: onNode(always, withNames("fetch"), []podlife.Container{{Name: "web", Lifecycle: preStop}}),
			tell: func(s *transcript) {
				s.start(0, "fetch")
				s.at(1*time.Second, exits("fetch", 0))
				s.start(1*time.Second, "web")
				s.at(2*time.Second, lifecycle.DeleteRequested{})
				s.at(3*time.Second, grace(0))
				s.at(4*time.Second, lifecycle.StopFailed{Container: "web"})
				s.tick(1)
				s.at(s.now, lifecycle.StopFailed{Container: "web"})
				s.tick(1)
				s.at(s.now, exits("web", 137))
				s.tick(1)
				s.at(s.now, lifecycle.CleanedUp{})
			},
		},
		{
			name: "deleted-at-work", about: "A Pod is deleted while a start is under way, which is ended first.",
			spec: onNode(always, nil, withNames("web", "db")),
			tell: func(s *transcript) {
				s.at(1*time.Second, lifecycle.DeleteRequested{}, lifecycle.ImagePulled{Container: "web"}, lifecycle.ContainerStarted{Container: "web"})
				s.start(1*time.Second, "db")
				s.at(2*time.Second, exits("db", 0), exits("web", 0), lifecycle.CleanedUp{})
			},
		},
		{
			name: "done", about: "A job ends well, is finished, and is deleted an hour later.", spec: onNode(onFailure, []podlife.Container{sidecar("log")}, withNames("web")),
			tell: func(s *transcript) {
				s.start(0, "log", "web")
				s.at(60*time.Second, exits("web", 0))
				s.tick(1)
				s.at(95*time.Second, exits("log", 137), lifecycle.CleanedUp{})
				s.at(time.Hour, lifecycle.KubeletRestarted{}, lifecycle.EphemeralContainerAdded{Container: podlife.EphemeralContainer{Name: "debug", Image: "a"}})
				s.at(time.Hour, lifecycle.DeleteRequested{}, lifecycle.CleanedUp{})
			},
		},
		{
			name: "static", about: "A static Pod is nobody's to fail: its phase stays when it is deleted.", spec: onNode(always, nil, withNames("web")), annotations: map[string]string{podlife.ConfigSourceAnnotation: "file"},
			tell: func(s *transcript) {
				s.at(1*time.Second, lifecycle.DeleteRequested{}, lifecycle.ImagePullFailed{Container: "web"}, lifecycle.CleanedUp{})
			},
		},
		{
			name: "deadline", about: "A Pod runs longer than its deadline allows.", spec: deadline,
			tell: func(s *transcript) {
				s.start(0, "web")
				s.tick(1)
				s.at(61*time.Second, exits("web", 0), lifecycle.CleanedUp{}, lifecycle.Collected{})
			},
		},
		{
			name: "evicted", about: "The kubelet evicts a Pod, with a grace of its own, and is more in a hurry later.", spec: onNode(always, nil, withNames("web")),
			tell: func(s *transcript) {
				s.start(0, "web")
				s.at(10*time.Second, lifecycle.Evicted{Message: "low on memory", GracePeriodSeconds: seconds(15)})
				s.at(11*time.Second, lifecycle.Evicted{GracePeriodSeconds: seconds(3)})
				s.tick(1)
				s.at(s.now+time.Second, exits("web", 137), lifecycle.Evicted{}, lifecycle.CleanedUp{}, lifecycle.Evicted{})
			},
		},
		{
			name: "evicted-local", about: "The kubelet evicts a Pod that fills its own disk, while an image is pulled.", spec: onNode(always, nil, withNames("web")),
			tell: func(s *transcript) {
				s.at(1*time.Second, lifecycle.Evicted{Reason: "Evicted", Message: "too large", LocalStorage: true})
				s.at(2*time.Second, lifecycle.ImagePullFailed{Container: "web"}, lifecycle.CleanedUp{})
			},
		},
		{
			name: "rejected", about: "The kubelet does not take a Pod.", early: true, spec: onNode(always, nil, withNames("web")),
			tell: func(s *transcript) {
				s.at(1*time.Second, lifecycle.MountFailed{}, lifecycle.Rejected{Reason: "OutOfcpu", Message: "too big"}, lifecycle.Rejected{})
				s.at(2*time.Second, lifecycle.NodeLost{}, lifecycle.NodeReturned{}, lifecycle.Collected{})
			},
		},
	}
}
