package conformance_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/podlife/podlife/internal/conformance"
)

var update = flag.Bool("update", false, "write testdata/vectors anew")

// The vectors hold what Kubernetes says. With -update they are written.
func TestVectors(t *testing.T) {
	for _, area := range conformance.Areas() {
		t.Run(area.Title(), func(t *testing.T) {
			t.Parallel()
			file := filepath.Join("..", "..", "testdata", "vectors", area.Title()+".jsonl")
			if *update {
				write(t, area, file)
			}
			data, err := os.ReadFile(file)
			if os.IsNotExist(err) {
				t.Skip("no vectors of this area")
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := area.Verify(data); err != nil {
				t.Error(err)
			}
			t.Logf("%d vectors, %d KiB", bytes.Count(data, []byte("\n")), len(data)>>10)
		})
	}
}

func write(t *testing.T, area conformance.Runner, file string) {
	data, err := area.Write()
	if err != nil {
		t.Fatal(err)
	}
	if data == nil {
		return
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
