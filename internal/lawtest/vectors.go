package lawtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/go-cmp/cmp"
)

// fewest is how many lines a file of vectors has at least.
const fewest = 30

// Vectors asks ours about every line of a file of test vectors, which hold the
// answers of Kubernetes itself, and returns where they differ. It is for the
// tests of a package that stands beside testdata.
func Vectors[In, Out any](name string, ours func(In) Out) error {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "vectors", name+".jsonl"))
	if err != nil {
		return err
	}
	var errs []error
	line := 0
	for text := range bytes.Lines(data) {
		line++
		var v struct {
			Name string
			In   In
			Want Out
		}
		if err := json.Unmarshal(text, &v); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		if diff := cmp.Diff(v.Want, ours(v.In)); diff != "" {
			errs = append(errs, fmt.Errorf("line %d, %q (-Kubernetes +podlife):\n%s", line, v.Name, diff))
		}
	}
	if line < fewest {
		errs = append(errs, fmt.Errorf("only %d vectors", line))
	}
	return errors.Join(errs...)
}
