package phase_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/phase"
)

// Public bug reports about programs that read a Pod's state wrongly. Each Pod
// in testdata/bugreports models a report; none is copied from one.

// reported reads the Pod of one report.
func reported(t *testing.T, name string) *podlife.Pod {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "bugreports", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	objects, err := podlife.ParseObjects(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(objects.Pods) != 1 {
		t.Fatalf("%s: %d Pods, want 1", name, len(objects.Pods))
	}
	return objects.Pods[0]
}

// kubectl is READY and STATUS, as kubectl prints them.
func kubectl(p *podlife.Pod) string {
	row := phase.Columns(p, epoch.Add(time.Hour))
	return row.Ready + " " + row.Status
}

func checkKubectl(t *testing.T, p *podlife.Pod, want string) {
	t.Helper()
	if got := kubectl(p); got != want {
		t.Errorf("Columns: READY STATUS = %q, want %q", got, want)
	}
}

func checkOf(t *testing.T, p *podlife.Pod, want podlife.Phase) {
	t.Helper()
	if got := phase.Of(p); got != want {
		t.Errorf("Of = %s, want %s", got, want)
	}
}

func checkOutcome(t *testing.T, p *podlife.Pod, want phase.Result, mains ...string) {
	t.Helper()
	if diff := cmp.Diff(want, phase.Outcome(p, mains...)); diff != "" {
		t.Errorf("Outcome(%q) (-want +got):\n%s", mains, diff)
	}
}

// checkExplain compares the first reason's text.
func checkExplain(t *testing.T, p *podlife.Pod, want string) {
	t.Helper()
	if diff := cmp.Diff(want, phase.Explain(p)[0].String()); diff != "" {
		t.Errorf("Explain: first reason (-want +got):\n%s", diff)
	}
}

// https://github.com/derailed/k9s/issues/2520: a sidecar that runs was shown as
// an init container that is not done, Init:1/2 for ever.
func TestK9s2520(t *testing.T) {
	p := reported(t, "k9s-2520")
	checkKubectl(t, p, "2/2 Running")
	checkOf(t, p, podlife.PodRunning)
	checkExplain(t, p, "all 2 containers run and are ready")

	// The trap beside it: a sidecar that has started and is not ready is no
	// reason for Init either.
	podlife.FindStatus(p.Status.InitContainerStatuses, "proxy").Ready = false
	checkKubectl(t, p, "1/2 Running")
	checkExplain(t, p, "sidecar proxy runs, but is not ready; the kubelet must report it ready")
}

// https://github.com/derailed/k9s/issues/3328: READY left the sidecar out, 1/1.
func TestK9s3328(t *testing.T) {
	p := reported(t, "k9s-3328")
	checkKubectl(t, p, "2/2 Running")

	// The total comes from the spec: it is 2 before the sidecar has a status.
	p.Status.InitContainerStatuses = nil
	checkKubectl(t, p, "1/2 Running")
}

// https://github.com/derailed/k9s/pull/4005: a sidecar killed after the work
// was done turned a success into Init:Error.
func TestK9s4005(t *testing.T) {
	p := reported(t, "k9s-4005")
	checkKubectl(t, p, "0/2 Completed")
	checkOf(t, p, podlife.PodSucceeded)
	checkOutcome(t, p, phase.Result{Verdict: phase.Succeeded, Cause: phase.CauseCompleted, Final: true})

	p.Status.Phase = podlife.PodRunning // as it was a moment before
	checkOf(t, p, podlife.PodSucceeded)
	checkOutcome(t, p, phase.Result{Verdict: phase.Succeeded, Cause: phase.CauseCompleted, Final: true})
}

// https://github.com/lensapp/lens/issues/8225: the phase was shown alone, so a
// Pod whose only container is gone was shown as Running.
func TestLens8225(t *testing.T) {
	p := reported(t, "lens-8225")
	checkKubectl(t, p, "0/1 Unknown")
	checkOf(t, p, podlife.PodRunning) // it will be started again
	checkOutcome(t, p, phase.Result{Cause: phase.CauseContainerRestarting, Container: "web", ExitCode: 255, Reason: "Unknown"})
	checkExplain(t, p, "the sandbox is not ready (pod sandbox is not ready); the kubelet must set up the sandbox, its volumes and its network")
}

// https://github.com/openshift/console/pull/14313: a sidecar that runs was shown
// as Init:0/1; later (17171) only the restarts of init containers were counted.
func TestOpenshiftConsole14313(t *testing.T) {
	p := reported(t, "console-14313")
	checkKubectl(t, p, "2/2 Running")
	if got, want := phase.Columns(p, epoch.Add(30*time.Minute)).Restarts, "3 (10m ago)"; got != want {
		t.Errorf("Columns: RESTARTS = %q, want %q", got, want)
	}
}

// https://github.com/tektoncd/pipeline/issues/6145: success was read off a step
// while the phase was Running, and the eviction that followed was not seen.
func TestTekton6145(t *testing.T) {
	before := reported(t, "tekton-6145-before")
	checkKubectl(t, before, "1/2 NotReady")
	checkOf(t, before, podlife.PodRunning)
	checkOutcome(t, before, phase.Result{Cause: phase.CauseContainerRunning, Container: "helper"})

	p := reported(t, "tekton-6145")
	checkKubectl(t, p, "0/2 Error") // STATUS hides the eviction
	evicted := phase.Result{
		Verdict: phase.Failed, Cause: phase.CauseEvicted, Reason: "Evicted", Final: true,
		Message: `Usage of EmptyDir volume "work" exceeds the limit "10Gi". `,
	}
	checkOutcome(t, p, evicted)
	checkOutcome(t, p, evicted, "step-build") // though it ended with exit code 0
	checkExplain(t, p, `the Pod failed: Evicted (Usage of EmptyDir volume "work" exceeds the limit "10Gi".); only a new Pod can do its work`)
}

// https://github.com/tektoncd/pipeline/pull/10172: a Pod whose init container ran
// out of memory was taken for running until a timeout.
func TestTekton10172(t *testing.T) {
	p := reported(t, "tekton-10172")
	checkKubectl(t, p, "0/1 Init:OOMKilled")
	checkOf(t, p, podlife.PodFailed)
	want := phase.Result{
		Verdict: phase.Failed, Cause: phase.CauseOOMKilled, Container: "prepare", ExitCode: 137, Reason: "OOMKilled", Final: true,
	}
	checkOutcome(t, p, want)
	checkOutcome(t, p, want, "step-simple")

	p.Status.Phase = podlife.PodPending // as it was a moment before
	checkOf(t, p, podlife.PodFailed)
	checkOutcome(t, p, want)
}

// https://github.com/argoproj/argo-workflows/pull/12197: no container had failed,
// because none had a status, and that was taken for success.
func TestArgoWorkflows12197(t *testing.T) {
	p := reported(t, "argo-12197")
	checkKubectl(t, p, "0/2 Failed")
	checkOf(t, p, podlife.PodFailed)
	want := phase.Result{Verdict: phase.Failed, Cause: phase.CauseNoStatus, Final: true}
	checkOutcome(t, p, want)
	checkOutcome(t, p, want, "main")

	// https://github.com/argoproj/argo-workflows/pull/15150: the phase is Failed,
	// and no container is shown to have failed.
	p = reported(t, "argo-15150")
	want.Cause = phase.CauseUnexplained
	checkOutcome(t, p, want)
	checkOutcome(t, p, want, "main")
}

// https://github.com/cloudnative-pg/cloudnative-pg/pull/11272: phase Running was
// taken for alive, while the main container had ended and only a sidecar ran.
func TestCloudNativePG11272(t *testing.T) {
	p := reported(t, "cnpg-11272")
	checkKubectl(t, p, "1/2 Completed") // the same STATUS as a job that is done
	checkOf(t, p, podlife.PodRunning)
	checkOutcome(t, p, phase.Result{Cause: phase.CauseContainerRestarting, Container: "db", Reason: "Completed"})
	checkExplain(t, p, "main container db ended with exit code 0: Completed, and will be started again; the kubelet must start it again")
}

// https://github.com/apache/spark-kubernetes-operator/issues/863: without container
// statuses the phase was not looked at, so a dead driver was being requested.
func TestSparkOperator863(t *testing.T) {
	gone := reported(t, "spark-863-node-gone")
	checkKubectl(t, gone, "0/1 Failed")
	checkOutcome(t, gone, phase.Result{
		Verdict: phase.Failed, Cause: phase.CauseNodeLost, Reason: "DeletionByPodGC", Message: "PodGC: node no longer exists", Final: true,
	})

	rejected := reported(t, "spark-863-rejected")
	checkKubectl(t, rejected, "0/1 Evicted")
	checkOutcome(t, rejected, phase.Result{
		Verdict: phase.Failed, Cause: phase.CauseEvicted, Reason: "Evicted", Final: true,
		Message: "Pod was rejected: The node had condition: [DiskPressure]. ",
	})

	// DisruptionTarget alone is not an end: the Pod may run on for a while.
	gone.Status.Phase = podlife.PodRunning
	gone.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "driver", State: podlife.Running(epoch), Ready: true}}
	checkOutcome(t, gone, phase.Result{Cause: phase.CauseContainerRunning, Container: "driver"})
}
