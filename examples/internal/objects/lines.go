package objects

import (
	"bytes"
	"encoding/json"
	"io"
)

var newline = []byte("\n")

// lineReader counts the lines that a decoder reads through it, and takes back
// what the decoder has not used.
type lineReader struct {
	r    io.Reader
	back []byte // taken back, to be read again
	read int    // line ends read
	err  error  // the last error of r
}

func (l *lineReader) Read(p []byte) (int, error) {
	n := copy(p, l.back)
	l.back = l.back[n:]
	var err error
	if n == 0 {
		n, err = l.r.Read(p)
		l.err = err
	}
	l.read += bytes.Count(p[:n], newline)
	return n, err
}

// at returns the line, from 1, that dec has come to in reading l.
func (l *lineReader) at(dec *json.Decoder) int {
	var ahead lineCounter
	_, _ = io.Copy(&ahead, dec.Buffered()) // cannot fail: it is in memory
	return 1 + l.read - int(ahead)
}

// takeBack makes l go on where dec has come to. Another decoder must read it
// from now on.
func (l *lineReader) takeBack(dec *json.Decoder) {
	ahead, _ := io.ReadAll(dec.Buffered()) // cannot fail: it is in memory
	l.read -= bytes.Count(ahead, newline)
	l.back = append(ahead, l.back...)
}

// skip passes over n bytes that were taken back.
func (l *lineReader) skip(n int) {
	l.read += bytes.Count(l.back[:n], newline)
	l.back = l.back[n:]
}

// nextDocument passes over everything up to the next line that begins a JSON
// document, and reports whether there is one. Documents of several lines have
// the brackets within them indented, so a bracket at the beginning of a line is
// the first.
func (l *lineReader) nextDocument() bool {
	for l.fill() {
		end := bytes.IndexByte(l.back, '\n')
		if end < 0 {
			l.skip(len(l.back))
			continue
		}
		l.skip(end + 1)
		if l.fill() && (l.back[0] == '{' || l.back[0] == '[') {
			return true
		}
	}
	return false
}

// fill sees to it that something is taken back, and reports whether there was
// anything left.
func (l *lineReader) fill() bool {
	for len(l.back) == 0 && l.err == nil {
		chunk := make([]byte, 4<<10)
		var n int
		n, l.err = l.r.Read(chunk)
		l.back = chunk[:n]
	}
	return len(l.back) > 0
}

// lineCounter counts the lines that are written to it.
type lineCounter int

func (c *lineCounter) Write(p []byte) (int, error) {
	*c += lineCounter(bytes.Count(p, newline))
	return len(p), nil
}
