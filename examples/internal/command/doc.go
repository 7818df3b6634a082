// Package command is what the programs of this module have in common: the world
// that they find around themselves, their flags and help, and how they end.
//
//	World   standard input and output, the terminal, the clock
//	Flags   package flag's, with a help that says more than what flags there are
//	Create  a file to draw into
//
// A test gives a program a [World] of its own; main takes [Here].
package command
