package kube

import (
	"time"

	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
)

// ContainerStatus returns the podlife form of s. Nil gives nil.
func ContainerStatus(s *corev1.ContainerStatus) *podlife.ContainerStatus {
	return readNew(s, containerStatusFields)
}

func containerStatusFields(d direction, p *podlife.ContainerStatus, k *corev1.ContainerStatus) {
	value(d, &p.Name, &k.Name)
	containerState(d, &p.State, &k.State)
	containerState(d, &p.LastTerminationState, &k.LastTerminationState)
	value(d, &p.Ready, &k.Ready)
	value(d, &p.RestartCount, &k.RestartCount)
	value(d, &p.Image, &k.Image)
	value(d, &p.ContainerID, &k.ContainerID)
	pointer(d, &p.Started, &k.Started)
	resourceList(d, &p.AllocatedResources, &k.AllocatedResources)
	object(d, &p.Resources, &k.Resources, requirementsFields)
}

func sameStatus(p *podlife.ContainerStatus, k *corev1.ContainerStatus) bool { return p.Name == k.Name }

// containerState copies between one state and three pointers of which more
// than one may be set: running goes before terminated before waiting. A write
// that would not change what is read changes nothing; any other leaves at most
// one of them. Fields that do not belong to p's kind are not written.
func containerState(d direction, p *podlife.ContainerState, k *corev1.ContainerState) {
	if d == read {
		*p = readState(k)
	} else if old := readState(k); !sameState(old, *p) {
		*k = newState(p)
	}
}

func readState(k *corev1.ContainerState) podlife.ContainerState {
	var p podlife.ContainerState
	switch {
	case k.Running != nil:
		p.Kind = podlife.StateRunning
		runningFields(read, &p, k.Running)
	case k.Terminated != nil:
		p.Kind = podlife.StateTerminated
		terminatedFields(read, &p, k.Terminated)
	case k.Waiting != nil:
		p.Kind = podlife.StateWaiting
		waitingFields(read, &p, k.Waiting)
	}
	return p
}

func newState(p *podlife.ContainerState) corev1.ContainerState {
	var k corev1.ContainerState
	switch p.Kind {
	case podlife.StateRunning:
		k.Running = new(corev1.ContainerStateRunning)
		runningFields(write, p, k.Running)
	case podlife.StateTerminated:
		k.Terminated = new(corev1.ContainerStateTerminated)
		terminatedFields(write, p, k.Terminated)
	case podlife.StateUnset:
	case podlife.StateWaiting:
		k.Waiting = new(corev1.ContainerStateWaiting)
		waitingFields(write, p, k.Waiting)
	}
	return k
}

// sameState reports whether two states are equal. Times are compared as
// instants.
func sameState(a, b podlife.ContainerState) bool {
	if !a.StartedAt.Equal(b.StartedAt) || !a.FinishedAt.Equal(b.FinishedAt) {
		return false
	}
	a.StartedAt, a.FinishedAt = time.Time{}, time.Time{}
	b.StartedAt, b.FinishedAt = time.Time{}, time.Time{}
	return a == b
}

func runningFields(d direction, p *podlife.ContainerState, k *corev1.ContainerStateRunning) {
	instant(d, &p.StartedAt, &k.StartedAt)
}

func waitingFields(d direction, p *podlife.ContainerState, k *corev1.ContainerStateWaiting) {
	value(d, &p.Reason, &k.Reason)
	value(d, &p.Message, &k.Message)
}

func terminatedFields(d direction, p *podlife.ContainerState, k *corev1.ContainerStateTerminated) {
	value(d, &p.ExitCode, &k.ExitCode)
	value(d, &p.Signal, &k.Signal)
	value(d, &p.Reason, &k.Reason)
	value(d, &p.Message, &k.Message)
	instant(d, &p.StartedAt, &k.StartedAt)
	instant(d, &p.FinishedAt, &k.FinishedAt)
	value(d, &p.ContainerID, &k.ContainerID)
}
