package schedule_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// legacyCase is a Pod, and what a predicate says about the node n1: nothing, or
// its reasons, or the error that ends the cycle.
type legacyCase struct {
	name string
	o    *podlife.Objects
	p    *podlife.Pod
	want string
}

// only is a profile of some predicates.
func only(args schedule.LegacyArgs, predicates ...string) schedule.Profile {
	return schedule.Profile{Filters: predicates, Legacy: &args}
}

func legacySays(tb testing.TB, o *podlife.Objects, p *podlife.Pod, pr schedule.Profile) string {
	tb.Helper()
	d, err := explain(cluster(tb, o), p, pr, 0)
	var fit *schedule.FitError
	if err != nil && !errors.As(err, &fit) {
		return err.Error()
	}
	for _, v := range d.Verdicts {
		if v.Node == "n1" && v.Rejection != nil {
			return strings.Join(v.Rejection.Reasons, "; ")
		}
	}
	return ""
}

func checkLegacy(t *testing.T, pr schedule.Profile, cases []legacyCase) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, legacySays(t, test.o, test.p, pr)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// reports gives a node conditions, of names and statuses in turn.
func reports(pairs ...string) func(*podlife.Node) {
	return func(n *podlife.Node) {
		for i := 0; i < len(pairs); i += 2 {
			n.Status.Conditions = append(n.Status.Conditions, podlife.NodeCondition{
				Type: podlife.NodeConditionType(pairs[i]), Status: podlife.ConditionStatus(pairs[i+1])})
		}
	}
}

func TestCheckNodeCondition(t *testing.T) {
	n := func(changes ...func(*podlife.Node)) *podlife.Objects { return nodes(changed(node("n1"), changes...)) }
	tolerant := pod("p")
	tolerant.Spec.Tolerations = []podlife.Toleration{{Operator: podlife.TolerationOpExists}}
	const notReady, full, offline, cordoned = "node(s) were not ready", "node(s) were out of disk space", "node(s) had unavailable network", "node(s) were unschedulable"
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.CheckNodeCondition), []legacyCase{
		{"no conditions", n(), pod("p"), ""},
		{"ready", n(reports("Ready", "True", "OutOfDisk", "False", "NetworkUnavailable", "False")), pod("p"), ""},
		{"not ready", n(reports("Ready", "False")), pod("p"), notReady},
		{"ready unknown", n(reports("Ready", "Unknown")), pod("p"), notReady},
		{"full", n(reports("OutOfDisk", "True")), pod("p"), full},
		{"fullness unknown", n(reports("OutOfDisk", "Unknown")), pod("p"), full},
		{"offline", n(reports("NetworkUnavailable", "True")), pod("p"), offline},
		{"network unknown", n(reports("NetworkUnavailable", "Unknown")), pod("p"), offline},
		{"all, in the node's order", n(closed, reports("NetworkUnavailable", "True", "OutOfDisk", "True", "Ready", "False")), pod("p"),
			strings.Join([]string{offline, full, notReady, cordoned}, "; ")},
		{"closed, and tolerated", n(closed), tolerant, cordoned},
		{"not ready, and tolerated", n(reports("Ready", "False")), tolerant, notReady},
		{"pressure is not looked at", n(reports("Ready", "True", "MemoryPressure", "True")), pod("p"), ""},
	})
}

// Each row is the status of a pressure condition, a Pod, and whether the
// predicates about memory, processes and disk pass.
func TestPressure(t *testing.T) {
	limited, initial := pod("p"), pod("p")
	limited.Spec.Containers[0].Resources.Limits = list("memory", "1Gi")
	initial.Spec.InitContainers = []podlife.Container{{Name: "migrate", Resources: podlife.ResourceRequirements{Requests: list("cpu", "1")}}}
	for _, test := range []struct {
		name       string
		conditions []string
		p          *podlife.Pod
		fail       bool // PID and disk
		memory     bool
	}{
		{"none", nil, pod("p"), false, false},
		{"true, nothing requested", []string{"True"}, pod("p"), true, true},
		{"false", []string{"False"}, pod("p"), false, false},
		{"unknown", []string{"Unknown"}, pod("p"), false, false},
		{"true, cpu requested", []string{"True"}, pod("p", "cpu", "1"), true, false},
		{"true, memory requested", []string{"True"}, pod("p", "memory", "1Gi"), true, false},
		{"true, 0 requested", []string{"True"}, pod("p", "cpu", "0"), true, true},
		{"true, other requested", []string{"True"}, pod("p", "example.com/gpu", "1"), true, true},
		{"true, limited", []string{"True"}, limited, true, false},
		{"true, init container requests", []string{"True"}, initial, true, true},
		{"last counts: false", []string{"True", "False"}, pod("p"), false, false},
		{"last counts: true", []string{"False", "True"}, pod("p"), true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, of := range []struct {
				predicate, condition, reason string
				fail                         bool
			}{
				{schedule.CheckNodeMemoryPressure, "MemoryPressure", "node(s) had memory pressure", test.memory},
				{schedule.CheckNodePIDPressure, "PIDPressure", "node(s) had pid pressure", test.fail},
				{schedule.CheckNodeDiskPressure, "DiskPressure", "node(s) had disk pressure", test.fail},
			} {
				n := node("n1")
				for _, status := range test.conditions {
					reports(of.condition, status)(n)
				}
				want := ""
				if of.fail {
					want = of.reason
				}
				if got := legacySays(t, nodes(n), test.p, only(schedule.LegacyArgs{}, of.predicate)); got != want {
					t.Errorf("%s: got %q, want %q", of.predicate, got, want)
				}
			}
		})
	}
}

