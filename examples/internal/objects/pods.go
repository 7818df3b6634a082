package objects

import (
	"cmp"
	"io"
	"iter"
	"strings"

	"github.com/podlife/podlife"
)

// Pods returns the Pods in all that the arguments name, and an error for each
// thing that cannot be looked at or read. Everything else is passed over.
func Pods(args []string, stdin io.Reader) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		for input, err := range Inputs(args) {
			switch {
			case err != nil:
				if !yield(Object{}, err) {
					return
				}
			case !input.Skip:
				if !podsOf(input, stdin, yield) {
					return
				}
			}
		}
	}
}

// podsOf yields the Pods of one input, and reports whether more are wanted.
func podsOf(input Input, stdin io.Reader, yield func(Object, error) bool) bool {
	f, err := input.Open(stdin)
	if err != nil {
		return yield(Object{}, err)
	}
	defer f.Close()
	for o, err := range Read(input.Name, f) {
		if (err != nil || o.Pod != nil) && !yield(o, err) {
			return false
		}
	}
	return true
}

// Name returns the namespace and name of a Pod, as people write them.
func Name(p *podlife.Pod) string {
	name := strings.TrimPrefix(p.Namespace+"/"+cmp.Or(p.Name, p.GenerateName), "/")
	return cmp.Or(name, "without a name")
}
