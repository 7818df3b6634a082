package schedule_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/schedule"
	"pgregory.net/rapid"
)

func TestRequests(t *testing.T) {
	asks := func(name string, requests ...string) podlife.Container {
		return podlife.Container{Name: name, Resources: podlife.ResourceRequirements{Requests: list(requests...)}}
	}
	sidecar := asks("proxy", "cpu", "100m", "memory", "64Mi")
	sidecar.RestartPolicy = podlife.RestartPolicyAlways
	for _, test := range []struct {
		name string
		p    *podlife.Pod
		want podlife.ResourceList
	}{
		{"no Pod", nil, nil},
		{"nothing", pod("p"), list()},
		{"none of something", pod("p", "example.com/gpu", "0"), list("example.com/gpu", "0")},
		{"side by side, exactly", changed(pod("p", "cpu", "500u"), func(p *podlife.Pod) {
			p.Spec.Containers = append(p.Spec.Containers, asks("log", "cpu", "700u", "memory", "1Gi"))
		}), list("cpu", "1200u", "memory", "1Gi")},
		{"an init container in its turn", changed(pod("p", "cpu", "500m"), func(p *podlife.Pod) {
			p.Spec.InitContainers = []podlife.Container{sidecar, asks("init", "cpu", "1", "memory", "32Mi")}
		}), list("cpu", "1100m", "memory", "96Mi")},
		{"less than nothing, beside a sidecar", changed(pod("p", "cpu", "-2", "memory", "1Gi"), func(p *podlife.Pod) {
			p.Spec.InitContainers = []podlife.Container{sidecar}
		}), list("cpu", "100m", "memory", "1088Mi")},
		{"as a whole, and the sandbox", changed(pod("p", "cpu", "3", "ephemeral-storage", "1Gi"), func(p *podlife.Pod) {
			p.Spec.Resources = &podlife.ResourceRequirements{Requests: list("cpu", "2", "memory", "1Gi")}
			p.Spec.Overhead = list("memory", "120Mi")
		}), list("cpu", "2", "memory", "1144Mi", "ephemeral-storage", "1Gi")},
		{"to be resized down", changed(pod("p", "cpu", "1"), func(p *podlife.Pod) {
			p.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "web", AllocatedResources: list("cpu", "2"), Resources: &podlife.ResourceRequirements{Requests: list("cpu", "3")}}}
		}), list("cpu", "3")},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := test.p.Clone()
			got := schedule.Requests(test.p)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for name := range got {
				got[name] = quantity("7")
			}
			if diff := cmp.Diff(before, test.p); diff != "" {
				t.Errorf("who writes to the list writes to the Pod (-before +after):\n%s", diff)
			}
		})
	}
}

