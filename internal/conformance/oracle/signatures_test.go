package oracle_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// ours is the package under test, as an import path.
const ours = "github.com/podlife/podlife/internal/conformance/oracle"

// standsFor names the unexported types of Kubernetes that types of ours take the place of,
// by the package that has them.
var standsFor = map[string]string{
	"deadlineHandler":     "k8s.io/kubernetes/pkg/kubelet.activeDeadlineHandler",
	"podSyncStatus":       "k8s.io/kubernetes/pkg/kubelet.podSyncStatus",
	"runtimeManager":      "k8s.io/kubernetes/pkg/kubelet/kuberuntime.kubeGenericRuntimeManager",
	"Plan":                "k8s.io/kubernetes/pkg/kubelet/kuberuntime.podActions",
	"Kill":                "k8s.io/kubernetes/pkg/kubelet/kuberuntime.containerToKillInfo",
	"KillReason":          "k8s.io/kubernetes/pkg/kubelet/kuberuntime.containerKillReason",
	"Reset":               "k8s.io/kubernetes/pkg/kubelet/kuberuntime.containerToRemoveInfo",
	"Update":              "k8s.io/kubernetes/pkg/kubelet/kuberuntime.containerToUpdateInfo",
	"Resources":           "k8s.io/kubernetes/pkg/kubelet/kuberuntime.resourceRequirements",
	"probeManager":        "k8s.io/kubernetes/pkg/kubelet/prober.manager",
	"worker":              "k8s.io/kubernetes/pkg/kubelet/prober.worker",
	"ProbeKind":           "k8s.io/kubernetes/pkg/kubelet/prober.probeType",
	"terminationOrdering": "k8s.io/kubernetes/pkg/kubelet/kuberuntime.terminationOrdering",
	"podUpdateItem":       "k8s.io/kubernetes/pkg/controller/tainteviction.podUpdateItem",
	"nodeUpdateItem":      "k8s.io/kubernetes/pkg/controller/tainteviction.nodeUpdateItem",
}

// prefixes are the types of ours that have only the first fields of what they stand for.
var prefixes = map[string]bool{"podSyncStatus": true}

// valueTypes are the types of the values that variables without a declared type are given.
var valueTypes = map[string]string{
	"k8s.io/apimachinery/pkg/apis/meta/v1.Now": "func() (k8s.io/apimachinery/pkg/apis/meta/v1.Time)",
}

// TestSignatures compares what we declare about unexported functions and types of
// Kubernetes with their source. The linker does not, and would corrupt memory silently.
func TestSignatures(t *testing.T) {
	mine := load(t, ours)
	theirs := map[string]*source{}
	find := func(pkg string) *source {
		if theirs[pkg] == nil {
			theirs[pkg] = load(t, pkg)
		}
		return theirs[pkg]
	}
	links := 0
	for local, target := range mine.links {
		links++
		pkg, name := split(target)
		got, want := mine.decls[local], find(pkg).decls[name]
		if want == "" {
			t.Errorf("%s: Kubernetes has no %s", local, target)
		} else if got != want {
			t.Errorf("%s:\nours   %s\ntheirs %s", local, got, want)
		}
	}
	if links == 0 {
		t.Error("no go:linkname found")
	}
	for local, target := range standsFor {
		pkg, name := split(target)
		got, want := mine.decls["type "+local], find(pkg).decls["type "+name]
		switch {
		case want == "":
			t.Errorf("%s: Kubernetes has no type %s", local, target)
		case got == "struct{}": // opaque: only pointers to it are passed around
		case prefixes[local]:
			if !strings.HasPrefix(want, strings.TrimSuffix(got, "}")) {
				t.Errorf("%s:\nours   %s\ntheirs %s", local, got, want)
			}
		case got != want:
			t.Errorf("%s:\nours   %s\ntheirs %s", local, got, want)
		}
	}
}

// source is what a package declares: functions by name, methods as (*T).name, types as "type T".
// Every type in it is spelled with its import path, and no name of a field or parameter is.
type source struct {
	decls map[string]string
	links map[string]string // our name -> the name it is linked to
}

