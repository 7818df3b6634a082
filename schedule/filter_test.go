package schedule_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

var at = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

// filterCase is a Pod, and what the filters say about each node.
type filterCase struct {
	name string
	o    *podlife.Objects
	p    *podlife.Pod
	want map[string]string
}

func checkFilters(t *testing.T, cases []filterCase) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, verdicts(t, test.o, test.p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func one(verdict string) map[string]string { return map[string]string{"n1": verdict} }

func TestFitFilter(t *testing.T) {
	used := func() *podlife.Objects {
		return with(nodes(node("n1")), on(pod("q", "cpu", "3", "memory", "1Gi"), "n1"))
	}
	stored := func(have, used string) *podlife.Objects {
		return with(nodes(changed(node("n1"), allocatable("cpu", "4", "ephemeral-storage", have, "pods", "9"))), on(pod("q", "ephemeral-storage", used), "n1"))
	}
	devices := func(have, used string) *podlife.Objects {
		return with(nodes(changed(node("n1"), allocatable("cpu", "4", "example.com/gpu", have, "pods", "9"))), on(pod("q", "example.com/gpu", used), "n1"))
	}
	checkFilters(t, []filterCase{
		{"exact", used(), pod("p", "cpu", "1", "memory", "7Gi"), one("ok")},
		{"one more", used(), pod("p", "cpu", "1001m", "memory", "1Gi"), one("Insufficient cpu")},
		{"never", used(), pod("p", "cpu", "5", "memory", "1Gi"), one("!Insufficient cpu")},
		{"never, and not now", used(), pod("p", "cpu", "2", "memory", "9Gi"), one("!Insufficient cpu; Insufficient memory")},
		{"no such resource", used(), pod("p", "example.com/gpu", "1"), one("!Insufficient example.com/gpu")},
		{"none of it", used(), pod("p", "example.com/gpu", "0"), one("ok")},
		{"a resource that nobody counts", used(), pod("p", "foo", "1"), one("ok")},
		{"no pods allocatable", nodes(changed(node("n1"), allocatable("cpu", "4"))), pod("p"), one("Too many pods")},
		{"full and too small", with(nodes(changed(node("n1"), allocatable("cpu", "4", "pods", "1"))), on(pod("q"), "n1")), pod("p", "cpu", "5"),
			one("!Too many pods; Insufficient cpu")},
		{"nothing requested of what is short", with(nodes(changed(node("n1"), allocatable("cpu", "4", "memory", "1Gi", "pods", "9"))), on(pod("q", "memory", "2Gi"), "n1")),
			pod("p", "cpu", "1"), one("ok")},
		{"ephemeral storage", nodes(node("n1")), pod("p", "ephemeral-storage", "1"), one("!Insufficient ephemeral-storage")},
		{"huge pages", nodes(changed(node("n1"), allocatable("hugepages-2Mi", "2Mi", "pods", "9"))), pod("p", "hugepages-2Mi", "4Mi"), one("!Insufficient hugepages-2Mi")},
		{"only memory", nodes(node("n1")), pod("p", "memory", "9Gi"), one("!Insufficient memory")},
		{"all of it, but in use", used(), pod("p", "memory", "8Gi"), one("Insufficient memory")},
		{"all of it, but in use, of cpu", used(), pod("p", "cpu", "4"), one("Insufficient cpu")},
		{"a place for one", with(nodes(changed(node("n1"), allocatable("pods", "2"))), on(pod("q"), "n1")), pod("p"), one("ok")},
		{"a place for nobody", with(nodes(changed(node("n1"), allocatable("pods", "2"))), on(pod("q"), "n1"), on(pod("r"), "n1")), pod("p"), one("Too many pods")},
		{"no cpu requested where it is short", with(nodes(changed(node("n1"), allocatable("cpu", "1", "memory", "1Gi", "pods", "9"))), on(pod("q", "cpu", "2"), "n1")),
			pod("p", "memory", "1Gi"), one("ok")},
		{"local storage, exact", stored("10Gi", "4Gi"), pod("p", "ephemeral-storage", "6Gi"), one("ok")},
		{"local storage, one more", stored("10Gi", "4Gi"), pod("p", "ephemeral-storage", "6442450945"), one("Insufficient ephemeral-storage")},
		{"all local storage, but in use", stored("10Gi", "4Gi"), pod("p", "ephemeral-storage", "10Gi"), one("Insufficient ephemeral-storage")},
		{"none requested where it is short", stored("1Gi", "4Gi"), pod("p", "cpu", "1"), one("ok")},
		{"devices, exact", devices("8", "3"), pod("p", "example.com/gpu", "5"), one("ok")},
		{"devices, one more", devices("8", "3"), pod("p", "example.com/gpu", "6"), one("Insufficient example.com/gpu")},
		{"all devices, but in use", devices("8", "3"), pod("p", "example.com/gpu", "8"), one("Insufficient example.com/gpu")},
		{"none requested of devices that are short", devices("1", "3"), pod("p", "cpu", "1", "example.com/gpu", "0"), one("ok")},
		{"some that nobody knows, by name", devices("8", "3"), pod("p", "d.io/x", "1", "b.io/x", "1", "c.io/x", "1", "a.io/x", "1", "example.com/gpu", "6"),
			one("!Insufficient a.io/x; Insufficient b.io/x; Insufficient c.io/x; Insufficient d.io/x; Insufficient example.com/gpu")},
		{"nodes short of different things", nodes(node("n1"), changed(node("n2"), allocatable("cpu", "1", "memory", "8Gi", "pods", "9"))), pod("p", "cpu", "2", "memory", "9Gi"),
			map[string]string{"n1": "!Insufficient memory", "n2": "!Insufficient cpu; Insufficient memory"}},
		{"nodes short of one thing, for now and for ever", with(nodes(node("n1"), changed(node("n2"), allocatable("cpu", "1", "pods", "9")), node("n3")), on(pod("q", "cpu", "4"), "n1")),
			pod("p", "cpu", "2"), map[string]string{"n1": "Insufficient cpu", "n2": "!Insufficient cpu", "n3": "ok"}},
		{"fractions round up", nodes(changed(node("n1"), allocatable("cpu", "100m", "pods", "9"))), pod("p", "cpu", "100500u"), one("!Insufficient cpu")},
	})
}

// The profile may leave extended resources to somebody else, one by one or by
// what stands before the slash. Others it cannot leave out.
func TestIgnoredResources(t *testing.T) {
	n := changed(node("n1"), allocatable("cpu", "4", "pods", "9"))
	for _, test := range []struct {
		name              string
		resources, groups []string
		p                 *podlife.Pod
		want              string
	}{
		{"by name", []string{"example.com/gpu"}, nil, pod("p", "example.com/gpu", "1"), ""},
		{"by group", nil, []string{"example.com"}, pod("p", "example.com/gpu", "1", "example.com/nic", "1"), ""},
		{"another by name", []string{"example.com/nic"}, nil, pod("p", "example.com/gpu", "1"), "Insufficient example.com/gpu"},
		{"another group", nil, []string{"com"}, pod("p", "example.com/gpu", "1"), "Insufficient example.com/gpu"},
		{"not memory", []string{"memory"}, nil, pod("p", "memory", "1"), "Insufficient memory"},
		{"not huge pages", []string{"hugepages-2Mi"}, nil, pod("p", "hugepages-2Mi", "2Mi"), "Insufficient hugepages-2Mi"},
	} {
		t.Run(test.name, func(t *testing.T) {
			pr := schedule.Profile{Filters: []string{schedule.NodeResourcesFit}}
			pr.Fit.IgnoredResources, pr.Fit.IgnoredResourceGroups = test.resources, test.groups
			e, _ := explain(cluster(t, nodes(n)), test.p, pr, 0)
			got := ""
			if r := e.Verdicts[0].Rejection; r != nil {
				got = strings.Join(r.Reasons, "; ")
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// However many resources a Pod requests, each node is told what it lacks.
func TestManyResources(t *testing.T) {
	name := func(i int) podlife.ResourceName { return podlife.ResourceName(fmt.Sprintf("example.com/r%02d", i)) }
	p, o := pod("p"), nodes()
	for i := range 70 {
		p.Spec.Containers[0].Resources.Requests[name(i)] = podlife.NewQuantity(1)
	}
	want := map[string]string{}
	for lacks := range 70 {
		n := node(fmt.Sprintf("n%02d", lacks))
		for i := range 70 {
			if i != lacks {
				n.Status.Allocatable[name(i)] = podlife.NewQuantity(1)
			}
		}
		o.Nodes = append(o.Nodes, n)
		want[n.Name] = "!Insufficient " + string(name(lacks))
	}
	if diff := cmp.Diff(want, verdicts(t, o, p)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// request is what a Pod's containers add up to, found out by the node that
// just holds it.
func TestEffectiveRequests(t *testing.T) {
	cpu := func(name, amount string) podlife.Container {
		return podlife.Container{Name: name, Resources: podlife.ResourceRequirements{Requests: list("cpu", amount)}}
	}
	sidecar := func(name, amount string) podlife.Container {
		c := cpu(name, amount)
		c.RestartPolicy = podlife.RestartPolicyAlways
		return c
	}
	containers := func(inits []podlife.Container, mains ...podlife.Container) *podlife.Pod {
		p := pod("p")
		p.Spec.InitContainers, p.Spec.Containers = inits, mains
		return p
	}
	for _, test := range []struct {
		name string
		p    *podlife.Pod
		want string
	}{
		{"init is more", containers([]podlife.Container{cpu("i", "1")}, cpu("a", "200m"), cpu("b", "300m")), "1"},
		{"sidecar before init", containers([]podlife.Container{sidecar("s", "500m"), cpu("i", "600m")}, cpu("a", "200m")), "1100m"},
		{"sidecar after init", containers([]podlife.Container{cpu("i", "600m"), sidecar("s", "500m")}, cpu("a", "200m")), "700m"},
		{"two sidecars", containers([]podlife.Container{sidecar("s", "100m"), sidecar("r", "200m"), cpu("i", "50m")}, cpu("a", "10m")), "350m"},
		{"halves add up before they are rounded", containers(nil, cpu("a", "500u"), cpu("b", "500u")), "1m"},
		{"pod level and overhead", changed(containers(nil, cpu("a", "2")), func(p *podlife.Pod) {
			p.Spec.Resources = &podlife.ResourceRequirements{Requests: list("cpu", "1")}
			p.Spec.Overhead = list("cpu", "250m")
		}), "1250m"},
		{"pod level alone", changed(containers(nil, podlife.Container{Name: "a"}), func(p *podlife.Pod) {
			p.Spec.Resources = &podlife.ResourceRequirements{Requests: list("cpu", "1")}
		}), "1"},
		{"pod level of something else", changed(containers(nil, cpu("a", "2")), func(p *podlife.Pod) {
			p.Spec.Resources = &podlife.ResourceRequirements{Requests: list("memory", "1Gi", "example.com/gpu", "1")}
		}), "2"},
		{"two inits in turn", containers([]podlife.Container{cpu("i", "300m"), cpu("j", "600m"), cpu("k", "400m")}, cpu("a", "200m")), "600m"},
		{"sidecars on both sides of an init", containers([]podlife.Container{sidecar("s", "100m"), cpu("i", "1"), sidecar("r", "500m")}, cpu("a", "450m")), "1100m"},
		{"overhead alone", changed(containers(nil, podlife.Container{Name: "a"}), func(p *podlife.Pod) { p.Spec.Overhead = list("cpu", "100m") }), "100m"},
	} {
		t.Run(test.name, func(t *testing.T) {
			just := changed(node("n1"), allocatable("cpu", test.want, "memory", "8Gi", "pods", "9"))
			less := quantity(test.want).Sub(quantity("1m"))
			short := changed(node("n2"), func(n *podlife.Node) { n.Status.Allocatable["cpu"] = less })
			want := map[string]string{"n1": "ok", "n2": "!Insufficient cpu"}
			if diff := cmp.Diff(want, verdicts(t, nodes(just, short), test.p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What a Pod on a node counts with, found out by what is left for another.
func TestPlacedRequests(t *testing.T) {
	spec := func(amounts ...string) *podlife.Pod {
		p := on(pod("q"), "n1")
		p.Spec.Containers = nil
		for i, a := range amounts {
			p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: string(rune('a' + i)), Resources: podlife.ResourceRequirements{Requests: list("cpu", a)}})
		}
		return p
	}
	status := func(p *podlife.Pod, name, allocated, actual string) *podlife.Pod {
		s := podlife.ContainerStatus{Name: name}
		if allocated != "" {
			s.AllocatedResources = list("cpu", allocated)
		}
		if actual != "" {
			s.Resources = &podlife.ResourceRequirements{Requests: list("cpu", actual)}
		}
		p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, s)
		return p
	}
	whole := func(p *podlife.Pod, asked, allocated, actual string) *podlife.Pod {
		p.Spec.Resources = &podlife.ResourceRequirements{Requests: list("cpu", asked)}
		if allocated != "" {
			p.Status.AllocatedResources, p.Status.Resources = list("cpu", allocated), &podlife.ResourceRequirements{}
		}
		if actual != "" {
			p.Status.Resources.Requests = list("cpu", actual)
		}
		return p
	}
	never := func(p *podlife.Pod) *podlife.Pod {
		p.Status.Conditions = []podlife.Condition{{Type: podlife.PodResizePending, Reason: "Infeasible"}}
		return p
	}
	infeasible := never(status(spec("2"), "a", "1", "1"))
	for _, test := range []struct {
		name string
		q    *podlife.Pod
		left string
	}{
		{"no status", spec("2"), "2"},
		{"to be resized up", status(spec("2"), "a", "1", "1"), "2"},
		{"to be resized down", status(spec("1"), "a", "3", "3"), "1"},
		{"infeasible", infeasible, "3"},
		{"the greatest of the sums", status(status(spec("1", "1"), "a", "1", "2"), "b", "1", "500m"), "1500m"},
		{"the Pod as a whole", whole(spec("500m"), "2", "", ""), "2"},
		{"the Pod as a whole, set aside", whole(spec("500m"), "1", "3", ""), "1"},
		{"the Pod as a whole, in use", whole(spec("500m"), "1", "2", "3"), "1"},
		{"the Pod as a whole, to be resized up", whole(spec("500m"), "3", "1", "1"), "1"},
		{"the Pod as a whole, infeasible", never(whole(spec("500m"), "4", "1", "2")), "2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := with(nodes(node("n1")), test.q)
			if got := verdicts(t, o, pod("p", "cpu", test.left))["n1"]; got != "ok" {
				t.Errorf("%s: %s", test.left, got)
			}
			more := quantity(test.left).Add(quantity("1m")).String()
			if got := verdicts(t, o, pod("p", "cpu", more))["n1"]; got != "Insufficient cpu" {
				t.Errorf("%s: %s", more, got)
			}
		})
	}
}

func TestTaintFilter(t *testing.T) {
	taint := func(effect podlife.TaintEffect) *podlife.Objects {
		return nodes(changed(node("n1"), tainted(podlife.Taint{Key: "k", Value: "v", Effect: effect})))
	}
	with1 := func(name string, taints ...podlife.Taint) *podlife.Node {
		return changed(node(name), tainted(taints...))
	}
	tolerates := func(list ...podlife.Toleration) *podlife.Pod {
		return changed(pod("p"), func(p *podlife.Pod) { p.Spec.Tolerations = list })
	}
	const bad = "!node(s) had untolerated taint(s)"
	checkFilters(t, []filterCase{
		{"another effect", taint("NoExecute"), tolerates(podlife.Toleration{Key: "k", Operator: "Exists", Effect: "NoSchedule"}), one(bad)},
		{"for no time", taint("NoExecute"), tolerates(podlife.Toleration{Key: "k", Operator: "Exists", TolerationSeconds: new(int64)}), one("ok")},
		{"preferred", taint("PreferNoSchedule"), pod("p"), one("ok")},
		{"unknown effect", taint("Odd"), pod("p"), one("ok")},
		{"any key", taint("NoSchedule"), tolerates(podlife.Toleration{Operator: "Exists", Effect: "NoSchedule"}), one("ok")},
		{"value", taint("NoSchedule"), tolerates(podlife.Toleration{Key: "k", Value: "v"}), one("ok")},
		{"two nodes with two values", nodes(with1("n1", podlife.Taint{Key: "k", Value: "v", Effect: "NoSchedule"}), with1("n2", podlife.Taint{Key: "k", Value: "w", Effect: "NoSchedule"})),
			tolerates(podlife.Toleration{Key: "k", Value: "v"}), verdictList("ok", bad)},
		{"two nodes with two effects", nodes(with1("n1", podlife.Taint{Key: "k", Effect: "PreferNoSchedule"}), with1("n2", podlife.Taint{Key: "k", Effect: "NoSchedule"}), with1("n3", podlife.Taint{Key: "k", Effect: "NoExecute"})),
			tolerates(podlife.Toleration{Key: "k", Effect: "NoExecute"}), verdictList("ok", bad, "ok")},
		{"one taint of two", nodes(with1("n1", podlife.Taint{Key: "k", Effect: "NoSchedule"}, podlife.Taint{Key: "l", Effect: "NoSchedule"})), tolerates(podlife.Toleration{Key: "k"}), one(bad)},
		{"closed", nodes(changed(node("n1"), closed)), pod("p"), one("!node(s) were unschedulable")},
		{"closed, tolerated", nodes(changed(node("n1"), closed)), tolerates(podlife.Toleration{Key: "node.kubernetes.io/unschedulable", Operator: "Exists"}), one("ok")},
		{"closed, another value", nodes(changed(node("n1"), closed)), tolerates(podlife.Toleration{Key: "node.kubernetes.io/unschedulable", Value: "true"}), one("!node(s) were unschedulable")},
	})
}

func TestPortFilter(t *testing.T) {
	port := func(p *podlife.Pod, ip, protocol string, n int32) *podlife.Pod {
		p.Spec.Containers[0].Ports = []podlife.ContainerPort{{HostIP: ip, Protocol: protocol, HostPort: n, ContainerPort: n}}
		return p
	}
	taken := func(ip, protocol string) *podlife.Objects {
		return with(nodes(node("n1")), on(port(pod("q"), ip, protocol, 80), "n1"))
	}
	const bad = "node(s) didn't have free ports for the requested pod ports"
	checkFilters(t, []filterCase{
		{"all addresses", taken("0.0.0.0", "TCP"), port(pod("p"), "127.0.0.1", "TCP", 80), one(bad)},
		{"two addresses", taken("127.0.0.1", "TCP"), port(pod("p"), "10.0.0.5", "TCP", 80), one("ok")},
		{"another protocol", taken("", "TCP"), port(pod("p"), "", "UDP", 80), one("ok")},
		{"no protocol", taken("", "TCP"), port(pod("p"), "", "", 80), one(bad)},
		{"no wildcard of the newer kind", taken("10.0.0.1", "TCP"), port(pod("p"), "::", "TCP", 80), one("ok")},
		{"no port of the node's", with(nodes(node("n1")), on(port(pod("q"), "", "TCP", 0), "n1")), port(pod("p"), "", "TCP", 0), one("ok")},
		{"another port", taken("", "TCP"), port(pod("p"), "", "TCP", 81), one("ok")},
		{"an init container's", taken("", "TCP"), changed(port(pod("p"), "", "TCP", 80), func(p *podlife.Pod) {
			p.Spec.InitContainers, p.Spec.Containers = p.Spec.Containers, nil
		}), one("ok")},
		{"a sidecar's", taken("", "TCP"), changed(port(pod("p"), "", "TCP", 80), func(p *podlife.Pod) {
			p.Spec.InitContainers, p.Spec.Containers = p.Spec.Containers, nil
			p.Spec.InitContainers[0].RestartPolicy = podlife.RestartPolicyAlways
		}), one(bad)},
	})
}

func TestNodeAffinityFilter(t *testing.T) {
	required := func(terms ...podlife.NodeSelectorTerm) *podlife.Pod {
		return changed(pod("p"), func(p *podlife.Pod) {
			p.Spec.Affinity = &podlife.Affinity{NodeAffinity: &podlife.NodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: terms}}}
		})
	}
	label := func(key string, op podlife.SelectorOperator, values ...string) podlife.NodeSelectorTerm {
		return podlife.NodeSelectorTerm{MatchExpressions: []podlife.NodeSelectorRequirement{{Key: key, Operator: op, Values: values}}}
	}
	name := func(op podlife.SelectorOperator, values ...string) podlife.NodeSelectorTerm {
		return podlife.NodeSelectorTerm{MatchFields: []podlife.NodeSelectorRequirement{{Key: "metadata.name", Operator: op, Values: values}}}
	}
	two := func() *podlife.Objects { return nodes(node("n1", "a", "B", "n", "6"), node("n2")) }
	const bad = "!node(s) didn't match Pod's node affinity/selector"
	both := func(first, second string) map[string]string { return map[string]string{"n1": first, "n2": second} }
	checkFilters(t, []filterCase{
		{"case counts", two(), changed(pod("p"), func(p *podlife.Pod) { p.Spec.NodeSelector = map[string]string{"a": "b"} }), both(bad, bad)},
		{"selector", two(), changed(pod("p"), func(p *podlife.Pod) { p.Spec.NodeSelector = map[string]string{"a": "B"} }), both("ok", bad)},
		{"not in", two(), required(label("a", "NotIn", "x")), both("ok", "ok")},
		{"greater", two(), required(label("n", "Gt", "5")), both("ok", bad)},
		{"not greater", two(), required(label("n", "Gt", "6")), both(bad, bad)},
		{"less", two(), required(label("n", "Lt", "7")), both("ok", bad)},
		{"greater than a negative is not a label value", two(), required(label("n", "Gt", "-1")), both(bad, bad)},
		{"no terms", two(), required(), both(bad, bad)},
		{"an empty term", two(), required(podlife.NodeSelectorTerm{}, label("a", "In", "B")), both("ok", bad)},
		{"a bad term", two(), required(label("a", "Bogus"), label("n", "Exists")), both("ok", bad)},
		{"not there", two(), required(label("n", "DoesNotExist")), both(bad, "ok")},
		{"by name", two(), required(name("In", "n1")), both("ok", "!node(s) didn't satisfy plugin(s) [NodeAffinity]")},
		{"by two names at once", two(), required(name("In", "n1", "n2")), both(bad, bad)},
		{"not by name", two(), required(name("NotIn", "n1")), both(bad, "ok")},
		{"by one name or the other", two(), required(name("In", "n1"), name("In", "n2")), both("ok", "ok")},
	})
}

func TestFeatureFilter(t *testing.T) {
	const (
		users, restarts, mounts = "UserNamespacesHostNetworkSupport", "RestartAllContainersOnContainerExits", "VolumeBindMountOptions"
		bad                     = "!node(s) didn't match Pod's required features"
	)
	ownUsers := func(p *podlife.Pod) { p.Spec.HostNetwork, p.Spec.HostUsers = true, new(bool) }
	restartsAll := func(p *podlife.Pod) {
		p.Spec.Containers[0].RestartPolicyRules = []podlife.ContainerRestartRule{{Action: podlife.RestartActionRestartAllContainers}}
	}
	inInit := func(p *podlife.Pod) {
		p.Spec.InitContainers, p.Spec.Containers = p.Spec.Containers, []podlife.Container{{Name: "web"}}
	}
	bound := []podlife.VolumeMount{{Name: "v"}, {Name: "w", BindMountOptions: []string{"noexec"}}}
	for _, test := range []struct {
		name    string
		p       *podlife.Pod
		n1      []string // what it declares
		verdict string
	}{
		{"nothing needed", pod("p"), nil, "ok"},
		{"user namespaces", changed(pod("p"), ownUsers), []string{users}, "ok"},
		{"user namespaces, not declared", changed(pod("p"), ownUsers), []string{restarts, mounts}, bad},
		{"users of the host", changed(pod("p"), ownUsers, func(p *podlife.Pod) { *p.Spec.HostUsers = true }), nil, "ok"},
		{"not on its network", changed(pod("p"), ownUsers, func(p *podlife.Pod) { p.Spec.HostNetwork = false }), nil, "ok"},
		{"restart of all", changed(pod("p"), restartsAll), []string{restarts}, "ok"},
		{"restart of all, not declared", changed(pod("p"), restartsAll), []string{users, mounts}, bad},
		{"restart of all, by an init container", changed(pod("p"), restartsAll, inInit), nil, bad},
		{"mount options", changed(pod("p"), func(p *podlife.Pod) { p.Spec.Containers[0].VolumeMounts = bound }), []string{mounts}, "ok"},
		{"mount options, not declared", changed(pod("p"), func(p *podlife.Pod) { p.Spec.Containers[0].VolumeMounts = bound }), []string{users, restarts}, bad},
		{"mounts without options", changed(pod("p"), func(p *podlife.Pod) { p.Spec.Containers[0].VolumeMounts = bound[:1] }), nil, "ok"},
		{"mount options of an ephemeral container", changed(pod("p"), func(p *podlife.Pod) {
			p.Spec.EphemeralContainers = []podlife.EphemeralContainer{{VolumeMounts: bound}}
		}), nil, bad},
		{"an ephemeral container beside what is needed", changed(pod("p"), ownUsers, func(p *podlife.Pod) { p.Spec.EphemeralContainers = []podlife.EphemeralContainer{{}} }), nil, bad},
		{"two of two", changed(pod("p"), ownUsers, restartsAll), []string{users, restarts}, "ok"},
		{"two of two, in another order", changed(pod("p"), ownUsers, restartsAll), []string{restarts, mounts, users}, "ok"},
		{"one of two", changed(pod("p"), ownUsers, restartsAll), []string{users}, bad},
		{"and the other", changed(pod("p"), ownUsers, restartsAll), []string{restarts}, bad},
		{"one of two, with mount options", changed(pod("p"), restartsAll, func(p *podlife.Pod) { p.Spec.Containers[0].VolumeMounts = bound }), []string{mounts}, bad},
		{"unknown ones", changed(pod("p"), ownUsers), []string{"Other"}, bad},
	} {
		t.Run(test.name, func(t *testing.T) {
			n := changed(node("n1"), func(n *podlife.Node) { n.Status.DeclaredFeatures = test.n1 })
			if diff := cmp.Diff(one(test.verdict), verdicts(t, nodes(n), test.p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
