package oracle

import (
	"reflect"
	"time"
	"unsafe"

	v1 "k8s.io/api/core/v1"
	"k8s.io/client-go/tools/record"

	"k8s.io/kubernetes/pkg/kubelet/prober"
)

// ProbeManager is the prober's manager with workers that never run, but can be triggered.
type ProbeManager struct {
	Startup   Verdicts
	Readiness Verdicts

	manager prober.Manager
}

// NewProbeManager returns the manager of a kubelet that started at that time.
func NewProbeManager(start time.Time) *ProbeManager {
	m := &ProbeManager{Startup: Verdicts{}, Readiness: Verdicts{}}
	m.manager = prober.NewManager(nil, Verdicts{}, m.Readiness, m.Startup, nil, &record.FakeRecorder{})
	setField(m.manager, "start", start)
	return m
}

// AddWorker adds a worker of that kind for the container, and returns a function that
// reports whether it was triggered.
func (m *ProbeManager) AddWorker(pod *v1.Pod, container *v1.Container, kind ProbeKind) (triggered func() bool) {
	workers := fieldOf(m.manager, "workers")
	w := newWorker((*probeManager)(reflect.ValueOf(m.manager).UnsafePointer()), kind, pod, *container)
	real := reflect.NewAt(workers.Type().Elem().Elem(), unsafe.Pointer(w))
	key := reflect.New(workers.Type().Key())
	setField(key.Interface(), "podUID", pod.UID)
	setField(key.Interface(), "containerName", container.Name)
	fieldOf(key.Interface(), "probeType").SetInt(int64(kind))
	workers.SetMapIndex(key.Elem(), real)
	return func() bool { return fieldOf(real.Interface(), "manualTriggerCh").Len() > 0 }
}

// UpdateStatus sets Started and Ready in the container statuses.
// Source: kubernetes v1.37 pkg/kubelet/prober/prober_manager.go, UpdatePodStatus.
func (m *ProbeManager) UpdateStatus(pod *v1.Pod, status *v1.PodStatus) {
	m.manager.UpdatePodStatus(quiet, pod, status)
}
