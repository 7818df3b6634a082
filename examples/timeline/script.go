package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// scriptError is a fault of a script.
type scriptError struct {
	file string
	// field is the path of what is wrong. Empty: the script as a whole.
	field   string
	problem string
}

func (e *scriptError) Error() string {
	if e.field == "" {
		return e.file + ": " + e.problem
	}
	return e.file + ": " + e.field + ": " + e.problem
}

// parseScript reads a script. It returns all that is wrong with it, joined.
func parseScript(file string, data []byte) (*lifecycle.Script, error) {
	raw := data
	if text := bytes.TrimSpace(data); len(text) == 0 {
		return nil, &scriptError{file: file, problem: "the file is empty"}
	} else if text[0] != '{' {
		var err error
		if raw, err = yaml.YAMLToJSONStrict(data); err != nil {
			return nil, &scriptError{file: file, problem: "neither JSON nor YAML: " + err.Error()}
		}
	}
	if err := syntax(file, raw); err != nil {
		return nil, err
	}
	c := &fieldCheck{file: file}
	c.check("", raw, scriptType)
	if len(c.errs) > 0 {
		return nil, errors.Join(c.errs...)
	}
	var s lifecycle.Script
	if err := json.Unmarshal(raw, &s); err != nil { // what the check does not know of
		return nil, &scriptError{file: file, problem: err.Error()}
	}
	return &s, nil
}

// syntax says where JSON is broken.
func syntax(file string, raw []byte) error {
	var v any
	err := json.Unmarshal(raw, &v)
	var broken *json.SyntaxError
	if errors.As(err, &broken) {
		before := raw[:min(max(int(broken.Offset)-1, 0), len(raw))]
		line := bytes.Count(before, []byte("\n")) + 1
		column := len(before) - bytes.LastIndexByte(before, '\n')
		return &scriptError{file: fmt.Sprintf("%s:%d:%d", file, line, column), problem: "not JSON: " + broken.Error()}
	}
	return err
}

// usualScript is what happens if nobody says what does: all goes well, and takes
// a little time.
func usualScript(p *podlife.Pod) *lifecycle.Script {
	const second = lifecycle.Duration(time.Second)
	s := &lifecycle.Script{
		ScheduleAfter: second, VolumesAfter: second, SandboxAfter: second, CleanUpAfter: second,
		Containers: map[string]lifecycle.ContainerScript{},
	}
	for i := range p.Spec.InitContainers {
		c := &p.Spec.InitContainers[i]
		play := lifecycle.ContainerScript{PullAfter: 2 * second, Stop: lifecycle.Stop{After: second}}
		if !c.IsSidecar() {
			play.Runs = []lifecycle.Run{{For: 3 * second}}
		}
		s.Containers[c.Name] = play
	}
	for i := range p.Spec.Containers {
		s.Containers[p.Spec.Containers[i].Name] = lifecycle.ContainerScript{PullAfter: 2 * second, Stop: lifecycle.Stop{After: second}}
	}
	return s
}
