package oracle

import (
	"fmt"
	"time"
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/printers"
	_ "k8s.io/kubernetes/pkg/printers/internalversion" // printPod
)

// Columns is the row that kubectl get pod -o wide shows at time now: Name, Ready, Status,
// Restarts, Age, IP, Node, Nominated Node, Readiness Gates.
// Source: kubernetes v1.37 pkg/printers/internalversion/printers.go, printPod.
func Columns(pod *v1.Pod, now time.Time) ([]string, error) {
	for {
		start := time.Now()
		row, err := PrintPod(Internal(shift(pod, now, start)))
		if err != nil {
			return nil, err
		}
		if time.Since(start) > slack {
			continue // too slow to be sure of the seconds: once more
		}
		cells := make([]string, len(row.Cells))
		for i, cell := range row.Cells {
			cells[i] = fmt.Sprint(cell)
		}
		return cells, nil
	}
}

// PrintPod is [Columns] without any preparation and by the real clock, for benchmarks.
// Source: kubernetes v1.37 pkg/printers/internalversion/printers.go, printPod.
func PrintPod(pod *core.Pod) (metav1.TableRow, error) {
	rows, err := printPod(pod, printers.GenerateOptions{Wide: true})
	if err != nil {
		return metav1.TableRow{}, err
	}
	return rows[0], nil
}

// slack is how long printing a row may take. The printer reads the real clock and counts
// whole seconds, so a time that is placed on the right second stays there for a while.
const slack = 500 * time.Millisecond

// shift returns a copy of pod in which the times that the printer reads are as old at
// start, to the second, as they are in pod at now.
func shift(pod *v1.Pod, now, start time.Time) *v1.Pod {
	pod = pod.DeepCopy()
	move := func(t *metav1.Time) {
		if t.IsZero() {
			return
		}
		age := now.Sub(t.Time)
		t.Time = start.Add(-age.Truncate(time.Second))
		if age < 0 { // then seconds are counted towards zero from below
			t.Time = t.Time.Add(slack)
		}
	}
	move(&pod.CreationTimestamp)
	for _, statuses := range [][]v1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for i := range statuses {
			if t := statuses[i].LastTerminationState.Terminated; t != nil {
				move(&t.FinishedAt)
			}
		}
	}
	return pod
}

//go:linkname printPod k8s.io/kubernetes/pkg/printers/internalversion.printPod
func printPod(pod *core.Pod, options printers.GenerateOptions) ([]metav1.TableRow, error)
