package oracle

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	resourcev1 "k8s.io/api/resource/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"
	fwk "k8s.io/kube-scheduler/framework"

	schedcache "k8s.io/kubernetes/pkg/scheduler/backend/cache"
	"k8s.io/kubernetes/pkg/scheduler/framework"
)

// ClusterObjects are what the scheduler knows, each kind in the order in which it heard of them.
type ClusterObjects struct {
	Nodes []*v1.Node
	// Pods with a node are placed; one on a node that is not there counts nowhere. Pods without
	// one wait, and are nominated if their status says so.
	Pods                   []*v1.Pod
	Namespaces             []*v1.Namespace
	PersistentVolumes      []*v1.PersistentVolume
	PersistentVolumeClaims []*v1.PersistentVolumeClaim
	StorageClasses         []*storagev1.StorageClass
	CSINodes               []*storagev1.CSINode
	CSIDrivers             []*storagev1.CSIDriver
	CSIStorageCapacities   []*storagev1.CSIStorageCapacity
	VolumeAttachments      []*storagev1.VolumeAttachment
	Services               []*v1.Service
	ReplicationControllers []*v1.ReplicationController
	ReplicaSets            []*appsv1.ReplicaSet
	StatefulSets           []*appsv1.StatefulSet
	PodDisruptionBudgets   []*policyv1.PodDisruptionBudget
}

// Cluster is the scheduler's view of a cluster: its cache, the snapshot that a scheduling
// cycle works on, and the listers of its plugins. Nothing in it runs or watches.
type Cluster struct {
	client      *fake.Clientset
	informers   informers.SharedInformerFactory
	view        schedcache.Cache
	snapshot    *schedcache.Snapshot
	nominations nominations
}

// NewCluster returns an empty cluster.
func NewCluster() *Cluster {
	client := &fake.Clientset{}
	c := &Cluster{
		client:      client,
		informers:   informers.NewSharedInformerFactory(client, 0),
		snapshot:    schedcache.NewEmptySnapshot(),
		nominations: nominations{},
	}
	c.Load(&ClusterObjects{})
	return c
}

// Load makes objects all there is. A Pod without a UID, which the scheduler could not tell from
// others, gets its namespace and name for one.
// Source: kubernetes v1.37 pkg/scheduler/backend/cache/cache.go, AddNode, AddPod, UpdateSnapshot.
func (c *Cluster) Load(o *ClusterObjects) {
	core, storage, apps := c.informers.Core().V1(), c.informers.Storage().V1(), c.informers.Apps().V1()
	pods := withUIDs(o.Pods)
	stock(core.Nodes().Informer(), o.Nodes)
	stock(core.Pods().Informer(), pods)
	stock(core.Namespaces().Informer(), o.Namespaces)
	stock(core.PersistentVolumes().Informer(), o.PersistentVolumes)
	stock(core.PersistentVolumeClaims().Informer(), o.PersistentVolumeClaims)
	stock(storage.StorageClasses().Informer(), o.StorageClasses)
	stock(storage.CSINodes().Informer(), o.CSINodes)
	stock(storage.CSIDrivers().Informer(), o.CSIDrivers)
	stock(storage.CSIStorageCapacities().Informer(), o.CSIStorageCapacities)
	stock(storage.VolumeAttachments().Informer(), o.VolumeAttachments)
	stock(core.Services().Informer(), o.Services)
	stock(core.ReplicationControllers().Informer(), o.ReplicationControllers)
	stock(apps.ReplicaSets().Informer(), o.ReplicaSets)
	stock(apps.StatefulSets().Informer(), o.StatefulSets)
	stock(c.informers.Policy().V1().PodDisruptionBudgets().Informer(), o.PodDisruptionBudgets)
	stock[resourcev1.DeviceClass](c.informers.Resource().V1().DeviceClasses().Informer(), nil)

	c.view = schedcache.New(stopped, nil, false, false)
	for _, node := range o.Nodes {
		c.view.AddNode(logger, node)
	}
	clear(c.nominations)
	for _, pod := range pods {
		switch {
		case pod.Spec.NodeName != "":
			must(c.view.AddPod(logger, pod))
		case pod.Status.NominatedNodeName != "":
			c.nominations.AddNominatedPod(logger, podInfo(pod), nil)
		}
	}
	*c.snapshot = *schedcache.NewEmptySnapshot() // plugins keep the pointer
	must(c.view.UpdateSnapshot(logger, c.snapshot))
}

// Bind puts a Pod on a node, as far as the cache and its snapshot go.
// Source: kubernetes v1.37 pkg/scheduler/schedule_one.go, assume; pkg/scheduler/backend/cache/cache.go, UpdateSnapshot.
func (c *Cluster) Bind(pod *v1.Pod, node string) {
	bound := *withUID(pod)
	bound.Spec.NodeName = node
	must(c.view.AddPod(logger, &bound))
	must(c.view.UpdateSnapshot(logger, c.snapshot))
}

// NodeOrder is the order in which the scheduler looks at the nodes: zone by zone in turn.
// Source: kubernetes v1.37 pkg/scheduler/backend/cache/node_tree.go, list.
func (c *Cluster) NodeOrder() []string {
	var names []string
	for _, node := range c.nodes() {
		names = append(names, node.Node().Name)
	}
	return names
}

func (c *Cluster) nodes() []fwk.NodeInfo {
	nodes, err := c.snapshot.NodeInfos().List()
	must(err)
	return nodes
}

// stock makes objects the content of the informer, which must not be running.
func stock[T any](informer cache.SharedIndexInformer, objects []*T) {
	store := informer.GetIndexer()
	if len(objects) == 0 && len(store.ListKeys()) == 0 {
		return
	}
	replace(store, objects)
}

func withUIDs(pods []*v1.Pod) []*v1.Pod {
	out := make([]*v1.Pod, len(pods))
	for i, pod := range pods {
		out[i] = withUID(pod)
	}
	return out
}

func withUID(pod *v1.Pod) *v1.Pod {
	if pod.UID != "" {
		return pod
	}
	named := *pod
	named.UID = types.UID(metav1.Object(pod).GetNamespace() + "/" + pod.Name)
	return &named
}

// podInfo is what the queue makes of a Pod. Like the queue it ignores terms that do not parse.
func podInfo(pod *v1.Pod) *framework.PodInfo {
	info, _ := framework.NewPodInfo(pod)
	return info
}

// nominations are the Pods that wait for room on a node, by the node's name. It stands for the
// scheduling queue, which would have to hold those Pods and need the time of day.
type nominations map[string][]fwk.PodInfo

var _ fwk.PodNominator = nominations{}

// AddNominatedPod adds the Pod to those of the node that its status names.
func (n nominations) AddNominatedPod(_ klog.Logger, pod fwk.PodInfo, _ *fwk.NominatingInfo) {
	node := pod.GetPod().Status.NominatedNodeName
	n[node] = append(n[node], pod)
}

// DeleteNominatedPodIfExists does nothing: nobody takes a Pod off the queue.
func (nominations) DeleteNominatedPodIfExists(*v1.Pod) {}

// UpdateNominatedPod does nothing: Pods do not change.
func (nominations) UpdateNominatedPod(klog.Logger, *v1.Pod, fwk.PodInfo) {}

// NominatedPodsForNode returns the Pods that wait for the node.
func (n nominations) NominatedPodsForNode(node string) []fwk.PodInfo { return n[node] }

// stopped is a context that has ended: what is given it to run with stops at once.
var stopped = func() context.Context {
	ctx, cancel := context.WithCancel(quiet)
	cancel()
	return ctx
}()
