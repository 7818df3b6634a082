package main

import (
	"fmt"
	"maps"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// problems says what does not add up in what -o json has printed.
func problems(lines []line) []string {
	var out []string
	totals := lines[len(lines)-1]
	fail := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	count := map[string]int{}
	sums := map[string]map[string]amount{"node": {}, "group": {}}
	came := map[string]int64{}
	left := map[string]bool{}
	for _, l := range lines {
		count[l.Type]++
		switch l.Type {
		case "placement":
			came[l.Node]++
		case "departure":
			came[l.Node]--
			left[l.Node], left[""] = true, true
		}
	}
	for _, l := range lines {
		for name, a := range l.Resources {
			if sum, ok := sums[l.Type]; ok {
				b := sum[name]
				b.add(a)
				sum[name] = b
			}
			if a.Before > a.After && (l.Type == "node" && !left[l.Name] || !left[""]) {
				fail("%s %s: less %s than before", l.Type, l.Name, name)
			}
			if l.Type == "node" && a.After > a.Allocatable && a.After > a.Before {
				fail("node %s is too full of %s", l.Name, name)
			}
		}
	}
	for _, l := range lines {
		if pods := l.Resources["pods"]; l.Type == "node" && pods.After-pods.Before != came[l.Name] {
			fail("node %s: %d Pods came, its books have %d", l.Name, came[l.Name], pods.After-pods.Before)
		}
	}
	for what, sum := range sums {
		if totals.Nodes > 0 && !maps.Equal(sum, totals.Resources) {
			fail("the %ss do not add up to the totals", what)
		}
	}
	if count["placement"] != totals.Placed || count["refusal"] != totals.Refused || totals.Pods != totals.Placed+totals.Refused || count["node"] != totals.Nodes {
		fail("%v lines, totals %+v", count, totals)
	}
	return out
}

// Whatever is placed, the books balance.
func TestBooks(t *testing.T) {
	for _, args := range [][]string{
		{small}, {"-place", more, small}, {"-place", more, "-replicas", "30", small}, {"-place", more, "-replicas", "30", "-tie", "7", small},
		{"-preempt", crowded}, {"-whatif", "drain=node-a", crowded}, {"-preempt", "-whatif", "drain=node-c,node-a", crowded},
		{"-whatif", "drain=node-e", "-preempt", "-place", more, small},
		{kalc}, {trace, traced}, {"-pack", trace, traced}, {"-gpu-share", "whole", trace, traced}, {"-gpu-share", "skip", "-by", model, trace, traced},
	} {
		lines := jsonLines(t, runIn(0, "", append([]string{"-o", "json"}, args...)...).Stdout)
		for _, problem := range problems(lines) {
			t.Errorf("%v: %s", args, problem)
		}
	}
}

// Nobody comes to a drained node, only Pods that stay are left on it, and whoever
// has to make way is less important than the Pod that it makes way for.
func TestLeaving(t *testing.T) {
	priority := map[string]int{"shop/checkout": 1000, "store/db-0": 500, "kube-system/agent-1": 2000, "kube-system/proxy-node-a": 2000001000}
	for _, drained := range []string{"node-a", "node-b", "node-c"} {
		lines := jsonLines(t, runIn(0, "", "-o", "json", "-preempt", "-place", "testdata/crowded.yaml", "-whatif", "drain="+drained, crowded).Stdout)
		for _, l := range lines {
			if l.Type == "placement" && l.Node == drained {
				t.Errorf("%s/%s comes to %s, which is drained", l.Namespace, l.Name, drained)
			}
			stays := map[string]int64{"node-a": 2, "node-b": 1, "node-c": 1}[drained]
			if got := l.Resources["pods"].After; l.Type == "node" && l.Name == drained && got != stays {
				t.Errorf("%d Pods on %s, want %d", got, drained, stays)
			}
			if by := strings.TrimSuffix(l.By, "-0"); l.By != "" && priority[l.Namespace+"/"+l.Name] >= max(priority[l.By], priority[by]) {
				t.Errorf("%s/%s makes way for %s", l.Namespace, l.Name, l.By)
			}
		}
	}
}

// The check of the books notices when they are cooked.
func TestBooksCooked(t *testing.T) {
	for name, cook := range map[string]func(l *line) bool{
		"a placement is lost":  func(l *line) bool { return l.Type == "placement" },
		"a refusal is lost":    func(l *line) bool { return l.Type == "refusal" },
		"a node is lost":       func(l *line) bool { return l.Type == "node" },
		"a group is lost":      func(l *line) bool { return l.Type == "group" },
		"a Pod is elsewhere":   func(l *line) bool { l.Node = "node-b"; return false },
		"a node is overfilled": func(l *line) bool { l.Resources = bumped(l.Resources, 1<<40); return false },
		"a node is emptier":    func(l *line) bool { l.Resources = bumped(l.Resources, -1<<40); return false },
	} {
		lines := jsonLines(t, runIn(0, "", "-o", "json", small).Stdout)
		if len(problems(lines)) > 0 {
			t.Fatal("the books are wrong to begin with")
		}
		for i := range lines {
			before := fmt.Sprintf("%+v", lines[i])
			if cook(&lines[i]) {
				lines = append(lines[:i], lines[i+1:]...)
				break
			}
			if fmt.Sprintf("%+v", lines[i]) != before && lines[i].Type != "refusal" {
				break
			}
		}
		if len(problems(lines)) == 0 {
			t.Errorf("%s: nobody noticed", name)
		}
	}
}

func bumped(resources map[string]amount, by int64) map[string]amount {
	a, ok := resources["cpu"]
	if !ok {
		return resources
	}
	resources = maps.Clone(resources)
	a.After += by
	resources["cpu"] = a
	return resources
}

// What the placed Pods of the trace request, added up by hand, is what the books
// have.
func TestTraceByHand(t *testing.T) {
	b, err := os.ReadFile(traced)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for _, row := range strings.Split(string(b), "\n") {
		cells := strings.Split(row, ",")
		rows[cells[0]] = cells
	}
	var cpu, memory, gpu int64
	number := func(s string) int64 {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	lines := jsonLines(t, runIn(0, "", "-o", "json", trace, traced).Stdout)
	for _, l := range lines {
		if l.Type == "placement" {
			row := rows[l.Name]
			cpu, memory, gpu = cpu+number(row[1]), memory+number(row[2])<<20, gpu+number(row[3])*number(row[4])
		}
	}
	got := lines[len(lines)-1].Resources
	if got["cpu"].After != cpu || got["memory"].After != memory || got["alibabacloud.com/gpu-milli"].After != gpu {
		t.Errorf("by hand cpu %d, memory %d, gpu %d; the books have %v", cpu, memory, gpu, got)
	}
}

func resources(pairs ...string) podlife.ResourceList {
	list := podlife.ResourceList{}
	for i := 0; i < len(pairs); i += 2 {
		q, err := podlife.ParseQuantity(pairs[i+1])
		if err != nil {
			panic(err)
		}
		list[podlife.ResourceName(pairs[i])] = q
	}
	return list
}

func container(policy podlife.RestartPolicy, pairs ...string) podlife.Container {
	return podlife.Container{Name: "c", RestartPolicy: policy, Resources: podlife.ResourceRequirements{Requests: resources(pairs...)}}
}

var requestCases = map[string]podlife.PodSpec{
	"sum":            {Containers: []podlife.Container{container("", "cpu", "100m", "memory", "1Gi"), container("", "cpu", "250m")}},
	"init is more":   {Containers: []podlife.Container{container("", "cpu", "1")}, InitContainers: []podlife.Container{container("", "cpu", "3", "memory", "1Mi"), container("", "cpu", "2")}},
	"init is less":   {Containers: []podlife.Container{container("", "cpu", "4")}, InitContainers: []podlife.Container{container("", "cpu", "3")}},
	"sidecar":        {Containers: []podlife.Container{container("", "cpu", "1")}, InitContainers: []podlife.Container{container("Always", "cpu", "2")}},
	"sidecar, init":  {Containers: []podlife.Container{container("", "cpu", "1")}, InitContainers: []podlife.Container{container("Always", "cpu", "2"), container("", "cpu", "5")}},
	"init, sidecar":  {Containers: []podlife.Container{container("", "cpu", "1")}, InitContainers: []podlife.Container{container("", "cpu", "5"), container("Always", "cpu", "2")}},
	"overhead":       {Containers: []podlife.Container{container("", "cpu", "1")}, Overhead: resources("cpu", "250m", "memory", "120Mi")},
	"Pod level":      {Containers: []podlife.Container{container("", "cpu", "1", "memory", "1Gi")}, Resources: &podlife.ResourceRequirements{Requests: resources("cpu", "3")}, Overhead: resources("cpu", "1")},
	"extended":       {Containers: []podlife.Container{container("", "example.com/gpu", "2"), container("", "example.com/gpu", "1")}},
	"rounded once":   {Containers: []podlife.Container{container("", "cpu", "100u"), container("", "cpu", "100u")}},
	"huge pages":     {Containers: []podlife.Container{container("", "hugepages-2Mi", "4Mi", "cpu", "1")}},
	"nothing at all": {Containers: []podlife.Container{container("")}},
}

// What is booked for a Pod is what the scheduler counts: on a node that has just
// that it fits, on one that has a unit less of anything it does not.
func TestRequestsAsScheduled(t *testing.T) {
	for name, spec := range requestCases {
		p := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", Namespace: "default"}, Spec: spec}
		have := resources("pods", "1")
		for resource, q := range schedule.Requests(p) {
			have[resource] = podlife.NewQuantity(units(resource, q))
			if resource == podlife.ResourceCPU {
				have[resource] = podlife.NewMilliQuantity(units(resource, q))
			}
		}
		if !fits(t, p, have) {
			t.Errorf("%s: does not fit on a node with %v", name, have)
		}
		for resource, q := range have {
			less := maps.Clone(have)
			less[resource] = q.Sub(podlife.NewQuantity(1))
			if resource == podlife.ResourceCPU {
				less[resource] = q.Sub(podlife.NewMilliQuantity(1))
			}
			if fits(t, p, less) {
				t.Errorf("%s: fits on a node with a unit less of %s: %v", name, resource, less)
			}
		}
	}
}

func fits(t *testing.T, p *podlife.Pod, have podlife.ResourceList) bool {
	t.Helper()
	node := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: "node-a"}, Status: podlife.NodeStatus{Allocatable: have}}
	c, err := schedule.NewCluster(&podlife.Objects{Nodes: []*podlife.Node{node}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Schedule(p, schedule.Default(), 0)
	return err == nil
}