// load reads the package's source files for linux, tests excepted.
func load(t *testing.T, pkg string) *source {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=Dir,GoFiles", pkg).Output()
	if err != nil {
		t.Fatalf("go list %s: %v", pkg, err)
	}
	var list struct {
		Dir     string
		GoFiles []string
	}
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	s := &source{decls: map[string]string{}, links: map[string]string{}}
	for _, name := range list.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(list.Dir, name), nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		s.add(pkg, file)
	}
	return s
}

// add adds one file's declarations.
func (s *source) add(pkg string, file *ast.File) {
	spell := speller{pkg: pkg, imports: map[string]string{}}
	for _, spec := range file.Imports {
		target, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(target)
		if regexp.MustCompile(`^v[0-9]+$`).MatchString(name) && !strings.HasPrefix(target, "k8s.io/api") {
			name = path.Base(path.Dir(target))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		spell.imports[name] = target
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if fields := strings.Fields(comment.Text); len(fields) == 3 && fields[0] == "//go:linkname" {
				s.links[fields[1]] = fields[2]
			}
		}
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			name, params := decl.Name.Name, spell.fields(decl.Type.Params)
			if decl.Recv != nil { // a method is a function whose first parameter is the receiver
				receiver := decl.Recv.List[0].Type
				params = append(spell.fields(decl.Recv), params...)
				if star, ok := receiver.(*ast.StarExpr); ok {
					name = fmt.Sprintf("(*%s).%s", star.X, name)
				} else {
					name = fmt.Sprintf("%s.%s", receiver, name)
				}
			}
			s.decls[name] = fmt.Sprintf("func(%s) (%s)", strings.Join(params, ", "), strings.Join(spell.fields(decl.Type.Results), ", "))
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					s.decls["type "+spec.Name.Name] = spell.of(spec.Type)
				case *ast.ValueSpec:
					if name := spec.Names[0].Name; spec.Type != nil {
						s.decls[name] = spell.of(spec.Type)
					} else if len(spec.Values) == 1 {
						s.decls[name] = valueTypes[spell.of(spec.Values[0])]
					}
				}
			}
		}
	}
}

// speller writes types the same way in every package.
type speller struct {
	pkg     string
	imports map[string]string
}

// fields are the types of a list of fields or parameters, one for each name.
func (s speller) fields(list *ast.FieldList) []string {
	var types []string
	if list == nil {
		return nil
	}
	for _, field := range list.List {
		for range max(1, len(field.Names)) {
			types = append(types, s.of(field.Type))
		}
	}
	return types
}

func (s speller) of(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.Ident:
		switch {
		case builtin[expr.Name]:
			return expr.Name
		case s.pkg == ours && standsFor[expr.Name] != "":
			return standsFor[expr.Name]
		default:
			return s.pkg + "." + expr.Name
		}
	case *ast.SelectorExpr:
		if x, ok := expr.X.(*ast.Ident); ok {
			return s.imports[x.Name] + "." + expr.Sel.Name
		}
		return "?"
	case *ast.StarExpr:
		return "*" + s.of(expr.X)
	case *ast.ArrayType:
		return "[]" + s.of(expr.Elt)
	case *ast.MapType:
		return "map[" + s.of(expr.Key) + "]" + s.of(expr.Value)
	case *ast.ChanType:
		return "chan " + s.of(expr.Value)
	case *ast.FuncType:
		return fmt.Sprintf("func(%s) (%s)", strings.Join(s.fields(expr.Params), ", "), strings.Join(s.fields(expr.Results), ", "))
	case *ast.StructType:
		return "struct{" + strings.Join(s.fields(expr.Fields), "; ") + "}"
	default:
		return "?" // nothing of ours needs it
	}
}

var builtin = map[string]bool{
	"any": true, "bool": true, "error": true, "int": true, "int32": true, "int64": true, "string": true, "uint32": true,
}

// split takes a linker name apart: the import path, and the function or (*T).method in it.
func split(target string) (pkg, name string) {
	slash := strings.LastIndex(target, "/")
	dot := slash + strings.Index(target[slash:], ".")
	return target[:dot], target[dot+1:]
}
