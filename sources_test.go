package podlife_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// modulePath is the path of the root module.
const modulePath = "github.com/podlife/podlife"

// source is one Go file of the module, its tests aside.
type source struct {
	// dir is the package's folder, with slashes, from the module's root; "."
	// is the root package.
	dir  string
	name string
	set  *token.FileSet
	file *ast.File
}

// at returns where a node stands, for people.
func (s *source) at(n ast.Node) string { return s.set.Position(n.Pos()).String() }

// imports returns the imported paths by the name they have in the file.
func (s *source) imports() map[string]string {
	out := map[string]string{}
	for _, spec := range s.file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		out[name] = path
	}
	return out
}

// sources parses every Go file of the root module that is no test.
func sources(t *testing.T) []*source {
	t.Helper()
	var out []*source
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && isForeign(path, d.Name()):
			return filepath.SkipDir
		case d.IsDir(), !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"):
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		out = append(out, &source{dir: filepath.ToSlash(filepath.Dir(path)), name: d.Name(), set: set, file: file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// isForeign reports whether a folder holds no package of the root module: it
// is hidden, holds data, or is a module of its own.
func isForeign(path, name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" {
		return true
	}
	_, err := os.Stat(filepath.Join(path, "go.mod"))
	return err == nil
}

// The tests that read the sources must find them.
func TestSourcesAreFound(t *testing.T) {
	found := map[string]bool{}
	for _, s := range sources(t) {
		found[s.dir] = true
	}
	for _, dir := range []string{".", "restart", "phase", "podtest"} {
		if !found[dir] {
			t.Errorf("no source of package %s", dir)
		}
	}
	for _, dir := range []string{"internal/conformance", "internal/conformance/oracle", "kube", "examples"} {
		if found[dir] {
			t.Errorf("%s is not of this module", dir)
		}
	}
}
