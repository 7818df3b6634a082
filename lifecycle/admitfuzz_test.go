package lifecycle_test

import (
	"encoding/json"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
)

// Whatever JSON says is a Pod has an answer, and an admitted Pod is JSON that reads back.
func FuzzAdmit(f *testing.F) {
	for seed := range 5 {
		data, err := json.Marshal(newPod().Example(seed))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		objects, _ := podlife.ParseObjects(data)
		for _, p := range objects.Pods {
			stored, err := lifecycle.Admit(p, lifecycle.AdmitOptions{PriorityClasses: objects.PriorityClasses}, podtest.Epoch())
			if (stored == nil) != (err != nil) {
				t.Fatalf("got Pod %v and error %v", stored, err)
			}
			if err != nil {
				continue
			}
			text, err := json.Marshal(stored)
			if err != nil {
				t.Fatal(err)
			}
			if back, err := podlife.ParseObjects(text); err != nil || len(back.Pods) != 1 {
				t.Fatalf("%s does not read back: %v", text, err)
			}
		}
	})
}
