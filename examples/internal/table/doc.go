// Package table prints rows in aligned columns, with notes on a row beside or
// beneath it, for terminals of any width.
//
//	no terminal      all columns, notes beside the row, one line each row
//	wide terminal    all columns, notes beside the row, wrapped
//	usual terminal   all columns that fit, notes beneath the row, wrapped
//	narrow terminal  the columns that matter most, the widest cut
//
// Rows are laid out in batches, so that a table of any length needs little
// memory. Text is shown as it is but for control characters, which a terminal
// might obey.
package table