func TestHostName(t *testing.T) {
	const other = "node(s) didn't match the requested hostname"
	var cases []legacyCase
	for name, want := range map[string]string{"": "", "n1": "", "n2": other, "N1": other, "n": other, "n11": other, "1n": other, "n1.": other, "gone": other, " ": other} {
		cases = append(cases, legacyCase{fmt.Sprintf("%q", name), nodes(node("n1"), node("n2")), on(pod("p"), name), want})
	}
	labels := nodes(node("n1", "kubernetes.io/hostname", "h"))
	cases = append(cases, legacyCase{"the label does not count", labels, on(pod("p"), "h"), other})
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.HostName), cases)
}

func TestPodFitsHostPorts(t *testing.T) {
	listens := func(p *podlife.Pod, ip, protocol string, port int32) *podlife.Pod {
		p.Spec.Containers[0].Ports = append(p.Spec.Containers[0].Ports, podlife.ContainerPort{HostIP: ip, Protocol: protocol, HostPort: port})
		return p
	}
	there := func(ip, protocol string, port int32) *podlife.Objects {
		return with(nodes(node("n1"), node("n2")), on(listens(pod("q"), ip, protocol, port), "n1"))
	}
	const taken = "node(s) didn't have free ports for the requested pod ports"
	initial := pod("p")
	initial.Spec.InitContainers = listens(pod("i"), "", "", 80).Spec.Containers
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.PodFitsHostPorts), []legacyCase{
		{"none", there("", "", 80), pod("p"), ""},
		{"same", there("", "", 80), listens(pod("p"), "", "", 80), taken},
		{"other port", there("", "", 80), listens(pod("p"), "", "", 81), ""},
		{"no host port", there("", "", 80), listens(pod("p"), "", "", 0), ""},
		{"other protocol", there("", "TCP", 80), listens(pod("p"), "", "UDP", 80), ""},
		{"the protocol is TCP", there("", "TCP", 80), listens(pod("p"), "", "", 80), taken},
		{"other address", there("127.0.0.1", "", 80), listens(pod("p"), "10.0.0.1", "", 80), ""},
		{"all addresses there", there("0.0.0.0", "", 80), listens(pod("p"), "10.0.0.1", "", 80), taken},
		{"all addresses wanted", there("10.0.0.1", "", 80), listens(pod("p"), "", "", 80), taken},
		{"second of two", there("", "", 80), listens(listens(pod("p"), "", "", 81), "", "", 80), taken},
		{"twice in one Pod", nodes(node("n1")), listens(listens(pod("p"), "", "", 80), "", "", 80), ""},
		{"init container", there("", "", 80), initial, ""},
	})
}

// requires gives a Pod required node affinity of terms of one expression each:
// key, operator, value. An empty key is an empty term.
func requires(p *podlife.Pod, terms ...[3]string) *podlife.Pod {
	var s podlife.NodeSelector
	for _, t := range terms {
		var n podlife.NodeSelectorTerm
		if t[0] != "" {
			r := podlife.NodeSelectorRequirement{Key: t[0], Operator: podlife.SelectorOperator(t[1])}
			if t[2] != "" {
				r.Values = []string{t[2]}
			}
			n.MatchExpressions = []podlife.NodeSelectorRequirement{r}
		}
		s.NodeSelectorTerms = append(s.NodeSelectorTerms, n)
	}
	affinity(p).NodeAffinity = &podlife.NodeAffinity{Required: &s}
	return p
}

