package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/fatih/color"
	"github.com/mattn/go-runewidth"

	"github.com/podlife/podlife/examples/internal/table"
)

// printf prints. An error shows when the output is flushed.
func (p *program) printf(format string, args ...any) { fmt.Fprintf(p.out, format, args...) }

// paint returns a colour if the terminal wants one.
func (p *program) paint(attributes ...color.Attribute) table.Paint {
	if !p.colour {
		return nil
	}
	c := color.New(attributes...)
	c.EnableColor()
	return func(text string) string { return c.Sprint(text) }
}

// print tells a story to people: what happened when, and a drawing of it.
func (p *program) print(s *story) error {
	if p.pods > 1 {
		p.printf("\n")
	}
	picture := s.picture()
	p.wrapped("", picture.Title, p.paint(color.Bold))
	p.wrapped("  ", s.summary(), nil)
	if s.dated {
		p.wrapped("  ", "created "+s.Start.UTC().Format("2006-01-02 15:04:05 UTC"), nil)
	}
	p.printf("\n")
	if err := p.table(s); err != nil {
		return err
	}
	p.printf("\n")
	if err := picture.Print(p.out, p.width, p.colour); err != nil {
		return err
	}
	remarks := s.remarks
	if s.shownUntil().Before(s.End) {
		remarks = append(remarks, fmt.Sprintf("nothing changes from %s on, until the story ends at %s", s.clock(s.last), s.clock(s.End)))
	}
	for i, r := range remarks {
		if i == 0 {
			p.printf("\n")
		}
		p.wrapped("note: ", r, nil)
	}
	return nil
}

// wrapped prints a text behind begin, in as many lines as the width asks for.
func (p *program) wrapped(begin, text string, paint table.Paint) {
	for _, line := range broken(table.Plain(text), p.width-len(begin)) {
		if paint != nil {
			line = paint(line)
		}
		p.printf("%s%s\n", begin, line)
		begin = strings.Repeat(" ", len(begin))
	}
}

// broken breaks a text at spaces into lines of some width, if no word is longer.
func broken(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case runewidth.StringWidth(line)+1+runewidth.StringWidth(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// printScript prints the script that is played, to be changed and given back.
func (p *program) printScript(s *story) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s.script); err != nil {
		return err
	}
	_, err := p.out.Write(b.Bytes())
	return err
}
