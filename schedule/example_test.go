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

// web makes a Pod of an application.
func web(name, cpu string) *podlife.Pod {
	p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: name}}
	p.Spec.Containers = []podlife.Container{{Name: "web", Resources: podlife.ResourceRequirements{Requests: list("cpu", cpu)}}}
	return p
}

func ExampleCluster_Place() {
	cluster, _ := schedule.NewCluster(&podlife.Objects{Nodes: []*podlife.Node{node("a"), node("b")}}) // of 4 cpu
	pods := []*podlife.Pod{web("web-0", "3"), web("web-1", "3"), web("web-2", "3"), web("tiny", "500m")}
	for _, p := range cluster.Place(pods, schedule.Default(), nil) {
		fmt.Println(p.Pod.Name, p.Decision.Node, p.Err != nil)
	}
	// Output:
	// web-0 a false
	// web-1 b false
	// web-2  true
	// tiny a false
}

func ExampleCluster_Fit() {
	cluster, _ := schedule.NewCluster(&podlife.Objects{Nodes: []*podlife.Node{node("a"), node("b")}})
	copies := cluster.Fit(web("web", "1500m"), schedule.Default(), 100)
	fmt.Println(copies.Nodes)
	fmt.Println(copies.Stop)
	// Output:
	// [a b a b]
	// 0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.
}

// What if a node went?
func ExampleCluster_Begin() {
	cluster, _ := schedule.NewCluster(&podlife.Objects{Nodes: []*podlife.Node{node("a"), node("b")}})
	_ = cluster.Assume(web("web-0", "3"), "a")
	try := cluster.Begin()
	moving := cluster.Pods("a")
	cluster.RemoveNode("a")
	for _, p := range cluster.Place(moving, schedule.Default(), nil) {
		fmt.Println(p.Pod.Name, "would go to", p.Decision.Node)
	}
	try.Rollback()
	fmt.Println(cluster.Nodes(), len(cluster.Pods("a")))
	// Output:
	// web-0 would go to b
	// [a b] 1
}

func ExampleDecision_Explain() {
	cluster, _ := schedule.NewCluster(&podlife.Objects{Nodes: []*podlife.Node{node("a"), node("b")}})
	decision, _ := cluster.Schedule(web("web", "1"), schedule.Default(), 0)
	_ = cluster.Assume(web("other", "4"), "a") // comes too late to matter
	why := decision.Explain()
	fmt.Println(decision.Node, why.Best, why.Totals)
	for _, s := range why.Scores {
		if s.Plugin == schedule.NodeResourcesFit {
			fmt.Println(s.Plugin, s.Normalized)
		}
	}
	// Output:
	// a [a b] [454 454]
	// NodeResourcesFit [86 86]
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

// What a Pod is counted with is more than the sum of its main containers.
func ExampleRequests() {
	objects, err := podlife.ParseObjects([]byte(`{"kind": "Pod", "metadata": {"name": "web"}, "spec": {
		"initContainers": [
			{"name": "proxy", "restartPolicy": "Always", "resources": {"requests": {"cpu": "100m"}}},
			{"name": "migrate", "resources": {"requests": {"cpu": "1"}}}],
		"containers": [{"name": "web", "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}}}],
		"overhead": {"memory": "120Mi"}}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	requests := schedule.Requests(objects.Pods[0])
	fmt.Println("cpu", requests[podlife.ResourceCPU], "memory", requests[podlife.ResourceMemory])
	// Output: cpu 1100m memory 1144Mi
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
