package lifecycle_test

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/probe"
	"github.com/podlife/podlife/termination"
)

// nodeLives are about what becomes of the node.
func nodeLives() []written {
	probed := onNode(always, nil, []podlife.Container{{Name: "web", ReadinessProbe: &podlife.Probe{PeriodSeconds: 5}}, {Name: "db"}})
	probed.Tolerations = []podlife.Toleration{{Key: podlife.TaintNodeUnreachable, Operator: podlife.TolerationOpExists, TolerationSeconds: seconds(300)}}
	taint := lifecycle.TaintsChanged{Taints: []podlife.Taint{{Key: "maintenance", Effect: podlife.TaintEffectNoExecute}}}
	return []written{
		{
			name: "node-lost", about: "The node does not answer for longer than is tolerated.", spec: probed,
			tell: func(s *transcript) {
				s.start(0, "web", "db")
				s.at(6*time.Second, answers("web", probe.Readiness, probe.Success))
				s.at(10*time.Second, lifecycle.NodeLost{}, lifecycle.NodeLost{}, exits("web", 0))
				s.tick(1)
				s.at(320*time.Second, lifecycle.Collected{Orphaned: true})
			},
		},
		{
			name: "node-returned", about: "The node answers again, in time, and once more too late.", spec: probed,
			tell: func(s *transcript) {
				s.start(0, "web", "db")
				s.at(6*time.Second, answers("web", probe.Readiness, probe.Success))
				s.at(10*time.Second, lifecycle.NodeReturned{}, lifecycle.NodeLost{})
				s.at(28*time.Second, lifecycle.NodeReturned{})
				s.at(28*time.Second, answers("web", probe.Readiness, probe.Success))
				s.at(30*time.Second, lifecycle.NodeLost{})
				s.tick(1)
				s.at(400*time.Second, lifecycle.NodeReturned{})
				s.note("The grace is changed while the node does not answer.")
				s.at(401*time.Second, lifecycle.NodeLost{}, lifecycle.DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: seconds(2)}})
				s.at(402*time.Second, lifecycle.NodeReturned{})
				s.tick(1)
				s.at(s.now+time.Second, exits("web", 137), exits("db", 137), lifecycle.CleanedUp{})
			},
		},
		{
			name: "tainted", about: "A taint evicts the Pod at once, but not one that is tolerated.", spec: probed,
			tell: func(s *transcript) {
				s.start(0, "web", "db")
				s.at(1*time.Second, lifecycle.TaintsChanged{Taints: []podlife.Taint{{Key: podlife.TaintNodeUnreachable, Effect: podlife.TaintEffectNoExecute}}}, lifecycle.TaintsChanged{})
				s.at(2*time.Second, taint, taint)
				s.at(3*time.Second, exits("web", 0), exits("db", 0), lifecycle.CleanedUp{}, taint)
			},
		},
		{
			name: "rebooted", about: "The node reboots: every run has ended.", spec: probed,
			tell: func(s *transcript) {
				s.start(0, "web")
				s.at(5*time.Second, lifecycle.NodeLost{})
				s.at(60*time.Second, lifecycle.NodeRebooted{}, lifecycle.VolumesMounted{}, lifecycle.SandboxCreated{})
				s.start(61*time.Second, "web", "db")
				s.note("It is deleted, and the node reboots once more.")
				s.at(70*time.Second, lifecycle.DeleteRequested{}, lifecycle.NodeRebooted{}, lifecycle.CleanedUp{})
			},
		},
		{
			name: "kubelet-restarted", about: "The kubelet restarts whenever it can.", spec: onNode(always, nil, []podlife.Container{{Name: "web", LivenessProbe: &podlife.Probe{PeriodSeconds: 5}}}), early: true,
			tell: func(s *transcript) {
				s.at(1*time.Second, lifecycle.KubeletRestarted{}, lifecycle.VolumesMounted{}, lifecycle.SandboxCreated{}, lifecycle.ImagePullFailed{Container: "web"})
				s.note("The back-off is forgotten.")
				s.at(2*time.Second, lifecycle.KubeletRestarted{}, lifecycle.VolumesMounted{})
				s.start(3*time.Second, "web")
				s.at(4*time.Second, exits("web", 1))
				s.start(5*time.Second, "web")
				s.at(6*time.Second, exits("web", 1), lifecycle.KubeletRestarted{}, lifecycle.VolumesMounted{})
				s.start(7*time.Second, "web")
				s.tick(1)
				s.at(20*time.Second, lifecycle.KubeletRestarted{}, lifecycle.VolumesMounted{})
				s.note("It is deleted, and the deletion is seen again, with the grace that is left.")
				s.at(30*time.Second, lifecycle.DeleteRequested{})
				s.at(40*time.Second, lifecycle.KubeletRestarted{})
				s.at(41*time.Second, exits("web", 0))
				s.at(42*time.Second, lifecycle.CleanedUp{})
			},
		},
		{
			name: "orphan", about: "The object is removed while the container runs, and the kubelet restarts.", spec: onNode(always, nil, withNames("web")),
			tell: func(s *transcript) {
				s.start(0, "web")
				s.at(1*time.Second, lifecycle.DeleteRequested{Options: termination.DeleteOptions{GracePeriodSeconds: seconds(0)}})
				s.at(2*time.Second, lifecycle.KubeletRestarted{}, lifecycle.ConditionSet{Condition: podlife.Condition{Type: "a"}})
				s.at(3*time.Second, exits("web", 137), lifecycle.CleanedUp{})
			},
		},
	}
}
