package probe

import "time"

// Effect is something that must now be done or known.
// Implementations: *[Ask], *[VerdictChanged], *[Wake], *[WorkerEnded].
//
// They are pointers, so that all effects of a step lie in one piece of memory.
// Nobody writes to them.
//
//sumtype:decl
type Effect interface{ effect() }

var _, _, _, _ Effect = (*Ask)(nil), (*VerdictChanged)(nil), (*Wake)(nil), (*WorkerEnded)(nil)

// Ask asks to put the question now, up to [MaxAttempts] times if need be, and
// to deliver what comes of it as [Answered].
type Ask struct {
	// ContainerID is the container to ask.
	ContainerID string
	// Timeout is how long one attempt may take.
	Timeout time.Duration
}

// VerdictChanged says that readers of the verdict must act. Of a liveness worker
// they act on Failure, of the others on every change.
type VerdictChanged struct {
	// ContainerID is the container that the verdict is about.
	ContainerID string
	// Verdict is the new one.
	Verdict Result
}

// Wake asks to deliver a [Tick] at a later time. Only the last one counts; a Tick
// for an earlier one does no harm.
type Wake struct {
	// At is when.
	At time.Time
}

// WorkerEnded says that the worker is gone, and its verdict with it. Readers are
// told nothing more: what they did about the verdict stays done.
type WorkerEnded struct{}

func (*Ask) effect()            {}
func (*VerdictChanged) effect() {}
func (*Wake) effect()           {}
func (*WorkerEnded) effect()    {}

// String returns the effect in words.
func (a *Ask) String() string { return "ask " + a.ContainerID + " within " + a.Timeout.String() }

// String returns the effect in words.
func (v *VerdictChanged) String() string {
	return "verdict " + v.Verdict.String() + " on " + v.ContainerID
}

// String returns the effect in words.
func (w *Wake) String() string { return "wake at " + w.At.Format(time.RFC3339Nano) }

// String returns the effect in words.
func (*WorkerEnded) String() string { return "worker ended" }

// effects returns the effects of the step: the verdicts, then what the worker
// waits for. They are made in one allocation, of as much as most steps need.
func (s *step) effects() []Effect {
	switch {
	case s.next == nothing:
		return nil
	case s.told > 0:
		return s.verdicts()
	case s.next == answer:
		return one(Ask{ContainerID: s.ContainerID, Timeout: s.Timeout})
	case s.next == tick:
		return one(Wake{At: s.NextAt})
	default:
		return one(WorkerEnded{})
	}
}

// one returns a list of one effect.
func one[T any, P interface {
	*T
	Effect
}](e T) []Effect {
	block := &struct {
		list   [1]Effect
		effect T
	}{effect: e}
	block.list[0] = P(&block.effect)
	return block.list[:]
}

// verdicts returns the effects of a step in which the verdict changed.
func (s *step) verdicts() []Effect {
	block := &struct {
		list     [len(s.changes) + 1]Effect
		verdicts [len(s.changes)]VerdictChanged
		ask      Ask
		wake     Wake
	}{verdicts: s.changes}
	for i := range s.told {
		block.list[i] = &block.verdicts[i]
	}
	last := &block.list[s.told]
	switch s.next {
	case answer:
		block.ask = Ask{ContainerID: s.ContainerID, Timeout: s.Timeout}
		*last = &block.ask
	case tick:
		block.wake = Wake{At: s.NextAt}
		*last = &block.wake
	case nobody:
		*last = &WorkerEnded{} // takes no memory
	case nothing: // after a verdict the worker always waits for something
	}
	return block.list[: s.told+1 : s.told+1]
}
