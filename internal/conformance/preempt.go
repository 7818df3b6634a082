package conformance

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/schedule"
	fwk "k8s.io/kube-scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/apis/config"
)

// Crowd is a scene, and what preemption is told.
type Crowd struct {
	Scene
	// Args is which of preemptionArgs.
	Args int
	// Offset of the first node that is tried.
	Offset int32
}

// MarshalJSON writes the scene, and what preemption is told.
func (c Crowd) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"scene": c.Scene, "args": c.args()})
}

// preemptionArgs are how many candidates are enough: percentage and least number. Kubernetes has
// no negative numbers: there 0 means none.
var preemptionArgs = [][2]int32{{}, {0, 1}, {-1, 2}, {60, -1}}

func (c *Crowd) args() schedule.PreemptionArgs {
	args := preemptionArgs[c.Args]
	return schedule.PreemptionArgs{MinCandidateNodesPercentage: args[0], MinCandidateNodesAbsolute: args[1], Offset: uint64(c.Offset)}
}

// Preempted is what preemption makes of a Pod.
type Preempted struct {
	// Refused: podlife has a typed error for the scene.
	Refused string `json:",omitempty"`
	// Failed is the plugin with which the cycle failed.
	Failed string `json:",omitempty"`
	// Fits: a node will do as it is.
	Fits bool `json:",omitempty"`
	// Message is the whole event FailedScheduling.
	Message string `json:",omitempty"`
	// Best are the nodes of which any may be chosen, Victims who has to go from the first of them,
	// and Unnominated who is nominated to it no longer.
	Best, Victims, Unnominated []string `json:",omitempty"`
	// Nominated is the node that room is kept on.
	Nominated string `json:",omitempty"`
	Trials    []PreemptedTrial
}

// PreemptedTrial is what came of trying to make room on a node.
type PreemptedTrial struct {
	Node, Code, Plugin string
	Reasons, Victims   []string
	Violations         int
}

// preemptArea compares whole preemptions: every dry run, the choice, and the text.
func preemptArea() Runner {
	type side struct {
		cluster   *oracle.Cluster
		scheduler *oracle.Scheduler
	}
	sides := make([]side, len(preemptionArgs)) // each with the cluster that its plugins look at
	sideOf := func(args int) side {
		if s := &sides[args]; s.cluster == nil {
			s.cluster = oracle.NewCluster()
			s.scheduler = oracle.NewScheduler(s.cluster, preemptionProfile(args))
		}
		return sides[args]
	}
	return crowdRunner{&Area[Crowd, Preempted]{
		Name: "preempt",
		Gen:  packed(),
		Ours: oursPreempted,
		Theirs: func(in Crowd) Preempted {
			s := sideOf(in.Args)
			s.cluster.Load(in.Cluster)
			return theirsPreempted(s.scheduler.Schedule(in.Pod), in.Offset)
		},
		Pod: func(in Crowd) *podlife.Pod { return fromPod(in.Pod) },
	}}
}

// preemptionProfile is the default profile with other arguments.
func preemptionProfile(args int) *config.KubeSchedulerProfile {
	profile := oracle.DefaultProfile()
	if of := preemptionArgs[args]; of != [2]int32{} {
		usual := func(n int32, otherwise int32) int32 {
			if n == 0 {
				return otherwise
			}
			return max(n, 0)
		}
		oracle.SetArgs(profile, schedule.DefaultPreemption, &config.DefaultPreemptionArgs{
			MinCandidateNodesPercentage: usual(of[0], schedule.DefaultMinCandidateNodesPercentage),
			MinCandidateNodesAbsolute:   usual(of[1], schedule.DefaultMinCandidateNodesAbsolute),
		})
	}
	return profile
}

// theirsPreempted is Kubernetes' answer.
func theirsPreempted(d *oracle.Decision, offset int32) Preempted {
	switch {
	case d.Error != "":
		name := pluginName.FindStringSubmatch(d.Error)
		if name == nil {
			return Preempted{Failed: d.Error}
		}
		return Preempted{Failed: name[1] + name[2]}
	case d.Message == "":
		return Preempted{Fits: true}
	}
	p := d.PreemptFrom(offset)
	out := Preempted{Message: p.Message, Best: p.Best, Victims: p.Victims, Unnominated: p.Unnominated, Nominated: p.Nominated}
	for node, t := range p.Nodes {
		to := PreemptedTrial{Node: node, Plugin: t.Plugin, Reasons: slices.Sorted(slices.Values(t.Reasons)), Victims: t.Victims, Violations: t.Violations}
		if t.Code != fwk.Success {
			to.Code = t.Code.String()
		}
		if t.Plugin == "" && t.Code == fwk.UnschedulableAndUnresolvable {
			to.Plugin = schedule.DefaultPreemption // it has not been asked as a filter
		}
		out.Trials = append(out.Trials, to)
	}
	out.settle()
	return out
}

