package conformance

import (
	"flag"
	"strconv"
	"sync"

	"pgregory.net/rapid"
)

// shrinking guards rapid's flags, which are global.
var shrinking sync.Mutex

// shrink returns the smallest value that rapid finds for which bad still holds, beginning
// with the one that gen makes of seed.
func shrink[In any](gen *rapid.Generator[In], seed int, bad func(In) bool) In {
	shrinking.Lock()
	defer shrinking.Unlock()
	for name, value := range map[string]string{
		"rapid.seed": strconv.Itoa(seed), "rapid.checks": "1", "rapid.nofailfile": "true",
	} {
		f := flag.Lookup(name)
		defer f.Value.Set(f.Value.String())
		f.Value.Set(value)
	}
	var smallest In // rapid's last word is the smallest
	rapid.Check(&muted{}, func(t *rapid.T) {
		if in := gen.Draw(t, "in"); bad(in) {
			smallest = in
			t.Fail()
		}
	})
	return smallest
}

// muted is a test that keeps to itself that it failed.
type muted struct{ failed bool }

var _ rapid.TB = (*muted)(nil)

func (*muted) Helper()                 {}
func (*muted) Name() string            { return "shrink" }
func (*muted) Log(...any)              {}
func (*muted) Logf(string, ...any)     {}
func (*muted) Skip(...any)             {}
func (*muted) Skipf(string, ...any)    {}
func (*muted) SkipNow()                {}
func (m *muted) Error(...any)          { m.failed = true }
func (m *muted) Errorf(string, ...any) { m.failed = true }
func (m *muted) Fatal(...any)          { m.failed = true }
func (m *muted) Fatalf(string, ...any) { m.failed = true }
func (m *muted) FailNow()              { m.failed = true }
func (m *muted) Fail()                 { m.failed = true }
func (m *muted) Failed() bool          { return m.failed }
