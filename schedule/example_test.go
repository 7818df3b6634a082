package schedule_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

func ExampleCluster_Schedule() {
	objects, err := podlife.ParseObjects([]byte(`{"kind":"List","items":[
		{"kind":"Node","metadata":{"name":"small"},"status":{"allocatable":{"cpu":"2","memory":"4Gi","pods":"110"}}},
		{"kind":"Node","metadata":{"name":"large"},"status":{"allocatable":{"cpu":"16","memory":"64Gi","pods":"110"}}},
		{"kind":"Node","metadata":{"name":"batch"},
		 "spec":{"taints":[{"key":"dedicated","value":"batch","effect":"NoSchedule"}]},
		 "status":{"allocatable":{"cpu":"16","memory":"64Gi","pods":"110"}}}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	cluster, err := schedule.NewCluster(objects)
	if err != nil {
		fmt.Println(err)
		return
	}
	web := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web"}}
	web.Spec.Containers = []podlife.Container{{Name: "web", Resources: podlife.ResourceRequirements{
		Requests: podlife.ResourceList{podlife.ResourceCPU: podlife.NewQuantity(1)},
	}}}
	decision, err := cluster.Schedule(web, schedule.Default(), 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	why := decision.Explain()
	for _, v := range why.Verdicts {
		if v.Rejection != nil {
			fmt.Println(v.Node, v.Rejection.Reasons)
		}
	}
	for i, at := range why.Feasible {
		fmt.Println(why.Verdicts[at].Node, why.Totals[i])
	}
	fmt.Println("chosen:", decision.Node)
	// Output:
	// batch [node(s) had untolerated taint(s)]
	// small 434
	// large 469
	// chosen: large
}

func ExampleFitError() {
	cluster, _ := schedule.NewCluster(&podlife.Objects{Nodes: []*podlife.Node{
		{ObjectMeta: podlife.ObjectMeta{Name: "a"}, Spec: podlife.NodeSpec{Unschedulable: true}},
		{ObjectMeta: podlife.ObjectMeta{Name: "b"}},
	}})
	_, err := cluster.Schedule(&podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web"}}, schedule.Default(), 0)
	var fit *schedule.FitError
	fmt.Println(errors.As(err, &fit), fit.Reasons["Too many pods"])
	fmt.Println(err)
	// Output:
	// true 1
	// 0/2 nodes are available: 1 Too many pods, 1 node(s) were unschedulable. preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.
}

func ExampleProfile() {
	packing := schedule.Default()
	packing.Fit.Strategy = schedule.MostAllocated
	packing.Scores = []schedule.PluginWeight{{Plugin: schedule.NodeResourcesFit, Weight: 1}}
	fmt.Println(packing.Validate())
	packing.Filters = append(packing.Filters, "NodeLabel")
	fmt.Println(packing.Validate())
	// Output:
	// <nil>
	// schedule: profile: Filters[13]: no plugin "NodeLabel" filters
}

func ExampleCluster_Assume() {
	node := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: "a"}}
	node.Status.Allocatable = podlife.ResourceList{podlife.ResourcePods: podlife.NewQuantity(1)}
	cluster, _ := schedule.NewCluster(&podlife.Objects{Nodes: []*podlife.Node{node}})
	web := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web"}}
	db := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "db"}}

	what := cluster.Clone()
	fmt.Println(what.Assume(web, "a"))
	_, err := what.Schedule(db, schedule.Profile{Filters: []string{schedule.NodeResourcesFit}}, 0)
	fmt.Println(err)
	d, _ := cluster.Schedule(db, schedule.Default(), 0)
	fmt.Println(d.Node)
	// Output:
	// <nil>
	// 0/1 nodes are available: 1 Too many pods.
	// a
}

func ExampleBind() {
	web := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"}}
	binding, err := schedule.Bind(web, "a")
	fmt.Println(binding.TargetKind, binding.TargetName, err)

	bound, _ := binding.Apply(web, time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC))
	fmt.Println(binding.Validate(bound))
	// Output:
	// Node a <nil>
	// pod web is already assigned to node "a"
}

func ExampleQueue() {
	now := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	high := int32(1000)
	for _, q := range schedule.Queue([]schedule.QueuedPod{
		{Pod: &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "second"}}, Since: now},
		{Pod: &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "third"}}, Since: now.Add(time.Second)},
		{Pod: &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "first"}, Spec: podlife.PodSpec{Priority: &high}}, Since: now.Add(time.Hour)},
	}) {
		fmt.Println(q.Pod.Name)
	}
	// Output:
	// first
	// second
	// third
}
