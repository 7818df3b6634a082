// Package heatmap draws how full the nodes of a cluster are, as SVG: a row for
// each group of nodes, a column for each resource, a tile for each node. The
// darker a tile, the fuller the node. A node has the same place in all columns,
// so what is stranded shows: dark in one column, pale in the next.
//
//	Picture -> layout -> rectangles and texts -> SVG
//
// Few nodes get large tiles with their numbers and names, many get small ones
// that tell these when pointed at. The picture grows downwards only.
package heatmap
