package objects

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/podlife/podlife"
)

// document reads one JSON document token by token, so that of a list never
// more than an item is in memory.
type document struct {
	*walker
	dec *json.Decoder
	// begin is the line on which the document begins.
	begin int
	// inside: its beginning was read, and its end was not.
	inside bool
	// raw is the item or member being read; its memory serves the next one.
	raw json.RawMessage
	// at is the path of the list item being read, empty outside of lists.
	at string
}

// read reads the document. io.EOF means that there is none. Any other error is
// errStopped or one of syntax, after which dec is of no use.
func (d *document) read() error {
	d.inside = false
	token, err := d.dec.Token()
	if err != nil {
		return err
	}
	d.begin, d.inside = d.line(nil), true
	switch token {
	case json.Delim('{'):
		err = d.objectOrList()
	case json.Delim('['):
		err = d.items("", "List")
	default: // a string, a number, null: podlife says what is wrong with it
		raw, _ := json.Marshal(token) // cannot fail: it comes from JSON
		err = d.whole(raw)
	}
	return unexpectedEOF(err)
}

// whole reads the document raw, which is no list.
func (d *document) whole(raw []byte) error {
	found, err := podlife.ParseObjects(raw)
	return d.handOut("", found, err, d.begin)
}

// unexpectedEOF is for the inside of a value, where the input must not end.
func unexpectedEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// objectOrList reads the rest of an object. Items of a list are handed out as
// they come. The other members are gathered until it is known what they
// belong to.
func (d *document) objectOrList() error {
	var (
		kind    string
		members = []byte{'{'}
		list    *list
	)
	for d.dec.More() {
		key, err := d.key()
		if err != nil {
			return err
		}
		if strings.EqualFold(key, "items") && (kind == "" || isList(kind)) {
			if list, err = d.listItems(kind); err != nil {
				return err
			}
			continue
		}
		if err := d.dec.Decode(&d.raw); err != nil {
			return err
		}
		if strings.EqualFold(key, "kind") {
			_ = json.Unmarshal(d.raw, &kind) // a kind that is no string is found later
		}
		members = appendMember(members, key, d.raw)
	}
	if _, err := d.dec.Token(); err != nil { // the closing brace
		return err
	}
	members = append(members, '}')
	switch {
	case list == nil, kind != "" && !isList(kind): // or the items were no list's
		return d.whole(members)
	default:
		return d.finish(list, kind)
	}
}

func (d *document) key() (string, error) {
	token, err := d.dec.Token()
	key, _ := token.(string) // the decoder lets nothing else be a key
	return key, err
}

func appendMember(members []byte, key string, value []byte) []byte {
	if len(members) > 1 {
		members = append(members, ',')
	}
	quoted, _ := json.Marshal(key) // cannot fail: it is a string
	members = append(members, quoted...)
	members = append(members, ':')
	return append(members, value...)
}

// items reads the items of an array up to its end.
func (d *document) items(path, listKind string) error {
	for i := 0; d.dec.More(); i++ {
		d.at = index(path, i)
		if err := d.dec.Decode(&d.raw); err != nil {
			return err
		}
		if err := d.item(d.at, d.raw, itemKind(listKind)); err != nil {
			return err
		}
	}
	_, err := d.dec.Token() // the closing bracket
	d.at = ""
	return err
}

// skip reads the rest of an object or array and forgets it.
func (d *document) skip() error {
	for depth := 1; depth > 0; {
		token, err := d.dec.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	return nil
}
