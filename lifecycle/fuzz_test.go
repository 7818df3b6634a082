package lifecycle_test

import (
	"encoding/json"
	"testing"

	"github.com/podlife/podlife/lifecycle"
)

// FuzzScript holds that a script, whatever it says, is refused or played.
func FuzzScript(f *testing.F) {
	pod, script := failingOnce()
	data, err := json.Marshal(script)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"until":"20s","happenings":[{"at":"3s","do":"delete"},{"at":"3s","do":"loseNode"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var script lifecycle.Script
		if json.Unmarshal(data, &script) != nil {
			return
		}
		script.Until = min(script.Until, 600*second)
		line, err := lifecycle.Simulate(pod, script)
		if err == nil && (len(line.Entries) == 0 || len(line.Entries) > lifecycle.MaxEntries) {
			t.Errorf("%d entries", len(line.Entries))
		}
	})
}
