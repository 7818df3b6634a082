package table_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"github.com/podlife/podlife/examples/internal/table"
)

var columns = []table.Column{{Title: "NAME"}, {Title: "STATUS"}, {Title: "RESTARTS", Spare: 1}, {Title: "AGE", Spare: 2}}

func row(name, status, restarts, short, age string, notes ...string) table.Row {
	return table.Row{Notes: notes, Cells: []table.Cell{{Text: name}, {Text: status}, {Text: restarts, Short: short}, {Text: age}}}
}

// draw prints the rows for a terminal of some width.
func draw(t *testing.T, width int, rows ...table.Row) string {
	t.Helper()
	var b strings.Builder
	tab := table.Table{Out: &b, Columns: columns, NotesTitle: "WHY", Width: width}
	for _, r := range rows {
		if err := tab.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := tab.Close(); err != nil {
		t.Fatal(err)
	}
	return "\n" + b.String()
}

func TestTable(t *testing.T) {
	rows := []table.Row{
		row("web-7d9c5b8f6-k2x4q", "Running", "0", "0", "3d"),
		row("cart-6f5d8c9b7-z8w2p", "CrashLoopBackOff", "7 (3m ago)", "7", "21m", "it waits for the back-off to end", "second"),
	}
	for _, c := range []struct {
		name  string
		width int
		want  string
	}{
		{"no terminal", 0, `
NAME                  STATUS            RESTARTS    AGE  WHY
web-7d9c5b8f6-k2x4q   Running           0           3d
cart-6f5d8c9b7-z8w2p  CrashLoopBackOff  7 (3m ago)  21m  it waits for the back-off to end | second
`},
		{"wide", 107, `
NAME                  STATUS            RESTARTS    AGE  WHY
web-7d9c5b8f6-k2x4q   Running           0           3d
cart-6f5d8c9b7-z8w2p  CrashLoopBackOff  7 (3m ago)  21m  it waits for the back-off to end
                                                         second
`},
		{"usual", 60, `
NAME                  STATUS            RESTARTS    AGE
web-7d9c5b8f6-k2x4q   Running           0           3d
cart-6f5d8c9b7-z8w2p  CrashLoopBackOff  7 (3m ago)  21m
  - it waits for the back-off to end
  - second
`},
		{"short cells", 53, `
NAME                  STATUS            RESTARTS  AGE
web-7d9c5b8f6-k2x4q   Running           0         3d
cart-6f5d8c9b7-z8w2p  CrashLoopBackOff  7         21m
  - it waits for the back-off to end
  - second
`},
		{"a column less", 50, `
NAME                  STATUS            RESTARTS
web-7d9c5b8f6-k2x4q   Running           0
cart-6f5d8c9b7-z8w2p  CrashLoopBackOff  7
  - it waits for the back-off to end
  - second
`},
		{"narrow", 30, `
NAME          STATUS
web-7…-k2x4q  Running
cart-…-z8w2p  CrashLoopBackOff
  - it waits for the back-off
    to end
  - second
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, draw(t, c.width, rows...)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// A terminal without room shows short titles, and the columns that matter most.
func TestTableShortTitles(t *testing.T) {
	for width, want := range map[int]string{
		0:  "NAMESPACE  NAME  AGE\nshop       web   3d\n",
		20: "NAMESPACE  NAME  AGE\nshop       web   3d\n",
		19: "NS    NAME  AGE\nshop  web   3d\n",
		14: "NS    NAME\nshop  web\n",
	} {
		var b strings.Builder
		tab := table.Table{Out: &b, Width: width, Columns: []table.Column{{Title: "NAMESPACE", Short: "NS"}, {Title: "NAME"}, {Title: "AGE", Spare: 1}}}
		if err := errors.Join(tab.Add(table.Row{Cells: []table.Cell{{Text: "shop"}, {Text: "web"}, {Text: "3d"}}}), tab.Close()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("width %d (-want +got)\n%s", width, diff)
		}
	}
}

// On a terminal no line is longer than the terminal is wide.
func TestTableFits(t *testing.T) {
	var rows []table.Row
	for i := range 1200 { // more than two batches, later ones wider
		name := strings.Repeat("x", 1+i%7*i/40) + "世界"
		rows = append(rows, row(name, "Running", "7 (3m ago)", "7", "21m", strings.Repeat("word ", i%9), "registry.example.com/a-very-long-word"))
	}
	for width := 24; width < 240; width += 31 {
		for _, line := range strings.Split(draw(t, width, rows...), "\n") {
			if w := runewidth.StringWidth(line); w > width {
				t.Fatalf("a line of %d on a terminal of %d:\n%s", w, width, line)
			}
		}
	}
}

// Colours change no column: without their codes the table is the same.
func TestTablePaint(t *testing.T) {
	red := func(s string) string { return "\x1b[31m" + s + "\x1b[0m" }
	codes := regexp.MustCompile("\x1b\\[[0-9]*m")
	for _, width := range []int{0, 30, 60, 120} {
		print := func(p table.Paint) string {
			var b strings.Builder
			tab := table.Table{Out: &b, Columns: columns, Width: width, Title: p, NotesTitle: "WHY"}
			r := row("web", "Running", "0", "0", "3d", "a note")
			for i := range r.Cells {
				r.Cells[i].Paint = p
			}
			if err := errors.Join(tab.Add(r), tab.Close()); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
		painted := print(red)
		if diff := cmp.Diff(print(nil), codes.ReplaceAllString(painted, "")); diff != "" {
			t.Errorf("width %d (-plain +painted)\n%s", width, diff)
		}
		if !strings.Contains(painted, "\x1b[31mweb\x1b[0m") {
			t.Errorf("width %d: nothing is painted: %q", width, painted)
		}
	}
}

// A status is written by many: it must not steer the reader's terminal.
func TestTablePlain(t *testing.T) {
	got := draw(t, 80, row("web\x1b[2J", "Run\u202ening", "0", "0", "3d\n4d", "bell \a and\ttab \x9b1m"))
	if strings.ContainsAny(got, "\x1b\a\t\u202e\u009b") || strings.Count(got, "\n") != 4 {
		t.Errorf("got %q", got)
	}
}

func TestTableWithoutRows(t *testing.T) {
	if got := draw(t, 80); got != "\n" {
		t.Errorf("got %q", got)
	}
}

// A writer's error is not forgotten.
func TestTableError(t *testing.T) {
	full := errors.New("the disk is full")
	tab := table.Table{Out: failing{full}, Columns: columns}
	var err error
	for i := range 600 {
		err = tab.Add(row(fmt.Sprint(i), "", "", "", ""))
	}
	if !errors.Is(err, full) || !errors.Is(tab.Close(), full) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
