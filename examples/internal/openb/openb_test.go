package openb_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/openb"
)

const (
	nodeTitles = "sn,cpu_milli,memory_mib,gpu,model\n"
	podTitles  = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n"
)

func quantity(t *testing.T, s string) podlife.Quantity {
	t.Helper()
	q, err := podlife.ParseQuantity(s)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func read(t *testing.T, input string, s openb.Share) openb.List {
	t.Helper()
	list, err := openb.Read("in.csv", strings.NewReader(input), s)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestNode(t *testing.T) {
	list := read(t, nodeTitles+"node-a,32000,262144,2,T4\nnode-b,500,1,0,\n", openb.Pool)
	want := []*podlife.Node{
		{
			ObjectMeta: podlife.ObjectMeta{Name: "node-a", Labels: map[string]string{"kubernetes.io/hostname": "node-a", openb.ModelLabel: "T4"}},
			Status: podlife.NodeStatus{Allocatable: podlife.ResourceList{
				"cpu": quantity(t, "32"), "memory": quantity(t, "256Gi"), "pods": quantity(t, "1001"), openb.GPU: quantity(t, "2000"),
			}},
		},
		{
			ObjectMeta: podlife.ObjectMeta{Name: "node-b", Labels: map[string]string{"kubernetes.io/hostname": "node-b"}},
			Status: podlife.NodeStatus{Allocatable: podlife.ResourceList{
				"cpu": quantity(t, "500m"), "memory": quantity(t, "1Mi"), "pods": quantity(t, "1001"),
			}},
		},
	}
	if diff := cmp.Diff(want, list.Nodes); diff != "" || len(list.Pods) > 0 {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestPod(t *testing.T) {
	list := read(t, podTitles+"web,1500,2048,2,1000,G2|T4,LS,Running,90,180,91\ndb,0,0,0,0,,,,,,\n", openb.Pool)
	pod := func(name string, requests podlife.ResourceList) *podlife.Pod {
		return &podlife.Pod{
			ObjectMeta: podlife.ObjectMeta{Name: name, Namespace: "openb"},
			Spec: podlife.PodSpec{Containers: []podlife.Container{
				{Name: "main", Resources: podlife.ResourceRequirements{Requests: requests}},
			}},
			Status: podlife.PodStatus{Phase: podlife.PodPending},
		}
	}
	web := pod("web", podlife.ResourceList{"cpu": quantity(t, "1500m"), "memory": quantity(t, "2Gi"), openb.GPU: quantity(t, "2k")})
	web.Labels = map[string]string{openb.QoSLabel: "LS"}
	web.CreationTimestamp = time.Date(1970, 1, 1, 0, 1, 30, 0, time.UTC)
	web.Spec.Affinity = &podlife.Affinity{NodeAffinity: &podlife.NodeAffinity{Required: &podlife.NodeSelector{
		NodeSelectorTerms: []podlife.NodeSelectorTerm{{MatchExpressions: []podlife.NodeSelectorRequirement{
			{Key: openb.ModelLabel, Operator: podlife.SelectorOpIn, Values: []string{"G2", "T4"}},
		}}},
	}}}
	db := pod("db", podlife.ResourceList{"cpu": {}, "memory": {}})
	if diff := cmp.Diff([]*podlife.Pod{web, db}, list.Pods); diff != "" || len(list.Nodes) > 0 {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A part of a GPU is what it is, or a whole one, or the Pod is left out. It
// counts in any case.
func TestShare(t *testing.T) {
	const input = "name,cpu_milli,memory_mib,num_gpu,gpu_milli\npart,1,1,1,460\nwhole,1,1,1,1000\nnone,1,1,0,0\n"
	for _, c := range []struct {
		share   openb.Share
		want    string
		skipped int
	}{
		{openb.Pool, "part 460, whole 1k, none 0", 0},
		{openb.Whole, "part 1k, whole 1k, none 0", 0},
		{openb.Skip, "whole 1k, none 0", 1},
	} {
		list := read(t, input, c.share)
		var got []string
		for _, p := range list.Pods {
			got = append(got, p.Name+" "+p.Spec.Containers[0].Resources.Requests[openb.GPU].String())
		}
		if text := strings.Join(got, ", "); text != c.want || list.SharePods != 1 || list.SkippedPods != c.skipped {
			t.Errorf("%v: %s, %d shares, %d skipped", c.share, text, list.SharePods, list.SkippedPods)
		}
	}
}

func TestShareNames(t *testing.T) {
	for s := openb.Pool; s <= openb.Skip; s++ {
		if got, ok := openb.ParseShare(s.String()); got != s || !ok {
			t.Errorf("%v: %v, %v", s, got, ok)
		}
	}
	if _, ok := openb.ParseShare("half"); ok || openb.Share(9).String() != "Share(9)" {
		t.Error("half is no share, 9 has no name")
	}
}

// A broken row hides no other.
func TestErrors(t *testing.T) {
	const good = "web,1,1,0,0\n"
	for _, c := range []struct{ name, input, want string }{
		{"empty", "", "in.csv:1: the list is empty"},
		{"no title", "name,cpu_milli\n", "in.csv:1: memory_mib: there is no such column\nin.csv:1: num_gpu: there is no such column\nin.csv:1: gpu_milli: there is no such column"},
		{"no title, nodes", "sn,cpu_milli,memory_mib,gpu\n", "in.csv:1: model: there is no such column"},
		{"no name", ",1,1,0,0\n" + good, "in.csv:2: name: is empty"},
		{"no number", good + "db,x,,0,0\n", "in.csv:3: cpu_milli: \"x\" is not a number of 0 or more that makes sense\nin.csv:3: memory_mib: \"\" is not a number of 0 or more that makes sense"},
		{"negative", good + "db,-1,1,0,0\n", "in.csv:3: cpu_milli: \"-1\" is not a number of 0 or more that makes sense"},
		{"large", good + "db,1,9223372036854775807,0,0\n", "in.csv:3: memory_mib: \"9223372036854775807\" is not a number of 0 or more that makes sense"},
		{"short row", "db,1\n" + good, "in.csv:2: wrong number of fields"},
		{"quote", "d\"b,1,1,1,1\n" + good, "in.csv:2: bare \" in non-quoted-field"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.Contains(c.input, good) {
				c.input = "name,cpu_milli,memory_mib,num_gpu,gpu_milli\n" + c.input
			}
			list, err := openb.Read("in.csv", strings.NewReader(c.input), openb.Pool)
			var e *openb.Error
			if !errors.As(err, &e) || err.Error() != c.want {
				t.Errorf("got %v", err)
			}
			if strings.Contains(c.input, good) && (len(list.Pods) != 1 || list.Pods[0].Name != "web") {
				t.Errorf("the good row is lost: %v", list.Pods)
			}
		})
	}
}

func TestReadError(t *testing.T) {
	r := io.MultiReader(strings.NewReader(nodeTitles+"node-a,1,1,0,\n"), iotest.ErrReader(io.ErrClosedPipe))
	list, err := openb.Read("in.csv", r, openb.Pool)
	if !errors.Is(err, io.ErrClosedPipe) || len(list.Nodes) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}

func TestIsList(t *testing.T) {
	for input, want := range map[string]bool{
		nodeTitles: true, podTitles: true, "name,cpu_milli,memory_mib,num_gpu": true,
		"": false, "kind: Pod\n": false, "a,b,c,d,e\n": false, "name,cpu_milli\n": false,
	} {
		if got := openb.IsList([]byte(input)); got != want {
			t.Errorf("%q: %v", input, got)
		}
	}
}

// The sample is as in the trace.
func TestSample(t *testing.T) {
	var all openb.List
	for _, file := range []string{"openb_node_list_sample.csv", "openb_pod_list_sample.csv"} {
		f, err := os.Open(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		list, err := openb.Read(file, f, openb.Skip)
		if err != nil {
			t.Fatal(err)
		}
		all.Nodes = append(all.Nodes, list.Nodes...)
		all.Pods = append(all.Pods, list.Pods...)
		all.SharePods += list.SharePods
		all.SkippedPods += list.SkippedPods
	}
	models := map[string]bool{}
	for _, n := range all.Nodes {
		models[n.Labels[openb.ModelLabel]] = true
	}
	if len(all.Nodes) != 19 || len(models) != 8 || len(all.Pods)+all.SkippedPods != 102 || all.SkippedPods != 33 || all.SharePods != all.SkippedPods {
		t.Errorf("%d nodes of %d models, %d Pods, %d with a part of a GPU, %d of these skipped",
			len(all.Nodes), len(models), len(all.Pods), all.SharePods, all.SkippedPods)
	}
}
