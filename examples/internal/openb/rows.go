package openb

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// Error is something in a list that cannot be read.
type Error struct {
	// File is the name of the list.
	File string
	// Line of the file, from 1.
	Line int
	// Column by its title. Empty: the line as a whole.
	Column string
	// Problem says what is wrong.
	Problem string
	// Err is the cause, or nil.
	Err error
}

func (e *Error) Error() string {
	at := fmt.Sprintf("%s:%d: ", e.File, e.Line)
	if e.Column != "" {
		at += e.Column + ": "
	}
	return at + e.Problem
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// rows reads a list row by row.
type rows struct {
	file    string
	csv     *csv.Reader
	columns map[string]int
	row     []string
	line    int
	errs    []error
	// bad: something in the present row is wrong.
	bad bool
}

// open reads the titles. Further columns than these may be there.
func open(file string, r io.Reader) (*rows, error) {
	rs := &rows{file: file, csv: csv.NewReader(r), columns: map[string]int{}, line: 1}
	rs.csv.ReuseRecord = true
	titles, err := rs.csv.Read()
	if err != nil {
		return nil, &Error{File: file, Line: 1, Problem: problem(err), Err: err}
	}
	for i, title := range titles {
		rs.columns[title] = i
	}
	return rs, nil
}

// require fails for each column that is not there.
func (rs *rows) require(columns ...string) error {
	var errs []error
	for _, column := range columns {
		if _, ok := rs.columns[column]; !ok {
			errs = append(errs, &Error{File: rs.file, Line: 1, Column: column, Problem: "there is no such column"})
		}
	}
	return errors.Join(errs...)
}

// next moves on to the next row that can be read, and reports whether there is
// one.
func (rs *rows) next() bool {
	for {
		var err error
		rs.row, err = rs.csv.Read()
		rs.bad = false
		if err == io.EOF {
			return false
		}
		var syntax *csv.ParseError
		switch {
		case errors.As(err, &syntax):
			rs.line = syntax.StartLine
			rs.errs = append(rs.errs, &Error{File: rs.file, Line: rs.line, Problem: problem(err), Err: err})
		case err != nil:
			rs.errs = append(rs.errs, &Error{File: rs.file, Line: rs.line + 1, Problem: problem(err), Err: err})
			return false
		default:
			rs.line, _ = rs.csv.FieldPos(0)
			return true
		}
	}
}

// problem is err without the line, which stands before it anyway.
func problem(err error) string {
	var syntax *csv.ParseError
	switch {
	case errors.As(err, &syntax):
		return syntax.Err.Error()
	case err == io.EOF:
		return "the list is empty"
	default:
		return err.Error()
	}
}

// text returns what stands in a column, "" if there is no such column.
func (rs *rows) text(column string) string {
	if i, ok := rs.columns[column]; ok {
		return rs.row[i]
	}
	return ""
}

// name returns what stands in a column and must not be empty.
func (rs *rows) name(column string) string {
	name := rs.text(column)
	if name == "" {
		rs.fail(column, "is empty")
	}
	return name
}

// number returns a whole number of 0 or more. An empty column is 0 where it may
// be, which is in those that not every list has.
func (rs *rows) number(column string) int64 {
	text := rs.text(column)
	if text == "" && slices.Contains(optional, column) {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, 40) // far above anything real
	if err != nil {
		rs.fail(column, fmt.Sprintf("%q is not a number of 0 or more that makes sense", text))
	}
	return int64(n)
}

func (rs *rows) fail(column, problem string) {
	rs.bad = true
	rs.errs = append(rs.errs, &Error{File: rs.file, Line: rs.line, Column: column, Problem: problem})
}
