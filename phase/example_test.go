package phase_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// parse reads one Pod, as kubectl prints it.
func parse(data string) *podlife.Pod {
	objects, err := podlife.ParseObjects([]byte(data))
	if err != nil {
		panic(err)
	}
	return objects.Pods[0]
}

// job is a Pod whose work is done while its sidecar still runs.
const job = `{
  "kind": "Pod",
  "metadata": {"name": "report", "creationTimestamp": "2026-01-01T00:00:00Z"},
  "spec": {
    "nodeName": "node-1",
    "restartPolicy": "Never",
    "initContainers": [{"name": "proxy", "restartPolicy": "Always"}],
    "containers": [{"name": "report"}]
  },
  "status": {
    "phase": "Running",
    "conditions": [{"type": "Initialized", "status": "True"}],
    "initContainerStatuses": [{"name": "proxy", "ready": true, "started": true, "state": {"running": {}}}],
    "containerStatuses": [{"name": "report", "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}}]
  }
}`

func ExampleOf() {
	p := parse(job)
	fmt.Println(phase.Of(p)) // the sidecar still runs

	p.Status.InitContainerStatuses[0].State = podlife.Terminated(137, "Error") // now it was killed
	fmt.Println(phase.Of(p))
	// Output:
	// Running
	// Succeeded
}

func ExampleProject() {
	spec := &podlife.PodSpec{
		RestartPolicy: podlife.RestartPolicyOnFailure,
		Containers:    []podlife.Container{{Name: "web"}, {Name: "logs"}},
	}
	statuses := []podlife.ContainerStatus{
		{Name: "web", State: podlife.Terminated(1, "Error")},
		{Name: "logs", State: podlife.Terminated(0, "Completed")},
	}
	fmt.Println(phase.Project(spec, statuses, phase.View{}))               // web will be started again
	fmt.Println(phase.Project(spec, statuses, phase.View{Terminal: true})) // nothing will
	// Output:
	// Running
	// Failed
}

func ExampleViewOf() {
	p := parse(job)
	p.DeletionTimestamp = time.Date(2026, 1, 1, 0, 1, 0, 0, time.UTC)
	fmt.Printf("%+v\n", phase.ViewOf(p))
	p.Status.InitContainerStatuses = nil
	fmt.Printf("%+v\n", phase.ViewOf(p))
	// Output:
	// {Terminal:false Initialized:true Static:false}
	// {Terminal:true Initialized:true Static:false}
}

func ExampleOnNode() {
	node := &podlife.Node{Status: podlife.NodeStatus{Conditions: []podlife.NodeCondition{
		{Type: podlife.NodeReady, Status: podlife.ConditionUnknown, Reason: "NodeStatusUnknown"},
	}}}
	fmt.Println(phase.OnNode(parse(job), node))
	// Output: Unknown
}

func ExampleNext() {
	evicted := podlife.PodStatus{Phase: podlife.PodFailed, Reason: podlife.ReasonEvicted}
	fmt.Println(phase.Next(evicted, podlife.PodRunning))
	fmt.Println(phase.Next(podlife.PodStatus{Phase: podlife.PodPending}, podlife.PodRunning))
	// Output:
	// Failed
	// Running
}

func ExampleMerge() {
	// The kubelet evicted the Pod, the API does not know yet, and then every
	// container ended in success: nothing is left of the eviction.
	cached := phase.Report{Phase: podlife.PodFailed, Reason: podlife.ReasonEvicted}
	api := phase.Report{Phase: podlife.PodRunning}
	fmt.Printf("%+v\n", phase.Merge(podlife.PodSucceeded, cached, api, nil))
	fmt.Printf("%+v\n", phase.Merge(podlife.PodRunning, cached, api, nil))
	// Output:
	// {Phase:Succeeded Reason: Message:}
	// {Phase:Failed Reason:Evicted Message:}
}

func ExampleAt() {
	p := parse(job)
	hour := int64(3600)
	p.Spec.ActiveDeadlineSeconds = &hour
	p.Status.StartTime = p.CreationTimestamp
	fmt.Println("until", phase.Deadline(p).Format(time.TimeOnly))
	fmt.Println(phase.At(p, p.CreationTimestamp.Add(59*time.Minute)).Phase)
	fmt.Println(phase.At(p, p.CreationTimestamp.Add(60*time.Minute)).Reason)
	// Output:
	// until 01:00:00
	// Running
	// DeadlineExceeded
}

