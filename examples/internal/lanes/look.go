package lanes

// Look is how a bar looks. The looks stand for kinds of states, so that a state
// looks the same in every picture.
type Look uint8

// The looks.
const (
	// Plain is a state that says nothing.
	Plain Look = iota
	// Pending: it has not begun.
	Pending
	// Delayed: it waits before it begins anew.
	Delayed
	// Active: it is at work, and not yet of use.
	Active
	// Ready: it is at work.
	Ready
	// Leaving: it prepares for its end.
	Leaving
	// Queued: it waits for its turn to end.
	Queued
	// Stopping: it was told to end.
	Stopping
	// Failed: it ended badly.
	Failed
	// Done: it ended well.
	Done
)

// style is how a look is drawn.
type style struct {
	class string
	fill  string
	// hatch is the colour of stripes over the fill. Empty: none.
	hatch string
	// cell is the look in a terminal, and colour its colour there, of the 256.
	cell   string
	colour int
}

// The hues are near Okabe's and Ito's, but light, so that dark text can be read
// on each. Those without stripes can be told apart with any kind of sight.
var styles = [...]style{
	Plain:    {"plain", "#e4e2e9", "", "·", 245},
	Pending:  {"pending", "#fde69b", "", "░", 179},
	Delayed:  {"delayed", "#fdf1c6", "#d3ac34", "~", 179},
	Active:   {"active", "#b4d4f7", "", "▄", 74},
	Ready:    {"ready", "#62cf9f", "", "█", 36},
	Leaving:  {"leaving", "#b892c4", "", "▒", 175},
	Queued:   {"queued", "#f3ecf5", "#b892c4", "┄", 175},
	Stopping: {"stopping", "#f6b650", "", "▓", 214},
	Failed:   {"failed", "#e5836a", "", "▚", 167},
	Done:     {"done", "#adabb8", "", "─", 245},
}

func (l Look) style() style {
	if int(l) < len(styles) {
		return styles[l]
	}
	return styles[Plain]
}

// Shape is how a point looks.
type Shape uint8

// The shapes.
const (
	// NoShape is the zero value, and a point that is not drawn.
	NoShape Shape = iota
	// Cross is a failure, or an end by force.
	Cross
	// Triangle is a request.
	Triangle
	// Dot is an end.
	Dot
	// Diamond is a beginning.
	Diamond
	// Spot is a failure that matters less than a Cross.
	Spot
)

// form is how a shape is drawn.
type form struct {
	class string
	// path around 0, 0.
	path   string
	cell   string
	colour int
}

var forms = [...]form{
	NoShape:  {"", "", " ", 0},
	Cross:    {"cross", "M-6-3-3-6 0-3 3-6 6-3 3 0 6 3 3 6 0 3-3 6-6 3-3 0z", "✗", 160},
	Triangle: {"triangle", "M-6-5H6L0 6z", "▼", 0},
	Dot:      {"dot", "M-5 0A5 5 0 1 1 5 0 5 5 0 1 1-5 0z", "●", 0},
	Diamond:  {"diamond", "M0-6 6 0 0 6-6 0z", "◆", 0},
	Spot:     {"spot", "M-4 0A4 4 0 1 1 4 0 4 4 0 1 1-4 0z", "!", 160},
}

func (s Shape) form() form {
	if int(s) < len(forms) {
		return forms[s]
	}
	return forms[NoShape]
}
