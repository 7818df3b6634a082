package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fatih/color"

	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/examples/internal/table"
	"github.com/podlife/podlife/examples/internal/waits"
	"github.com/podlife/podlife/termination"
)

// printf prints. An error shows when the output is flushed.
func (p *program) printf(format string, args ...any) { fmt.Fprintf(p.out, format, args...) }

// paint returns a colour if the terminal wants one.
func (p *program) paint(attributes ...color.Attribute) table.Paint {
	if !p.Colour {
		return nil
	}
	c := color.New(attributes...)
	c.EnableColor()
	return func(text string) string { return c.Sprint(text) }
}

// print tells a story to people.
func (p *program) print(s *story) {
	if p.pods > 1 {
		p.printf("\n")
	}
	p.wrapped("", "Pod "+objects.Name(s.pod)+", "+s.asked(), p.paint(color.Bold))
	for _, r := range s.remarks {
		p.wrapped("  ", r, nil)
	}
	p.announce(s)
	p.printf("\n")
	p.table(s)
	if len(s.tracks) > 0 {
		p.printf("\n")
		// An error shows when the output is flushed.
		_ = picture(s).Print(p.out, p.Columns(), p.Colour)
	}
	p.printf("\n")
	p.wrapped("", s.ending(), nil)
}

// asked says what the delete request came to.
func (s *story) asked() string {
	switch {
	case s.removed:
		return "deleted at once"
	case s.held:
		return "deleted, but held by finalizers"
	default:
		return fmt.Sprintf("deleted with a grace period of %s", seconds(s.grace))
	}
}

// announce says what is known at the beginning.
func (p *program) announce(s *story) {
	list := s.forecast.Waits
	if s.removed { // so there is nothing left to delete
		list = slices.DeleteFunc(slices.Clone(list), func(w termination.Wait) bool { return w.For == termination.WaitKubelet })
	}
	if len(list) == 0 {
		return
	}
	after := func(t time.Time) string { return lanes.Short(t.Sub(s.began)) }
	switch by := s.forecast.By; {
	case s.removed:
		p.wrapped("  ", fmt.Sprintf("its containers are killed by %s at the latest; that waits for", after(by)), nil)
	case !by.IsZero():
		p.wrapped("  ", fmt.Sprintf("gone by %s at the latest, but for what the volumes take; it waits for", after(by)), nil)
	case list[0].For == termination.WaitKubelet:
		p.printf("  no container runs; it waits for\n")
	default:
		p.printf("  nobody can tell when it is gone; it waits for\n")
	}
	for _, w := range list {
		p.wrapped("  - ", waits.Text(w, after), nil)
	}
}

// wrapped prints a text behind begin, in as many lines as the width asks for.
func (p *program) wrapped(begin, text string, paint table.Paint) {
	if paint == nil {
		paint = func(text string) string { return text }
	}
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case len(begin)+len(line)+1+len(word) <= p.Columns():
			line += " " + word
		default:
			p.printf("%s%s\n", begin, paint(line))
			begin, line = strings.Repeat(" ", len(begin)), word
		}
	}
	p.printf("%s%s\n", begin, paint(line))
}

// table prints the moments: when, what happens, what follows.
func (p *program) table(s *story) {
	t := table.Table{Out: p.out, Width: p.Columns(), Title: p.paint(color.Bold), Columns: []table.Column{
		{Title: "AT"}, {Title: "WHAT HAPPENS"}, {Title: "WHAT FOLLOWS"},
	}}
	for _, m := range s.moments {
		for i := range max(len(m.happened), len(m.follows)) {
			row := table.Row{Cells: make([]table.Cell, 3)}
			if i == 0 {
				row.Cells[0].Text = lanes.Short(m.at)
			}
			if i < len(m.happened) {
				row.Cells[1] = table.Cell{Text: m.happened[i], Paint: p.warn(m.happened[i])}
			}
			if i < len(m.follows) {
				row.Cells[2] = table.Cell{Text: m.follows[i], Paint: p.warn(m.follows[i])}
			}
			_ = t.Add(row) // an error shows when the output is flushed
		}
	}
	_ = t.Close()
}

// warn is the colour of an end by force.
func (p *program) warn(text string) table.Paint {
	if strings.HasSuffix(text, ": SIGKILL") || strings.HasSuffix(text, ": killed") {
		return p.paint(color.FgRed)
	}
	return nil
}
