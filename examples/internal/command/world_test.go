package command

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Colours are on a terminal that wants them.
func TestWantsColour(t *testing.T) {
	for _, c := range []struct {
		noColor, term string
		want          bool
	}{{"", "xterm", true}, {"1", "xterm", false}, {"", "dumb", false}} {
		env := map[string]string{"NO_COLOR": c.noColor, "TERM": c.term}
		if got := wantsColour(func(name string) string { return env[name] }); got != c.want {
			t.Errorf("NO_COLOR=%s TERM=%s: %v", c.noColor, c.term, got)
		}
	}
}

func TestColumns(t *testing.T) {
	for width, want := range map[int]int{0: 80, 60: 60, 200: 200} {
		if got := (World{Width: width}).Columns(); got != want {
			t.Errorf("width %d: %d", width, got)
		}
	}
}

func TestRefuse(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		says   string
	}{
		{flag.ErrHelp, OK, ""},
		{fmt.Errorf("%w (asked for)", flag.ErrHelp), OK, ""},
		{errors.New("no input"), Broken, "draw: no input\n"},
	} {
		var errs strings.Builder
		if got := (World{Stderr: &errs}).Refuse("draw", c.err); got != c.status || errs.String() != c.says {
			t.Errorf("%v: status %d, %q", c.err, got, errs.String())
		}
	}
}

func TestCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "life.svg")
	hello := func(w io.Writer) error {
		_, err := io.WriteString(w, "hello")
		return err
	}
	if err := Create(path, hello); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "hello" {
		t.Errorf("%q, %v", got, err)
	}
	if err := Create(t.TempDir(), hello); err == nil {
		t.Error("a folder was written to")
	}
	torn := errors.New("torn")
	if err := Create(path, func(io.Writer) error { return torn }); !errors.Is(err, torn) {
		t.Errorf("got %v", err)
	}
}
