package main

import (
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
	if !p.Colour {
		return nil
	}
	c := color.New(attributes...)
	c.EnableColor()
	return func(text string) string { return c.Sprint(text) }
}

// print tells a story to people: what happened when, and a drawing of it.
func (p *program) print(s *story) {
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
	p.table(s)
	p.printf("\n")
	// An error shows when the output is flushed.
	_ = picture.Print(p.out, p.columns, p.Colour)
	for i, note := range s.notes() {
		if i == 0 {
			p.printf("\n")
		}
		p.wrapped("note: ", note, nil)
	}
}

// wrapped prints a text behind begin, in as many lines as the width asks for.
func (p *program) wrapped(begin, text string, paint table.Paint) {
	for _, line := range broken(table.Plain(text), p.columns-len(begin)) {
		if paint != nil {
			line = paint(line)
		}
		p.printf("%s%s\n", begin, line)
		begin = strings.Repeat(" ", len(begin))
	}
}

// broken breaks a text at spaces into lines of some width, and longer words
// wherever the line ends.
func broken(text string, width int) []string {
	var words, lines []string
	for _, word := range strings.Fields(text) {
		words = append(words, strings.Split(runewidth.Wrap(word, width), "\n")...)
	}
	for i, word := range words {
		last := len(lines) - 1
		if i > 0 && runewidth.StringWidth(lines[last]+" "+word) <= width {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// printScript prints the script that is played, to be changed and given back.
func (p *program) printScript(s *story) {
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	_ = enc.Encode(s.script) // an error shows when the output is flushed
}