func ExampleDeadline() {
	p := parse(job)
	fmt.Println(phase.Deadline(p).IsZero()) // it has none
	hour := int64(3600)
	p.Spec.ActiveDeadlineSeconds = &hour
	p.Status.StartTime = p.CreationTimestamp
	fmt.Println(phase.Deadline(p).Format(time.TimeOnly))
	// Output:
	// true
	// 01:00:00
}

// The deadline comes before everything but a terminal phase that the API has.
func ExampleExpired() {
	p := parse(job)
	hour := int64(3600)
	p.Spec.ActiveDeadlineSeconds = &hour
	p.Status.StartTime = p.CreationTimestamp
	report := phase.ReportOf(&p.Status)
	override := phase.Expired(p, p.CreationTimestamp.Add(2*time.Hour))
	fmt.Printf("%+v\n", phase.Merge(podlife.PodRunning, report, report, override))
	// Output: {Phase:Failed Reason:DeadlineExceeded Message:Pod was active on the node longer than the specified deadline}
}

// A container has ended, and another one can still start it again, by a rule
// that restarts all.
func ExampleCanRestartAll() {
	p := &podlife.Pod{Spec: podlife.PodSpec{
		RestartPolicy: podlife.RestartPolicyNever,
		Containers: []podlife.Container{{Name: "prepare"}, {
			Name: "train", RestartPolicy: podlife.RestartPolicyNever,
			RestartPolicyRules: []podlife.ContainerRestartRule{{
				Action:    podlife.RestartActionRestartAllContainers,
				ExitCodes: podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{42}},
			}},
		}},
	}}
	p.Status.ContainerStatuses = []podlife.ContainerStatus{
		{Name: "prepare", State: podlife.Terminated(0, "Completed")},
		{Name: "train", State: podlife.Running(epoch)},
	}
	fmt.Println(phase.CanRestartAll(p))
	p.Status.ContainerStatuses[1].State = podlife.Terminated(1, "Error")
	fmt.Println(phase.CanRestartAll(p))
	// Output:
	// true
	// false
}

func ExampleSet_Has() {
	over := phase.SetOf(podlife.PodSucceeded, podlife.PodFailed)
	fmt.Println(over, over.Has(podlife.PodRunning))
	// Output: Succeeded, Failed false
}

func ExamplePublish() {
	p := parse(job) // as the API has it
	next := p.Status.Clone()
	next.Phase = podlife.PodFailed
	next.Reason = podlife.ReasonEvicted
	now := p.CreationTimestamp.Add(time.Hour)
	fmt.Println(phase.Publish(p, next, true, now).Phase)  // the sidecar is still being stopped
	fmt.Println(phase.Publish(p, next, false, now).Phase) // all have stopped
	// Output:
	// Running
	// Failed
}

func ExampleTextbook() {
	p := parse(job)
	fmt.Println(phase.Textbook(p)) // it does not know the sidecar
	p.Spec.RestartPolicy = podlife.RestartPolicyAlways
	fmt.Println(phase.Textbook(p)) // nor the restart policy
	fmt.Println(phase.Of(p))
	// Output:
	// Succeeded true
	// Succeeded true
	// Running
}

func ExampleConditions() {
	for _, c := range phase.Conditions(parse(job)) {
		fmt.Println(strings.TrimSpace(fmt.Sprint(c.Type, " ", c.Status, " ", c.Reason, " ", c.Message)))
	}
	// Output:
	// PodReadyToStartContainers True
	// Initialized True
	// Ready False ContainersNotReady containers with unready status: [report]
	// ContainersReady False ContainersNotReady containers with unready status: [report]
	// PodScheduled True
}

func ExampleColumns() {
	p := parse(job)
	row := phase.Columns(p, p.CreationTimestamp.Add(5*time.Minute))
	fmt.Println(row.Ready, row.Status, row.Restarts, row.Age)
	// Output: 1/2 Completed 0 5m
}

func ExampleHumanDuration() {
	fmt.Println(phase.HumanDuration(90 * time.Second))
	fmt.Println(phase.HumanDuration(50 * time.Hour))
	// Output:
	// 90s
	// 2d2h
}

func ExampleCheckTransition() {
	old := parse(job)
	new := old.Clone()
	new.Status.ContainerStatuses[0].State = podlife.Running(old.CreationTimestamp)
	fmt.Println(phase.CheckTransition(old, new)) // policy Never: it may not run again
	// Output: status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state
}
