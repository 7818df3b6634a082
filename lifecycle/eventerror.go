package lifecycle

import "fmt"

// EventError is an event that cannot happen in a state.
type EventError struct {
	// State is unchanged.
	State State
	// Event as it came, nil included.
	Event Event
	// Err is why, where another machine or the API server refused it; else nil.
	Err error
}

// Error names the event, and why it was refused: Err, or else the stage.
func (e *EventError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("lifecycle: %T cannot happen: %v", e.Event, e.Err)
	}
	return fmt.Sprintf("lifecycle: %T cannot happen in stage %v", e.Event, e.State.stage)
}

// Unwrap returns Err.
func (e *EventError) Unwrap() error { return e.Err }
