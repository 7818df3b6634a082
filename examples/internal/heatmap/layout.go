package heatmap

import (
	"cmp"
	"slices"
	"strings"
)

// Measures of the picture in pixels.
const (
	pageWidth  = 1200
	margin     = 36
	labelWidth = 170 // for the names of groups
	columnGap  = 30
	barHeight  = 10
)

// tile is a kind of tile.
type tile struct {
	width, height int
	gap           int
	// name is the room for the node's name below. 0: it is not shown.
	name int
	// most is how many nodes it is for.
	most int
}

// tiles from large to small.
var tiles = [...]tile{
	{width: 90, height: 34, gap: 8, name: 15, most: 48},
	{width: 22, height: 22, gap: 3, most: 250},
	{width: 14, height: 14, gap: 2, most: 700},
	{width: 10, height: 10, gap: 2, most: 4000},
	{width: 6, height: 6, gap: 1, most: 1 << 62},
}

// rect is a rectangle with a text that shows when it is pointed at.
type rect struct {
	X, Y, W, H  int
	Class, Hint string
}

// text is a line of text.
type text struct {
	X, Y        int
	Class, Text string
}

// layout puts things on the page, from top to bottom.
type layout struct {
	*Picture
	tile  tile
	y     int
	rects []rect
	texts []text
}

func newLayout(p *Picture) *layout {
	nodes, most := 0, 1
	for _, g := range p.Groups {
		nodes += len(g.Nodes)
		most = max(most, len(g.Nodes))
	}
	i := slices.IndexFunc(tiles[:], func(t tile) bool { return nodes <= t.most })
	l := &layout{Picture: p, tile: tiles[i], y: margin}
	if t := &l.tile; t.name > 0 { // as wide as there is room for
		t.width = min(max((l.columnWidth()+t.gap)/most-t.gap, t.width), 2*t.width)
	}
	return l
}

func (l *layout) text(x, y int, class, s string) {
	l.texts = append(l.texts, text{x, y, class, s})
}

// columnWidth is how wide a column is.
func (l *layout) columnWidth() int {
	n := max(len(l.Columns), 1)
	return (pageWidth - 2*margin - labelWidth - (n-1)*columnGap) / n
}

// columnX is where a column begins.
func (l *layout) columnX(i int) int {
	return margin + labelWidth + i*(l.columnWidth()+columnGap)
}

// head draws the title and the heads of the columns.
func (l *layout) head() {
	l.y += 16
	l.text(margin, l.y, "title", l.Title)
	for _, line := range l.Lines {
		l.y += 22
		l.text(margin, l.y, "line", line)
	}
	l.y += 40
	for i, c := range l.Columns {
		x, width := l.columnX(i), l.columnWidth()
		l.text(x, l.y, "column", cut(c.Name, width-130, 9.5))
		l.text(x+width, l.y, "right", c.Level.String())
		l.bar(x, l.y+9, width, c.Level)
		l.text(x, l.y+9+barHeight+16, "small", c.Text)
	}
	l.text(margin, l.y, "column", "all nodes")
	l.y += 9 + barHeight + 30
}

// bar draws a level as a bar: what was in use before, and what came.
func (l *layout) bar(x, y, width int, level Level) {
	l.rects = append(l.rects, rect{x, y, width, barHeight, "rest", ""})
	if level.None {
		return
	}
	part := func(share float64) int { return int(float64(width)*min(max(share, 0), 1) + 0.5) }
	after, before := part(level.After), part(min(level.Before, level.After))
	if after > 0 {
		l.rects = append(l.rects, rect{x, y, after, barHeight, shadeClass(level), level.String()})
	}
	if 0 < before && before < after {
		l.rects = append(l.rects, rect{x + before, y - 3, 2, barHeight + 6, "mark", "before: " + percent(level.Before) + " %"})
	}
}

// group draws a row.
func (l *layout) group(g *Group) {
	l.rects = append(l.rects, rect{margin, l.y, pageWidth - 2*margin, 1, "rule", ""})
	l.y += 24
	l.text(margin, l.y, "group", cut(g.Name, labelWidth-12, 8))
	l.text(margin, l.y+17, "small", g.Text)
	bottom := l.y + 17
	nodes := l.sorted(g.Nodes)
	for i := range l.Columns {
		x := l.columnX(i)
		if g.Levels[i].None {
			l.text(x, l.y, "small", "none")
			continue
		}
		l.text(x, l.y, "small", g.Levels[i].String())
		bottom = max(bottom, l.grid(x, l.y+10, nodes, i))
	}
	l.y = bottom + 18
}

