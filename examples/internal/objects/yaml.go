package objects

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	goyaml "go.yaml.in/yaml/v2"
	"sigs.k8s.io/yaml"
)

// readYAML reads one YAML document after the other. Each is turned into JSON by
// itself, so that a broken one hides no other.
func readYAML(w *walker, r io.Reader) {
	s := newSplitter(r)
	w.line = func([]byte) int { return s.line }
	for s.next() {
		raw, err := toJSON(s.text)
		if err != nil {
			err = w.fail(Error{Line: s.line, Problem: yamlProblem(s), Err: err})
		} else {
			d := document{walker: w, dec: json.NewDecoder(bytes.NewReader(raw))}
			err = d.read()
		}
		if err != nil {
			return
		}
		w.document++
	}
	if s.err != io.EOF {
		_ = w.failWhole(s.err)
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
