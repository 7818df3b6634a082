package objects

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// readJSON reads one JSON document after the other.
func readJSON(w *walker, r io.Reader) {
	lines := &lineReader{r: r}
	d := document{walker: w, dec: json.NewDecoder(lines)}
	w.line = func(read []byte) int { return lines.at(d.dec) - bytes.Count(read, newline) }
	for ; ; w.document++ {
		err := d.read()
		switch {
		case err == nil:
			continue
		case err == io.EOF, errors.Is(err, errStopped):
			return
		case d.atSeparator():
			w.document-- // a separator is no document
			lines.takeBack(d.dec)
			lines.skip(len(separator))
		default:
			if d.failSyntax(err, lines) != nil || d.at != "" {
				return
			}
			lines.takeBack(d.dec)
			if !lines.nextDocument() {
				return
			}
		}
		d.dec = json.NewDecoder(lines)
	}
}

// separator divides YAML documents. Some people put it between JSON documents.
const separator = "---"

// atSeparator reports whether the decoder met a separator where a document
// should begin.
func (d *document) atSeparator() bool {
	head := make([]byte, len(separator))
	n, _ := io.ReadFull(d.dec.Buffered(), head)
	return !d.inside && string(head[:n]) == separator
}

// failSyntax reports err, which the decoder gave in the middle of a document,
// and where exactly it is.
func (d *document) failSyntax(err error, lines *lineReader) error {
	if lines.err != nil && lines.err != io.EOF {
		return d.fail(Error{Path: d.at, Field: d.at, Problem: lines.err.Error(), Err: lines.err})
	}
	at := lines.at(d.dec)
	rest, _ := io.ReadAll(d.dec.Buffered()) // cannot fail: it is in memory
	var syntax *json.SyntaxError
	var value json.RawMessage
	if errors.As(json.Unmarshal(rest, &value), &syntax) {
		at += bytes.Count(rest[:min(int(syntax.Offset), len(rest))], newline)
	}
	problem := fmt.Sprintf("not JSON: %v", err)
	if d.at != "" {
		problem += "; the rest of the file is not read"
	}
	return d.fail(Error{Line: at, Path: d.at, Field: d.at, Problem: problem, Err: err})
}
