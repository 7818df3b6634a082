// Package lanes draws what happens over time: a lane for each thing, bars for
// its states, points for what happens to it, lines through all lanes for what
// happens to all of them. It draws an SVG picture or lines for a terminal.
//
//	Picture -> axis (which times go where) -> layout -> SVG
//	                                       -> cells  -> text
//
// Long stretches in which nothing happens are cut out of the axis where what is
// left gains by it. Colours can be told apart without seeing red or green, and
// what matters has a shape or a pattern as well. The same picture gives the
// same bytes.
package lanes
