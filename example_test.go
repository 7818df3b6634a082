package podlife_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/podlife/podlife"
)

func ExampleParseObjects() {
	objects, err := podlife.ParseObjects([]byte(`{
		"kind": "List", "apiVersion": "v1", "items": [
			{"kind": "Pod", "metadata": {"name": "web"}, "status": {"phase": "Running"}},
			{"kind": "Pod", "metadata": {"name": "db"}, "status": {"phase": "Pending"}},
			{"kind": "Node", "metadata": {"name": "node-a"}},
			{"kind": "ConfigMap", "metadata": {"name": "settings"}}
		]}`))
	if err != nil {
		fmt.Println(err)
	}
	for _, p := range objects.Pods {
		fmt.Println(p.Name, p.Status.Phase)
	}
	fmt.Println(len(objects.Nodes), "node, skipped", objects.Skipped)
	// Output:
	// web Running
	// db Pending
	// 1 node, skipped map[ConfigMap:1]
}

// What cannot be read is named, and the rest is there all the same.
func ExampleParseObjects_errors() {
	objects, err := podlife.ParseObjects([]byte(`
		{"kind": "Pod", "metadata": {"name": "web"}}
		{"kind": "Pod", "spec": {"containers": [{"name": "db"}, {"name": 5}], "hostNetwork": "no"}}`))
	fmt.Println(err)
	var first *podlife.ParseError
	if errors.As(err, &first) {
		fmt.Println("first:", first.Document, first.Field)
	}
	fmt.Println(len(objects.Pods), "Pod")
	// Output:
	// podlife: document 1: spec.containers[1].name: found a number, want a string
	// podlife: document 1: spec.hostNetwork: found a string, want a boolean
	// first: 1 spec.containers[1].name
	// 1 Pod
}

func ExamplePhase_IsTerminal() {
	for _, phase := range []podlife.Phase{podlife.PodRunning, podlife.PodSucceeded, podlife.PodFailed} {
		fmt.Println(phase, phase.IsTerminal())
	}
	// Output:
	// Running false
	// Succeeded true
	// Failed true
}

func ExampleExitCodes_Contains() {
	retryable := podlife.ExitCodes{Operator: podlife.ExitCodesNotIn, Values: []int32{0, 42}}
	fmt.Println(retryable.Contains(1), retryable.Contains(42))
	// Output: true false
}

func ExampleContainer_IsSidecar() {
	for _, c := range []podlife.Container{{Name: "migrate"}, {Name: "proxy", RestartPolicy: podlife.RestartPolicyAlways}} {
		fmt.Println(c.Name, c.IsSidecar())
	}
	// Output:
	// migrate false
	// proxy true
}

func ExamplePod_IsStatic() {
	p := podlife.Pod{ObjectMeta: podlife.ObjectMeta{
		Annotations: map[string]string{podlife.ConfigSourceAnnotation: "file"},
	}}
	fmt.Println(p.IsStatic())
	// Output: true
}

func ExampleNode_IsLost() {
	n := podlife.Node{Status: podlife.NodeStatus{Conditions: []podlife.NodeCondition{
		{Type: podlife.NodeReady, Status: podlife.ConditionUnknown, Reason: "NodeStatusUnknown"},
	}}}
	fmt.Println(n.IsLost())
	// Output: true
}

func ExampleContainerStatus_HasStarted() {
	started := true
	fmt.Println((&podlife.ContainerStatus{}).HasStarted(), (&podlife.ContainerStatus{Started: &started}).HasStarted())
	// Output: false true
}

func ExampleFindStatus() {
	statuses := []podlife.ContainerStatus{{Name: "db", Ready: true}, {Name: "web"}}
	if s := podlife.FindStatus(statuses, "db"); s != nil {
		fmt.Println(s.Ready)
	}
	fmt.Println(podlife.FindStatus(statuses, "cache"))
	// Output:
	// true
	// <nil>
}

// A state is in one kind. JSON refuses fields that its kind does not have,
// because they would be lost.
func ExampleContainerState() {
	state := podlife.Terminated(137, "OOMKilled")
	data, _ := json.Marshal(state)
	fmt.Println(string(data))

	state.Kind = podlife.StateWaiting
	_, err := json.Marshal(state)
	var lost *podlife.StateError
	fmt.Println(errors.As(err, &lost))
	// Output:
	// {"terminated":{"exitCode":137,"reason":"OOMKilled"}}
	// true
}

func ExamplePod_Clone() {
	original := &podlife.Pod{Spec: podlife.PodSpec{Containers: []podlife.Container{{Name: "web"}}}}
	clone := original.Clone()
	clone.Spec.Containers[0].Name = "db"
	fmt.Println(original.Spec.Containers[0].Name, clone.Spec.Containers[0].Name)
	// Output: web db
}

func ExampleToleration_Tolerates() {
	taint := &podlife.Taint{Key: podlife.TaintNodeNotReady, Effect: podlife.TaintEffectNoExecute}
	for _, t := range []podlife.Toleration{
		{Operator: podlife.TolerationOpExists},
		{Key: podlife.TaintNodeNotReady, Effect: podlife.TaintEffectNoSchedule},
	} {
		fmt.Println(t.Tolerates(taint, false))
	}
	// Output:
	// true
	// false
}
