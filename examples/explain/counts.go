package main

import (
	"fmt"
	"strings"
)

// counts is what a run has seen.
type counts struct {
	files        int
	skippedFiles int // in folders, of other kinds
	pods         int
	others       int // objects that are no Pods
	broken       int // objects, documents and files that cannot be read
	explained    int // differences that a rule explains
	unexplained  int // differences that none does
}

// summary says what a check has found.
func (c *counts) summary() string {
	differ := c.explained + c.unexplained
	s := fmt.Sprintf("%s in %s: %d agree, %d differ", plural(c.pods, "Pod"), plural(c.files, "file"), c.pods-differ, differ)
	if differ > 0 {
		s += fmt.Sprintf(" (%d explained, %d not)", c.explained, c.unexplained)
	}
	var rest []string
	if c.others > 0 {
		rest = append(rest, plural(c.others, "other object"))
	}
	if c.skippedFiles > 0 {
		rest = append(rest, plural(c.skippedFiles, "other file"))
	}
	if len(rest) > 0 {
		s += "; passed over: " + strings.Join(rest, ", ")
	}
	if c.broken > 0 {
		s += fmt.Sprintf("; %d not readable", c.broken)
	}
	return s
}

// place says where was looked.
func (c *counts) place() string {
	s := plural(c.files, "file")
	if c.others > 0 {
		s += ", only " + plural(c.others, "other object")
	}
	if c.skippedFiles > 0 {
		s += "; " + plural(c.skippedFiles, "file") + " passed over that look like neither JSON nor YAML of Kubernetes"
	}
	return s
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
