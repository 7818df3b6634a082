package podlife_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
)

// names lists what was found as "pod a", "node b", "3 Secret".
func names(o *podlife.Objects) []string {
	var out []string
	for _, p := range o.Pods {
		out = append(out, "pod "+p.Name)
	}
	for _, n := range o.Nodes {
		out = append(out, "node "+n.Name)
	}
	for _, kind := range slices.Sorted(maps.Keys(o.Skipped)) {
		out = append(out, fmt.Sprintf("%d %s", o.Skipped[kind], kind))
	}
	return out
}

func TestParseObjectsFinds(t *testing.T) {
	for _, test := range []struct {
		name  string
		input string
		want  []string
	}{
		{"nothing", "", nil},
		{"white space", " \n\t", nil},
		{"a Pod", `{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web"}}`, []string{"pod web"}},
		{"a Node", `{"kind":"Node","apiVersion":"v1","metadata":{"name":"a"}}`, []string{"node a"}},
		{"no apiVersion", `{"kind":"Pod","metadata":{"name":"web"}}`, []string{"pod web"}},
		{"no kind, but containers", `{"metadata":{"name":"web"},"spec":{"containers":[]}}`, []string{"pod web"}},
		{"a List", `{"kind":"List","apiVersion":"v1","items":[{"kind":"Node","metadata":{"name":"a"}},{"kind":"Pod","metadata":{"name":"web"}}]}`,
			[]string{"pod web", "node a"}},
		{"a List without kind", `{"items":[{"kind":"Pod","metadata":{"name":"web"}}]}`, []string{"pod web"}},
		{"an empty List", `{"kind":"List","apiVersion":"v1","items":[]}`, nil},
		{"a List with null for items", `{"kind":"PodList","apiVersion":"v1","items":null}`, nil},
		{"a List without items", `{"kind":"List","apiVersion":"v1"}`, nil},
		{"a PodList", `{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"web"}},{"metadata":{"name":"db"}}]}`,
			[]string{"pod web", "pod db"}},
		{"a NodeList", `{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"a"}}]}`, []string{"node a"}},
		{"a typed list with another kind in it", `{"kind":"PodList","items":[{"kind":"Node","metadata":{"name":"a"}}]}`, []string{"node a"}},
		{"a typed list of a kind we skip", `{"kind":"SecretList","apiVersion":"v1","items":[{},{}]}`, []string{"2 Secret"}},
		{"an array", `[{"kind":"Pod","metadata":{"name":"web"}},{"kind":"Secret"}]`, []string{"pod web", "1 Secret"}},
		{"an empty array", `[]`, nil},
		{"several documents", "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\"}}\n[{\"kind\":\"Pod\",\"metadata\":{\"name\":\"db\"}}]{\"kind\":\"Secret\"}",
			[]string{"pod web", "pod db", "1 Secret"}},
		{"a Pod of another group", `{"kind":"Pod","apiVersion":"example.com/v1","metadata":{"name":"web"}}`, []string{"1 Pod"}},
		{"a list of another group", `{"kind":"WidgetList","apiVersion":"example.com/v1","items":[{},{}]}`, []string{"2 Widget"}},
		{"a kind that is only called a list", `{"kind":"IPAllowList","apiVersion":"example.com/v1","spec":{}}`, []string{"1 IPAllowList"}},
		{"another kind whose spec is no object", `{"kind":"ConfigMap","apiVersion":"v1","spec":["none"]}`, []string{"1 ConfigMap"}},
		{"another kind whose spec.containers is no list", `{"kind":"Secret","spec":{"containers":3}}`, []string{"1 Secret"}},
		{"field names in another case", `{"KIND":"Pod","metadata":{"NAME":"web"}}`, []string{"pod web"}},
		{"null for a field", `{"kind":"Pod","metadata":{"name":"web"},"spec":null,"status":{"containerStatuses":null,"startTime":null}}`, []string{"pod web"}},
		{"fields we leave out", `{"kind":"Pod","metadata":{"name":"web","managedFields":[1]},"spec":{"dnsConfig":7},"more":{}}`, []string{"pod web"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := podlife.ParseObjects([]byte(test.input))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, names(got)); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseObjectsReadsRealObjects(t *testing.T) {
	for name, want := range map[string][]string{
		"crash-loop.json":     {"pod crashloop"},
		"create-success.json": {"pod foo", "pod foo", "pod foo", "pod foo"},
		"kubelet-pods.json":   {"pod redis-3165242388-n1vc7"},
		"list.json":           {"pod lonely-pod"},
		"nodes.json":          {"node kind-control-plane", "node kind-worker", "node kind-worker2"},
		"one-line.json":       {"pod local-path-provisioner-78776bfc44-66xwg"},
		"sidecar.json":        {"pod sleep"},
	} {
		o, err := podlife.ParseObjects(read(t, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, names(o)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// read returns one of the real objects in testdata.
func read(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "real", name))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// Kinds forgets no list: each is filled with as many objects as its place says.
func TestKindsCountsEveryList(t *testing.T) {
	o := &podlife.Objects{Skipped: map[string]int{"Job": 3, "Pod": 1}}
	want := map[string]int{"Job": 3}
	v := reflect.ValueOf(o).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice {
			f.Set(reflect.MakeSlice(f.Type(), i+1, i+1))
			want[f.Type().Elem().Elem().Name()] = i + 1
		}
	}
	want["Pod"]++ // one that was skipped for its version
	if diff := cmp.Diff(want, o.Kinds()); diff != "" {
		t.Errorf("Kinds (-want +got):\n%s", diff)
	}
	if got := (&podlife.Objects{}).Kinds(); len(got) != 0 {
		t.Errorf("Kinds of nothing = %v", got)
	}
}
