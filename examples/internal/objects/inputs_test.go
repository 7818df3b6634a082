package objects_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife/examples/internal/objects"
)

// tree writes files below a new folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestInputs(t *testing.T) {
	long := strings.Repeat("é", 40<<10) // more than is looked at, cut within a letter
	root := tree(t, map[string]string{
		"a.json":          "anything",
		"b/pods":          `{"kind":"PodList","apiVersion":"v1","items":[]}`,
		"b/c.YAML":        "",
		"b/d.yml":         "",
		"list.txt":        "kind: List\nitems: []\n",
		"readme.md":       "# Pods\n",
		"log.txt":         `{"level":"info"}`,
		"long":            "kind: Pod\nx: " + long,
		"picture.png":     "\x89PNG\r\n\x1a\nkind: Pod\n\xff",
		".git/config":     "kind: Pod\n",
		".hidden.yaml":    "kind: Pod\n",
		"b/.dir/pod.yaml": "kind: Pod\n",
	})
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(root, "b"), link); err != nil {
		t.Skip("no links here:", err)
	}
	missing := filepath.Join(root, "missing")
	var got []string
	for in, err := range objects.Inputs([]string{root, "-", link, filepath.Join(root, "log.txt"), missing}) {
		line := strings.TrimPrefix(strings.TrimPrefix(filepath.ToSlash(in.Name), filepath.ToSlash(root)), filepath.ToSlash(link))
		switch {
		case err != nil:
			line = "error " + strings.TrimPrefix(err.Error(), missing)
		case in.Skip:
			line += " skipped"
		}
		got = append(got, line)
	}
	want := []string{
		"/a.json", "/b/c.YAML", "/b/d.yml", "/b/pods", "/list.txt", "/log.txt skipped", "/long", "/picture.png skipped", "/readme.md skipped",
		"-",
		"/c.YAML", "/d.yml", "/pods",
		"/log.txt",
		"error : no such file or directory",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestInputsStop(t *testing.T) {
	root := tree(t, map[string]string{"a.json": "", "b.json": ""})
	n := 0
	for range objects.Inputs([]string{root, root, "-"}) {
		if n++; n == 2 {
			break
		}
	}
	for range objects.Inputs([]string{"-", "-"}) {
		n++
		break
	}
	if n != 3 {
		t.Errorf("%d inputs", n)
	}
}

func TestOpen(t *testing.T) {
	root := tree(t, map[string]string{"a.json": "of a file"})
	for name, want := range map[string]string{filepath.Join(root, "a.json"): "of a file", "-": "of standard input"} {
		r, err := objects.Input{Name: name}.Open(strings.NewReader("of standard input"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if string(got) != want || err != nil || r.Close() != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := (objects.Input{Name: filepath.Join(root, "b")}).Open(nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
