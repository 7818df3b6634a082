package oracle

import (
	"context"
	"errors"
	"reflect"
	"time"
	"unsafe" // also go:linkname

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/record"
	"k8s.io/utils/exec"

	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/kubernetes/pkg/kubelet/prober"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
	"k8s.io/kubernetes/pkg/kubelet/status"
	"k8s.io/kubernetes/pkg/probe"
	execprobe "k8s.io/kubernetes/pkg/probe/exec"
)

// ProbeKind is one of the three kinds of probe, with the prober's numbers.
type ProbeKind int

// The kinds of probe.
const (
	Liveness ProbeKind = iota
	Readiness
	Startup
)

// Outcome is what one run of a probe comes to.
type Outcome int

// The outcomes of a run.
const (
	Success Outcome = iota
	Failure
	Error   // the probe itself could not be run
	Warning // a success with something to say
	Silence // a failure that nobody explained
)

// ProbeWorker is the prober's worker for one container and one probe. It reads the clock, so
// use it in a testing/synctest bubble and sleep there between the steps.
//
// Either call [ProbeWorker.Step] round by round, or let the worker live by itself with
// [ProbeWorker.Run].
type ProbeWorker struct {
	look    func() *v1.PodStatus                 // what a round is given
	answer  func(id string, attempt int) Outcome // what an attempt of it comes to
	ran     int                                  // attempts in this round
	results Verdicts
	worker  *worker
	fields  any // the worker with its real type
}

// NewProbeWorker returns the worker for the probe of that kind in the container, of a kubelet
// that starts now. The handler of the probe is replaced by one that has the outcomes asked
// for. A deletion timestamp may be given to the pod later.
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, newWorker.
func NewProbeWorker(pod *v1.Pod, container *v1.Container, kind ProbeKind) *ProbeWorker {
	w := &ProbeWorker{results: Verdicts{}}
	container = container.DeepCopy()
	for _, p := range []*v1.Probe{container.LivenessProbe, container.ReadinessProbe, container.StartupProbe} {
		if p != nil {
			p.ProbeHandler = v1.ProbeHandler{Exec: &v1.ExecAction{Command: []string{"probe"}}}
		}
	}
	manager := prober.NewManager(statusOf{w: w}, w.results, w.results, w.results, runner{w}, &record.FakeRecorder{})
	setField(fieldOf(manager, "prober").Interface(), "exec", execWith{execprobe.New()})
	w.worker = newWorker((*probeManager)(reflect.ValueOf(manager).UnsafePointer()), kind, pod, *container)
	workerType := fieldOf(manager, "workers").Type().Elem().Elem()
	w.fields = reflect.NewAt(workerType, unsafe.Pointer(w.worker)).Interface()
	return w
}

// Step is one tick of the worker, with what the kubelet knows of the pod (nil: nothing) and
// the outcomes that the attempts to probe have if it probes, the last again and again. It
// reports whether it did, and whether the worker goes on.
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, doProbe.
func (w *ProbeWorker) Step(status *v1.PodStatus, attempts ...Outcome) (ran, goesOn bool) {
	w.ran = 0
	w.look = func() *v1.PodStatus { return status }
	w.answer = func(_ string, attempt int) Outcome { return attempts[min(attempt, len(attempts)-1)] }
	goesOn = doProbe(w.worker, quiet)
	return w.ran > 0, goesOn
}

// Run is the worker's whole life. At the beginning of each round it calls look for what the
// kubelet knows of the pod (nil: nothing), and for each attempt to probe it calls answer
// with the container's ID and the number of attempts before it in the same round.
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, run.
func (w *ProbeWorker) Run(look func() *v1.PodStatus, answer func(id string, attempt int) Outcome) {
	w.look = func() *v1.PodStatus { w.ran = 0; return look() }
	w.answer = answer
	runWorker(w.worker, quiet)
}

// Stop asks the worker to end.
// Source: kubernetes v1.37 pkg/kubelet/prober/worker.go, stop.
func (w *ProbeWorker) Stop() { stopWorker(w.worker) }

// Trigger asks the worker for a round at once.
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, UpdatePodStatus.
func (w *ProbeWorker) Trigger() {
	select {
	case fieldOf(w.fields, "manualTriggerCh").Interface().(chan struct{}) <- struct{}{}:
	default:
	}
}

// Verdict is what the worker has found of the container, if anything.
func (w *ProbeWorker) Verdict(id kubecontainer.ContainerID) (results.Result, bool) {
	return w.results.Get(id)
}

// OnHold reports whether the worker waits for another container.
func (w *ProbeWorker) OnHold() bool { return fieldOf(w.fields, "onHold").Bool() }

// Last is the last outcome that counted, and how often it came in a row.
func (w *ProbeWorker) Last() (results.Result, int) {
	return results.Result(fieldOf(w.fields, "lastResult").Int()), int(fieldOf(w.fields, "resultRun").Int())
}

// statusOf is a status manager that knows the worker's pod only.
type statusOf struct {
	status.Manager
	w *ProbeWorker
}

// GetPodStatus returns the status that the current round is given.
func (s statusOf) GetPodStatus(types.UID) (v1.PodStatus, bool) {
	if status := s.w.look(); status != nil {
		return *status, true
	}
	return v1.PodStatus{}, false
}

// runner runs the worker's probe.
type runner struct{ w *ProbeWorker }

// RunInContainer has the outcome that the current attempt is given. One that commands do
// not have is left to [execWith].
func (r runner) RunInContainer(_ context.Context, id kubecontainer.ContainerID, _ []string, _ time.Duration) ([]byte, error) {
	outcome := r.w.answer(id.String(), r.w.ran)
	r.w.ran++
	switch outcome {
	case Success:
		return nil, nil
	case Failure:
		return nil, exec.CodeExitError{Err: errors.New("exit status 1"), Code: 1}
	case Error:
		return nil, errors.New("no answer from the runtime")
	default:
		return nil, odd(outcome)
	}
}

// odd is an outcome that no command has.
type odd Outcome

func (odd) Error() string { return "odd" }

// execWith is the real prober of commands with the odd outcomes of others.
type execWith struct {
	execprobe.Prober
}

// Probe runs the command.
func (p execWith) Probe(command exec.Cmd) (probe.Result, string, error) {
	result, output, err := p.Prober.Probe(command)
	var is odd
	switch errors.As(err, &is); {
	case is == odd(Warning):
		return probe.Warning, output, nil
	case is == odd(Silence):
		return probe.Unknown, output, nil
	default:
		return result, output, err
	}
}

// worker and probeManager stand for the prober's worker and manager.
type (
	worker       struct{}
	probeManager struct{}
)

//go:linkname newWorker k8s.io/kubernetes/pkg/kubelet/prober.newWorker
func newWorker(m *probeManager, probeType ProbeKind, pod *v1.Pod, container v1.Container) *worker

//go:linkname doProbe k8s.io/kubernetes/pkg/kubelet/prober.(*worker).doProbe
func doProbe(w *worker, ctx context.Context) (keepGoing bool)

//go:linkname runWorker k8s.io/kubernetes/pkg/kubelet/prober.(*worker).run
func runWorker(w *worker, ctx context.Context)

//go:linkname stopWorker k8s.io/kubernetes/pkg/kubelet/prober.(*worker).stop
func stopWorker(w *worker)
