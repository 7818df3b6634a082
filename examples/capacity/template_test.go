package main

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
)

const template = `"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","resources":{"limits":{"cpu":"2"}}}]}}`

// ordered returns what -place makes of an input, a line each, and its errors.
func ordered(t *testing.T, input string, replicas int) (pods, errs []string) {
	t.Helper()
	var r reader
	orders := r.orders(write(t, "in.json", input))
	a := newAdmitter(&r.found)
	for _, o := range orders {
		for _, p := range a.fill(o, replicas) {
			text := qualified(p) + " " + ownerOf(p)
			if cpu, ok := p.Spec.Containers[0].Resources.Requests["cpu"]; ok {
				text += " cpu " + cpu.String()
			}
			if p.Spec.Priority != nil {
				text += fmt.Sprint(" priority ", *p.Spec.Priority)
			}
			pods = append(pods, strings.Join(strings.Fields(text), " "))
		}
	}
	for _, err := range r.errs {
		_, text, _ := strings.Cut(err.Error(), "in.json: ")
		errs = append(errs, text)
	}
	return pods, errs
}

func TestOrders(t *testing.T) {
	for _, c := range []struct {
		name, input string
		replicas    int
		want        []string
		errs        []string
	}{
		{"Pod", pending, 0, []string{"default/web"}, nil},
		{"Pod, some", pending, 2, []string{"default/web-0", "default/web-1"}, nil},
		{"Pod, one", pending, 1, []string{"default/web"}, nil},
		{"Pod without kind", `{"metadata":{"generateName":"job-","namespace":"lab"},"spec":{"containers":[{"name":"main"}]}}`, 0, []string{"lab/job-"}, nil},
		{"two Pods of one name", pending + pending, 0, []string{"default/web", "default/web-0"}, nil},
		{"Deployment", `{"kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":2,` + template + `}}`, 0,
			[]string{"default/web-0 ReplicaSet/web-new cpu 2", "default/web-1 ReplicaSet/web-new cpu 2"}, nil},
		{"Deployment, none", `{"kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":0,` + template + `}}`, 0, nil, nil},
		{"Deployment, none but some", `{"kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":0,` + template + `}}`, 1,
			[]string{"default/web-0 ReplicaSet/web-new cpu 2"}, nil},
		{"ReplicaSet", `{"kind":"ReplicaSet","metadata":{"name":"web","namespace":"lab"},"spec":{` + template + `}}`, 0, []string{"lab/web-0 ReplicaSet/web cpu 2"}, nil},
		{"StatefulSet", `{"kind":"StatefulSet","metadata":{"name":"db"},"spec":{` + template + `}}`, 0, []string{"default/db-0 StatefulSet/db cpu 2"}, nil},
		{"ReplicationController", `{"kind":"ReplicationController","metadata":{"name":"db"},"spec":{` + template + `}}`, 0, []string{"default/db-0 ReplicationController/db cpu 2"}, nil},
		{"Job", `{"kind":"Job","metadata":{"name":"sum"},"spec":{"parallelism":2,` + template + `}}`, 0, []string{"default/sum-0 Job/sum cpu 2", "default/sum-1 Job/sum cpu 2"}, nil},
		{"no name", `{"kind":"ReplicaSet","spec":{` + template + `}}`, 0, []string{"default/new-0 ReplicaSet/new cpu 2"}, nil},
		{"List", `{"kind":"List","items":[` + pending + `,{"kind":"Job","metadata":{"name":"sum"},"spec":{` + template + `}}]}`, 0, []string{"default/web", "default/sum-0 Job/sum cpu 2"}, nil},
		{"array", `[` + pending + `]`, 0, []string{"default/web"}, nil},
		{"priority", strings.Replace(pending, `"spec":{`, `"spec":{"priorityClassName":"system-node-critical",`, 1), 0, []string{"default/web priority 2000001000"}, nil},
		{"DaemonSet", `{"kind":"DaemonSet","spec":{` + template + `}}`, 0, nil, []string{"document 0: a DaemonSet has a Pod on each node; that is not placed here"}},
		{"Service", pending + `{"kind":"Service"}`, 0, []string{"default/web"}, []string{"document 1: neither a Pod nor something with a template of one"}},
		{"broken Pod", `[` + pending + `,{"kind":"Pod","spec":{"nodeName":1}}]`, 0, []string{"default/web"}, []string{"document 0: [1].spec.nodeName: found a number, want a string"}},
		{"broken template", `{"items":[{"kind":"Job","spec":{"template":{"spec":{"containers":[{"name":1}]}}}}]}`, 0, nil,
			[]string{"document 0: items[0].spec.template.spec.containers[0].name: found a number, want a string"}},
		{"broken number", `{"kind":"Deployment","spec":{"replicas":"2",` + template + `}}`, 0, nil,
			[]string{"document 0: json: cannot unmarshal string into Go struct field .spec.replicas of type int"}},
		{"too many", `{"kind":"ReplicaSet","spec":{"replicas":2000000000,` + template + `}}`, 0, nil, []string{"document 0: spec.template: asks for 2000000000 Pods, more than 1000000"}},
		{"fewer than none", `{"kind":"ReplicaSet","spec":{"replicas":-1,` + template + `}}`, 0, nil, nil},
		{"not JSON", pending + `{`, 0, []string{"default/web"}, []string{"document 1: not JSON: unexpected EOF"}},
		{"null", `[null]`, 0, nil, []string{"document 0: [0]: found null, want an object"}},
		{"nothing", "# a comment\n---\n", 0, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, errs := ordered(t, c.input, c.replicas)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("Pods (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(c.errs, errs); diff != "" {
				t.Errorf("errors (-want +got)\n%s", diff)
			}
		})
	}
}

