package conformance

import (
	"strconv"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
	"pgregory.net/rapid"
)

// restartSpecs generates specs that the API server accepts, specs that it does not, and,
// mostly, specs in which policies and rules are many and odd.
func restartSpecs() *rapid.Generator[podlife.PodSpec] {
	ruled := rapid.Custom(drawRuledSpec)
	return rapid.OneOf(ruled, ruled, podtest.Spec(), podtest.NastySpec())
}

func drawRuledSpec(t *rapid.T) podlife.PodSpec {
	spec := podlife.PodSpec{
		RestartPolicy: rapid.SampledFrom([]podlife.RestartPolicy{
			podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever, podlife.RestartPolicyNever, "", "Odd",
		}).Draw(t, "restartPolicy"),
		HostNetwork: oneIn(t, 6, "hostNetwork"),
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "init containers") {
		c := drawRuled(t, "i"+strconv.Itoa(i))
		if rapid.Bool().Draw(t, "sidecar") {
			c.RestartPolicy = podlife.RestartPolicyAlways
		}
		spec.InitContainers = append(spec.InitContainers, c)
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "main containers") {
		spec.Containers = append(spec.Containers, drawRuled(t, "m"+strconv.Itoa(i)))
	}
	for i := range max(0, rapid.IntRange(-3, 2).Draw(t, "ephemeral containers")) {
		spec.EphemeralContainers = append(spec.EphemeralContainers, podlife.EphemeralContainer{Name: "e" + strconv.Itoa(i), Image: "debug:1"})
	}
	return spec
}

// drawRuled draws a container of that name with policy, rules and probes of its own.
func drawRuled(t *rapid.T, name string) podlife.Container {
	c := podlife.Container{Name: name, Image: rapid.SampledFrom([]string{"app:1", "app:2"}).Draw(t, "image")}
	if rapid.Bool().Draw(t, "own policy") {
		c.RestartPolicy = rapid.SampledFrom([]podlife.RestartPolicy{
			podlife.RestartPolicyAlways, podlife.RestartPolicyOnFailure, podlife.RestartPolicyNever, podlife.RestartPolicyNever, "Odd",
		}).Draw(t, "policy")
	}
	for range max(0, rapid.IntRange(-1, 2).Draw(t, "rules")) {
		c.RestartPolicyRules = append(c.RestartPolicyRules, drawRule(t))
	}
	if oneIn(t, 3, "startup probe") {
		c.StartupProbe = &podlife.Probe{PeriodSeconds: 10}
	}
	if oneIn(t, 3, "liveness probe") {
		c.LivenessProbe = &podlife.Probe{PeriodSeconds: 10}
	}
	return c
}

func drawRule(t *rapid.T) podlife.ContainerRestartRule {
	return podlife.ContainerRestartRule{
		Action: rapid.SampledFrom([]podlife.ContainerRestartRuleAction{
			podlife.RestartActionRestart, podlife.RestartActionRestartAllContainers, "Odd",
		}).Draw(t, "action"),
		ExitCodes: podlife.ExitCodes{
			Operator: rapid.SampledFrom([]podlife.ExitCodesOperator{
				podlife.ExitCodesIn, podlife.ExitCodesIn, podlife.ExitCodesNotIn, podlife.ExitCodesNotIn, "Odd",
			}).Draw(t, "operator"),
			Values: rapid.SampledFrom([][]int32{{0}, {1}, {42, 137}, {1, 0}, nil}).Draw(t, "values"),
		},
	}
}

