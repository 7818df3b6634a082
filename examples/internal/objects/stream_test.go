package objects_test

import (
	"io"
	"iter"
	"runtime"
	"strings"
	"testing"

	"github.com/podlife/podlife/examples/internal/objects"
)

// repeat is a reader of n copies of a text between a beginning and an end.
type repeat struct {
	text, end string
	n         int
	rest      string
}

func (r *repeat) Read(b []byte) (int, error) {
	for r.rest == "" {
		switch {
		case r.n > 0:
			r.n--
			r.rest = r.text
		case r.end != "":
			r.rest, r.end = r.end, ""
		default:
			return 0, io.EOF
		}
	}
	n := copy(b, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// However long a list is, or a file, an item at a time is in memory.
func TestReadStreams(t *testing.T) {
	const items = 2_000
	pod := strings.Replace(web, `"spec"`, `"x":"`+strings.Repeat("x", 3000)+`","spec"`, 1)
	for name, input := range map[string]*repeat{
		"List of kubectl":        {rest: `{"apiVersion":"v1","items":[` + web, text: "," + pod, end: `],"kind":"List"}`, n: items},
		"PodList of a kubelet":   {rest: `{"kind":"PodList","items":[` + web, text: "," + pod, end: `]}`, n: items},
		"array":                  {rest: "[" + web, text: "," + pod, end: "]", n: items},
		"one object a line":      {rest: web, text: "\n" + pod, n: items},
		"separators between":     {rest: web, text: "\n---\n" + pod, n: items},
		"broken lines between":   {rest: web, text: "\n{]\n" + pod, n: items},
		"YAML documents":         {rest: "kind: Pod\n", text: "---\nkind: Pod\n", n: items},
		"YAML, broken documents": {rest: "kind: Pod\n", text: "---\nkind: [\n---\nkind: Pod\n", n: items / 10},
	} {
		t.Run(name, func(t *testing.T) {
			want := input.n + 1
			pods, grown := growth(objects.Read("in", input), want)
			if pods != want {
				t.Errorf("%d Pods, want %d", pods, want)
			}
			if grown > allowed {
				t.Errorf("%d bytes more are held after all of the input than after a tenth", grown)
			}
		})
	}
}

// The check is worth something: it finds a reader that keeps what it has read.
func TestReadStreamsFindsAKeeper(t *testing.T) {
	const items = 2_000
	input := &repeat{rest: "[" + web, text: "," + web, end: "]", n: items}
	var kept []objects.Object
	keeper := func(yield func(objects.Object, error) bool) {
		for o, err := range objects.Read("in", input) {
			kept = append(kept, o)
			if !yield(o, err) {
				return
			}
		}
	}
	if pods, grown := growth(keeper, items+1); grown <= allowed {
		t.Errorf("%d Pods kept, and only %d bytes more are held", pods, grown)
	}
	runtime.KeepAlive(kept)
}

// allowed is how many bytes more may be held at the end.
const allowed = 1 << 20

// growth counts the Pods, and the bytes that are held more after all of them
// than after a tenth.
func growth(found iter.Seq2[objects.Object, error], want int) (pods, grown int) {
	early := 0
	for o, err := range found {
		if err == nil && o.Pod != nil {
			pods++
		}
		if pods == want/10 && early == 0 {
			early = heap()
		}
	}
	return pods, heap() - early
}

// heap returns how many bytes are in use.
func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
