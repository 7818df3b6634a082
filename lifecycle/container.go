package lifecycle

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// container is one container: what the runtime has of it, what the kubelet
// remembers, and what it reported.
type container struct {
	run   run   // the newest run
	ended ended // the newest run that ended; it may be that one
	// before is when the run before ended, if the newest was killed by the sync under
	// way. Zero: there was none.
	before time.Time
	runs   int32 // how many runs were made
	logs   int32 // the restarts to go on from, of a run that was removed without its logs

	backoff restart.Entry // of starts
	pull    restart.Entry // of pulls; of the first container with this image
	pullErr failure       // why the last pull failed; likewise
	failed  failure       // why the last start failed, or zero

	todo  todo
	shown shown
}

// run is one run of a container in the runtime. Zero: the runtime has none.
type run struct {
	id        int32 // counts the container's runs, from 1
	restarts  int32 // as the kubelet counted when it made the run
	state     restart.RuntimeState
	stray     bool // it belongs to an older sandbox
	startedAt time.Time
	image     string
}

// ended is how a run ended.
type ended struct {
	id                    int32
	exitCode              int32
	reason, message       string
	startedAt, finishedAt time.Time
}

// failure is why something failed, as the kubelet remembers it.
type failure struct {
	reason, message string
	delay           time.Duration // of CrashLoopBackOff
}

// todo is what the sync under way has still to do to a container.
type todo uint8

const (
	toKill todo = 1 << iota
	toKillByLiveness
	toKillByStartup
	toReset
	toStart
	tried // in the syncs that follow one another now, and failed
	// What the runtime reported when the sync under way began, and what the sync acts
	// by, is not so any more:
	killed  // the run has ended since
	removed // and is gone
)

// shown is the container's status as reported last.
type shown struct {
	state, last condition
	id          int32 // the run that the status names; 0: none
	restarts    int32
	image       string
	started     bool
	ready       bool
}

// condition is a podlife.ContainerState with the run's number for its ID.
type condition struct {
	kind                  podlife.StateKind
	exitCode, id          int32
	reason, message       string
	delay                 time.Duration // in the message of CrashLoopBackOff
	startedAt, finishedAt time.Time
}
