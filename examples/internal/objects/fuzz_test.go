package objects_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/objects"
)

// FuzzRead holds the stream against podlife.ParseObjects, which has the whole
// input in memory: whatever Pods the one finds in JSON, the other finds too. And
// no input panics or has no end.
func FuzzRead(f *testing.F) {
	for _, input := range []string{
		web + web, `[` + web + `,` + db + `]`, `{"items":[` + web + `,` + bare + `],"kind":"PodList"}`,
		`{"kind":"PodList","items":[` + bare + `,null,{}]}`, `{"kind":"Pod",,}` + "\n" + web + "\n---\n" + node,
		"kind: Pod\n---\na: [\n---\nkind: Node\n", `[{"items":[` + web + `]}]`, `{"items":{"a":[1]},"kind":"List"}`,
	} {
		f.Add([]byte(input))
	}
	for _, file := range []string{"pods-none-running.json", "unavailable.json", "pod_pending.yaml"} {
		input, err := os.ReadFile(filepath.Join("..", "..", "testdata", "real", file))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(input)
	}
	f.Fuzz(func(t *testing.T, input []byte) { checkAgainstWhole(t, input) })
}

func checkAgainstWhole(t *testing.T, input []byte) {
	var streamed []*podlife.Pod
	for o, err := range objects.Read("in", bytes.NewReader(input)) {
		if err == nil && o.Pod != nil {
			streamed = append(streamed, o.Pod)
		}
	}
	whole, err := podlife.ParseObjects(input)
	if err != nil {
		return // YAML, or broken
	}
	for _, want := range whole.Pods {
		// Items that had to be held back come late: look for it anywhere.
		i := slices.IndexFunc(streamed, func(got *podlife.Pod) bool { return cmp.Equal(want, got) })
		if i < 0 {
			t.Fatalf("the stream has lost Pod %+v of %q", want, input)
		}
		streamed = slices.Delete(streamed, i, i+1)
	}
}
