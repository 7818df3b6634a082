package oracle

import (
	"context"
	"slices"
	"sync"
	"time"
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	corelisters "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/record"

	"k8s.io/kubernetes/pkg/apis/core/v1/helper"
	"k8s.io/kubernetes/pkg/controller/tainteviction"
)

// Tolerated returns, for each taint, the toleration that covers it, and whether all are covered.
// Source: kubernetes v1.37 pkg/apis/core/v1/helper/helpers.go, GetMatchingTolerations.
func Tolerated(taints []v1.Taint, tolerations []v1.Toleration) (bool, []v1.Toleration) {
	return helper.GetMatchingTolerations(logger, taints, tolerations)
}

// MinTolerationTime is how long a pod with these tolerations in use may stay; negative: for ever.
// Source: kubernetes v1.37 pkg/controller/tainteviction/taint_eviction.go, getMinTolerationTime.
func MinTolerationTime(tolerations []v1.Toleration) time.Duration {
	return getMinTolerationTime(tolerations)
}

// TaintEvictor is the taint eviction controller without its API server. It reads the clock
// and sets timers, so use it in a testing/synctest bubble.
type TaintEvictor struct {
	controller  *tainteviction.Controller
	queue       *tainteviction.TimedWorkerQueue
	pods, nodes cache.Indexer

	mu      sync.Mutex
	evicted []string
}

// NewTaintEvictor returns a controller that knows no node and no pod.
func NewTaintEvictor() *TaintEvictor {
	e := &TaintEvictor{
		controller: &tainteviction.Controller{},
		pods:       cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{}),
		nodes:      cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{}),
	}
	e.queue = tainteviction.CreateWorkerQueue(func(_ context.Context, _ time.Time, args *tainteviction.WorkArgs) error {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.evicted = append(e.evicted, args.KeyFromWorkArgs())
		return nil
	})
	setField(e.controller, "recorder", &record.FakeRecorder{})
	setField(e.controller, "podLister", corelisters.NewPodLister(e.pods))
	setField(e.controller, "nodeLister", corelisters.NewNodeLister(e.nodes))
	setField(e.controller, "taintEvictionQueue", e.queue)
	setField(e.controller, "taintedNodes", map[string][]v1.Taint{})
	setField(e.controller, "getPodsAssignedToNode", e.podsOn)
	return e
}

// SetNode tells the controller that the node is new or has changed.
// Source: kubernetes v1.37 pkg/controller/tainteviction/taint_eviction.go, handleNodeUpdate.
func (e *TaintEvictor) SetNode(node *v1.Node) {
	must(e.nodes.Add(node))
	handleNodeUpdate(e.controller, quiet, nodeUpdateItem{node.Name})
}

// SetPod tells the controller that the pod is new or has changed.
// Source: kubernetes v1.37 pkg/controller/tainteviction/taint_eviction.go, handlePodUpdate.
func (e *TaintEvictor) SetPod(pod *v1.Pod) {
	must(e.pods.Add(pod))
	handlePodUpdate(e.controller, quiet, podUpdateItem{pod.Name, pod.Namespace, pod.Spec.NodeName})
}

// DueAt is when the pod will be evicted, if a timer is set.
func (e *TaintEvictor) DueAt(pod *v1.Pod) (time.Time, bool) {
	worker := e.queue.GetWorkerUnsafe(pod.Namespace + "/" + pod.Name)
	if worker == nil {
		return time.Time{}, false
	}
	return worker.FireAt, true
}

// Evicted are the pods evicted so far, as namespace/name. Call synctest.Wait before.
func (e *TaintEvictor) Evicted() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.evicted)
}

// Stop cancels all timers.
func (e *TaintEvictor) Stop() {
	e.queue.CancelAndWait()
}

func (e *TaintEvictor) podsOn(node string) ([]*v1.Pod, error) {
	var pods []*v1.Pod
	for _, object := range e.pods.List() {
		if pod := object.(*v1.Pod); pod.Spec.NodeName == node {
			pods = append(pods, pod)
		}
	}
	return pods, nil
}

// podUpdateItem and nodeUpdateItem have the layout of the controller's types of those names.
type (
	podUpdateItem struct {
		podName      string
		podNamespace string
		nodeName     string
	}
	nodeUpdateItem struct {
		nodeName string
	}
)

//go:linkname getMinTolerationTime k8s.io/kubernetes/pkg/controller/tainteviction.getMinTolerationTime
func getMinTolerationTime(tolerations []v1.Toleration) time.Duration

//go:linkname handlePodUpdate k8s.io/kubernetes/pkg/controller/tainteviction.(*Controller).handlePodUpdate
func handlePodUpdate(tc *tainteviction.Controller, ctx context.Context, podUpdate podUpdateItem)

//go:linkname handleNodeUpdate k8s.io/kubernetes/pkg/controller/tainteviction.(*Controller).handleNodeUpdate
func handleNodeUpdate(tc *tainteviction.Controller, ctx context.Context, nodeUpdate nodeUpdateItem)
