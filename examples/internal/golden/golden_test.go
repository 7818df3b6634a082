package golden_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/podlife/podlife/examples/internal/golden"
)

// recorder is a test that notes down whether it fails.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "want.txt")
	if err := os.WriteFile(path, []byte("hello\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for got, fails := range map[string]bool{"hello\n": false, "hello": true, "": true} {
		r := &recorder{TB: t}
		if golden.Check(r, path, got); r.failed != fails {
			t.Errorf("%q: failed %v, want %v", got, r.failed, fails)
		}
	}
}
