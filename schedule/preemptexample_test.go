package schedule_test

import (
	"errors"
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// crowded is two nodes with room for one Pod each, and a Pod on either.
func crowded() *podlife.Objects {
	objects, err := podlife.ParseObjects([]byte(`{"kind":"List","items":[
		{"kind":"Node","metadata":{"name":"a"},"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"10"}}},
		{"kind":"Node","metadata":{"name":"b"},"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"10"}}},
		{"kind":"Pod","metadata":{"name":"batch"},"spec":{"nodeName":"a","priority":5,
			"containers":[{"name":"batch","resources":{"requests":{"cpu":"3"}}}]}},
		{"kind":"Pod","metadata":{"name":"sweep"},"spec":{"nodeName":"a","priority":0,
			"containers":[{"name":"sweep","resources":{"requests":{"cpu":"1"}}}]}},
		{"kind":"Pod","metadata":{"name":"cache","labels":{"app":"cache"}},"spec":{"nodeName":"b","priority":1,
			"containers":[{"name":"cache","resources":{"requests":{"cpu":"3"}}}]}},
		{"kind":"PodDisruptionBudget","metadata":{"name":"cache"},"spec":{"selector":{"matchLabels":{"app":"cache"}}},
			"status":{"disruptionsAllowed":0}}]}`))
	if err != nil {
		panic(err)
	}
	return objects
}

// urgent is a Pod that others have to make way for.
func urgent(cpu int64) *podlife.Pod {
	priority := int32(100)
	p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web"}}
	p.Spec.Priority = &priority
	p.Spec.Containers = []podlife.Container{{Name: "web", Resources: podlife.ResourceRequirements{
		Requests: podlife.ResourceList{podlife.ResourceCPU: podlife.NewQuantity(cpu)},
	}}}
	return p
}

// A drain takes Pods away one by one, as long as their budgets allow it, and
// writes down what is left of those.
func ExampleCluster_SetBudget() {
	objects := &podlife.Objects{
		Nodes: []*podlife.Node{{ObjectMeta: podlife.ObjectMeta{Name: "a"}}},
		PodDisruptionBudgets: []*podlife.PodDisruptionBudget{{
			ObjectMeta: podlife.ObjectMeta{Name: "web"},
			Spec:       podlife.PodDisruptionBudgetSpec{Selector: &podlife.LabelSelector{MatchLabels: map[string]string{"app": "web"}}},
			Status:     podlife.PodDisruptionBudgetStatus{DisruptionsAllowed: 1},
		}},
	}
	for _, name := range []string{"web-0", "web-1"} {
		p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: name, Labels: map[string]string{"app": "web"}}}
		p.Spec.NodeName = "a"
		objects.Pods = append(objects.Pods, p)
	}
	cluster, err := schedule.NewCluster(objects)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range cluster.Pods("a") {
		budget := cluster.Budgets(p)[0].Clone()
		if budget.Status.DisruptionsAllowed == 0 {
			fmt.Println(p.Name, "stays")
			continue
		}
		budget.Status.DisruptionsAllowed--
		if err := cluster.SetBudget(budget); err != nil {
			fmt.Println(err)
			return
		}
		cluster.Forget(p)
		fmt.Println(p.Name, "goes")
	}
	// Output:
	// web-0 goes
	// web-1 stays
}

func ExampleCluster_Preempt() {
	cluster, err := schedule.NewCluster(crowded())
	if err != nil {
		fmt.Println(err)
		return
	}
	web := urgent(2)
	plan, err := cluster.Preempt(web, schedule.Default(), schedule.PreemptionArgs{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range plan.Trials {
		for _, v := range t.Victims {
			fmt.Println(t.Node+":", v.Pod.Name, "guarded:", v.Violates != nil)
		}
	}
	fmt.Println("nominated:", plan.Nominated, "by", plan.Criterion)

	_, err = cluster.Schedule(web, schedule.Default(), 0)
	var unfit *schedule.FitError
	if errors.As(err, &unfit) {
		unfit.Preemption = plan.Message
	}
	fmt.Println(err)

	for _, v := range plan.Victims {
		cluster.Forget(v.Pod)
	}
	decision, err := cluster.Schedule(web, schedule.Default(), 0)
	fmt.Println(decision.Node, err)
	// Output:
	// a: batch guarded: false
	// b: cache guarded: true
	// nominated: a by minimum number of PDB violations
	// 0/2 nodes are available: 2 Insufficient cpu. preemption: found a potential placement for pod on node a, preempting 1 victims
	// a <nil>
}

func ExamplePlan() {
	cluster, err := schedule.NewCluster(crowded())
	if err != nil {
		fmt.Println(err)
		return
	}
	modest := urgent(2)
	modest.Spec.PreemptionPolicy = podlife.PreemptNever
	for _, p := range []*podlife.Pod{urgent(1), urgent(5), modest} {
		plan, err := cluster.Preempt(p, schedule.Default(), schedule.PreemptionArgs{})
		fmt.Printf("%d victims, %v: %s %v\n", len(plan.Victims), plan.Outcome, plan.Message, err)
	}
	// Output:
	// 0 victims, not needed:  <nil>
	// 0 victims, Preemption is not helpful for scheduling: preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling. <nil>
	// 0 victims, not eligible due to preemptionPolicy=Never.: preemption: not eligible due to preemptionPolicy=Never. <nil>
}

func ExampleCriterion() {
	for c := schedule.FewestViolations; c <= schedule.LatestStart; c++ {
		fmt.Println(c)
	}
	// Output:
	// minimum number of PDB violations
	// minimum highest priority victim
	// smallest sum of priorities
	// minimum number of victims
	// latest start time of all highest priority victims
}
