// Package examples_test holds the README to what is there: its program, its
// commands, and the names in its table.
package examples_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// root is the folder of the README, seen from here.
const root = ".."

// most is how many lines the README may have.
const most = 150

func readme(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestReadmeIsShort(t *testing.T) {
	if n := strings.Count(readme(t), "\n"); n > most {
		t.Errorf("the README has %d lines, at most %d are wanted", n, most)
	}
}

// indented returns the indented lines of the README, which are commands and
// outputs, in blocks.
func indented(text string) []string {
	blocks := regexp.MustCompile(`(?m)(^ {4,}.*\n)+`).FindAllString(text, -1)
	for i, b := range blocks {
		blocks[i] = regexp.MustCompile(`(?m)^ {4}`).ReplaceAllString(b, "")
	}
	return blocks
}

// do runs a command in a folder and returns what it prints.
func do(t *testing.T, dir, stdin, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, strings.NewReader(stdin), &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, &errs)
	}
	return out.String()
}

// The program of the README prints what the README says, in a module that is
// pointed at the library as the README says.
func TestReadmeProgram(t *testing.T) {
	text := readme(t)
	_, program, _ := strings.Cut(text, "```go\n")
	program, after, _ := strings.Cut(program, "```\n")
	require := regexp.MustCompile(`(?m)^ {4}go (mod edit .*podlife)$`).FindStringSubmatch(text)
	if program == "" || len(require) == 0 || len(indented(after)) == 0 {
		t.Fatal("a program, the command that requires the library, or the output is missing")
	}
	library, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	do(t, dir, "", "go", "mod", "init", "example.com/app")
	do(t, dir, "", "go", strings.Fields(strings.Replace(require[1], "../podlife", library, 1))...)
	sample, err := os.ReadFile("testdata/pods.json")
	if err != nil {
		t.Fatal(err)
	}
	want := indented(after)[0]
	got := do(t, dir, string(sample), "go", "run", ".")
	if !strings.HasPrefix(got, want) {
		t.Errorf("what it prints begins otherwise (-want +got)\n%s", cmp.Diff(want, got[:min(len(got), len(want))]))
	}
}

// The README's commands that run a program do.
func TestReadmeCommands(t *testing.T) {
	ran := 0
	for _, block := range indented(readme(t)) {
		args, ok := strings.CutPrefix(strings.TrimSpace(block), "go run -C examples ")
		if !ok {
			continue
		}
		ran++
		if out := do(t, ".", "", "go", append([]string{"run"}, strings.Fields(args)...)...); out == "" {
			t.Errorf("%s prints nothing", args)
		}
	}
	if ran < 2 {
		t.Errorf("%d commands that run a program", ran)
	}
}

// Links to files lead somewhere.
func TestReadmeLinks(t *testing.T) {
	links := regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(readme(t), -1)
	for _, link := range links {
		if _, err := os.Stat(filepath.Join(root, link[1])); err != nil {
			t.Error(err)
		}
	}
	if len(links) == 0 {
		t.Error("no links")
	}
}

// Each program here is named, and nothing else is said to be one.
func TestReadmePrograms(t *testing.T) {
	mains, err := filepath.Glob("*/main.go")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(readme(t), "Programs in the nested module `examples`")
	text, _, _ = strings.Cut(text, "\n\n")
	var named, there []string
	for _, word := range regexp.MustCompile("`[a-z]+` \\(").FindAllString(text, -1) {
		named = append(named, strings.Trim(word, "` ("))
	}
	for _, main := range mains {
		there = append(there, filepath.Dir(main))
	}
	slices.Sort(named)
	if diff := cmp.Diff(there, named); diff != "" {
		t.Errorf("(-there +named)\n%s", diff)
	}
}

// The table has every package of the library and of kube, and the names in it
// are exported.
func TestReadmeTable(t *testing.T) {
	_, text, _ := strings.Cut(readme(t), "## What is covered\n")
	var rows []string
	name := ""
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 4 || !strings.Contains(line, "`") {
			continue
		}
		if cell := strings.Trim(cells[1], " `"); cell != "" {
			name = cell
			rows = append(rows, name)
		}
		if strings.Contains(name, ".") || strings.Contains(name, " ") {
			break // the table of benchmarks
		}
		exported := exportedBy(t, name)
		for _, word := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[2], -1) {
			if !exported[word[1]] {
				t.Errorf("package %s exports no %s", name, word[1])
			}
		}
	}
	for _, dir := range packages(t) {
		if !slices.Contains(rows, dir) {
			t.Errorf("package %s is missing", dir)
		}
	}
}

// packages lists the packages that people import.
func packages(t *testing.T) []string {
	t.Helper()
	out := []string{"podlife"}
	files, err := filepath.Glob(filepath.Join(root, "*", "doc.go"))
	if err != nil || len(files) == 0 {
		t.Fatal("no packages", err)
	}
	for _, file := range files {
		out = append(out, filepath.Base(filepath.Dir(file)))
	}
	return out
}

// exportedBy returns the names of a package's functions, types and methods.
func exportedBy(t *testing.T, name string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, strings.TrimPrefix(name, "podlife"), "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("package %s: no files, %v", name, err)
	}
	found := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				found[n.Name.Name] = n.Name.IsExported()
			case *ast.TypeSpec:
				found[n.Name.Name] = n.Name.IsExported()
			}
			return true
		})
	}
	return found
}
