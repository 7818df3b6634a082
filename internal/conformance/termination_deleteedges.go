package conformance

import (
	"fmt"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/termination"
)

func deleteVectors() *Vectors[DeleteInput, []DeleteAnswer] {
	return &Vectors[DeleteInput, []DeleteAnswer]{
		Edges: deleteEdges(),
		Slim:  slimDelete,
		Class: func(in DeleteInput, answers []DeleteAnswer) (group, shape string) {
			var words []string
			for _, a := range answers {
				words = append(words, a.word())
			}
			return strings.Join(words, " "), deleteShape(in)
		},
		Max: 200,
	}
}

// word says what the answer is, without numbers.
func (a *DeleteAnswer) word() string {
	switch {
	case a.Error != "":
		return strings.Fields(a.Error)[0]
	case a.Removed:
		return "removed"
	case a.Meta.DeletionGracePeriodSeconds == nil:
		return "as it was"
	case *a.Meta.DeletionGracePeriodSeconds == 0:
		return "held"
	default:
		return "marked"
	}
}

func deleteShape(in DeleteInput) string {
	p := in.Pod
	shape := fmt.Sprint(p.Spec.NodeName != "", p.Status.Phase.IsTerminal(), sign(p.Spec.TerminationGracePeriodSeconds),
		p.IsDeleted(), sign(p.DeletionGracePeriodSeconds), p.Finalizers, p.Generation > 0)
	for _, r := range in.Requests {
		o := r.Options
		shape += fmt.Sprint(" ", sign(o.GracePeriodSeconds), o.PropagationPolicy, o.Preconditions.UID != nil, o.Preconditions.ResourceVersion != nil)
	}
	return shape
}

// sign is n as far as rules tell numbers apart.
func sign(n *int64) string {
	switch {
	case n == nil:
		return "nil"
	case *n < 0:
		return "-"
	case *n == 0:
		return "0"
	default:
		return "+"
	}
}

// slimDelete leaves out what a deletion does not look at, and numbers that lead out of the
// years that JSON can write.
func slimDelete(in DeleteInput) DeleteInput {
	p := in.Pod
	out := DeleteInput{Pod: &podlife.Pod{ObjectMeta: podlife.ObjectMeta{
		Name: p.Name, UID: p.UID, ResourceVersion: p.ResourceVersion, Generation: p.Generation, Finalizers: p.Finalizers,
		DeletionTimestamp: p.DeletionTimestamp, DeletionGracePeriodSeconds: slimPeriod(p.DeletionGracePeriodSeconds),
	}}}
	if at := &out.Pod.DeletionTimestamp; !at.IsZero() && (at.Year() < 2000 || at.Year() > 2100) {
		*at = podtest.Epoch()
	}
	out.Pod.Spec.NodeName, out.Pod.Status.Phase = p.Spec.NodeName, p.Status.Phase
	out.Pod.Spec.TerminationGracePeriodSeconds = slimPeriod(p.Spec.TerminationGracePeriodSeconds)
	for _, r := range in.Requests {
		r.Options.GracePeriodSeconds = slimPeriod(r.Options.GracePeriodSeconds)
		out.Requests = append(out.Requests, r)
	}
	return out
}

// slimPeriod forgets what is far from usual.
func slimPeriod(seconds *int64) *int64 {
	if seconds == nil || *seconds > 1e6 || *seconds < -1e6 {
		return nil
	}
	return seconds
}

