package legacy

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/podlife/podlife/schedule"
	apps "k8s.io/api/apps/v1beta1"
	v1 "k8s.io/api/core/v1"
	extensions "k8s.io/api/extensions/v1beta1"
	"k8s.io/kubernetes/pkg/scheduler/algorithm"
	"k8s.io/kubernetes/pkg/scheduler/algorithm/predicates"
	"k8s.io/kubernetes/pkg/scheduler/algorithm/priorities"
	schedulerapi "k8s.io/kubernetes/pkg/scheduler/api"
	"k8s.io/kubernetes/pkg/scheduler/schedulercache"
	listers "k8s.io/kubernetes/pkg/scheduler/testing"
)

// world is a cluster as the rules of 1.10 see it, and the Pod to be placed in it.
type world struct {
	pod      *v1.Pod
	nodes    []*v1.Node // sorted by name
	infos    map[string]*schedulercache.NodeInfo
	pods     listers.FakePodLister
	services listers.FakeServiceLister
	rcs      listers.FakeControllerLister
	sets     listers.FakeReplicaSetLister
	stateful listers.FakeStatefulSetLister
	volumes  predicates.FakePersistentVolumeInfo
	claims   predicates.FakePersistentVolumeClaimInfo
}

// newWorld translates a scene by way of the API's JSON.
func newWorld(s Scene) *world {
	w := &world{infos: map[string]*schedulercache.NodeInfo{}}
	w.pod = translated[v1.Pod](s.Pod)
	w.nodes = all[v1.Node](s.Objects.Nodes)
	slices.SortFunc(w.nodes, func(a, b *v1.Node) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	w.pods = all[v1.Pod](s.Objects.Pods)
	for _, n := range w.nodes {
		info := schedulercache.NewNodeInfo()
		must(info.SetNode(n))
		for _, p := range w.pods {
			if p.Spec.NodeName == n.Name {
				info.AddPod(p)
			}
		}
		w.infos[n.Name] = info
	}
	w.services = all[v1.Service](s.Objects.Services)
	w.rcs = all[v1.ReplicationController](s.Objects.ReplicationControllers)
	w.sets = all[extensions.ReplicaSet](s.Objects.ReplicaSets)
	w.stateful = all[apps.StatefulSet](s.Objects.StatefulSets)
	for _, v := range all[v1.PersistentVolume](s.Objects.PersistentVolumes) {
		w.volumes = append(w.volumes, *v)
	}
	for _, c := range all[v1.PersistentVolumeClaim](s.Objects.PersistentVolumeClaims) {
		w.claims = append(w.claims, *c)
	}
	return w
}

func translated[To any](from any) *To {
	to := new(To)
	data, err := json.Marshal(from)
	must(err)
	must(json.Unmarshal(data, to))
	return to
}

func all[To, From any](list []*From) []*To {
	var out []*To
	for _, from := range list {
		out = append(out, translated[To](from))
	}
	return out
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// GetNodeInfo makes a world the predicates' source of nodes.
func (w *world) GetNodeInfo(name string) (*v1.Node, error) {
	if info, ok := w.infos[name]; ok {
		return info.Node(), nil
	}
	return nil, fmt.Errorf("no node %q", name)
}

// predicate is a predicate of 1.10 by its name in policies.
// Source: kubernetes v1.10 pkg/scheduler/algorithmprovider/defaults/defaults.go, defaultPredicates.
func (w *world) predicate(name string) algorithm.FitPredicate {
	limited := func(filter string) algorithm.FitPredicate {
		return predicates.NewMaxPDVolumeCountPredicate(filter, w.volumes, w.claims)
	}
	switch name {
	case schedule.CheckNodeCondition:
		return predicates.CheckNodeConditionPredicate
	case schedule.GeneralPredicates:
		return predicates.GeneralPredicates
	case schedule.HostName:
		return predicates.PodFitsHost
	case schedule.PodFitsHostPorts:
		return predicates.PodFitsHostPorts
	case schedule.MatchNodeSelector:
		return predicates.PodMatchNodeSelector
	case schedule.PodFitsResources:
		return predicates.PodFitsResources
	case schedule.NoDiskConflict:
		return predicates.NoDiskConflict
	case schedule.PodToleratesNodeTaints:
		return predicates.PodToleratesNodeTaints
	case schedule.PodToleratesNodeNoExecuteTaints:
		return predicates.PodToleratesNodeNoExecuteTaints
	case schedule.CheckServiceAffinity:
		fit, _ := predicates.NewServiceAffinityPredicate(w.pods, w.services, w, serviceLabels)
		return fit
	case schedule.MaxEBSVolumeCount:
		return limited(predicates.EBSVolumeFilterType)
	case schedule.MaxGCEPDVolumeCount:
		return limited(predicates.GCEPDVolumeFilterType)
	case schedule.MaxAzureDiskVolumeCount:
		return limited(predicates.AzureDiskVolumeFilterType)
	case schedule.NoVolumeZoneConflict:
		return predicates.NewVolumeZonePredicate(w.volumes, w.claims, nil)
	case schedule.CheckNodeMemoryPressure:
		return predicates.CheckNodeMemoryPressurePredicate
	case schedule.CheckNodeDiskPressure:
		return predicates.CheckNodeDiskPressurePredicate
	case schedule.MatchInterPodAffinity:
		return predicates.NewPodAffinityPredicate(w, w.pods)
	default:
		panic("no predicate " + name)
	}
}

// fits asks a predicate about each node. Failed: it fails on one.
func (w *world) fits(name string) Answer {
	check := w.predicate(name)
	meta := predicates.NewPredicateMetadataFactory(w.pods)(w.pod, w.infos)
	var out Answer
	for _, n := range w.nodes {
		ok, why, err := check(w.pod, meta, w.infos[n.Name])
		if err != nil {
			return Answer{Failed: true}
		}
		v := Verdict{Node: n.Name, Fits: ok}
		for _, reason := range why {
			v.Reasons = append(v.Reasons, reason.GetReason())
		}
		out.Verdicts = append(out.Verdicts, v)
	}
	return out
}

// scores asks a priority about all nodes.
// Source: kubernetes v1.10 pkg/scheduler/core/generic_scheduler.go, PrioritizeNodes.
func (w *world) scores(name string) Answer {
	if name == schedule.InterPodAffinityPriority {
		list, err := priorities.NewInterPodAffinityPriority(w, listers.FakeNodeLister(w.nodes), w.pods, hardWeight)(w.pod, w.infos, w.nodes)
		return scored(list, err)
	}
	score, reduce := w.priority(name)
	meta := priorities.NewPriorityMetadataFactory(w.services, w.rcs, w.sets, w.stateful)(w.pod, w.infos)
	var list schedulerapi.HostPriorityList
	for _, n := range w.nodes {
		one, err := score(w.pod, meta, w.infos[n.Name])
		if err != nil {
			return Answer{Failed: true}
		}
		list = append(list, one)
	}
	if reduce == nil {
		return scored(list, nil)
	}
	return scored(list, reduce(w.pod, meta, w.infos, list))
}

func scored(list schedulerapi.HostPriorityList, err error) Answer {
	if err != nil {
		return Answer{Failed: true}
	}
	var out Answer
	for _, s := range list {
		out.Scores = append(out.Scores, int64(s.Score))
	}
	return out
}

// priority is a priority of 1.10 by its name in policies.
// Source: kubernetes v1.10 pkg/scheduler/algorithmprovider/defaults/defaults.go, defaultPriorities.
func (w *world) priority(name string) (algorithm.PriorityMapFunction, algorithm.PriorityReduceFunction) {
	switch name {
	case schedule.SelectorSpreadPriority:
		return priorities.NewSelectorSpreadPriority(w.services, w.rcs, w.sets, w.stateful)
	case schedule.LeastRequestedPriority:
		return priorities.LeastRequestedPriorityMap, nil
	case schedule.BalancedResourceAllocation:
		return priorities.BalancedResourceAllocationMap, nil
	case schedule.NodePreferAvoidPodsPriority:
		return priorities.CalculateNodePreferAvoidPodsPriorityMap, nil
	case schedule.NodeAffinityPriority:
		return priorities.CalculateNodeAffinityPriorityMap, priorities.CalculateNodeAffinityPriorityReduce
	case schedule.TaintTolerationPriority:
		return priorities.ComputeTaintTolerationPriorityMap, priorities.ComputeTaintTolerationPriorityReduce
	case schedule.NodeLabelPriority:
		return priorities.NewNodeLabelPriority(nodeLabel, true)
	case schedule.MostRequestedPriority:
		return priorities.MostRequestedPriorityMap, nil
	case schedule.ImageLocalityPriority:
		return priorities.ImageLocalityPriorityMap, nil
	default:
		panic("no priority " + name)
	}
}
