package lifecycle

import (
	"slices"
	"time"

	"github.com/podlife/podlife/restart"
)

// block holds what a usual step makes, so that it costs one allocation: the
// effects, and the probe workers if they change. See [step.takeContainers] for
// the containers, and what a plan looks at.
type block struct {
	list    [6]Effect
	wake    Wake
	pull    PullImage
	start   StartContainer
	asks    [2]AskProbe
	asked   int
	workers [6]worker
	// sandbox and seen are room for what a plan looks at.
	sandbox [1]restart.Sandbox
	seen    []restart.RuntimeStatus
}

// Blocks with room for the containers of small Pods, usual ones and large ones.
type (
	blockOf2 struct {
		block
		containers [2]container
		seen       [2]restart.RuntimeStatus
	}
	blockOf5 struct {
		block
		containers [5]container
		seen       [5]restart.RuntimeStatus
	}
	blockOf8 struct {
		block
		containers [usual]container
		seen       [usual]restart.RuntimeStatus
	}
)

// takeContainers copies the containers, to be written to.
func (s *step) takeContainers() {
	s.ownContainers = true
	if s.reuse != nil {
		s.containers = s.reuse.takeContainers(s.containers)
		return
	}
	n := len(s.containers)
	if s.block != nil || n > usual {
		s.containers = slices.Clone(s.containers)
		return
	}
	var room []container
	switch {
	case n <= 2:
		b := new(blockOf2)
		s.block, room, b.block.seen = &b.block, b.containers[:0:n], b.seen[:0]
	case n <= 5:
		b := new(blockOf5)
		s.block, room, b.block.seen = &b.block, b.containers[:0:n], b.seen[:0]
	default:
		b := new(blockOf8)
		s.block, room, b.block.seen = &b.block, b.containers[:0:n], b.seen[:0]
	}
	s.containers = append(room, s.containers...)
	s.effects = s.block.list[:0]
}

// takeWorkers copies the probe workers, to be written to.
func (s *step) takeWorkers() {
	s.ownWorkers = true
	n := len(s.workers)
	if b := s.effectBlock(); n <= len(b.workers) {
		s.workers = append(b.workers[:0:n], s.workers...)
		return
	}
	s.workers = slices.Clone(s.workers)
}

// effectBlock returns the step's block.
func (s *step) effectBlock() *block {
	if s.block != nil {
		return s.block
	}
	if s.reuse != nil {
		s.block = s.reuse.effectBlock(len(s.containers))
	} else {
		s.block = new(block)
	}
	s.effects = s.block.list[:0]
	return s.block
}

func (s *step) emit(e Effect) {
	s.effectBlock()
	s.effects = append(s.effects, e)
}

func (s *step) emitWake(at time.Time) {
	b := s.effectBlock()
	b.wake.At = at
	s.effects = append(s.effects, &b.wake)
}

// emitPull asks to pull. A step does so once, as the rest of the sync waits.
func (s *step) emitPull(container, image string) {
	b := s.effectBlock()
	b.pull = PullImage{container, image}
	s.effects = append(s.effects, &b.pull)
}

// emitStart asks to start. A step does so once, too.
func (s *step) emitStart(container string, run int32) {
	b := s.effectBlock()
	b.start = StartContainer{container, run}
	s.effects = append(s.effects, &b.start)
}

func (s *step) emitAsk(container string, p *probed) {
	b := s.effectBlock()
	var a *AskProbe
	if b.asked < len(b.asks) {
		a = &b.asks[b.asked]
		b.asked++
	} else {
		a = new(AskProbe)
	}
	*a = AskProbe{container, p.state.Kind, p.state.Timeout}
	s.effects = append(s.effects, a)
}