func deleteEdges() []Edge[DeleteInput] {
	bound := func(own int64, finalizers ...string) *podlife.Pod {
		return &podlife.Pod{
			ObjectMeta: podlife.ObjectMeta{Name: "web", UID: "1", ResourceVersion: "7", Generation: 1, Finalizers: finalizers},
			Spec:       podlife.PodSpec{NodeName: "node-a", TerminationGracePeriodSeconds: &own},
			Status:     podlife.PodStatus{Phase: podlife.PodRunning},
		}
	}
	unbound, ended, unset := bound(30), bound(30), bound(30)
	unbound.Spec.NodeName, ended.Status.Phase, unset.Spec.TerminationGracePeriodSeconds = "", podlife.PodSucceeded, nil
	after := func(seconds int, o termination.DeleteOptions) DeleteRequest {
		return DeleteRequest{o, podtest.Epoch().Add(time.Duration(seconds) * time.Second)}
	}
	period := func(n int64) termination.DeleteOptions { return termination.DeleteOptions{GracePeriodSeconds: &n} }
	policy := func(p termination.PropagationPolicy) termination.DeleteOptions {
		return termination.DeleteOptions{PropagationPolicy: p}
	}
	plain := termination.DeleteOptions{}
	wrongUID := termination.DeleteOptions{Preconditions: termination.Preconditions{UID: ref("2")}}
	wrongVersion := termination.DeleteOptions{Preconditions: termination.Preconditions{ResourceVersion: ref("8")}}
	version := termination.DeleteOptions{
		Preconditions: termination.Preconditions{ResourceVersion: ref("7")}, PropagationPolicy: termination.PropagateBackground,
	}
	return []Edge[DeleteInput]{
		{"its own grace period", DeleteInput{bound(30), []DeleteRequest{after(0, plain)}}},
		{"a shorter one", DeleteInput{bound(30), []DeleteRequest{after(0, period(5))}}},
		{"a longer one", DeleteInput{bound(30), []DeleteRequest{after(0, period(600))}}},
		{"by force", DeleteInput{bound(30), []DeleteRequest{after(0, period(0))}}},
		{"negative is 1", DeleteInput{bound(30), []DeleteRequest{after(0, period(-5))}}},
		{"its own is negative", DeleteInput{bound(-5), []DeleteRequest{after(0, plain)}}},
		{"no grace period at all", DeleteInput{unset, []DeleteRequest{after(0, plain)}}},
		{"bound to no node", DeleteInput{unbound, []DeleteRequest{after(0, period(60))}}},
		{"ended", DeleteInput{ended, []DeleteRequest{after(0, plain)}}},
		{"later and longer changes nothing", DeleteInput{bound(30), []DeleteRequest{after(0, plain), after(1, period(60))}}},
		{"later and shorter counts from the first", DeleteInput{bound(30), []DeleteRequest{after(0, plain), after(1, period(5))}}},
		{"shortened to what is over", DeleteInput{bound(30), []DeleteRequest{after(0, plain), after(20, period(5))}}},
		{"its kubelet is done", DeleteInput{bound(30), []DeleteRequest{after(0, plain), after(9, period(0))}}},
		{"finalizers hold it", DeleteInput{bound(30, "a/b"), []DeleteRequest{after(0, plain), after(9, period(0)), after(99, plain)}}},
		{"orphans its own", DeleteInput{bound(30), []DeleteRequest{after(0, policy(termination.PropagateOrphan))}}},
		{"foreground", DeleteInput{bound(30, "a/b"), []DeleteRequest{after(0, policy(termination.PropagateForeground))}}},
		{"another policy", DeleteInput{bound(30, "orphan"), []DeleteRequest{after(0, policy(termination.PropagateForeground))}}},
		{"the policy of a later request", DeleteInput{bound(30), []DeleteRequest{after(0, plain), after(1, policy(termination.PropagateOrphan))}}},
		{"no such policy", DeleteInput{bound(30), []DeleteRequest{after(0, policy("<Whim>"))}}},
		{"another UID", DeleteInput{bound(30), []DeleteRequest{after(0, wrongUID)}}},
		{"another version", DeleteInput{bound(30), []DeleteRequest{after(0, wrongVersion)}}},
		{"the version is forgotten", DeleteInput{bound(0, "orphan"), []DeleteRequest{after(0, plain), after(1, version)}}},
	}
}
