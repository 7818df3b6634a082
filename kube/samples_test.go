package kube_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// The laws hold for objects that a real cluster wrote.
func TestSamples(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	found := map[string]int{}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			for _, object := range objects(t, file) {
				var header struct{ Kind string }
				if err := json.Unmarshal(object, &header); err != nil {
					t.Fatal(err)
				}
				found[header.Kind]++
				switch header.Kind {
				case "Pod":
					checkSample(t, pods(), object)
				case "Node":
					checkSample(t, nodes(), object)
				}
			}
		})
	}
	if found["Pod"] == 0 || found["Node"] == 0 {
		t.Errorf("found %v, want Pods and Nodes", found)
	}
}

// objects reads one object or an array of them.
func objects(t *testing.T, file string) []json.RawMessage {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var list []json.RawMessage
	if json.Unmarshal(data, &list) != nil {
		list = []json.RawMessage{data}
	}
	return list
}

func checkSample[K, P any](t *testing.T, c conversion[K, P], object []byte) {
	t.Helper()
	k, err := decode[K](object)
	if err != nil {
		t.Fatal(err)
	}
	p := c.from(k)
	if wrong := sameJSON(c, object); wrong != "" {
		t.Error(wrong)
	}
	for name, l := range laws[K, P]() {
		if wrong := l(c, c.cloneK(k), c.cloneP(p)); wrong != "" {
			t.Errorf("%s: %s", name, wrong)
		}
	}
}
