package table

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"one two  three", 20, []string{"one two three"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one twothreefour five", 6, []string{"one", "twothr", "eefour", "five"}},
		{"世界世界", 5, []string{"世界", "世界"}},
		{"世", 1, []string{"世"}}, // nothing helps
	} {
		if diff := cmp.Diff(c.want, wrap(c.text, c.width)); diff != "" {
			t.Errorf("%q in %d (-want +got)\n%s", c.text, c.width, diff)
		}
	}
}

func TestCutMiddle(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"web", 3, "web"},
		{"web-1234", 7, "web…234"},
		{"web-1234", 6, "we…234"},
		{"web-1234", 1, "…"},
		{"世界世界世界", 7, "世…世界"},
	} {
		if got := cutMiddle(c.text, c.width); got != c.want {
			t.Errorf("%q in %d: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
