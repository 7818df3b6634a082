package heatmap

import "io"

// Picture is what there is to draw.
type Picture struct {
	// Title of the picture.
	Title string
	// Lines below the title.
	Lines []string
	// Columns, a resource each.
	Columns []Column
	// Groups of nodes, a row each.
	Groups []Group
	// Remarks stand below the legend.
	Remarks []string
}

// Column is a resource.
type Column struct {
	// Name of the resource.
	Name string
	// Text says how much there is in the whole cluster.
	Text string
	// Level of the whole cluster.
	Level Level
}

// Group is some nodes that belong together.
type Group struct {
	// Name of the group.
	Name string
	// Text says more about it.
	Text string
	// Levels of the group as a whole, one for each column.
	Levels []Level
	// Nodes of the group.
	Nodes []Node
}

// Node is one node.
type Node struct {
	// Name of the node.
	Name string
	// Levels, one for each column.
	Levels []Level
}

// Level is how full something is: 0 is empty, 1 is full. More than 1 is more
// than there should be.
type Level struct {
	// Before is how full it was.
	Before float64
	// After is how full it is.
	After float64
	// None: there is nothing that could be full.
	None bool
}

// Write draws the picture.
func (p *Picture) Write(w io.Writer) error {
	l := newLayout(p)
	l.head()
	for i := range p.Groups {
		l.group(&p.Groups[i])
	}
	l.foot()
	return l.write(w)
}
