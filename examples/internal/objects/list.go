package objects

import (
	"encoding/json"
	"slices"

	"github.com/podlife/podlife"
)

// list is what remains to be said about a list once its items were read.
type list struct {
	// held are the items that could not be told what they are before the kind
	// of the list is known.
	held []heldItem
	// size is the sum of the sizes of the held items.
	size int
	// problem is what is wrong with the items as a whole.
	problem string
}

// heldItem is an item that waits for the kind of its list.
type heldItem struct {
	index int
	line  int
	raw   []byte // nil if there was no room to keep it
	err   error
}

// maxHeld is how many bytes of items are held at most.
const maxHeld = 16 << 20

// listItems reads the value of the member items of a list. A kind that is empty
// may still come, as kubectl writes it after the items.
func (d *document) listItems(kind string) (*list, error) {
	token, err := d.dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		if kind != "" {
			return &list{}, d.items("items", kind)
		}
		l := &list{}
		return l, d.hold(l)
	case json.Delim('{'):
		return &list{problem: "found an object, want a list"}, d.skip()
	case nil:
		return &list{}, nil
	}
	switch token.(type) {
	case string:
		return &list{problem: "found a string, want a list"}, nil
	case bool:
		return &list{problem: "found a boolean, want a list"}, nil
	default:
		return &list{problem: "found a number, want a list"}, nil
	}
}

// hold reads the items of a list whose kind has not been seen, and keeps those
// back that need it.
func (d *document) hold(l *list) error {
	for i := 0; d.dec.More(); i++ {
		d.at = index("items", i)
		if err := d.dec.Decode(&d.raw); err != nil {
			return err
		}
		found, err := podlife.ParseObjects(d.raw)
		if namesNoKind(err) {
			l.add(heldItem{index: i, line: d.line(d.raw), err: err}, d.raw)
			continue
		}
		line := 0
		if err != nil {
			line = d.line(d.raw)
		}
		if err := d.handOut(d.at, found, err, line); err != nil {
			return err
		}
	}
	_, err := d.dec.Token() // the closing bracket
	d.at = ""
	return err
}

func (l *list) add(item heldItem, raw []byte) {
	if l.size+len(raw) <= maxHeld {
		l.size += len(raw)
		item.raw = slices.Clone(raw)
	}
	l.held = append(l.held, item)
}

// finish hands out what was held back, now that the kind of the list is known,
// or known to be missing.
func (d *document) finish(l *list, kind string) error {
	if l.problem != "" {
		return d.fail(Error{Line: d.begin, Field: "items", Problem: l.problem})
	}
	for _, item := range l.held {
		if err := d.finishItem(item, itemKind(kind)); err != nil {
			return err
		}
	}
	return nil
}

func (d *document) finishItem(item heldItem, kind string) error {
	path := index("items", item.index)
	switch {
	case kind == "":
		return d.report(path, item.err, item.line)
	case kind != "Pod" && kind != "Node":
		return d.emit(Object{Path: path, Kind: kind})
	case item.raw == nil:
		return d.fail(Error{Line: item.line, Path: path, Field: path,
			Problem: "has neither kind nor spec.containers, and its list names its own kind too late"})
	default:
		found, err := podlife.ParseObjects(withKind(item.raw, kind))
		return d.handOut(path, found, err, item.line)
	}
}
