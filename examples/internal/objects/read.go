package objects

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"regexp"
	"unicode/utf8"
)

// peeked is how much of an input is looked at to tell what it is.
const peeked = 64 << 10

// Read returns the objects of one input in their order, and an [*Error] for
// each thing that cannot be read. Whether it is JSON or YAML follows from how
// it begins. name stands for the input in objects and errors.
func Read(name string, r io.Reader) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		w := &walker{file: name, yield: yield}
		in := bufio.NewReaderSize(r, peeked)
		begin, err := peek(in)
		if err != nil {
			_ = w.failWhole(err)
			return
		}
		if utf16(begin) {
			_ = w.failWhole(errUTF16)
			return
		}
		if bytes.HasPrefix(begin, byteOrderMark) {
			_, _ = in.Discard(len(byteOrderMark)) // it was peeked, so it is there
		}
		if looksLikeJSON(begin) {
			readJSON(w, in)
		} else {
			readYAML(w, in)
		}
	}
}

// peek returns so much of the beginning of in that its first characters beside
// brackets and spaces are there, and not more: whoever writes it may wait for
// an answer.
func peek(in *bufio.Reader) ([]byte, error) {
	for {
		begin, _ := in.Peek(in.Buffered())
		if len(bytes.TrimLeft(begin, "\uFEFF{[ \t\r\n")) >= 4 || len(begin) == peeked {
			return begin, nil
		}
		if _, err := in.Peek(len(begin) + 1); err == io.EOF {
			return begin, nil
		} else if err != nil {
			return nil, err
		}
	}
}

var (
	errUTF16 = errors.New("this is UTF-16 text; convert it to UTF-8")

	byteOrderMark = []byte("\uFEFF")
	// Members and lines as objects have them near their beginning.
	aMember = regexp.MustCompile(`"apiVersion"\s*:|"(items|containers)"\s*:\s*\[`)
	aLine   = regexp.MustCompile(`(?m)^(- )?(apiVersion|kind|items|metadata):(\s|$)`)
)

func utf16(b []byte) bool {
	return bytes.HasPrefix(b, []byte{0xFF, 0xFE}) || bytes.HasPrefix(b, []byte{0xFE, 0xFF})
}

// looksLikeJSON reports whether b begins as a JSON object or array does. What
// begins like {a: 1} is YAML.
func looksLikeJSON(b []byte) bool {
	b = bytes.TrimSpace(bytes.TrimPrefix(b, byteOrderMark))
	if len(b) == 0 || b[0] != '{' && b[0] != '[' {
		return false
	}
	inner := bytes.TrimLeft(b, "{[ \t\r\n")
	return len(inner) == 0 || bytes.IndexByte([]byte(`"}]`), inner[0]) >= 0
}

// looksLikeObjects reports whether b may be the beginning of JSON or YAML that
// holds Kubernetes objects. It is asked only for files that nobody named and
// whose own name does not tell.
func looksLikeObjects(b []byte) bool {
	if looksLikeJSON(b) {
		return aMember.Match(b)
	}
	return utf8.Valid(trimPartialRune(b)) && aLine.Match(b)
}

// trimPartialRune cuts off a character whose end is not in b.
func trimPartialRune(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if tail := b[len(b)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}
