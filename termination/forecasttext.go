package termination

import (
	"strings"
	"time"
)

// String returns what is waited for, on whose account and until when, as in
// "main containers (app) until 2026-01-01T12:00:30Z".
func (w Wait) String() string {
	text := w.For.String()
	if names := strings.Join(w.Names, ", "); names != "" { // a Pod without a node has an empty name there
		text += " (" + names + ")"
	}
	if !w.Until.IsZero() {
		text += " until " + w.Until.Format(time.RFC3339Nano)
	}
	return text
}

// String returns by when the Pod is gone and the waits in their order, in one
// line. Where there is nothing to wait for it says so, deleted or not.
func (f Forecast) String() string {
	if len(f.Waits) == 0 {
		return "nothing is waited for"
	}
	when := "no end can be told"
	if !f.By.IsZero() {
		when = "by " + f.By.Format(time.RFC3339Nano)
	}
	if f.Overdue {
		when += ", overdue"
	}
	waits := make([]string, len(f.Waits))
	for i, w := range f.Waits {
		waits[i] = w.String()
	}
	return when + ": " + strings.Join(waits, "; ")
}