// drawSeen draws what a kubelet may see of a Pod: at random, or mostly well.
func drawSeen(t *rapid.T, spec *podlife.PodSpec) Seen {
	seen := Seen{RestartAll: oneIn(t, 10, "restartAll")}
	for i := range rapid.SampledFrom([]int{1, 1, 1, 1, 1, 0, 2, 3}).Draw(t, "sandboxes") {
		seen.Sandboxes = append(seen.Sandboxes, SeenSandbox{
			ID: "s" + strconv.Itoa(i), Attempt: rapid.Uint32Range(0, 2).Draw(t, "attempt"),
			Ready:       i == 0 != oneIn(t, 8, "otherwise ready"),
			HostNetwork: spec.HostNetwork != oneIn(t, 12, "other network"),
			NoIP:        oneIn(t, 12, "noIP"),
		})
	}
	well := rapid.IntRange(0, 2).Draw(t, "mostly well") > 0
	for i := range spec.InitContainers {
		c := &spec.InitContainers[i]
		end := "exited"
		if c.IsSidecar() {
			end = "running"
		}
		seen.drawRuns(t, c, well, end)
	}
	if initializing := oneIn(t, 3, "initializing"); !initializing {
		for i := range spec.Containers {
			seen.drawRuns(t, &spec.Containers[i], well, "running")
		}
	}
	for i := range spec.EphemeralContainers {
		seen.drawRuns(t, &podlife.Container{Name: spec.EphemeralContainers[i].Name}, well, "running")
	}
	if oneIn(t, 8, "stranger") {
		seen.drawRuns(t, &podlife.Container{Name: "stranger"}, well, "running")
	}
	if oneIn(t, 3, "shuffled") && len(seen.Containers) > 1 {
		seen.Containers = rapid.Permutation(seen.Containers).Draw(t, "containers")
	}
	for i := range seen.Containers {
		seen.Containers[i].ID = "c" + strconv.Itoa(i)
	}
	return seen
}

// drawRuns draws the runs of a container, none to two. If all is well, it is in state
// wanted.
func (s *Seen) drawRuns(t *rapid.T, c *podlife.Container, well bool, wanted string) {
	for range rapid.SampledFrom([]int{1, 1, 1, 0, 2, 2}).Draw(t, "runs") {
		r := SeenRun{Name: c.Name, SandboxID: "s0"}
		if oneIn(t, 5, "old sandbox") {
			r.SandboxID = "s1"
		}
		if well && !oneIn(t, 4, "ill") {
			r.State, r.Startup, r.Liveness = wanted, "Success", "Success"
		} else {
			r.State = rapid.SampledFrom([]string{"running", "exited", "created", "unknown"}).Draw(t, "state")
			verdict := rapid.SampledFrom([]string{"", "Unknown", "Success", "Failure"})
			r.Startup, r.Liveness = verdict.Draw(t, "startup"), verdict.Draw(t, "liveness")
			r.Reason = rapid.SampledFrom([]string{"", "Error", "OOMKilled"}).Draw(t, "reason")
			r.ExitCode = exitCodeOf(t, c)
		}
		if r.State != "exited" {
			r.ExitCode = 0
		}
		r.drawDefinition(t, c)
		s.Containers = append(s.Containers, r)
	}
}

// drawDefinition draws how the run's definition is known, and mostly that it is c's.
func (r *SeenRun) drawDefinition(t *rapid.T, c *podlife.Container) {
	switch rapid.IntRange(0, 9).Draw(t, "definition") {
	case 0, 1, 2:
		r.Image = c.Image
	case 3, 4, 5:
		r.Hash = restart.Hash(c)
	case 6:
		r.Image = "other:1"
	case 7:
		r.Hash = restart.Hash(c) + 1
	}
}

// exitCodeOf draws an exit code, often one that a rule of c names.
func exitCodeOf(t *rapid.T, c *podlife.Container) int32 {
	codes := []int32{0, 0, 1, 42, 137, 255}
	for i := range c.RestartPolicyRules {
		codes = append(codes, c.RestartPolicyRules[i].ExitCodes.Values...)
	}
	return rapid.SampledFrom(codes).Draw(t, "exitCode")
}

// maybeDeleted deletes p now and then, or has it end.
func maybeDeleted(t *rapid.T, p *podlife.Pod) {
	if oneIn(t, 8, "deleted") {
		p.DeletionTimestamp = deletedAt()
	}
	p.Status.Phase = rapid.SampledFrom([]podlife.Phase{
		podlife.PodRunning, podlife.PodRunning, podlife.PodPending, podlife.PodSucceeded, podlife.PodFailed, podlife.PodUnknown, "",
	}).Draw(t, "phase")
}