func TestMatchNodeSelector(t *testing.T) {
	o := nodes(node("n1", "disk", "ssd", "size", "5"))
	selects := func(p *podlife.Pod, disk string) *podlife.Pod {
		p.Spec.NodeSelector = map[string]string{"disk": disk}
		return p
	}
	const not = "node(s) didn't match node selector"
	nothing := pod("p")
	affinity(nothing).NodeAffinity = &podlife.NodeAffinity{}
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.MatchNodeSelector), []legacyCase{
		{"none", o, pod("p"), ""},
		{"selector", o, selects(pod("p"), "ssd"), ""},
		{"other value", o, selects(pod("p"), "hdd"), not},
		{"affinity without a requirement", o, nothing, ""},
		{"no terms", o, requires(pod("p")), not},
		{"empty term", o, requires(pod("p"), [3]string{}), not},
		{"In", o, requires(pod("p"), [3]string{"disk", "In", "ssd"}), ""},
		{"NotIn", o, requires(pod("p"), [3]string{"disk", "NotIn", "ssd"}), not},
		{"Gt", o, requires(pod("p"), [3]string{"size", "Gt", "4"}), ""},
		{"Lt", o, requires(pod("p"), [3]string{"size", "Lt", "5"}), not},
		{"one of two", o, requires(pod("p"), [3]string{"disk", "In", "hdd"}, [3]string{"disk", "Exists", ""}), ""},
		{"unreadable first", o, requires(pod("p"), [3]string{"disk", "Like", "s"}, [3]string{"disk", "In", "ssd"}), not},
		{"unreadable last", o, requires(pod("p"), [3]string{"disk", "In", "ssd"}, [3]string{"disk", "Like", "s"}), ""},
		{"empty first", o, requires(pod("p"), [3]string{}, [3]string{"disk", "In", "ssd"}), ""},
		{"selector and affinity", o, selects(requires(pod("p"), [3]string{"disk", "In", "ssd"}), "hdd"), not},
	})
}

func TestGeneralPredicates(t *testing.T) {
	const cpu, host, ports, selector = "Insufficient cpu", "node(s) didn't match the requested hostname",
		"node(s) didn't have free ports for the requested pod ports", "node(s) didn't match node selector"
	listen := func(p *podlife.Pod) { p.Spec.Containers[0].Ports = []podlife.ContainerPort{{HostPort: 80}} }
	o := with(nodes(node("n1")), on(changed(pod("q"), listen), "n1"))
	bad := []func(p *podlife.Pod){
		func(p *podlife.Pod) { p.Spec.Containers[0].Resources.Requests = list("cpu", "9") },
		func(p *podlife.Pod) { p.Spec.NodeName = "n2" },
		listen,
		func(p *podlife.Pod) { p.Spec.NodeSelector = map[string]string{"disk": "ssd"} },
	}
	var cases []legacyCase
	for set := range 1 << len(bad) { // all that can be wrong together
		p, want := pod("p"), []string{}
		for i, reason := range []string{cpu, host, ports, selector} {
			if set>>i&1 == 1 {
				bad[i](p)
				want = append(want, reason)
			}
		}
		cases = append(cases, legacyCase{fmt.Sprintf("%04b", set), o, p, strings.Join(want, "; ")})
	}
	checkLegacy(t, only(schedule.LegacyArgs{}, schedule.GeneralPredicates), cases)
}

