package lifecycle

import "errors"

// Why a happening does not happen, where the state does not tell.
var (
	errNodeLost = errors.New("the node does not answer")
	errOver     = errors.New("the simulation is over")
)

// refuse notes down that c did not happen.
func (w *world) refuse(c *coming, err *EventError) {
	w.line.Refused = append(w.line.Refused, Refusal{At: c.at, Index: c.index, Err: err})
}

// reason says more about why a happening was refused, if that is known.
func (w *world) reason(err *EventError) *EventError {
	switch err.Event.(type) {
	case Evicted, Rejected, ContainerExited, ContainerLost, SandboxLost, KubeletRestarted:
		if w.state.node.lost && err.Err == nil {
			err.Err = errNodeLost
		}
	}
	return err
}