// oursPreempted is podlife's answer.
func oursPreempted(in Crowd) Preempted {
	c, err := schedule.NewCluster(fromCluster(in.Cluster))
	if err != nil {
		return Preempted{Refused: err.Error()}
	}
	pod := fromPod(in.Pod)
	_, err = c.Schedule(pod, schedule.Default(), 0)
	var unfit *schedule.FitError
	var failed *schedule.CycleError
	switch {
	case err == nil:
		return Preempted{Fits: true}
	case errors.As(err, &failed):
		return Preempted{Failed: failed.Plugin}
	case !errors.As(err, &unfit):
		return Preempted{Refused: err.Error()}
	}
	plan, err := c.Preempt(pod, schedule.Default(), in.args())
	if err != nil && !errors.As(err, &failed) {
		return Preempted{Refused: err.Error()}
	}
	unfit.Preemption = plan.Message
	out := Preempted{Message: unfit.Error(), Best: plan.Best, Victims: victimNames(plan.Victims), Nominated: plan.Nominated}
	for _, p := range plan.Unnominated {
		out.Unnominated = append(out.Unnominated, p.Namespace+"/"+p.Name)
	}
	for _, t := range plan.Trials {
		to := PreemptedTrial{Node: t.Node, Victims: victimNames(t.Victims), Violations: t.Violations}
		switch r := t.Rejection; {
		case t.Err != nil:
			to.Code = fwk.Error.String()
		case r != nil:
			to.Code, to.Plugin, to.Reasons = fwk.Unschedulable.String(), r.Plugin, slices.Sorted(slices.Values(r.Reasons))
			if r.Unresolvable {
				to.Code = fwk.UnschedulableAndUnresolvable.String()
			}
		}
		out.Trials = append(out.Trials, to)
	}
	out.settle()
	return out
}

func victimNames(victims []schedule.Victim) []string {
	var out []string
	for _, v := range victims {
		out = append(out, v.Pod.Namespace+"/"+v.Pod.Name)
	}
	return out
}

// settle sorts the trials. What failed in one is in the message.
func (p *Preempted) settle() {
	slices.SortFunc(p.Trials, func(a, b PreemptedTrial) int { return cmp.Compare(a.Node, b.Node) })
	for i := range p.Trials {
		if t := &p.Trials[i]; t.Code == fwk.Error.String() {
			t.Plugin, t.Reasons = "", nil
		}
	}
}

// crowdRunner runs the area, and reduces what differs part by part.
type crowdRunner struct {
	*Area[Crowd, Preempted]
}

// Run compares the answers case by case until the budget is used up or two differ.
func (r crowdRunner) Run(b Budget) Summary {
	start := time.Now()
	s := Summary{Area: r.Name}
	for ; b.Cases == 0 || s.Cases < b.Cases; s.Cases++ {
		if b.Time > 0 && time.Since(start) > b.Time {
			break
		}
		if seed := b.Seed + s.Cases; !r.agree(r.Gen.Example(seed)) {
			s.Disagreement = r.explain(seed)
			s.Cases++
			break
		}
	}
	s.Took = time.Since(start)
	return s
}

// explain describes what is left of the case with that seed when nothing more can be left out.
func (r crowdRunner) explain(seed int) string {
	in := r.Gen.Example(seed)
	in.Scene = reduce(in.Scene, func(scene Scene) bool {
		smaller := Crowd{scene, in.Args, in.Offset}
		return !r.agree(smaller) && r.Ours(smaller).Refused == ""
	})
	return fmt.Sprintf("%s: podlife and Kubernetes disagree\nagain: go test -run 'TestAreas/%s$' . -cases 1 -seed %d\ninput: %s\nanswers (-Kubernetes +podlife):\n%s",
		r.Name, r.Name, seed, asJSON(in), gocmp.Diff(r.Theirs(in), r.Ours(in)))
}
