package podlife_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// kept is the law of every noun: what encode writes, decoding gives back.
func kept[T any](x *T, encode func(any) ([]byte, error)) error {
	data, err := encode(x)
	if err != nil {
		return err
	}
	got := new(T)
	if err := json.Unmarshal(data, got); err != nil {
		return err
	}
	if diff := cmp.Diff(x, got); diff != "" {
		return fmt.Errorf("JSON changed it (-before +after):\n%s", diff)
	}
	return nil
}

func TestJSONKeepsEveryField(t *testing.T) {
	if err := kept(filled[podlife.Pod](t), json.Marshal); err != nil {
		t.Errorf("Pod: %v", err)
	}
	if err := kept(filled[podlife.Node](t), json.Marshal); err != nil {
		t.Errorf("Node: %v", err)
	}
}

// keptByParse is the law of Objects: ParseObjects reads what they encode to.
func keptByParse(o *podlife.Objects, encode func(any) ([]byte, error)) error {
	data, err := encode(o)
	if err != nil {
		return err
	}
	got, err := podlife.ParseObjects(data)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(o, got); diff != "" {
		return fmt.Errorf("JSON changed it (-before +after):\n%s", diff)
	}
	return nil
}

// Every kind that Objects holds is written and read, those of tomorrow
// included.
func TestJSONKeepsEveryKind(t *testing.T) {
	o := new(podlife.Objects)
	v := reflect.ValueOf(o).Elem()
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Slice {
			f := filler{TB: t}
			f.fill(v.Field(i))
		}
	}
	if err := keptByParse(o, json.Marshal); err != nil {
		t.Error(err)
	}
}

// So is an object of every kind of which nothing is known but its kind.
func TestJSONKeepsEmptyObjects(t *testing.T) {
	o := new(podlife.Objects)
	v := reflect.ValueOf(o).Elem()
	for i := range v.NumField() {
		if list := v.Field(i); list.Kind() == reflect.Slice {
			list.Set(reflect.Append(list, reflect.New(list.Type().Elem().Elem())))
		}
	}
	if err := keptByParse(o, json.Marshal); err != nil {
		t.Error(err)
	}
}

func TestJSONKeepsPods(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := kept(podtest.Pod().Draw(t, "pod"), json.Marshal); err != nil {
			t.Fatal(err)
		}
	})
}

func TestJSONKeepsNodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := kept(podtest.Node().Draw(t, "node"), json.Marshal); err != nil {
			t.Fatal(err)
		}
	})
}

func TestJSONKeepsObjects(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := keptByParse(podtest.Objects().Draw(t, "objects"), json.Marshal); err != nil {
			t.Fatal(err)
		}
	})
}

// An encoder that leaves out what it takes for a default is caught.
func TestJSONLawCatchesBrokenEncoders(t *testing.T) {
	forgetsStarted := func(x any) ([]byte, error) {
		p := x.(*podlife.Pod).Clone()
		for i := range p.Status.ContainerStatuses {
			if s := &p.Status.ContainerStatuses[i]; !s.HasStarted() {
				s.Started = nil
			}
		}
		return json.Marshal(p)
	}
	forgetsNodes := func(x any) ([]byte, error) {
		return json.Marshal(podlife.Objects{Pods: x.(*podlife.Objects).Pods})
	}
	caughtPod, caughtNode := false, false
	for seed := range 100 {
		caughtPod = caughtPod || kept(podtest.Lifelike().Example(seed), forgetsStarted) != nil
		caughtNode = caughtNode || keptByParse(podtest.Objects().Example(seed), forgetsNodes) != nil
	}
	if !caughtPod || !caughtNode {
		t.Errorf("caught: forgotten started %v, forgotten Nodes %v", caughtPod, caughtNode)
	}
}

func TestObjectsAreOneList(t *testing.T) {
	o := podlife.Objects{
		Pods:    []*podlife.Pod{{ObjectMeta: podlife.ObjectMeta{Name: "web"}}},
		Nodes:   []*podlife.Node{{ObjectMeta: podlife.ObjectMeta{Name: "a"}}},
		Skipped: map[string]int{"Secret": 1},
	}
	got, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"apiVersion":"v1","kind":"List","items":[` +
		`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"}},` +
		`{"apiVersion":"v1","kind":"Node","metadata":{"name":"a"}}]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
	if got, _ := json.Marshal(podlife.Objects{}); string(got) != `{"apiVersion":"v1","kind":"List","items":[]}` {
		t.Errorf("no objects are written as %s", got)
	}
}

func TestPortJSON(t *testing.T) {
	for _, test := range []struct {
		port podlife.Port
		json string
	}{
		{podlife.Port{}, `0`},
		{podlife.Port{Number: 8080}, `8080`},
		{podlife.Port{Number: -1}, `-1`},
		{podlife.Port{Name: "http"}, `"http"`},
		{podlife.Port{Name: "8080"}, `"8080"`},
		{podlife.Port{Name: `"`}, `"\""`},
	} {
		data, err := json.Marshal(test.port)
		if err != nil || string(data) != test.json {
			t.Errorf("%+v is written %s, %v; want %s", test.port, data, err, test.json)
		}
		got := podlife.Port{Number: 1, Name: "old"}
		if err := json.Unmarshal([]byte(test.json), &got); err != nil || got != test.port {
			t.Errorf("%s is read %+v, %v; want %+v", test.json, got, err, test.port)
		}
	}
	for _, bad := range []string{`{}`, `[]`, `true`, `1.5`, `3000000000`} {
		if err := json.Unmarshal([]byte(bad), new(podlife.Port)); err == nil {
			t.Errorf("%s is read as a port", bad)
		}
	}
	if err := new(podlife.Port).UnmarshalJSON(nil); err == nil {
		t.Error("nothing is read as a port")
	}
	// A name wins over a number, as it decides which port is meant.
	if data, _ := json.Marshal(podlife.Port{Number: 1, Name: "http"}); string(data) != `"http"` {
		t.Errorf("a port with both is written %s", data)
	}
}
