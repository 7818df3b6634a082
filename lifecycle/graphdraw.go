package lifecycle

import (
	"fmt"
	"strings"
)

// Mermaid returns the diagram as Mermaid draws it: a stateDiagram-v2.
func (d Diagram) Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for i, text := range d.Boxes {
		if id := d.id(i); id != text {
			fmt.Fprintf(&b, "    state \"%s\" as %s\n", strings.ReplaceAll(text, `"`, "#quot;"), id)
		}
	}
	for _, a := range d.Arrows {
		fmt.Fprintf(&b, "    %s --> %s: %s\n", d.id(a.From), d.id(a.To), strings.Join(a.Labels, ", "))
	}
	return b.String()
}

// id returns the name that Mermaid knows a box by: its text, if that is a word.
func (d Diagram) id(box int) string {
	if box < 0 {
		return "[*]"
	}
	for _, r := range d.Boxes[box] {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return fmt.Sprintf("s%d", box+1)
		}
	}
	return d.Boxes[box]
}

// DOT returns the diagram as Graphviz draws it: a digraph.
func (d Diagram) DOT() string {
	var b strings.Builder
	b.WriteString("digraph {\n    node [shape=box, style=rounded]\n")
	begins, ends := false, false
	for _, a := range d.Arrows {
		begins, ends = begins || a.From < 0, ends || a.To < 0
	}
	if begins {
		b.WriteString("    begin [shape=point]\n")
	}
	if ends {
		b.WriteString("    end [shape=doublecircle, label=\"\", width=0.15]\n")
	}
	for i, text := range d.Boxes {
		fmt.Fprintf(&b, "    s%d [label=%q]\n", i+1, text)
	}
	for _, a := range d.Arrows {
		from, to := fmt.Sprintf("s%d", a.From+1), fmt.Sprintf("s%d", a.To+1)
		if a.From < 0 {
			from = "begin"
		}
		if a.To < 0 {
			to = "end"
		}
		fmt.Fprintf(&b, "    %s -> %s [label=%q]\n", from, to, strings.Join(a.Labels, "\n"))
	}
	b.WriteString("}\n")
	return b.String()
}