// Of amounts that are equal the first stays as it is written.
func TestRequestsAsWritten(t *testing.T) {
	had := func(p *podlife.Pod) {
		p.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "web", AllocatedResources: list("memory", "2147483648"), Resources: &podlife.ResourceRequirements{Requests: list("memory", "2Gi")}}}
	}
	initial := func(p *podlife.Pod) { p.Spec.InitContainers = pod("i", "memory", "1073741824").Spec.Containers }
	for name, test := range map[string]struct {
		change func(*podlife.Pod)
		want   string
	}{
		"an init container requests as much": {initial, "1Gi"},
		"as much is set aside":               {had, "2Gi"},
	} {
		q := schedule.Requests(changed(pod("p", "memory", "1Gi"), test.change))["memory"]
		if got := q.String(); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// Of a Pod that runs the greatest counts of what its spec says, what the kubelet
// set aside and what its containers have: a resize is done in steps, and room is
// kept for each.
func TestReportedRequests(t *testing.T) {
	const none = "none"
	lists := func(cpu string) podlife.ResourceList {
		if cpu == none {
			return nil
		}
		return list("cpu", cpu)
	}
	status := func(name, allocated, actual string) podlife.ContainerStatus {
		s := podlife.ContainerStatus{Name: name, AllocatedResources: lists(allocated)}
		if actual != "" {
			s.Resources = &podlife.ResourceRequirements{Requests: lists(actual)}
		}
		return s
	}
	reports := func(statuses ...podlife.ContainerStatus) func(*podlife.Pod) {
		return func(p *podlife.Pod) { p.Status.ContainerStatuses = statuses }
	}
	whole := func(allocated, actual string) func(*podlife.Pod) {
		return func(p *podlife.Pod) {
			s := status("", allocated, actual)
			p.Status.AllocatedResources, p.Status.Resources = s.AllocatedResources, s.Resources
		}
	}
	infeasible := func(p *podlife.Pod) {
		p.Status.Conditions = []podlife.Condition{{Type: podlife.PodResizePending, Reason: "Infeasible"}}
	}
	deferred := func(p *podlife.Pod) {
		p.Status.Conditions = []podlife.Condition{{Type: podlife.PodResizePending, Reason: "Deferred"}}
	}
	asSidecar := func(p *podlife.Pod) {
		p.Spec.InitContainers = []podlife.Container{{Name: "proxy", RestartPolicy: podlife.RestartPolicyAlways, Resources: podlife.ResourceRequirements{Requests: list("cpu", "1")}}}
		p.Status.InitContainerStatuses = []podlife.ContainerStatus{status("proxy", "2", "")}
	}
	beside := func(p *podlife.Pod) {
		p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: "log", Resources: podlife.ResourceRequirements{Requests: list("cpu", "1")}})
	}
	for _, test := range []struct {
		name    string
		changes []func(*podlife.Pod)
		want    podlife.ResourceList
	}{
		{"nothing reported", nil, list("cpu", "2")},
		{"set aside is more", []func(*podlife.Pod){reports(status("web", "3", ""))}, list("cpu", "3")},
		{"set aside is less", []func(*podlife.Pod){reports(status("web", "1", ""))}, list("cpu", "2")},
		{"has more", []func(*podlife.Pod){reports(status("web", none, "3"))}, list("cpu", "3")},
		{"has less", []func(*podlife.Pod){reports(status("web", none, "1"))}, list("cpu", "2")},
		{"has more than is set aside", []func(*podlife.Pod){reports(status("web", "3", "4"))}, list("cpu", "4")},
		{"has less than is set aside", []func(*podlife.Pod){reports(status("web", "4", "3"))}, list("cpu", "4")},
		{"has something, nobody knows what", []func(*podlife.Pod){reports(status("web", "3", none))}, list("cpu", "3")},
		{"another container has more", []func(*podlife.Pod){reports(status("gone", "9", "9"))}, list("cpu", "2")},
		{"a sidecar has more", []func(*podlife.Pod){asSidecar}, list("cpu", "4")},
		{"one has more, one is asked for more", []func(*podlife.Pod){beside, reports(status("web", none, "1"), status("log", none, "4"))}, list("cpu", "5")},
		{"of one nothing is known", []func(*podlife.Pod){beside, reports(status("web", "4", "4"))}, list("cpu", "5")},
		{"deferred", []func(*podlife.Pod){deferred, reports(status("web", "1", "1"))}, list("cpu", "2")},
		{"infeasible", []func(*podlife.Pod){infeasible, reports(status("web", "1", "1"))}, list("cpu", "1")},
		{"infeasible, set aside alone", []func(*podlife.Pod){infeasible, reports(status("web", "1", ""))}, list("cpu", "1")},
		{"infeasible, has less", []func(*podlife.Pod){infeasible, reports(status("web", "1", "500m"))}, list("cpu", "1")},
		{"infeasible, nothing reported", []func(*podlife.Pod){infeasible}, list()},
		{"infeasible, of one nothing is known", []func(*podlife.Pod){infeasible, beside, reports(status("web", "1", "1"))}, list("cpu", "1")},
		{"as a whole, set aside is more", []func(*podlife.Pod){whole("4", "3")}, list("cpu", "4")},
		{"as a whole, has more", []func(*podlife.Pod){whole("3", "4")}, list("cpu", "4")},
		{"as a whole, less than asked", []func(*podlife.Pod){whole("1", "1")}, list("cpu", "2")},
		{"as a whole, then containers do not count", []func(*podlife.Pod){whole("1", "1"), reports(status("web", "9", "9"))}, list("cpu", "2")},
		{"set aside as a whole alone, then they do", []func(*podlife.Pod){whole("1", ""), reports(status("web", "3", "4"))}, list("cpu", "4")},
		{"and where nobody knows what it has", []func(*podlife.Pod){whole("9", none), reports(status("web", "3", "4"))}, list("cpu", "4")},
		{"nor what is set aside", []func(*podlife.Pod){whole(none, "9"), reports(status("web", "3", "4"))}, list("cpu", "4")},
		{"as a whole, infeasible", []func(*podlife.Pod){infeasible, whole("1", "500m")}, list("cpu", "1")},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, schedule.Requests(changed(pod("p", "cpu", "2"), test.changes...))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// requestsAreTaken: what is left on a node is what the requests of its Pods
// leave, to the last unit.
func requestsAreTaken(requests func(*podlife.Pod) podlife.ResourceList) func(*rapid.T) {
	units := func(name podlife.ResourceName, list podlife.ResourceList) int64 {
		q := list[name]
		if name == podlife.ResourceCPU {
			return q.MilliValue()
		}
		return q.Value()
	}
	return func(t *rapid.T) {
		o := podtest.Cluster().Draw(t, "cluster")
		c, n := built(t, o), rapid.SampledFrom(o.Nodes).Draw(t, "node")
		boxed := podtest.Unbound("boxed").Draw(t, "with an overhead")
		boxed.Spec.Overhead = list("cpu", "250m", "memory", "64Mi")
		if err := c.Assume(boxed, n.Name); err != nil {
			t.Fatal(err)
		}
		name := rapid.SampledFrom([]podlife.ResourceName{"cpu", "memory", "ephemeral-storage", "example.com/gpu"}).Draw(t, "resource")
		left := units(name, n.Status.Allocatable)
		for _, p := range c.Pods(n.Name) {
			left -= units(name, requests(p))
		}
		for _, ask := range []int64{max(left, 1), max(left, 0) + 1} {
			amount := podlife.NewQuantity(ask)
			if name == podlife.ResourceCPU {
				amount = podlife.NewMilliQuantity(ask)
			}
			p := pod("probe")
			p.Spec.Containers[0].Resources.Requests[name] = amount
			e, _ := explain(c, p, schedule.Profile{Filters: []string{schedule.NodeResourcesFit}}, 0)
			at := slices.IndexFunc(e.Verdicts, func(v schedule.Verdict) bool { return v.Node == n.Name })
			r := e.Verdicts[at].Rejection
			if short := r != nil && slices.Contains(r.Reasons, fmt.Sprintf("Insufficient %s", name)); short != (ask > left) {
				t.Fatalf("%s of %s on %s: short is %v, with %d left", amount, name, n.Name, short, left)
			}
		}
	}
}

func TestRequestsAreTaken(t *testing.T) {
	rapid.Check(t, requestsAreTaken(schedule.Requests))
	for name, forget := range map[string]func(p *podlife.Pod){
		"init containers": func(p *podlife.Pod) { p.Spec.InitContainers = nil },
		"the sandbox":     func(p *podlife.Pod) { p.Spec.Overhead = nil },
		"a container":     func(p *podlife.Pod) { p.Spec.Containers = p.Spec.Containers[:len(p.Spec.Containers)-1] },
	} {
		t.Run("without "+name, func(t *testing.T) {
			lawtest.Catches(t, requestsAreTaken(func(p *podlife.Pod) podlife.ResourceList {
				p = p.Clone()
				forget(p)
				return schedule.Requests(p)
			}))
		})
	}
}
