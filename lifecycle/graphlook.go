package lifecycle

import "github.com/podlife/podlife"

// look is what drawings and questions of liveness need to know of a state.
type look struct {
	stage            Stage
	phase            podlife.Phase
	reason           string // of the phase
	deleted, removed bool
	lost             bool // the node
	running          bool // some container
	containers       []sight
}

// sight is a container as its status shows it. The zero sight: it has none yet.
type sight struct {
	kind     podlife.StateKind
	reason   string
	exitCode int32
	ready    bool
}

// looks are all that were met. Many states share one.
type looks struct {
	words words
	table table
	all   []look
}

// of returns the number of a state's look.
func (l *looks) of(s *State) uint32 {
	running := false
	for i := range s.containers {
		running = running || s.isRunning(i)
	}
	var p packed
	p.put(uint64(s.stage), 4)
	for _, b := range [...]bool{s.object.deleted, s.object.removed, s.node.lost, running} {
		p.flag(b)
	}
	h := key{uint64(p), uint64(len(s.containers))}
	h.add(pair(l.words.of(string(s.object.report.Phase)), l.words.of(s.object.report.Reason)))
	for i := range s.containers {
		n := &s.containers[i].shown
		var p packed
		p.put(uint64(n.state.kind), 2)
		p.flag(n.ready)
		h.add(uint64(p))
		h.add(pair(uint32(n.state.exitCode), l.words.of(n.state.reason)))
	}
	number, known := l.table.put(h, uint32(len(l.all)))
	if !known {
		l.all = append(l.all, lookAt(s, running))
	}
	return number
}

func lookAt(s *State, running bool) look {
	out := look{
		stage: s.stage, phase: s.object.report.Phase, reason: s.object.report.Reason,
		deleted: s.object.deleted, removed: s.object.removed, lost: s.node.lost, running: running,
	}
	for i := range s.containers {
		n := &s.containers[i].shown
		out.containers = append(out.containers, sight{n.state.kind, n.state.reason, n.state.exitCode, n.ready})
	}
	return out
}
