package restart_test

import (
	"fmt"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// Two init containers, two main containers, and the first main container fails
// once. Every plan is carried out, and then something ends.
func Example_timeline() {
	pod := &podlife.Pod{Spec: podlife.PodSpec{
		RestartPolicy:  podlife.RestartPolicyOnFailure,
		InitContainers: []podlife.Container{{Name: "migrate"}, {Name: "warm-up"}},
		Containers:     []podlife.Container{{Name: "web"}, {Name: "db"}},
	}}
	var o restart.Observed

	// sync plans, prints the plan, and does what it says.
	sync := func(why string) {
		a := restart.Plan(pod, o)
		var did []string
		if a.CreateSandbox {
			did = append(did, "create a sandbox")
			o.Sandboxes = []restart.Sandbox{{ID: "sandbox", Attempt: a.Attempt, Ready: true}}
		}
		start := func(c podlife.Container) {
			did = append(did, "start "+c.Name)
			run := restart.RuntimeStatus{ID: fmt.Sprint(c.Name, len(o.Containers)), Name: c.Name, SandboxID: "sandbox", State: restart.StateRunning}
			o.Containers = append([]restart.RuntimeStatus{run}, o.Containers...)
		}
		for _, i := range a.InitContainersToStart {
			start(pod.Spec.InitContainers[i])
		}
		for _, i := range a.ContainersToStart {
			start(pod.Spec.Containers[i])
		}
		if a.KillPod && !a.CreateSandbox {
			did = append(did, "kill the Pod")
		}
		if did == nil {
			did = []string{"nothing"}
		}
		fmt.Printf("%-18s %s\n", why+":", strings.Join(did, ", "))
	}
	// exit ends the newest run of a container.
	exit := func(name string, code int32) {
		for i := range o.Containers {
			if s := &o.Containers[i]; s.Name == name {
				s.State, s.ExitCode = restart.StateExited, code
				break
			}
		}
		sync(fmt.Sprint(name, " exits ", code))
	}

	sync("the Pod is new")
	sync("nothing changed")
	exit("migrate", 0)
	exit("warm-up", 0)
	exit("web", 1)
	exit("db", 0)
	exit("web", 0)
	// Output:
	// the Pod is new:    create a sandbox, start migrate
	// nothing changed:   nothing
	// migrate exits 0:   start warm-up
	// warm-up exits 0:   start web, start db
	// web exits 1:       start web
	// db exits 0:        nothing
	// web exits 0:       kill the Pod
}
