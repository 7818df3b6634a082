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
	abandoned        bool // by its kubelet
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
	for _, b := range [...]bool{s.object.deleted, s.object.removed, s.node.lost, running, s.isAbandoned()} {
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
		deleted: s.object.deleted, removed: s.object.removed, lost: s.node.lost, running: running, abandoned: s.isAbandoned(),
	}
	for i := range s.containers {
		n := &s.containers[i].shown
		out.containers = append(out.containers, sight{n.state.kind, n.state.reason, n.state.exitCode, n.ready})
	}
	return out
}

// isAbandoned reports whether the kubelet has given the Pod up: it was never to run
// again, some container was made in a sandbox that is lost, and the main containers'
// turn had not come, so that the phase is not terminal either.
//
// Source: kubernetes v1.37 pkg/kubelet/kuberuntime/kuberuntime_manager.go,
// computePodActions; kubernetes/kubernetes issue 118321.
func (s *State) isAbandoned() bool {
	if s.stage != Living || s.facts.pod.Spec.RestartPolicy != podlife.RestartPolicyNever || !s.kubelet.sandbox.made || s.kubelet.sandbox.ready {
		return false
	}
	for i := range s.containers {
		if s.containers[i].run.id != 0 {
			return true
		}
	}
	return false
}
