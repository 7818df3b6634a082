package lifecycle_test

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// What a post-mortem asks of a Timeline: what became of each container when, and
// who or what was the cause.
func ExampleTimeline() {
	pod := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"},
		Spec:       podlife.PodSpec{Containers: []podlife.Container{{Name: "web", Image: "web:1"}}},
	}
	grace := int64(5)
	line, err := lifecycle.Simulate(pod, lifecycle.Script{
		Containers: map[string]lifecycle.ContainerScript{"web": {
			Runs: []lifecycle.Run{{For: lifecycle.Duration(20 * time.Second), ExitCode: 137, Reason: "OOMKilled"}, {}},
			Stop: lifecycle.Stop{Ignored: true},
		}},
		Happenings: []lifecycle.Happening{
			{At: lifecycle.Duration(time.Minute), Do: lifecycle.DoDelete, GracePeriodSeconds: &grace},
			{At: lifecycle.Duration(2 * time.Minute), Do: lifecycle.DoEvict},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range line.Lanes[0].Marks {
		fmt.Println(m.At.Sub(line.Start), m.What, m.ExitCode, m.Reason, "by", m.Cause)
	}
	for _, r := range line.Deletion.Requests {
		fmt.Println(r.At.Sub(line.Start), "request by", r.Cause, "until", r.DeadlineAt.Sub(line.Start))
	}
	for _, r := range line.Refused {
		fmt.Println(r.At.Sub(line.Start), r.Err)
	}
	// Output:
	// 0s started 0  by None
	// 20s exited 137 OOMKilled by Itself
	// 20s started 0  by None
	// 1m0s SIGTERM 0  by Deletion
	// 1m5s SIGKILL 0  by Deletion
	// 1m5s exited 137 Error by Deletion
	// 1m0s request by Deletion until 1m5s
	// 1m5s request by Kubelet until 1m5s
	// 2m0s lifecycle: lifecycle.Evicted cannot happen in stage Gone
}
