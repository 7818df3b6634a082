package main

import (
	"github.com/fatih/color"

	"github.com/podlife/podlife/examples/internal/table"
)

// paints are the colours of a table. The zero paints leave everything as it is.
type paints struct {
	title, good, bad, wait, dim table.Paint
}

// newPaints returns colours if the terminal wants them. The package color would
// decide for itself, but only about standard output.
func newPaints(colour bool) paints {
	if !colour {
		return paints{}
	}
	return paints{
		title: paint(color.Bold),
		good:  paint(color.FgGreen),
		bad:   paint(color.FgRed),
		wait:  paint(color.FgYellow),
		dim:   paint(color.Faint),
	}
}

func paint(a color.Attribute) table.Paint {
	c := color.New(a)
	c.EnableColor()
	return func(text string) string { return c.Sprint(text) }
}