// sorted returns the nodes in the order in which they are drawn: by name where
// names are shown, else the fullest first.
func (l *layout) sorted(nodes []Node) []Node {
	nodes = slices.Clone(nodes)
	slices.SortStableFunc(nodes, func(a, b Node) int {
		if l.tile.name > 0 {
			return cmp.Compare(a.Name, b.Name)
		}
		return cmp.Or(cmp.Compare(b.sum(), a.sum()), cmp.Compare(a.Name, b.Name))
	})
	return nodes
}

func (n *Node) sum() float64 {
	sum := 0.0
	for _, level := range n.Levels {
		if !level.None {
			sum += level.After
		}
	}
	return sum
}

// grid draws the tiles of a group in a column and returns where they end.
func (l *layout) grid(x, y int, nodes []Node, column int) int {
	t := l.tile
	perRow := max((l.columnWidth()+t.gap)/(t.width+t.gap), 1)
	step := t.height + t.name + t.gap
	for i := range nodes {
		l.node(x+i%perRow*(t.width+t.gap), y+i/perRow*step, &nodes[i], column)
	}
	return y + (len(nodes)+perRow-1)/perRow*step - t.gap
}

func (l *layout) node(x, y int, n *Node, column int) {
	t, level := l.tile, n.Levels[column]
	class := shadeClass(level)
	if level.None {
		class = "none"
	}
	l.rects = append(l.rects, rect{x, y, t.width, t.height, class, n.Name + ": " + l.Columns[column].Name + " " + level.String()})
	if t.name == 0 {
		return
	}
	on := "on"
	if !level.None && level.shade() >= paleTextFrom {
		on = "onDark"
	}
	l.text(x+t.width/2, y+t.height/2+4, on, level.String())
	l.text(x, y+t.height+12, "name", cut(n.Name, t.width, 5.8))
}

// foot draws the legend and the remarks.
func (l *layout) foot() {
	l.rects = append(l.rects, rect{margin, l.y, pageWidth - 2*margin, 1, "rule", ""})
	l.y += 34
	const width = 30
	l.text(margin, l.y, "line", "requested, of what")
	l.text(margin, l.y+17, "line", "Pods may have")
	x := margin + labelWidth
	for i := range shades {
		l.rects = append(l.rects, rect{x + i*width, l.y - 12, width - 2, 16, shadeClass(Level{After: float64(i) / 10}), ""})
		if i%2 == 0 {
			l.text(x+i*width+width/2-1, l.y+19, "tick", percent(float64(i)/10)+" %")
		}
	}
	x += len(shades)*width + 30
	if l.drew("mark") {
		l.rects = append(l.rects, rect{x, l.y - 13, 2, 18, "mark", ""})
		l.text(x+10, l.y+1, "line", "how full it was before")
		x += 200
	}
	if l.drew("none") {
		l.rects = append(l.rects, rect{x, l.y - 12, width - 2, 16, "none", ""})
		l.text(x+width+6, l.y+1, "line", "the node has none")
	}
	l.y += 50
	for _, remark := range l.Remarks {
		l.text(margin, l.y, "line", cut(remark, pageWidth-2*margin, 7))
		l.y += 20
	}
}

// drew reports whether there is a rectangle of this class on the page.
func (l *layout) drew(class string) bool {
	return slices.ContainsFunc(l.rects, func(r rect) bool { return r.Class == class })
}

// cut takes so much out of the middle of s that it fits into the width, if a
// letter is about so wide.
func cut(s string, width int, letter float64) string {
	runes, room := []rune(s), int(float64(width)/letter)
	if len(runes) <= room {
		return s
	}
	head := (room - 1) / 2
	tail := room - 1 - head
	var b strings.Builder
	b.WriteString(string(runes[:head]))
	b.WriteString("…")
	b.WriteString(string(runes[len(runes)-tail:]))
	return b.String()
}
