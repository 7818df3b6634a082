package podlife_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// pureImports are the standard packages that the library may use. None of
// them has a clock, chance, files, network, locks or goroutines in what it
// offers, but for the names that impureNames lists.
func pureImports() []string {
	return []string{
		"bytes", "cmp", "container/heap", "encoding/json", "errors", "fmt", "hash/fnv", "io", "iter", "maps", "math",
		"math/big", "math/bits", "slices", "sort", "strconv", "strings", "time", "unicode", "unicode/utf8",
	}
}

// impureNames are the names of those packages that the library may not use.
func impureNames(path string) []string {
	switch path {
	case "time":
		return []string{
			"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Timer", "Ticker",
			"Local", "LoadLocation",
		}
	case "fmt":
		return []string{"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"}
	default:
		return nil
	}
}

// impurities lists what in a file of the library is not pure, as far as its
// syntax tells: nothing is resolved but the names of imports.
func impurities(s *source) []string {
	c := &checker{source: s}
	c.checkImports()
	for _, d := range s.file.Decls {
		c.checkDecl(d)
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		c.checkNode(n)
		return true
	})
	return c.found
}

type checker struct {
	*source
	found []string
}

func (c *checker) report(n ast.Node, format string, args ...any) {
	c.found = append(c.found, c.at(n)+": "+fmt.Sprintf(format, args...))
}

func (c *checker) checkImports() {
	for _, spec := range c.file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		switch {
		case spec.Name != nil && (spec.Name.Name == "." || spec.Name.Name == "_"):
			c.report(spec, "import %s %q hides where names come from", spec.Name.Name, path)
		case path == modulePath, strings.HasPrefix(path, modulePath+"/"): // which TestArrows judges
		case path == "reflect" && c.dir == "." && c.name == "locate.go": // to say where a fault stands
		case !slices.Contains(pureImports(), path):
			c.report(spec, "import of %q", path)
		}
	}
}

// checkDecl looks at what stands at the top of a file.
func (c *checker) checkDecl(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Name.Name == "init" {
			c.report(d, "init function")
		}
	case *ast.GenDecl:
		if d.Tok != token.VAR {
			return
		}
		for _, spec := range d.Specs {
			if v := spec.(*ast.ValueSpec); !isAssertion(v) && !c.isSentinel(v) {
				c.report(v, "package variable %s", v.Names[0].Name)
			}
		}
	}
}

// isAssertion reports whether v only has the compiler check that values are
// of an interface: blank names, a type, and literals.
func isAssertion(v *ast.ValueSpec) bool {
	for _, name := range v.Names {
		if name.Name != "_" {
			return false
		}
	}
	for _, value := range v.Values {
		if !isLiteral(value) {
			return false
		}
	}
	return v.Type != nil
}

// isLiteral reports whether e is T{}, &T{}, T(0) or (*T)(nil).
func isLiteral(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CompositeLit:
		return len(e.Elts) == 0
	case *ast.UnaryExpr:
		return e.Op == token.AND && isLiteral(e.X)
	case *ast.CallExpr:
		if len(e.Args) != 1 {
			return false
		}
		arg, isName := e.Args[0].(*ast.Ident)
		_, isBasic := e.Args[0].(*ast.BasicLit)
		return isBasic || isName && arg.Name == "nil"
	default:
		return false
	}
}

// isSentinel reports whether v declares errors to compare with: Err... made
// by errors.New.
func (c *checker) isSentinel(v *ast.ValueSpec) bool {
	for _, name := range v.Names {
		if !strings.HasPrefix(name.Name, "Err") && !strings.HasPrefix(name.Name, "err") {
			return false
		}
	}
	for _, value := range v.Values {
		call, ok := value.(*ast.CallExpr)
		if !ok {
			return false
		}
		if path, name := c.imported(call.Fun); path != "errors" || name != "New" {
			return false
		}
	}
	return len(v.Values) > 0
}

// imported resolves e if it is a name of an imported package.
func (c *checker) imported(e ast.Expr) (path, name string) {
	selector, ok := e.(*ast.SelectorExpr)
	if !ok {
		return "", ""
	}
	of, ok := selector.X.(*ast.Ident)
	if !ok {
		return "", ""
	}
	return c.imports()[of.Name], selector.Sel.Name
}

// checkNode looks at one node anywhere in a file.
func (c *checker) checkNode(n ast.Node) {
	switch n := n.(type) {
	case *ast.GoStmt:
		c.report(n, "go statement")
	case *ast.SelectStmt:
		c.report(n, "select")
	case *ast.ChanType:
		c.report(n, "channel")
	case *ast.SendStmt:
		c.report(n, "send to a channel")
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			c.report(n, "receive from a channel")
		}
	case *ast.SelectorExpr:
		c.checkSelector(n)
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok && slices.Contains([]string{"panic", "recover", "print", "println"}, f.Name) {
			c.report(n, "%s", f.Name)
		}
	}
}

func (c *checker) checkSelector(n *ast.SelectorExpr) {
	path, name := c.imported(n)
	switch {
	case slices.Contains(impureNames(path), name):
		c.report(n, "%s.%s", path, name)
	case path == "io" && name != "EOF" && name != "ErrUnexpectedEOF":
		c.report(n, "io.%s: of io only the ends of input are of use here", name)
	case path == "" && n.Sel.Name == "Local":
		c.report(n, "a method or field Local, as time.Time has to ask for the machine's zone")
	}
}

func TestLibraryIsPure(t *testing.T) {
	for _, s := range sources(t) {
		if forTests(s.dir) {
			continue
		}
		for _, found := range impurities(s) {
			t.Error(found)
		}
	}
}
