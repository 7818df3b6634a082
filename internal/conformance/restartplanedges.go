package conformance

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
)

func planVectors() *Vectors[PlanInput, SyncPlan] {
	return &Vectors[PlanInput, SyncPlan]{
		Edges: planEdges(),
		Slim: func(in PlanInput) PlanInput {
			p := podWithUID(slimPlanned(in.Pod.Spec))
			p.DeletionTimestamp, p.Status.Phase = in.Pod.DeletionTimestamp, in.Pod.Status.Phase
			in.Pod = p
			return in
		},
		Class: func(in PlanInput, answer SyncPlan) (group, shape string) {
			var why []string
			for _, k := range answer.Kill {
				why = append(why, strings.ReplaceAll(k.Message, k.Name, "*"))
			}
			return fmt.Sprint(answer.Synced, answer.KillPod, answer.CreateSandbox, answer.SandboxFault, why),
				fmt.Sprint(len(answer.Ephemeral), answer.Init, answer.Main, len(answer.Reset), runShape(&in.Seen))
		},
		Max: 350,
	}
}

// slimPlanned leaves out of a spec what a plan does not depend on.
func slimPlanned(s podlife.PodSpec) podlife.PodSpec {
	slim := func(list []podlife.Container) []podlife.Container {
		out := slimContainers(list)
		for i := range out {
			out[i].Image = list[i].Image
			if list[i].StartupProbe != nil {
				out[i].StartupProbe = &podlife.Probe{}
			}
			if list[i].LivenessProbe != nil {
				out[i].LivenessProbe = &podlife.Probe{}
			}
		}
		return out
	}
	return podlife.PodSpec{
		InitContainers: slim(s.InitContainers), Containers: slim(s.Containers), EphemeralContainers: s.EphemeralContainers,
		RestartPolicy: s.RestartPolicy, HostNetwork: s.HostNetwork,
	}
}

// runShape says what the runs do.
func runShape(s *Seen) string {
	var words []string
	for i := range s.Containers {
		r := &s.Containers[i]
		words = append(words, fmt.Sprint(r.State, r.ExitCode != 0))
	}
	return strings.Join(words, " ")
}

// planEdges are Pods in the notation of [pod], in which what runs or has ended is a run in
// the only sandbox, "W" one that was made and not started.
func planEdges() (out []Edge[PlanInput]) {
	for _, e := range []struct {
		name, line string
		edit       func(*PlanInput)
	}{
		{"nothing was begun", "Always: i=- s=- m=-", func(in *PlanInput) { in.Seen = Seen{} }},
		{"nothing was begun, no init containers", "Always: m=- m=-", func(in *PlanInput) { in.Seen = Seen{} }},
		{"the first init container", "Always: i=- i=- m=-", nil},
		{"the second init container", "Always: i=T0 i=- m=-", nil},
		{"an init container runs", "Always: i=R i=- m=-", nil},
		{"the main containers", "Always: i=T0 m=- m=-", nil},
		{"a sidecar that starts holds the others up", "Always: s=R i=- m=-", func(in *PlanInput) { in.Pod.Spec.InitContainers[0].StartupProbe = &podlife.Probe{} }},
		{"a sidecar without a startup probe has started", "Always: s=R i=- m=-", nil},
		{"a sidecar ended before the main containers", "Always: s=T0 m=-", nil},
		{"a sidecar ended beside them", "Never: s=T1 m=R", nil},
		{"a sidecar ended after them", "Never: s=T0 m=T0", nil},
		{"an init container failed, Always", "Always: i=T1 m=-", nil},
		{"an init container failed, Never", "Never: i=T1 m=-", nil},
		{"an init container ran out of memory", "Never: i=T0 m=-", func(in *PlanInput) { in.Seen.Containers[0].Reason = "OOMKilled" }},
		{"the runs of the init containers are gone", "Always: i=- s=- i=- m=R", nil},
		{"all is well", "Always: i=T0 s=R m=R m=R", nil},
		{"one of two ended", "Always: m=T0 m=R", nil},
		{"one failed, OnFailure", "OnFailure: m=T1 m=T0", nil},
		{"all succeeded, OnFailure", "OnFailure: m=T0 m=T0", nil},
		{"all failed, Never", "Never: m=T1 m=T1", nil},
		{"a rule restarts", "Never: m(Never,42)=T42", nil},
		{"the start failed", "Never: i=W m=W", nil},
		{"a liveness probe failed, Always", "Always: m=R", func(in *PlanInput) { in.Seen.Containers[0].Liveness = "Failure" }},
		{"a liveness probe failed, Never", "Never: m=R m=R", func(in *PlanInput) { in.Seen.Containers[0].Liveness = "Failure" }},
		{"a startup probe failed", "Always: m=R", func(in *PlanInput) { in.Seen.Containers[0].Startup = "Failure" }},
		{"another image, Never", "Never: m=R", func(in *PlanInput) { in.Seen.Containers[0].Hash = 1 }},
		{"unknown, Never", "Never: m=R", func(in *PlanInput) { in.Seen.Containers[0].State = "unknown" }},
		{"unknown, Always", "Always: m=R", func(in *PlanInput) { in.Seen.Containers[0].State = "unknown" }},
		{"the sandbox is lost, Always", "Always: i=T0 m=R", func(in *PlanInput) { in.Seen.Sandboxes[0].Ready = false }},
		{"the sandbox is lost, Never", "Never: i=T0 m=R", func(in *PlanInput) { in.Seen.Sandboxes[0].Ready = false }},
		{"the sandbox is lost, all succeeded", "OnFailure: m=T0", func(in *PlanInput) { in.Seen.Sandboxes[0].Ready = false }},
		{"no address", "Always: m=-", func(in *PlanInput) { in.Seen.Sandboxes[0].NoIP = true }},
		{"the network changed", "Always: m=R", func(in *PlanInput) { in.Seen.Sandboxes[0].HostNetwork = true }},
		{"all restart", "Never: i=T0 s=R m(Never,42!)=T42 m=R", func(in *PlanInput) { in.Seen.RestartAll = true }},
		{"all restart, everything is gone", "Never: i=- m(Never,42!)=-", func(in *PlanInput) { in.Seen.RestartAll = true }},
		{"deleted", "Always: m=T1 m=R", func(in *PlanInput) { in.Pod.DeletionTimestamp = deletedAt() }},
		{"ended", "Never: m=T1", func(in *PlanInput) { in.Pod.Status.Phase = podlife.PodFailed }},
	} {
		in := planned(e.line)
		if e.edit != nil {
			e.edit(&in)
		}
		out = append(out, Edge[PlanInput]{e.name, in})
	}
	return out
}

// planned reads a line as planEdges says.
func planned(line string) PlanInput {
	p := pod(line)
	in := PlanInput{Pod: podWithUID(p.Spec), Seen: Seen{Sandboxes: []SeenSandbox{{ID: "s0", Ready: true}}}}
	in.Pod.Status.Phase = podlife.PodRunning
	for _, s := range allStatuses(p) {
		r := SeenRun{ID: "c" + s.Name, Name: s.Name, SandboxID: "s0", State: "created"}
		switch s.State.Kind {
		case podlife.StateRunning:
			r.State = "running"
		case podlife.StateTerminated:
			r.State, r.ExitCode = "exited", s.State.ExitCode
		}
		in.Seen.Containers = append(in.Seen.Containers, r)
	}
	return in
}
