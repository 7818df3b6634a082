package schedule_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

func TestFitScore(t *testing.T) {
	most, shaped := schedule.Default(), schedule.Default()
	most.Fit.Strategy = schedule.MostAllocated
	shaped.Fit = schedule.FitArgs{Strategy: schedule.RequestedToCapacityRatio, Resources: []schedule.ResourceWeight{{Name: "cpu", Weight: 1}},
		Shape: []schedule.UtilizationPoint{{Utilization: 0, Score: 0}, {Utilization: 40, Score: 9}, {Utilization: 100, Score: 3}}}
	three := pod("p")
	three.Spec.Containers = append(three.Spec.Containers, three.Spec.Containers[0], three.Spec.Containers[0])
	level := pod("p", "cpu", "500m")
	level.Spec.Resources = &podlife.ResourceRequirements{Requests: list("cpu", "2")}
	for _, test := range []struct {
		name   string
		p      *podlife.Pod
		pr     schedule.Profile
		placed []*podlife.Pod
		want   int64
	}{
		{"nothing requested", pod("p"), schedule.Default(), nil, 97},
		{"three containers", three, schedule.Default(), nil, 92},
		{"1 cpu, 1Gi", pod("p", "cpu", "1", "memory", "1Gi"), schedule.Default(), nil, 81},
		{"two Pods there", pod("p", "cpu", "1", "memory", "1Gi"), schedule.Default(), []*podlife.Pod{on(pod("a", "cpu", "500m", "memory", "1Gi"), "n1"), on(pod("b"), "n1")}, 66},
		{"over by defaults", pod("p", "cpu", "0", "memory", "0"), schedule.Default(), []*podlife.Pod{on(pod("a", "cpu", "5", "memory", "4Gi"), "n1")}, 25},
		{"pod level does not count", level, schedule.Default(), nil, (87 + 97) / 2},
		{"most: nothing requested", pod("p"), most, nil, 2},
		{"most: 1 cpu, 1Gi", pod("p", "cpu", "1", "memory", "1Gi"), most, nil, 18},
		{"most: over", pod("p", "cpu", "0", "memory", "0"), most, []*podlife.Pod{on(pod("a", "cpu", "5", "memory", "8Gi"), "n1")}, 100},
		{"shape: 33", pod("p", "cpu", "1320m"), shaped, nil, 74},
		{"shape: 55", pod("p", "cpu", "2200m"), shaped, nil, 75},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := alone(t, node("n1"), test.p, test.pr, schedule.NodeResourcesFit, test.placed...); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
	noMemory := changed(node("n1"), allocatable("cpu", "4", "pods", "9"))
	if got := alone(t, noMemory, pod("p", "cpu", "1"), schedule.Default(), schedule.NodeResourcesFit); got != 75 {
		t.Errorf("without memory: %d", got)
	}
}

// Weights, resources that only some nodes have, and shapes with any corners.
// Node n1 has 4 cpu, 8Gi and 4 devices, of which one is in use.
func TestFitArguments(t *testing.T) {
	weights := func(pairs ...any) schedule.FitArgs {
		var args schedule.FitArgs
		for i := 0; i < len(pairs); i += 2 {
			args.Resources = append(args.Resources, schedule.ResourceWeight{Name: podlife.ResourceName(pairs[i].(string)), Weight: int64(pairs[i+1].(int))})
		}
		return args
	}
	ratio := func(args schedule.FitArgs, corners ...int64) schedule.FitArgs {
		args.Strategy = schedule.RequestedToCapacityRatio
		for i := 0; i < len(corners); i += 2 {
			args.Shape = append(args.Shape, schedule.UtilizationPoint{Utilization: corners[i], Score: corners[i+1]})
		}
		return args
	}
	hill := func() schedule.FitArgs { return ratio(weights("cpu", 1), 20, 4, 60, 10, 80, 2) }
	const gpu = "example.com/gpu"
	for _, test := range []struct {
		name string
		args schedule.FitArgs
		p    *podlife.Pod
		want int64
	}{
		{"cpu three times", weights("cpu", 3, "memory", 1), pod("p", "cpu", "2", "memory", "0"), (50*3 + 100) / 4},
		{"most, cpu three times", schedule.FitArgs{Strategy: schedule.MostAllocated, Resources: weights("cpu", 3, "memory", 1).Resources}, pod("p", "cpu", "2", "memory", "0"), 50 * 3 / 4},
		{"ratio, cpu twice, rounded", ratio(weights("cpu", 2, "memory", 1), 0, 0, 100, 10), pod("p", "cpu", "2", "memory", "2Gi"), 42},
		{"devices", weights(gpu, 1), pod("p", gpu, "1"), 50},
		{"no device requested", weights(gpu, 1, "cpu", 1), pod("p", "cpu", "1"), 75},
		{"devices alone, and none requested", weights(gpu, 1), pod("p", "cpu", "1"), 0},
		{"a resource that nobody counts", weights("foo", 1, "cpu", 1), pod("p", "cpu", "1", "foo", "1"), 75},
		{"no resource of containers", weights("pods", 1, "storage", 1, "cpu", 1), pod("p", "cpu", "1", "pods", "1", "storage", "1"), 75},
		{"local storage that the node lacks", weights("ephemeral-storage", 1, "cpu", 1), pod("p", "cpu", "1"), 75},
		{"before the first corner", hill(), pod("p", "cpu", "400m"), 40},
		{"at the first corner", hill(), pod("p", "cpu", "800m"), 40},
		{"up", hill(), pod("p", "cpu", "1200m"), 55},
		{"at the top", hill(), pod("p", "cpu", "2400m"), 100},
		{"down", hill(), pod("p", "cpu", "2800m"), 60},
		{"behind the last corner", hill(), pod("p", "cpu", "3600m"), 20},
		{"all of it", hill(), pod("p", "cpu", "4"), 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			pr := schedule.Default()
			pr.Fit = test.args
			n := changed(node("n1"), allocatable("cpu", "4", "memory", "8Gi", gpu, "4", "pods", "9"))
			o := with(nodes(n, n.Clone()), on(pod("q", "cpu", "0", "memory", "0", gpu, "1"), "n1"))
			o.Nodes[1].Name = "n2"
			if got := scores(t, o, test.p, pr, schedule.NodeResourcesFit)["n1"]; got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

// Amounts that a hundredfold of would not be a number any more.
func TestFitScoreOfHugeAmounts(t *testing.T) {
	huge := changed(node("n1"), allocatable("memory", "1Ei", "pods", "9"))
	o := func() *podlife.Objects { return nodes(huge, node("other")) }
	pr := schedule.Default()
	pr.Fit.Resources = []schedule.ResourceWeight{{Name: "memory", Weight: 1}}
	for memory, want := range map[string]int64{"256Pi": 75, "1023Pi": 0, "1Pi": 99, "1Ei": 0} {
		p := pod("p", "memory", memory)
		p.Spec.Tolerations = nil
		o := o()
		o.Nodes[1].Status.Allocatable = huge.Status.Allocatable
		if got := scores(t, o, p, pr, schedule.NodeResourcesFit)["n1"]; got != want {
			t.Errorf("%s: got %d, want %d", memory, got, want)
		}
	}
}

// What Pods on a node count with when it is scored: containers that do not say
// count with a default, unless the Pod as a whole says.
func TestPlacedScore(t *testing.T) {
	whole := func(p *podlife.Pod, requests ...string) *podlife.Pod {
		p.Spec.Resources = &podlife.ResourceRequirements{Requests: list(requests...)}
		return p
	}
	two := func(requests ...string) *podlife.Pod {
		p := pod("q", requests...)
		p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: "log"})
		return p
	}
	for _, test := range []struct {
		name        string
		q           *podlife.Pod
		cpu, memory int64
	}{
		{"nothing", pod("q"), 97, 97},
		{"one says", two("cpu", "1", "memory", "1Gi"), 72, 85},
		{"the Pod says how much memory", whole(pod("q"), "memory", "1Gi"), 97, 87},
		{"the Pod says how much cpu", whole(pod("q"), "cpu", "1"), 75, 97},
		{"the Pod says both", whole(two("cpu", "500m"), "cpu", "1", "memory", "1Gi"), 75, 87},
		{"the Pod says how many huge pages", whole(pod("q"), "hugepages-2Mi", "2Mi"), 97, 97},
		{"the Pod says what no Pod can say", whole(two("cpu", "1", "memory", "1Gi"), "example.com/gpu", "1"), 72, 85},
		{"the Pod says how many huge pages, one container the rest", whole(two("cpu", "1", "memory", "1Gi"), "hugepages-2Mi", "2Mi"), 75, 87},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := func(name podlife.ResourceName) int64 {
				pr := schedule.Default()
				pr.Fit.Resources = []schedule.ResourceWeight{{Name: name, Weight: 1}}
				return alone(t, node("n1"), pod("p", "cpu", "0", "memory", "0"), pr, schedule.NodeResourcesFit, on(test.q.Clone(), "n1"))
			}
			if cpu, memory := got("cpu"), got("memory"); cpu != test.cpu || memory != test.memory {
				t.Errorf("got %d %d, want %d %d", cpu, memory, test.cpu, test.memory)
			}
		})
	}
}

// The ratio leaves resources out that score nothing.
func TestRatioSkipsNothing(t *testing.T) {
	pr := schedule.Default()
	pr.Fit.Strategy = schedule.RequestedToCapacityRatio
	pr.Fit.Shape = []schedule.UtilizationPoint{{Utilization: 0, Score: 0}, {Utilization: 100, Score: 10}}
	p := pod("p", "cpu", "0", "memory", "6.4Gi")
	if got := alone(t, node("n1"), p, pr, schedule.NodeResourcesFit); got != 80 {
		t.Errorf("got %d, want 80", got)
	}
}
