package phase_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

func TestProject(t *testing.T) {
	var (
		none        = phase.View{}
		initialized = phase.View{Initialized: true}
		terminal    = phase.View{Terminal: true}
		static      = phase.View{Terminal: true, Static: true}
	)
	const (
		pending   = podlife.PodPending
		running   = podlife.PodRunning
		succeeded = podlife.PodSucceeded
		failed    = podlife.PodFailed
	)
	tests := []struct {
		name string
		line string
		view phase.View
		want podlife.Phase
	}{
		{"no status", "Always: m=-", none, pending},
		{"a missing status goes before a running one", "Always: m=R m=-", none, pending},
		{"a container that waits for its first run puts the Pod back", "Always: m=R m=W", none, pending},
		{"one that waits for its next run does not", "Always: m=R m=W/1", none, running},
		{"all ended and will run again", "Always: m=T0 m=T0", none, running},
		{"the failed one will run again", "OnFailure: m=T0 m=T1", none, running},
		{"all succeeded", "OnFailure: m=T0 m=T0", none, succeeded},
		{"one failed for good", "Never: m=T0 m=T1", none, failed},
		{"one failed for good while another runs", "Never: m=T1 m=R", none, running},
		{"waiting after success never counts as succeeded", "OnFailure: m=W/0", none, failed},
		{"nor at the Pod's end", "Always: m=W/0", terminal, failed},
		{"at the Pod's end no policy counts", "Always: m=T0 m=T0", terminal, succeeded},
		{"but exit codes do", "Always: m=T0 m=T143", terminal, failed},
		{"a static Pod goes on", "Always: m=T0", static, running},
		{"unless its policy ends it", "Never: m=T0", static, succeeded},
		{"an init container failed for good", "Never: i=T1 m=W", none, failed},
		{"an init container failed and is retried", "Always: i=T1 m=W", none, pending},
		{"a retried failure counts nowhere", "Always: i=T1 m=R", none, running},
		{"an init container that waits after its last failure", "Never: i=W/1 m=W", none, failed},
		{"an init container that waits after a success is done", "Never: i=W/0 m=W", none, pending},
		{"an init container without status holds all back", "Always: i=- m=R", initialized, pending},
		{"a sidecar that has not started", "Always: s=R m=-", none, pending},
		{"a sidecar that starts again in an initialized Pod", "Always: s=R m=R", initialized, running},
		{"a sidecar without status", "Always: s=- m=R", none, pending},
		{"an ended sidecar is not seen", "Always: s=T137 m=R", none, running},
		{"nor does its exit code count", "Never: s=T137 m=T0", none, succeeded},
		{"a running sidecar holds the Pod", "Never: s=R! m=T0", none, running},
		{"a sidecar that never ran", "Never: s=W m=T0", none, pending},
		{"even in an initialized Pod", "Never: s=W m=T0", initialized, pending},
		{"a sidecar that waits for its next run", "Never: s=W/1 m=T0", none, succeeded},
		{"a sidecar with an empty status", "Never: s={} m=T0", initialized, pending},
		{"an empty state", "Always: m={}", none, pending},
		{"an ephemeral container is not seen", "Never: m=T0 e=R", none, succeeded},
		{"all is restarted by a rule", "Never: m=T1:RestartingAllContainers m=T0:RestartingAllContainers", none, running},
		{"the empty policy is Always", ": m=T0", none, running},
		{"no containers at all", "Always:", terminal, pending},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := project(build(t, tt.line), tt.view); got != tt.want {
				t.Errorf("Project(%q, %+v) = %s, want %s", tt.line, tt.view, got, tt.want)
			}
		})
	}
}

func TestProjectWithPoliciesOfContainers(t *testing.T) {
	tests := []struct {
		name  string
		line  string
		setup func(p *podlife.Pod)
		view  phase.View
		want  podlife.Phase
	}{
		{"a rule restarts", "Never: m=T42", func(p *podlife.Pod) {
			c := container(t, p, "m0")
			c.RestartPolicy = podlife.RestartPolicyNever
			restartOn(c, podlife.RestartActionRestart, podlife.ExitCodesIn, 42)
		}, phase.View{}, podlife.PodRunning},
		{"no rule matches", "Never: m=T1", func(p *podlife.Pod) {
			c := container(t, p, "m0")
			c.RestartPolicy = podlife.RestartPolicyNever
			restartOn(c, podlife.RestartActionRestart, podlife.ExitCodesIn, 42)
		}, phase.View{}, podlife.PodFailed},
		{"NotIn nothing matches all", "Never: m=T3", func(p *podlife.Pod) {
			c := container(t, p, "m0")
			c.RestartPolicy = podlife.RestartPolicyNever
			restartOn(c, podlife.RestartActionRestart, podlife.ExitCodesNotIn)
		}, phase.View{}, podlife.PodRunning},
		{"a rule without a policy of the container is not read", "Never: m=T42", func(p *podlife.Pod) {
			restartOn(container(t, p, "m0"), podlife.RestartActionRestart, podlife.ExitCodesIn, 42)
		}, phase.View{}, podlife.PodFailed},
		{"own Always under Never", "Never: m=T0", func(p *podlife.Pod) {
			container(t, p, "m0").RestartPolicy = podlife.RestartPolicyAlways
		}, phase.View{}, podlife.PodRunning},
		{"own Always at the Pod's end", "Never: m=T0", func(p *podlife.Pod) {
			container(t, p, "m0").RestartPolicy = podlife.RestartPolicyAlways
		}, phase.View{Terminal: true}, podlife.PodSucceeded},
		{"one of two will run again", "Never: m=T0 m=T0", func(p *podlife.Pod) {
			container(t, p, "m1").RestartPolicy = podlife.RestartPolicyAlways
		}, phase.View{}, podlife.PodRunning},
		{"own Never of an init container under Always", "Always: i=T1 m=W", func(p *podlife.Pod) {
			container(t, p, "i0").RestartPolicy = podlife.RestartPolicyNever
		}, phase.View{}, podlife.PodFailed},
		{"own OnFailure of an init container under Never", "Never: i=T1 m=W", func(p *podlife.Pod) {
			container(t, p, "i0").RestartPolicy = podlife.RestartPolicyOnFailure
		}, phase.View{}, podlife.PodPending},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := build(t, tt.line)
			tt.setup(p)
			if got := project(p, tt.view); got != tt.want {
				t.Errorf("Project = %s, want %s", got, tt.want)
			}
		})
	}
}

