package lawtest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fewest is how many lines a file of vectors has at least.
const fewest = 30

// Vectors asks ours about every line of a file of test vectors, which hold the
// answers of Kubernetes itself, and fails t where they differ. It is for the
// tests of a package that stands beside testdata.
func Vectors[In, Out any](t testing.TB, name string, ours func(In) Out) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "vectors", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	line := 0
	for text := range bytes.Lines(data) {
		line++
		var v struct {
			Name string
			In   In
			Want Out
		}
		if err := json.Unmarshal(text, &v); err != nil {
			t.Fatalf("line %d: %v", line, err)
		}
		if diff := cmp.Diff(v.Want, ours(v.In)); diff != "" {
			t.Errorf("line %d, %q (-Kubernetes +podlife):\n%s", line, v.Name, diff)
		}
	}
	if line < fewest {
		t.Errorf("only %d vectors", line)
	}
}