// Each row is a taint, the toleration of the Pod, and whether it is kept off by
// either predicate about taints.
func TestTaintPredicates(t *testing.T) {
	taint := func(effect podlife.TaintEffect) podlife.Taint {
		return podlife.Taint{Key: "dedicated", Value: "batch", Effect: effect}
	}
	const no, prefer, execute = podlife.TaintEffectNoSchedule, podlife.TaintEffectPreferNoSchedule, podlife.TaintEffectNoExecute
	soon := int64(0)
	for _, test := range []struct {
		name        string
		taints      []podlife.Taint
		by          []podlife.Toleration
		all, execut bool
	}{
		{"none", nil, nil, false, false},
		{"NoSchedule", []podlife.Taint{taint(no)}, nil, true, false},
		{"NoExecute", []podlife.Taint{taint(execute)}, nil, true, true},
		{"PreferNoSchedule", []podlife.Taint{taint(prefer)}, nil, false, false},
		{"all", []podlife.Taint{taint(prefer), taint(no), taint(execute)}, nil, true, true},
		{"tolerated", []podlife.Taint{taint(no), taint(execute)}, []podlife.Toleration{{Key: "dedicated", Value: "batch"}}, false, false},
		{"other value", []podlife.Taint{taint(execute)}, []podlife.Toleration{{Key: "dedicated", Value: "web"}}, true, true},
		{"other key", []podlife.Taint{taint(execute)}, []podlife.Toleration{{Key: "slow", Value: "batch"}}, true, true},
		{"exists", []podlife.Taint{taint(execute)}, []podlife.Toleration{{Key: "dedicated", Operator: podlife.TolerationOpExists}}, false, false},
		{"everything", []podlife.Taint{taint(no), taint(execute)}, []podlife.Toleration{{Operator: podlife.TolerationOpExists}}, false, false},
		{"one effect only", []podlife.Taint{taint(no), taint(execute)}, []podlife.Toleration{{Key: "dedicated", Value: "batch", Effect: execute}}, true, false},
		{"other effect", []podlife.Taint{taint(execute)}, []podlife.Toleration{{Key: "dedicated", Value: "batch", Effect: no}}, true, true},
		{"for no time", []podlife.Taint{taint(execute)}, []podlife.Toleration{{Key: "dedicated", Value: "batch", TolerationSeconds: &soon}}, false, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := pod("p")
			p.Spec.Tolerations = test.by
			for predicate, fail := range map[string]bool{schedule.PodToleratesNodeTaints: test.all, schedule.PodToleratesNodeNoExecuteTaints: test.execut} {
				want := ""
				if fail {
					want = "node(s) had taints that the pod didn't tolerate"
				}
				if got := legacySays(t, nodes(changed(node("n1"), tainted(test.taints...))), p, only(schedule.LegacyArgs{}, predicate)); got != want {
					t.Errorf("%s: got %q, want %q", predicate, got, want)
				}
			}
		})
	}
}

func TestCheckServiceAffinity(t *testing.T) {
	service := func(o *podlife.Objects, namespace string) *podlife.Objects {
		o.Services = append(o.Services, &podlife.Service{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: namespace},
			Spec: podlife.ServiceSpec{Selector: map[string]string{"app": "web"}}})
		return o
	}
	o := func(at string, labels ...string) *podlife.Objects {
		return service(with(nodes(node("n1", "rack", "a"), node("n2", "rack", "b"), node("n3")), on(labeled(pod("q"), labels...), at)), "default")
	}
	web := func(rack string) *podlife.Pod {
		p := labeled(pod("p"), "app", "web")
		if rack != "" {
			p.Spec.NodeSelector = map[string]string{"rack": rack}
		}
		return p
	}
	const not = "node(s) didn't match service affinity"
	elsewhere, otherService := o("n2", "app", "web"), service(nodes(node("n1", "rack", "a"), node("n2", "rack", "b")), "shop")
	elsewhere.Pods[0].Namespace = "shop"
	twoPods := with(o("n2", "app", "web"), on(labeled(pod("a"), "app", "web"), "n1"))
	otherService.Pods = o("n2", "app", "web").Pods
	checkLegacy(t, only(schedule.LegacyArgs{ServiceAffinityLabels: []string{"rack"}}, schedule.CheckServiceAffinity), []legacyCase{
		{"first of its Service", service(nodes(node("n1")), "default"), web(""), ""},
		{"selected", service(nodes(node("n1", "rack", "a")), "default"), web("a"), ""},
		{"selected elsewhere", service(nodes(node("n1", "rack", "a")), "default"), web("b"), not},
		{"Pod in the rack", o("n1", "app", "web"), web(""), ""},
		{"Pod in another rack", o("n2", "app", "web"), web(""), not},
		{"Pod outside racks", o("n3", "app", "web"), web(""), ""},
		{"the selector goes first", o("n2", "app", "web"), web("a"), ""},
		{"Pod has more labels", o("n2", "app", "web", "tier", "front"), web(""), not},
		{"Pod lacks a label", o("n2", "app", "db"), web(""), ""},
		{"Pod in another namespace", elsewhere, web(""), ""},
		{"Service in another namespace", otherService, web(""), ""},
		{"no Service", o("n2", "app", "db"), labeled(pod("p"), "app", "db"), ""},
		{"first of two by name", twoPods, web(""), ""},
	})
	rows := o("n2", "app", "web")
	rows.Nodes[0].Labels["row"], rows.Nodes[1].Labels["row"] = "1", "1"
	otherRow := o("n2", "app", "web")
	otherRow.Nodes[0].Labels["row"], otherRow.Nodes[1].Labels["row"] = "1", "2"
	checkLegacy(t, only(schedule.LegacyArgs{ServiceAffinityLabels: []string{"rack", "row"}}, schedule.CheckServiceAffinity), []legacyCase{
		{"rack selected, row of the Service", rows, web("a"), ""},
		{"rack selected, another row", otherRow, web("a"), not},
	})
}
