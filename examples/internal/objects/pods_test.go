package objects_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/objects"
)

// Of all inputs the Pods come, in order, and what cannot be read.
func TestPods(t *testing.T) {
	root := tree(t, map[string]string{
		"a.yaml":    "kind: Pod\nmetadata: {name: a}\n---\nkind: Node\nmetadata: {name: node-a}\n---\nkind: Pod\nmetadata: {name: 7}\n",
		"b.json":    `{"kind":"List","items":[{"kind":"Pod","metadata":{"namespace":"shop","name":"b"}},{"kind":"Service"}]}`,
		"readme.md": "# Pods\n",
	})
	args := []string{filepath.Join(root, "none"), root, "-"}
	all := []string{"error", "a", "error", "shop/b", "c"}
	for want := range len(all) + 1 { // stop after so many
		var got []string
		for o, err := range objects.Pods(args, strings.NewReader(`{"kind":"Pod","metadata":{"generateName":"c"}}`)) {
			if len(got) == want {
				break
			}
			if err != nil {
				got = append(got, "error")
			} else {
				got = append(got, objects.Name(o.Pod))
			}
		}
		if diff := cmp.Diff(append([]string(nil), all[:want]...), got); diff != "" {
			t.Errorf("the first %d (-want +got)\n%s", want, diff)
		}
	}
}

func TestNameless(t *testing.T) {
	if got := objects.Name(&podlife.Pod{}); got != "without a name" {
		t.Errorf("got %q", got)
	}
}
