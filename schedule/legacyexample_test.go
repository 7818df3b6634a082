package schedule_test

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

func ExampleLegacy() {
	objects, err := podlife.ParseObjects([]byte(`{"kind":"List","items":[
		{"kind":"Node","metadata":{"name":"small"},"status":{"allocatable":{"cpu":"2","memory":"4Gi","pods":"110"}}},
		{"kind":"Node","metadata":{"name":"large"},"status":{"allocatable":{"cpu":"16","memory":"64Gi","pods":"110"}}},
		{"kind":"Node","metadata":{"name":"full"},"status":{"allocatable":{"cpu":"16","memory":"64Gi","pods":"110"},
		 "conditions":[{"type":"Ready","status":"True"},{"type":"DiskPressure","status":"True"}]}}]}`))
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
	decision, err := cluster.Schedule(web, schedule.Legacy(), 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range decision.Explain().Verdicts {
		if v.Rejection != nil {
			fmt.Println(v.Node, v.Rejection.Plugin, v.Rejection.Reasons)
		}
	}
	for _, s := range decision.Explain().Scores {
		if s.Normalized != nil {
			fmt.Println(s.Plugin, s.Weight, s.Normalized)
		}
	}
	fmt.Println(decision.Explain().Totals, "chosen:", decision.Node)
	// Output:
	// full CheckNodeDiskPressure [node(s) had disk pressure]
	// SelectorSpreadPriority 1 [10 10]
	// LeastRequestedPriority 1 [7 9]
	// BalancedResourceAllocation 1 [5 9]
	// NodePreferAvoidPodsPriority 10000 [10 10]
	// TaintTolerationPriority 1 [10 10]
	// [100032 100038] chosen: large
}
