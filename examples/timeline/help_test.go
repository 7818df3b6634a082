package main

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife/lifecycle"
)

// sections are what the help explains, and what has the fields.
var sections = []struct {
	title string
	of    reflect.Type
}{
	{"The script:", scriptType},
	{"A container:", reflect.TypeFor[lifecycle.ContainerScript]()},
	{"A run:", reflect.TypeFor[lifecycle.Run]()},
	{"A hook:", reflect.TypeFor[lifecycle.HookScript]()},
	{"A stop:", reflect.TypeFor[lifecycle.Stop]()},
	{"An answer, of which", reflect.TypeFor[lifecycle.Answer]()},
	{"A happening:", reflect.TypeFor[lifecycle.Happening]()},
}

// explained returns the words that a section of a help explains.
func explained(help, title string) []string {
	_, text, _ := strings.Cut(help, "\n"+title)
	text, _, _ = strings.Cut(text, "\n\n")
	var out []string
	for _, m := range regexp.MustCompile(`(?m)^  (\w+)  +\S`).FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	return out
}

// unexplained says what the help does not explain of the script, or in another
// order.
func unexplained(help string) string {
	all := ""
	for _, c := range sections {
		var fields []string
		for i := range c.of.NumField() {
			name, _, _ := strings.Cut(c.of.Field(i).Tag.Get("json"), ",")
			fields = append(fields, name)
		}
		all += cmp.Diff(fields, explained(help, c.title))
	}
	return all + cmp.Diff(deeds, explained(help, "What may happen:"))
}

// The help explains every field and every deed, and nothing else. One without a
// line of it does not.
func TestHelp(t *testing.T) {
	if diff := unexplained(usageMore); diff != "" {
		t.Errorf("(-there +explained)\n%s", diff)
	}
	for _, line := range regexp.MustCompile(`(?m)^  (until|pullReason|reason|failed|ignored|times|taints|collect) .*\n`).FindAllString(usageMore, -1) {
		if unexplained(strings.Replace(usageMore, line, "", 1)) == "" {
			t.Errorf("a help without %q explains everything", line)
		}
	}
	p, err := lifecycle.Admit(pod(t, "testdata/crash-loop.yaml"), lifecycle.AdmitOptions{}, epoch)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range deeds {
		s := lifecycle.Script{Happenings: []lifecycle.Happening{{Do: lifecycle.Deed(d), Container: "cart"}}}
		if err := s.Validate(p); err != nil {
			t.Error(err)
		}
	}
	if s := (lifecycle.Script{Happenings: []lifecycle.Happening{{Do: "explode"}}}); s.Validate(p) == nil {
		t.Error("any deed is valid")
	}
}

// The defaults are those that the help names.
func TestDefaults(t *testing.T) {
	play := func(s lifecycle.Script) *story {
		t.Helper()
		told, err := (&program{given: &s}).tell("F", pod(t, "testdata/crash-loop.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		return told
	}
	const second = lifecycle.Duration(time.Second)
	cart := func(c lifecycle.ContainerScript) lifecycle.Script {
		return lifecycle.Script{Until: 10 * second, Containers: map[string]lifecycle.ContainerScript{"cart": c}}
	}
	deleted := cart(lifecycle.ContainerScript{})
	deleted.Happenings = []lifecycle.Happening{{At: 2 * second, Do: lifecycle.DoDelete}}
	evicted := lifecycle.Script{Happenings: []lifecycle.Happening{{At: 2 * second, Do: lifecycle.DoEvict}}}
	exit := func(s *story) string {
		var all []string
		for _, e := range s.ends {
			if e.container == "cart" {
				all = append(all, itoa(e.ExitCode)+" "+e.Reason)
			}
		}
		return strings.Join(all, ", ")
	}
	reason := func(s *story) string { return s.Final.Pod().Status.ContainerStatuses[0].State.Reason }
	for _, c := range []struct{ says, got, want string }{
		{"(default 1h)", play(lifecycle.Script{}).since(play(lifecycle.Script{}).End).String(), "1h0m0s"},
		{`(default "node")`, play(lifecycle.Script{}).node(), "node"},
		{"(default ErrImagePull)", reason(play(cart(lifecycle.ContainerScript{PullFailures: -1, PullAfter: 4 * second}))), "ErrImagePull"},
		{"(default CreateContainerError)", reason(play(cart(lifecycle.ContainerScript{StartFailures: -1}))), "CreateContainerError"},
		{"(default Completed, or Error if", exit(play(cart(lifecycle.ContainerScript{Runs: []lifecycle.Run{{For: second}, {}}}))), "0 Completed"},
		{"exitCode is\n            not 0)", exit(play(cart(lifecycle.ContainerScript{Runs: []lifecycle.Run{{For: second, ExitCode: 2}, {}}}))), "2 Error"},
		{"(default 143)", exit(play(deleted)), "143 Error"},
		{"(default Evicted)", play(evicted).Final.Pod().Status.Reason, "Evicted"},
		{"runs until it is stopped if it is any other", exit(play(cart(lifecycle.ContainerScript{}))), ""},
	} {
		if c.got != c.want || !strings.Contains(usageMore, c.says) {
			t.Errorf("%s: got %q, want %q, or the help does not say so", c.says, c.got, c.want)
		}
	}
}
