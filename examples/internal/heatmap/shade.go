package heatmap

import (
	"fmt"
	"math"
)

// shades are the colours from empty to full. Each is darker than the one before
// it, so that they can be told apart without seeing colours.
var shades = [...]string{
	"#f3f0e8", "#fbeecb", "#fae0a0", "#f7cb74", "#f3b04f", "#ec923c",
	"#de7038", "#c94e3f", "#ab334b", "#832450", "#551a48",
}

// The first shade that wants pale text on it.
const paleTextFrom = 7

// shade returns the number of a level's colour: 0 if nothing at all is in use,
// else one for each tenth. It goes by the percents that are printed.
func (l Level) shade() int {
	full := math.Ceil(math.Round(l.After*100) / 10)
	if l.After > 0 {
		full = max(full, 1)
	}
	return int(min(max(full, 0), float64(len(shades)-1)))
}

// String returns the level in percent, before and after if they differ.
func (l Level) String() string {
	before, after := percent(l.Before), percent(l.After)
	switch {
	case l.None:
		return "none"
	case before == after:
		return after + " %"
	default:
		return before + " → " + after + " %"
	}
}

// percent returns a share in percent. What is not quite full is never 100, what
// is not quite empty never 0.
func percent(share float64) string {
	p := math.Round(share * 100)
	switch {
	case p >= 100 && share < 1:
		p = 99
	case p <= 100 && share > 1+1e-9:
		p = 101
	case p == 0 && share > 0:
		return "<1"
	}
	return fmt.Sprintf("%.0f", p)
}
