package oracle

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/component-base/metrics/testutil"

	"k8s.io/kubernetes/pkg/controller/podgc"
	"k8s.io/kubernetes/pkg/controller/podgc/metrics"
)

// GarbageCollector is the pod garbage collector without its API server.
type GarbageCollector struct {
	controller  *podgc.PodGCController
	pods, nodes cache.Indexer

	mu       sync.Mutex
	removals map[string]*Removal
}

// Removal is a pod that the garbage collector removes.
type Removal struct {
	Pod    string       // namespace/name
	Status v1.PodStatus // as it is patched before the pod is deleted; zero: it is not
	Times  int          // how many requests to delete it were made
}

// Reasons are why pods of the namespace were removed in the last round, sorted.
// Source: kubernetes v1.37 pkg/controller/podgc/metrics/metrics.go, DeletingPodsTotal.
func (g *GarbageCollector) Reasons(namespace string) []string {
	var reasons []string
	for _, reason := range []string{
		metrics.PodGCReasonOrphaned, metrics.PodGCReasonTerminatingOutOfService,
		metrics.PodGCReasonTerminated, metrics.PodGCReasonTerminatingUnscheduled,
	} {
		times, err := testutil.GetCounterMetricValue(metrics.DeletingPodsTotal.WithLabelValues(namespace, reason))
		must(err)
		for range int(times) {
			reasons = append(reasons, reason)
		}
	}
	return reasons
}

// NewGarbageCollector returns a collector that keeps up to threshold terminated pods (0: any
// number) and waits for quarantine, 40 s in Kubernetes, before it believes that a node is gone.
// A quarantine reads the clock; use it in a testing/synctest bubble, or set it to 0.
func NewGarbageCollector(threshold int, quarantine time.Duration) *GarbageCollector {
	g := &GarbageCollector{}
	client := &fake.Clientset{}
	client.AddReactor("*", "*", g.react)
	factory := informers.NewSharedInformerFactory(client, 0)
	pods, nodes := factory.Core().V1().Pods(), factory.Core().V1().Nodes()
	g.pods, g.nodes = pods.Informer().GetIndexer(), nodes.Informer().GetIndexer()
	g.controller = podgc.NewPodGCInternal(quiet, client, pods, nodes, threshold, time.Second, quarantine)
	return g
}

// Collect is one round over these pods and nodes. It returns the removals in order of their names.
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go, gc.
func (g *GarbageCollector) Collect(pods []*v1.Pod, nodes []*v1.Node) []Removal {
	g.removals = map[string]*Removal{}
	metrics.DeletingPodsTotal.Reset()
	replace(g.pods, pods)
	replace(g.nodes, nodes)
	collectGarbage(g.controller, quiet)
	var removals []Removal
	for _, removal := range g.removals {
		removals = append(removals, *removal)
	}
	slices.SortFunc(removals, func(a, b Removal) int { return strings.Compare(a.Pod, b.Pod) })
	return removals
}

// Stop ends the collector's queue.
func (g *GarbageCollector) Stop() {
	fieldOf(g.controller, "nodeQueue").Interface().(workqueue.TypedDelayingInterface[string]).ShutDown()
}

// react answers the collector's requests.
func (g *GarbageCollector) react(action clienttesting.Action) (bool, runtime.Object, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch action := action.(type) { // every action with a name is also a GetAction
	case clienttesting.PatchAction:
		return true, &v1.Pod{}, g.patch(action)
	case clienttesting.DeleteAction:
		g.removal(action.GetNamespace(), action.GetName()).Times++
	case clienttesting.GetAction: // of a node that is not in the list
		return true, nil, apierrors.NewNotFound(action.GetResource().GroupResource(), action.GetName())
	}
	return true, &v1.Pod{}, nil
}

// patch has the patch written as the API server would.
func (g *GarbageCollector) patch(action clienttesting.PatchAction) error {
	removal := g.removal(action.GetNamespace(), action.GetName())
	stored, _, err := g.pods.GetByKey(removal.Pod)
	must(err)
	old, err := json.Marshal(stored)
	must(err)
	updated, err := strategicpatch.StrategicMergePatch(old, action.GetPatch(), &v1.Pod{})
	if err != nil {
		return err
	}
	var pod v1.Pod
	must(json.Unmarshal(updated, &pod))
	removal.Status = pod.Status
	return nil
}

func (g *GarbageCollector) removal(namespace, name string) *Removal {
	key := namespace + "/" + name
	if g.removals[key] == nil {
		g.removals[key] = &Removal{Pod: key}
	}
	return g.removals[key]
}

// replace makes objects the content of the store.
func replace[T any](store cache.Store, objects []*T) {
	list := make([]any, len(objects))
	for i, object := range objects {
		list[i] = object
	}
	must(store.Replace(list, ""))
}

//go:linkname collectGarbage k8s.io/kubernetes/pkg/controller/podgc.(*PodGCController).gc
func collectGarbage(gcc *podgc.PodGCController, ctx context.Context)
