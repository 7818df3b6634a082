package probe

import "time"

// Effect is something that the outside must do or know after a step.
// Implementations: [Ask], [VerdictChanged], [Wake], [WorkerEnded].
//
//sumtype:decl
type Effect interface{ effect() }

var _, _, _, _ Effect = Ask{}, VerdictChanged{}, Wake{}, WorkerEnded{}

// Ask asks to put the question now, up to [MaxAttempts] times if need be, and
// to deliver what comes of it as [Answered].
type Ask struct {
	// ContainerID is the container to ask.
	ContainerID string
	// Timeout is how long one attempt may take.
	Timeout time.Duration
}

// VerdictChanged says that readers of the verdict must act. Of a liveness worker they
// act on Failure, of the others on every change.
type VerdictChanged struct {
	// ContainerID is the container that the verdict is about.
	ContainerID string
	// Verdict is the new one.
	Verdict Result
}

// Wake asks to deliver a [Tick] at this time. It replaces any Wake before it; a Tick
// for an earlier one does no harm.
type Wake struct {
	// At is when.
	At time.Time
}

// WorkerEnded says that the worker is gone, and its verdict with it. Readers are told
// nothing more: what they did about the verdict stays done.
type WorkerEnded struct{}

func (Ask) effect()            {}
func (VerdictChanged) effect() {}
func (Wake) effect()           {}
func (WorkerEnded) effect()    {}

// add appends e. Two effects are what a round usually comes to.
func add(list []Effect, e Effect) []Effect {
	if list == nil {
		list = make([]Effect, 0, 2)
	}
	return append(list, e)
}
