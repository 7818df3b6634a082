package schedule_test

import (
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

func TestPodFitsResources(t *testing.T) {
	used := func() *podlife.Objects {
		return with(nodes(node("n1")), on(pod("q", "cpu", "3", "memory", "1Gi"), "n1"))
	}
	over := func() *podlife.Objects { return with(nodes(node("n1")), on(pod("q", "memory", "9Gi"), "n1")) }
	single := nodes(changed(node("n1"), allocatable("cpu", "1m", "memory", "1Gi", "pods", "9")))
	full := with(nodes(changed(node("n1"), allocatable("cpu", "4", "memory", "1Gi", "pods", "1"))), on(pod("q"), "n1"))
	initial := func(p *podlife.Pod, cpu string) *podlife.Pod {
		p.Spec.InitContainers = []podlife.Container{{Name: "migrate", Resources: podlife.ResourceRequirements{Requests: list("cpu", cpu)}}}
		return p
	}
	devices := func(n string) *podlife.Objects {
		return nodes(changed(node("n1"), allocatable("cpu", "4", "memory", "8Gi", "pods", "9", "example.com/gpu", n)))
	}
	initialDevices := func(p *podlife.Pod, n string) *podlife.Pod {
		p.Spec.InitContainers = pod("i", "example.com/gpu", n).Spec.Containers
		return p
	}
	two, heavy, level := pod("p", "cpu", "500u"), pod("p", "cpu", "1"), pod("p", "cpu", "1")
	two.Spec.Containers = append(two.Spec.Containers, two.Spec.Containers[0])
	heavy.Spec.Overhead = list("cpu", "9")
	level.Spec.Resources = &podlife.ResourceRequirements{Requests: list("cpu", "9")}
	const cpu, memory = "Insufficient cpu", "Insufficient memory"
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.PodFitsResources), []legacyCase{
		{"exact", used(), pod("p", "cpu", "1", "memory", "7Gi"), ""},
		{"one more", used(), pod("p", "cpu", "1001m"), cpu},
		{"both", used(), pod("p", "cpu", "2", "memory", "8Gi"), cpu + "; " + memory},
		{"nothing requested of too little", over(), pod("p"), ""},
		{"cpu requested, memory short", over(), pod("p", "cpu", "1"), memory},
		{"no cpu requested of an extended resource, memory short", over(), pod("p", "example.com/gpu", "0"), memory},
		{"a resource that nobody counts", over(), pod("p", "foo", "1"), ""},
		{"full", full, pod("p"), "Insufficient pods"},
		{"full and too small", full, pod("p", "cpu", "5"), "Insufficient pods; " + cpu},
		{"containers round up one by one", single, two, cpu},
		{"one rounds up", single, pod("p", "cpu", "500u"), ""},
		{"init container", nodes(node("n1")), initial(pod("p", "cpu", "1"), "5"), cpu},
		{"an init container's device", devices("2"), initialDevices(pod("p", "example.com/gpu", "1"), "3"), "Insufficient example.com/gpu"},
		{"an init container's none of a device, memory short", over(), initialDevices(pod("p"), "0"), ""},
		{"no more than the Pod's", devices("2"), initialDevices(pod("p", "example.com/gpu", "2"), "1"), ""},
		{"the Pod's, not the init container's", devices("1"), initialDevices(pod("p", "example.com/gpu", "2"), "1"), "Insufficient example.com/gpu"},
		{"init container of a placed Pod", with(nodes(node("n1")), on(initial(pod("q", "cpu", "1"), "4"), "n1")), pod("p", "cpu", "3"), ""},
		{"overhead", nodes(node("n1")), heavy, ""},
		{"the Pod as a whole", nodes(node("n1")), level, ""},
		{"extended", nodes(node("n1")), pod("p", "example.com/gpu", "1"), "Insufficient example.com/gpu"},
		{"extended, sorted", nodes(node("n1")), pod("p", "example.com/gpu", "1", "example.com/disk", "1"), "Insufficient example.com/disk; Insufficient example.com/gpu"},
		{"the old resource for GPUs", nodes(node("n1")), pod("p", "alpha.kubernetes.io/nvidia-gpu", "1"), "Insufficient alpha.kubernetes.io/nvidia-gpu"},
		{"a resource of Kubernetes that came later", nodes(node("n1")), pod("p", "other.kubernetes.io/x", "1"), ""},
		{"huge pages", nodes(node("n1")), pod("p", "hugepages-2Mi", "2Mi"), "Insufficient hugepages-2Mi"},
		{"storage", nodes(node("n1")), pod("p", "ephemeral-storage", "1"), "Insufficient ephemeral-storage"},
	})
	ignoring := only(schedule.LegacyArgs{}, schedule.PodFitsResources)
	ignoring.Fit.IgnoredResources = []string{"example.com/gpu"}
	checkLegacy(t, ignoring, []legacyCase{{"ignored", nodes(node("n1")), pod("p", "example.com/gpu", "1"), ""}})
	alone := schedule.Profile{Filters: []string{schedule.PodFitsResources}}
	if d, err := cluster(t, nodes(node("n1"))).Schedule(pod("p", "cpu", "5"), alone, 0); err == nil {
		t.Errorf("as the only thing of 1.10 in a profile it is passed over: %s", d.Node)
	}
}
