package podlife_test

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// parseSnippet makes a file of package phase, or of the root's locate.go, of
// the declarations in text.
func parseSnippet(t *testing.T, dir, name, text string) *source {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, "package p\n"+text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return &source{dir: dir, name: name, set: set, file: file}
}

// Each way to be impure is caught, under the name that is expected.
func TestPurityCatches(t *testing.T) {
	for _, test := range []struct {
		snippet string
		want    string
	}{
		{`import "os"`, `import of "os"`},
		{`import "net"`, `import of "net"`},
		{`import "net/http"`, `import of "net/http"`},
		{`import "log"`, `import of "log"`},
		{`import "log/slog"`, `import of "log/slog"`},
		{`import "sync"`, `import of "sync"`},
		{`import "sync/atomic"`, `import of "sync/atomic"`},
		{`import "unsafe"`, `import of "unsafe"`},
		{`import "math/rand"`, `import of "math/rand"`},
		{`import "math/rand/v2"`, `import of "math/rand/v2"`},
		{`import "crypto/rand"`, `import of "crypto/rand"`},
		{`import "runtime"`, `import of "runtime"`},
		{`import "context"`, `import of "context"`},
		{`import "reflect"`, `import of "reflect"`},
		{`import "C"`, `import of "C"`},
		{`import "testing"`, `import of "testing"`},
		{`import "github.com/google/go-cmp/cmp"`, `import of "github.com/google/go-cmp/cmp"`},
		{`import "github.com/podlife/podlifex"`, `import of "github.com/podlife/podlifex"`},
		{`import . "time"`, `import . "time"`},
		{`import _ "time"`, `import _ "time"`},
		{`import "time"; func f() time.Time { return time.Now() }`, "time.Now"},
		{`import clock "time"; func f() clock.Time { return clock.Now() }`, "time.Now"},
		{`import "time"; func f() { g(time.Now) }`, "time.Now"},
		{`import "time"; func f(t time.Time) { time.Since(t) }`, "time.Since"},
		{`import "time"; func f(t time.Time) { time.Until(t) }`, "time.Until"},
		{`import "time"; func f() { time.Sleep(1) }`, "time.Sleep"},
		{`import "time"; func f() { time.After(1) }`, "time.After"},
		{`import "time"; func f() { time.AfterFunc(1, g) }`, "time.AfterFunc"},
		{`import "time"; func f() { time.Tick(1) }`, "time.Tick"},
		{`import "time"; func f() { time.NewTimer(1) }`, "time.NewTimer"},
		{`import "time"; func f() { time.NewTicker(1) }`, "time.NewTicker"},
		{`import "time"; type s struct { t *time.Timer }`, "time.Timer"},
		{`import "time"; func f(t time.Time) { t.In(time.Local) }`, "time.Local"},
		{`import "time"; func f(t time.Time) { t.Local() }`, "Local"},
		{`import "time"; func f() { time.LoadLocation("UTC") }`, "time.LoadLocation"},
		{`import "fmt"; func f() { fmt.Println() }`, "fmt.Println"},
		{`import "io"; func f(r io.Reader) {}`, "io.Reader"},
		{`func f() { go g() }`, "go statement"},
		{`func f() { select {} }`, "select"},
		{`func f(c chan int) {}`, "channel"},
		{`func f() { g(make(chan int)) }`, "channel"},
		{`func f() { c <- 1 }`, "send to a channel"},
		{`func f() { <-c }`, "receive from a channel"},
		{`func init() {}`, "init function"},
		{`func f() { panic("x") }`, "panic"},
		{`func f() { recover() }`, "recover"},
		{`func f() { println("x") }`, "println"},
		{`var cache = map[string]int{}`, "package variable cache"},
		{`var n int`, "package variable n"},
		{`var (a, b = 1, 2)`, "package variable a"},
		{`var _ = register()`, "package variable _"},
		{`var _ I = register()`, "package variable _"},
		{`var _ I = T{f()}`, "package variable _"},
		{`var ErrGone = new(T)`, "package variable ErrGone"},
		{`var ErrGone error`, "package variable ErrGone"},
		{`import errors "fmt"; var ErrGone = errors.New("gone")`, "package variable ErrGone"},
		{`import "errors"; var Gone = errors.New("gone")`, "package variable Gone"},
	} {
		found := impurities(parseSnippet(t, "phase", "of.go", test.snippet))
		if len(found) != 1 || !strings.Contains(found[0], test.want) {
			t.Errorf("%s\nfound %q, want one with %q", test.snippet, found, test.want)
		}
	}
}

func TestPurityAccepts(t *testing.T) {
	for _, snippet := range []string{
		`import "time"; func f(t time.Time) time.Time { return t.Add(time.Second).UTC() }`,
		`import "time"; func f(now time.Time) bool { return now.After(now) }`,
		`import "fmt"; func f() string { return fmt.Sprintf("%d", 1) }`,
		`import "io"; func f(err error) bool { return err == io.EOF }`,
		`import "github.com/podlife/podlife"; import "github.com/podlife/podlife/restart"`,
		`import "errors"; var ErrGone = errors.New("gone")`,
		`import "errors"; var (ErrGone, errLost = errors.New("gone"), errors.New("lost"))`,
		`var _, _ I = T{}, &T{}`,
		`var _ I = (*T)(nil)`,
		`var _ I = T(0)`,
		`const max = 3`,
		`func f() { var local = map[string]int{}; _ = local }`,
		`type T struct{}; func (T) init() {}`,
	} {
		if found := impurities(parseSnippet(t, "phase", "of.go", snippet)); found != nil {
			t.Errorf("%s\nfound %q", snippet, found)
		}
	}
	if found := impurities(parseSnippet(t, ".", "locate.go", `import "reflect"`)); found != nil {
		t.Errorf("locate.go may reflect, but found %q", found)
	}
	if found := impurities(parseSnippet(t, ".", "pod.go", `import "reflect"`)); len(found) != 1 {
		t.Errorf("pod.go may not reflect, but found %q", found)
	}
}
