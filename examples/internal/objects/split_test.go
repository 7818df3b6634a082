package objects

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplit(t *testing.T) {
	type document struct {
		Line int
		Text string
	}
	for _, c := range []struct {
		name, input string
		want        []document
	}{
		{"nothing", "", nil},
		{"comments and separators", "# a\n---\n---\n# b\n...\n\n", nil},
		{"no separator", "a: 1\nb: 2", []document{{1, "a: 1\nb: 2"}}},
		{"separator first", "---\na: 1\n", []document{{1, "---\na: 1\n"}}},
		{"two", "a: 1\n---\nb: 2\n", []document{{1, "a: 1\n"}, {2, "---\nb: 2\n"}}},
		{"empty ones between", "a: 1\n---\n---\n# c\n---\nb: 2\n", []document{{1, "a: 1\n"}, {5, "---\nb: 2\n"}}},
		{"comment before", "\n# licence\n\na: 1\n", []document{{4, "a: 1\n"}}},
		{"comment behind the separator", "--- # c\na: 1\n", []document{{1, "--- # c\na: 1\n"}}},
		{"content behind the separator", "--- {a: 1}\n--- |\n b\n", []document{{1, "--- {a: 1}\n"}, {2, "--- |\n b\n"}}},
		{"end and directives", "a: 1\n...\n%YAML 1.1\n# c\n---\nb: 2\n", []document{{1, "a: 1\n"}, {3, "%YAML 1.1\n# c\n---\nb: 2\n"}}},
		{"directive of no document", "%YAML 1.1\n...\na: 1\n", []document{{3, "a: 1\n"}}},
		{"percent within", "a: |\n%x\n", []document{{1, "a: |\n%x\n"}}},
		{"dashes that separate nothing", "a: |\n  ---\n---x: 1\n----\n", []document{{1, "a: |\n  ---\n---x: 1\n----\n"}}},
		{"DOS line ends", "a: 1\r\n---\r\nb: 2\r\n", []document{{1, "a: 1\r\n"}, {2, "---\r\nb: 2\r\n"}}},
		{"separator last, without line end", "a: 1\n---", []document{{1, "a: 1\n"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []document
			for s := newSplitter(strings.NewReader(c.input)); s.next(); {
				got = append(got, document{s.line, string(s.text)})
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// What is read is a document, a comment or a separator: nothing gets lost.
func FuzzSplit(f *testing.F) {
	f.Add("a: 1\n---\n# c\nb: 2\n...\n%YAML 1.1\n--- x\n")
	f.Fuzz(func(t *testing.T, input string) {
		lines := strings.SplitAfter(input, "\n")
		next := 0 // the first line that no document has taken
		for s := newSplitter(strings.NewReader(input)); s.next(); {
			begin := s.line - 1
			checkNothing(t, lines[next:begin])
			next = begin + len(strings.SplitAfter(strings.TrimSuffix(string(s.text), "\n"), "\n"))
			if got := strings.Join(lines[begin:next], ""); got != string(s.text) {
				t.Fatalf("document %q at line %d, where %q is", s.text, s.line, got)
			}
		}
		checkNothing(t, lines[next:])
	})
}

// checkNothing fails if the lines, which are in no document, say anything.
func checkNothing(t *testing.T, lines []string) {
	for _, line := range lines {
		if b := []byte(line); !isBlank(b) && line[0] != '%' && !isMarker(b, "...") && !(isMarker(b, "---") && isBlank(b[3:])) {
			t.Fatalf("%q is in no document", line)
		}
	}
}
