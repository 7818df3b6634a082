package podlife_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// arrow says which packages of the module a package may import. Everybody may
// import the root package, and packages below internal.
func arrows() map[string][]string {
	return map[string][]string{
		".":           nil,
		"restart":     nil,
		"phase":       {"restart"},
		"probe":       {"restart"},
		"termination": {"restart"},
		"schedule":    nil,
		"lifecycle":   {"restart", "phase", "probe", "termination", "schedule"},
		"podtest":     {"restart", "phase", "probe", "termination", "schedule", "lifecycle"},
	}
}

// forTests reports whether a package serves tests alone. The library may not
// import it.
func forTests(dir string) bool { return dir == "podtest" || dir == "internal/lawtest" }

// wrongArrow says what is wrong with package from importing path, if it is of
// this module; else "".
func wrongArrow(from, path string) string {
	to, ok := strings.CutPrefix(path, modulePath)
	if !ok || to != "" && to[0] != '/' {
		return ""
	}
	to = strings.TrimPrefix(to, "/")
	if to == "" {
		to = "."
	}
	internal := strings.HasPrefix(to, "internal/")
	allowed, known := arrows()[from]
	switch {
	case !forTests(from) && forTests(to):
		return fmt.Sprintf("%s imports %s, which is for tests", from, to)
	case !known && strings.HasPrefix(from, "internal/"):
		if to != "." && !internal {
			return fmt.Sprintf("%s imports %s: internal packages know the nouns alone", from, to)
		}
		return ""
	case !known:
		return fmt.Sprintf("%s is no package of the design", from)
	case from == "." && !internal:
		return fmt.Sprintf("the root package imports %s", to)
	case to == "." || internal || slices.Contains(allowed, to):
		return ""
	default:
		return fmt.Sprintf("%s imports %s against the arrows", from, to)
	}
}

func TestArrows(t *testing.T) {
	for _, s := range sources(t) {
		if _, known := arrows()[s.dir]; !known && !strings.HasPrefix(s.dir, "internal/") {
			t.Errorf("%s is no package of the design", s.dir)
		}
		for _, path := range s.imports() {
			if wrong := wrongArrow(s.dir, path); wrong != "" {
				t.Errorf("%s: %s", s.at(s.file), wrong)
			}
		}
	}
}

func TestArrowsAreChecked(t *testing.T) {
	for _, test := range []struct {
		from, path string
		ok         bool
	}{
		{"phase", modulePath, true},
		{"phase", modulePath + "/restart", true},
		{"phase", modulePath + "/internal/text", true},
		{"lifecycle", modulePath + "/schedule", true},
		{"podtest", modulePath + "/lifecycle", true},
		{"internal/text", modulePath, true},
		{"phase", "strings", true},
		{"phase", modulePath + "x/y", true}, // another module
		{".", modulePath + "/internal/text", true},
		{".", modulePath + "/restart", false},
		{".", modulePath + "/podtest", false},
		{"restart", modulePath + "/phase", false},
		{"phase", modulePath + "/probe", false},
		{"probe", modulePath + "/termination", false},
		{"schedule", modulePath + "/restart", false},
		{"schedule", modulePath + "/lifecycle", false},
		{"lifecycle", modulePath + "/podtest", false},
		{"lifecycle", modulePath + "/internal/lawtest", false},
		{"internal/text", modulePath + "/phase", false},
		{"util", modulePath, false},
	} {
		if wrong := wrongArrow(test.from, test.path); (wrong == "") != test.ok {
			t.Errorf("%s imports %s: %q", test.from, test.path, wrong)
		}
	}
}