// The scheduler finds the Pods of a template by the selector of their owner, and
// spreads them.
func TestTemplateSpreads(t *testing.T) {
	node := func(name string) string {
		return strings.Replace(nodeA, `"name":"node-a"`, `"name":"`+name+`","labels":{"kubernetes.io/hostname":"`+name+`"}`, 1)
	}
	cluster := node("node-a") + strings.NewReplacer(`"cpu":"2"`, `"cpu":"64"`, "2Gi", "64Gi").Replace(node("node-b"))
	small := strings.Replace(template, `"cpu":"2"`, `"cpu":"10m"`, 1)
	for kind, nodes := range map[string]int{"apps/v1 Deployment": 2, "apps/v1 ReplicaSet": 2, "apps/v1 StatefulSet": 2, "v1 ReplicationController": 2, "batch/v1 Job": 1} {
		version, kind, _ := strings.Cut(kind, " ")
		path := write(t, "in.json", `{"apiVersion":"`+version+`","kind":"`+kind+`","metadata":{"name":"web"},"spec":{"replicas":2,`+small+`}}`)
		on := map[string]bool{}
		for _, l := range jsonLines(t, runIn(0, cluster, "-o", "json", "-place", path, "-").Stdout) {
			if l.Type == "placement" {
				on[l.Node] = true
			}
		}
		if len(on) != nodes {
			t.Errorf("%s: on %v", kind, on)
		}
	}
}

// What is placed has forgotten what became of it, and what it was made from is
// as it was.
func TestAdmit(t *testing.T) {
	var r reader
	r.orders(more)
	found, err := podlife.ParseObjects([]byte(`{"kind":"Pod","metadata":{"namespace":"lab","name":"web","uid":"7","deletionTimestamp":"2026-06-01T12:00:00Z","deletionGracePeriodSeconds":3},
		"spec":{"nodeName":"node-a","hostNetwork":true,"containers":[{"name":"web","ports":[{"containerPort":80},{"containerPort":81,"hostPort":8081}],"resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"10m"}}}]},
		"status":{"phase":"Running","nominatedNodeName":"node-b"}}
		{"kind":"PriorityClass","metadata":{"name":"usual"},"value":7,"globalDefault":true,"preemptionPolicy":"Never"}`))
	if err != nil {
		t.Fatal(err)
	}
	before := found.Pods[0].Clone()
	got := newAdmitter(&podlife.Objects{PriorityClasses: found.PriorityClasses}).admit(found.Pods[0], "")
	priority := int32(7)
	want := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Namespace: "lab", Name: "web"},
		Spec: podlife.PodSpec{
			HostNetwork: true, Priority: &priority, PreemptionPolicy: "Never",
			Containers: []podlife.Container{{
				Name: "web", Ports: []podlife.ContainerPort{{ContainerPort: 80, HostPort: 80}, {ContainerPort: 81, HostPort: 8081}},
				Resources: podlife.ResourceRequirements{Limits: resources("cpu", "1", "memory", "1Gi"), Requests: resources("cpu", "10m", "memory", "1Gi")},
			}},
		},
		Status: podlife.PodStatus{Phase: podlife.PodPending},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(before, found.Pods[0]); diff != "" {
		t.Errorf("the Pod itself has changed (-before +after)\n%s", diff)
	}
}

// No kind of object is lost between files.
func TestMerge(t *testing.T) {
	var all, more podlife.Objects
	v := reflect.ValueOf(&more).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice {
			f.Set(reflect.MakeSlice(f.Type(), 2, 2))
		}
	}
	merge(&all, &more)
	for i := range v.NumField() {
		if f := reflect.ValueOf(all).Field(i); f.Kind() == reflect.Slice && f.Len() != 2 {
			t.Errorf("%s are lost", v.Type().Field(i).Name)
		}
	}
}
