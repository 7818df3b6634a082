package objects

import (
	"bufio"
	"bytes"
	"io"
)

// splitter cuts a YAML stream into its documents without looking into them. No
// document can hold a line that begins with "---" or "..." and a space or its
// end, whatever the quotes around it, so these lines are enough to go by.
//
// Source: YAML 1.2.2, section 9.1, rule c-forbidden.
type splitter struct {
	in *bufio.Reader
	// text is the present document, with the "---" before it.
	text []byte
	// line is where text begins in the file, from 1.
	line int
	// err ended the input.
	err error

	lines  int    // lines read
	unread []byte // the last of these lines if it belongs to the next document
}

func newSplitter(r io.Reader) *splitter { return &splitter{in: bufio.NewReader(r)} }

// next moves on to the next document that holds anything, and reports whether
// there is one.
func (s *splitter) next() bool {
	s.text = s.text[:0]
	content := false // text has more than a beginning
	for {
		line := s.readLine()
		switch {
		case line == nil:
			return content
		case isMarker(line, "---") && content:
			s.unread = line
			return true
		case isMarker(line, "---"):
			if !bytes.HasPrefix(s.text, []byte("%")) {
				s.text = s.text[:0] // what came before was no document
			}
			s.add(line)
			content = !isBlank(line[3:])
		case isMarker(line, "..."):
			if content {
				return true
			}
			s.text = s.text[:0]
		case content:
			s.add(line)
		case isBlank(line):
			if len(s.text) > 0 {
				s.add(line)
			}
		default:
			s.add(line)
			content = line[0] != '%' // a directive stands before "---"
		}
	}
}

func (s *splitter) add(line []byte) {
	if len(s.text) == 0 {
		s.line = s.lines
	}
	s.text = append(s.text, line...)
}

// readLine returns the next line with its end, nil if there is none.
func (s *splitter) readLine() []byte {
	if line := s.unread; line != nil {
		s.unread = nil
		return line
	}
	line, err := s.in.ReadBytes('\n')
	if err != nil {
		s.err = err
	}
	if len(line) == 0 {
		return nil
	}
	s.lines++
	return line
}

func isMarker(line []byte, marker string) bool {
	rest, ok := bytes.CutPrefix(line, []byte(marker))
	return ok && (len(rest) == 0 || bytes.IndexByte([]byte(" \t\r\n"), rest[0]) >= 0)
}

// isBlank reports whether the line holds at most a comment.
func isBlank(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) == 0 || line[0] == '#'
}
