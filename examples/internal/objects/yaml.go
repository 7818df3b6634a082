package objects

import (
	"bytes"
	"encoding/json"
	"io"
	"iter"
	"strings"

	goyaml "go.yaml.in/yaml/v2"
	"sigs.k8s.io/yaml"
)

// Document is one document of a YAML text.
type Document struct {
	// Index of the document in the text, from 0.
	Index int
	// Line is where the document begins, from 1.
	Line int
	// JSON says the same.
	JSON []byte
}

// FromYAML returns the documents of a YAML text that hold anything, and an
// [*Error] for each that is no YAML. Each is read by itself, so that a broken one
// hides no other. name stands for the text in errors.
func FromYAML(name string, r io.Reader) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		s := newSplitter(r)
		d := Document{}
		for ; s.next(); d.Index++ {
			d.Line = s.line
			var err error
			if d.JSON, err = toJSON(s.text); err != nil {
				err = &Error{File: name, Line: s.line, Document: d.Index, Problem: yamlProblem(s), Err: err}
			}
			if !yield(d, err) {
				return
			}
		}
		if s.err != io.EOF {
			yield(Document{}, &Error{File: name, Document: -1, Problem: s.err.Error(), Err: s.err})
		}
	}
}

// readYAML reads one YAML document after the other.
func readYAML(w *walker, r io.Reader) {
	for text, err := range FromYAML(w.file, r) {
		if err != nil {
			if !w.yield(Object{}, err) {
				return
			}
			continue
		}
		w.document = text.Index
		w.line = func([]byte) int { return text.Line }
		d := document{walker: w, dec: json.NewDecoder(bytes.NewReader(text.JSON))}
		if d.read() != nil {
			return
		}
	}
}

// toJSON turns a YAML document into JSON. It is an error if anything stands
// behind a document that ends by itself, like {a: 1}: the library would pass
// over it in silence.
func toJSON(text []byte) ([]byte, error) {
	raw, err := yaml.YAMLToJSON(text)
	if err != nil || !endsByItself(text) {
		return raw, err
	}
	var document any
	dec := goyaml.NewDecoder(bytes.NewReader(text))
	_ = dec.Decode(&document) // it could be read before
	if err := dec.Decode(&document); err != io.EOF {
		return nil, err
	}
	return raw, nil
}

// endsByItself reports whether the document has an end of its own: a bracket or
// a quote.
func endsByItself(text []byte) bool {
	text = bytes.TrimLeft(text, "- \t\r\n")
	return len(text) > 0 && strings.IndexByte(`{["'`, text[0]) >= 0
}

// yamlProblem says what is wrong with a document that is no YAML. The library
// counts lines from the beginning of what it is given, so it is given as many
// empty lines as come before the document. It is one line off at times.
func yamlProblem(s *splitter) string {
	_, err := toJSON(append(bytes.Repeat(newline, s.line-1), s.text...))
	if err == nil { // not without the lines, so not with them either
		return "not YAML"
	}
	return "not YAML: " + strings.Replace(strings.TrimPrefix(err.Error(), "yaml: "), "line ", "near line ", 1)
}
