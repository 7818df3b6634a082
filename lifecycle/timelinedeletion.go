package lifecycle

// recordDeletion notes how far the deletion is.
func (w *world) recordDeletion(before *State, e Event) {
	o := &w.state.object
	if !o.deleted {
		return
	}
	if w.line.Deletion == nil {
		w.line.Deletion = &DeletionSpan{RequestedAt: w.now, DeadlineAt: o.deletion}
	}
	d := w.line.Deletion
	if r, ok := w.request(before, e); ok {
		d.Requests = append(d.Requests, r)
	}
	if o.removed && d.RemovedAt.IsZero() {
		d.RemovedAt = w.now
	}
}

// request returns the request to delete the Pod that an event is or led to, if
// there is one.
func (w *world) request(before *State, e Event) (DeletionRequest, bool) {
	o := &w.state.object
	out := DeletionRequest{At: w.now, Cause: deleter(e), DeadlineAt: o.deletion}
	if o.disruption != before.object.disruption {
		out.Reason = o.disruption.reason
	}
	switch e := e.(type) {
	case DeleteRequested:
		out.GracePeriodSeconds, out.Reason = e.Options.GracePeriodSeconds, e.Disruption.Reason
		return out, true
	case Collected:
		out.GracePeriodSeconds = new(int64)
		return out, true
	case CleanedUp:
		out.GracePeriodSeconds = new(int64)
		return out, before.object.deleted && !before.object.removed
	default:
		return out, !before.object.deleted
	}
}
