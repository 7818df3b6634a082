package lifecycle

// hold keeps back what happens on a node that does not answer, and reports whether
// c does. The end of a run that was being stopped shows in the lanes.
func (w *world) hold(c coming) bool {
	e, exits := c.event.(ContainerExited)
	if exits {
		i := w.state.facts.find(e.Container)
		if i < 0 || !w.state.isRunning(i) || w.isDead(i) || w.state.mayEndUnseen(i) {
			return false
		}
		if c.kind == happening {
			c.kind, c.run = exit, w.state.containers[i].run.id
		}
	}
	if c.kind <= happening {
		return false
	}
	w.held = append(w.held, c)
	if exits && w.isRun(c) {
		w.die(e, c.run)
	}
	return true
}

// die lets a run end of which nobody hears.
func (w *world) die(e ContainerExited, run int32) {
	l := w.life(e.Container)
	if l.dead.id == run {
		return // it ended before
	}
	w.markExit(&w.state, e)
	l.dead = ended{id: run, exitCode: e.ExitCode, reason: endReason(e)}
	w.recordLanes()
}
