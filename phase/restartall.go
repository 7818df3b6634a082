package phase

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// allRestarting is the condition AllContainersRestarting: true from the exit
// that asked for it until the last container has been removed.
//
// Source: kubernetes v1.37 pkg/kubelet/status/generate.go,
// GenerateAllContainersRestartingCondition.
func allRestarting(p *podlife.Pod, ph podlife.Phase) finding {
	const t = podlife.AllContainersRestarting
	switch {
	case ph == podlife.PodSucceeded:
		return no(ReasonPodCompleted, "")
	case ph == podlife.PodFailed:
		return no(ReasonPodFailed, "")
	case (anyTrue(p.Status.Conditions, t) || restartAllAsked(p)) && anyLeft(p):
		return finding{podlife.ConditionTrue, ReasonRestartAllContainersStarted, "container exited with restart policy rule"}
	default:
		return no("", "")
	}
}

// canRestartAll reports whether a rule of some container restarts all.
//
// Source: kubernetes v1.37 pkg/api/v1/pod/util.go, AllContainersCouldRestart.
func canRestartAll(spec *podlife.PodSpec) bool {
	for _, list := range [...][]podlife.Container{spec.Containers, spec.InitContainers} {
		for i := range list {
			for _, rule := range list[i].RestartPolicyRules {
				if rule.Action == podlife.RestartActionRestartAllContainers {
					return true
				}
			}
		}
	}
	return false
}

// restartAllAsked reports whether a container ended with an exit code for which
// its rule restarts all.
func restartAllAsked(p *podlife.Pod) bool {
	for _, list := range [...][]podlife.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range list {
			s := statusInitFirst(p, list[i].Name)
			if s == nil || !isLeft(s) {
				continue
			}
			if end := lastEnd(s); end != nil && restart.RuleAction(&list[i], end.ExitCode) == podlife.RestartActionRestartAllContainers {
				return true
			}
		}
	}
	return false
}

// anyLeft reports whether the runtime still has a container of the spec: those
// that a restart of all has removed wait for a new one.
//
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go,
// AllContainersRestartCleanedUp.
func anyLeft(p *podlife.Pod) bool {
	for _, list := range [...][]podlife.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range list {
			if s := statusInitFirst(p, list[i].Name); s != nil && isLeft(s) {
				return true
			}
		}
	}
	return false
}

// isLeft reports whether the runtime still has the container: it runs, has
// ended, or waits while the one of its last run is not removed yet.
func isLeft(s *podlife.ContainerStatus) bool {
	return isCreated(s) || s.State.Kind == podlife.StateWaiting && s.ContainerID != ""
}
