package termination_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/termination"
)

func TestContainerGrace(t *testing.T) {
	probe := func(n *int64) *podlife.Probe { return &podlife.Probe{TerminationGracePeriodSeconds: n} }
	c := &podlife.Container{LivenessProbe: probe(ptr[int64](5)), StartupProbe: probe(ptr[int64](90))}
	bare := &podlife.Container{LivenessProbe: probe(nil)}
	for _, tt := range []struct {
		name      string
		del, own  *int64
		container *podlife.Container
		reason    termination.KillReason
		want      int64
	}{
		{"the Pod's own", nil, ptr[int64](30), c, termination.KillOther, 30},
		{"of the liveness probe", nil, ptr[int64](30), c, termination.KillLivenessProbe, 5},
		{"of the startup probe, though longer", nil, ptr[int64](30), c, termination.KillStartupProbe, 90},
		{"of a probe that has none", nil, ptr[int64](30), bare, termination.KillLivenessProbe, 30},
		{"of no probe", nil, ptr[int64](30), bare, termination.KillStartupProbe, 30},
		{"the delete request's comes first", ptr[int64](7), ptr[int64](30), c, termination.KillLivenessProbe, 7},
		{"even if it is zero", ptr[int64](0), ptr[int64](30), c, termination.KillLivenessProbe, 0},
		{"none anywhere, and the probe's does not count", nil, nil, c, termination.KillLivenessProbe, 2},
		{"no container", nil, ptr[int64](30), nil, termination.KillLivenessProbe, 30},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := deletable()
			p.DeletionGracePeriodSeconds, p.Spec.TerminationGracePeriodSeconds = tt.del, tt.own
			if got := termination.ContainerGrace(p, tt.container, tt.reason); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestPodGrace(t *testing.T) {
	for _, tt := range []struct {
		name               string
		before             int64
		del, own, override *int64
		want               int64
	}{
		{"the Pod's own", 0, nil, ptr[int64](30), nil, 30},
		{"own is zero", 0, nil, ptr[int64](0), nil, 1},
		{"nothing set", 0, nil, nil, nil, 1},
		{"the delete request's, though longer", 0, ptr[int64](60), ptr[int64](30), nil, 60},
		{"an override", 0, nil, ptr[int64](30), ptr[int64](60), 60},
		{"the shorter of the two", 0, ptr[int64](30), nil, ptr[int64](5), 5},
		{"the shorter of the two, the other way", 0, ptr[int64](5), nil, ptr[int64](30), 5},
		{"it does not grow", 5, ptr[int64](20), ptr[int64](30), nil, 5},
		{"it shrinks", 30, ptr[int64](20), nil, nil, 20},
		{"own does not shrink it", 30, nil, ptr[int64](3), nil, 30},
		{"zero alone is one", 0, ptr[int64](0), ptr[int64](30), nil, 1},
		{"zero counts as none beside an override", 0, ptr[int64](0), ptr[int64](30), ptr[int64](60), 60},
		{"and so lengthens", 1, ptr[int64](0), nil, ptr[int64](60), 60},
		{"negative", 0, ptr[int64](-3), nil, nil, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := deletable()
			p.DeletionGracePeriodSeconds, p.Spec.TerminationGracePeriodSeconds = tt.del, tt.own
			if got := termination.PodGrace(tt.before, p, tt.override); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestEvictionGrace(t *testing.T) {
	p := deletable()
	if got := termination.SoftEvictionGrace(p, 60); got != 30 {
		t.Errorf("the Pod's own is shorter: got %d", got)
	}
	if got := termination.SoftEvictionGrace(p, 10); got != 10 {
		t.Errorf("the kubelet's is shorter: got %d", got)
	}
	p.Spec.TerminationGracePeriodSeconds = nil
	if got := termination.SoftEvictionGrace(p, 60); got != 60 {
		t.Errorf("the Pod has none: got %d", got)
	}
}

func TestShutdownGrace(t *testing.T) {
	groups := []termination.ShutdownGroup{{0, 20}, {1000, 40}, {2000000000, 10}}
	for _, tt := range []struct {
		priority *int32
		want     int64
	}{
		{nil, 20}, {ptr[int32](-5), 20}, {ptr[int32](0), 20}, {ptr[int32](999), 20},
		{ptr[int32](1000), 30}, // the Pod's own is shorter than 40
		{ptr[int32](2000000000), 10}, {ptr[int32](2000001000), 10},
	} {
		p := deletable()
		p.Spec.Priority = tt.priority
		if got, ok := termination.ShutdownGrace(p, groups); got != tt.want || !ok {
			t.Errorf("priority %v: got %d, %v, want %d", tt.priority, got, ok, tt.want)
		}
	}
	if _, ok := termination.ShutdownGrace(deletable(), nil); ok {
		t.Error("a node without groups waits")
	}
}