func TestProjectTakesTheFirstStatusOfAName(t *testing.T) {
	p := build(t, "Never: m=T0 m=R")
	p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, statusOf(t, "m1", "T1")...)
	if got := project(p, phase.View{}); got != podlife.PodRunning {
		t.Errorf("Project = %s, want the first m1, which runs, to count", got)
	}
	p.Status.ContainerStatuses[0].Name = "other"
	p.Status.ContainerStatuses = append(statusOf(t, "m1", "T1"), p.Status.ContainerStatuses...)
	p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, statusOf(t, "m0", "T0")...)
	if got := project(p, phase.View{}); got != podlife.PodFailed {
		t.Errorf("Project = %s, want the first m1, which failed, to count", got)
	}
}

func TestOf(t *testing.T) {
	lost := &podlife.Node{Status: podlife.NodeStatus{Conditions: []podlife.NodeCondition{{Type: podlife.NodeReady, Status: podlife.ConditionUnknown}}}}
	tests := []struct {
		name  string
		line  string
		setup func(p *podlife.Pod)
		node  *podlife.Node
		want  podlife.Phase
	}{
		{"the statuses decide", "Always: m=R", func(p *podlife.Pod) { p.Status.Phase = "CrashLoopBackOff" }, nil, podlife.PodRunning},
		{"a terminal phase stays", "Always: m=R", func(p *podlife.Pod) { p.Status.Phase = podlife.PodSucceeded }, nil, podlife.PodSucceeded},
		{"evicted", "Always: m=T0", func(p *podlife.Pod) {
			p.Status.Phase, p.Status.Reason = podlife.PodFailed, podlife.ReasonEvicted
		}, nil, podlife.PodFailed},
		{"a deleted Pod whose containers have all ended", "Always: m=T0", func(p *podlife.Pod) { p.DeletionTimestamp = epoch }, nil, podlife.PodSucceeded},
		{"a deleted Pod with a container left", "Always: m=T0 m=R", func(p *podlife.Pod) { p.DeletionTimestamp = epoch }, nil, podlife.PodRunning},
		{"a deleted Pod with an ephemeral container left", "Always: m=T0 e=R", func(p *podlife.Pod) { p.DeletionTimestamp = epoch }, nil, podlife.PodRunning},
		{"a sidecar that starts again beside a main container", "Always: s=R m=R", nil, nil, podlife.PodRunning},
		{"a sidecar that starts again beside one that ended", "Always: s=R m=T1", nil, nil, podlife.PodRunning},
		{"a sidecar that starts in a new sandbox", "Always: s=R m=T1", func(p *podlife.Pod) {
			p.Status.Conditions = []podlife.Condition{{Type: podlife.PodReadyToStartContainers, Status: podlife.ConditionFalse}}
		}, nil, podlife.PodPending},
		{"a static Pod", "Always: m=T0", func(p *podlife.Pod) {
			p.DeletionTimestamp = epoch
			p.Annotations = map[string]string{podlife.ConfigSourceAnnotation: "file"}
		}, nil, podlife.PodRunning},
		{"node lost, by the Pod", "Always: m=R", func(p *podlife.Pod) { p.Status.Reason = podlife.ReasonNodeLost }, nil, podlife.PodUnknown},
		{"node lost after the end", "Always: m=R", func(p *podlife.Pod) {
			p.Status.Phase, p.Status.Reason = podlife.PodFailed, podlife.ReasonNodeLost
		}, nil, podlife.PodFailed},
		{"node lost, by the Node", "Always: m=R", nil, lost, podlife.PodUnknown},
		{"node lost, by the Node, after the end", "Always: m=R", func(p *podlife.Pod) { p.Status.Phase = podlife.PodFailed }, lost, podlife.PodFailed},
		{"node there", "Always: m=R", nil, &podlife.Node{}, podlife.PodRunning},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := build(t, tt.line)
			if tt.setup != nil {
				tt.setup(p)
			}
			if got := phase.OnNode(p, tt.node); got != tt.want {
				t.Errorf("OnNode = %s, want %s", got, tt.want)
			}
			if tt.node == nil && phase.Of(p) != tt.want {
				t.Errorf("Of = %s, want %s", phase.Of(p), tt.want)
			}
		})
	}
}

func TestProjectAllocatesNothing(t *testing.T) {
	p := runningPod(10)
	for _, f := range []func(){
		func() { phase.Project(&p.Spec, p.Status.ContainerStatuses, phase.View{}) },
		func() { phase.Of(p) },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%v allocations, want none", n)
		}
	}
}
