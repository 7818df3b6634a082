package schedule

import (
	"slices"

	"github.com/podlife/podlife"
)

// world is what a cluster has beside nodes and Pods. It never changes, so clones
// share it; a cluster that learns of something else takes another world.
type world struct {
	namespaces map[string]*podlife.Namespace
	claims     map[string]*podlife.PersistentVolumeClaim // by namespace/name
	volumes    map[string]*podlife.PersistentVolume
	volumeList []*podlife.PersistentVolume // by name
	classes    map[string]*podlife.StorageClass
	csiNodes   map[string]*podlife.CSINode
	drivers    map[string]*podlife.CSIDriver
	capacities []*podlife.CSIStorageCapacity
	attached   map[string][]*podlife.VolumeAttachment // by node
	budgets    map[string][]budget                    // by namespace

	services    map[string][]*podlife.Service // by namespace
	controllers map[string]*podlife.ReplicationController
	replicaSets map[string]*podlife.ReplicaSet
	statefuls   map[string]*podlife.StatefulSet
}

// newWorld reads what stands beside nodes and Pods. Objects that are nil are
// passed over: a list that was decoded in part has them.
func newWorld(o *podlife.Objects) (*world, []error) {
	var errs []error
	w := &world{attached: map[string][]*podlife.VolumeAttachment{}, services: map[string][]*podlife.Service{}}
	w.namespaces = byName(&errs, "Namespace", o.Namespaces, func(x *podlife.Namespace) *podlife.ObjectMeta { return &x.ObjectMeta })
	w.claims = byName(&errs, "PersistentVolumeClaim", o.PersistentVolumeClaims, func(x *podlife.PersistentVolumeClaim) *podlife.ObjectMeta { return &x.ObjectMeta })
	w.volumes = byName(&errs, "PersistentVolume", o.PersistentVolumes, func(x *podlife.PersistentVolume) *podlife.ObjectMeta { return &x.ObjectMeta })
	w.classes = byName(&errs, "StorageClass", o.StorageClasses, func(x *podlife.StorageClass) *podlife.ObjectMeta { return &x.ObjectMeta })
	w.csiNodes = byName(&errs, "CSINode", o.CSINodes, func(x *podlife.CSINode) *podlife.ObjectMeta { return &x.ObjectMeta })
	w.drivers = byName(&errs, "CSIDriver", o.CSIDrivers, func(x *podlife.CSIDriver) *podlife.ObjectMeta { return &x.ObjectMeta })
	w.controllers = byName(&errs, "ReplicationController", o.ReplicationControllers, func(x *podlife.ReplicationController) *podlife.ObjectMeta { return &x.ObjectMeta })
	w.replicaSets = byName(&errs, "ReplicaSet", o.ReplicaSets, func(x *podlife.ReplicaSet) *podlife.ObjectMeta { return &x.ObjectMeta })
	w.statefuls = byName(&errs, "StatefulSet", o.StatefulSets, func(x *podlife.StatefulSet) *podlife.ObjectMeta { return &x.ObjectMeta })
	byName(&errs, "Service", o.Services, func(x *podlife.Service) *podlife.ObjectMeta { return &x.ObjectMeta })
	for _, name := range sortedKeys(w.volumes) {
		w.volumeList = append(w.volumeList, w.volumes[name])
	}
	for _, s := range present(o.Services) {
		w.services[s.Namespace] = append(w.services[s.Namespace], s)
	}
	for _, a := range present(o.VolumeAttachments) {
		w.attached[a.Spec.NodeName] = append(w.attached[a.Spec.NodeName], a)
	}
	w.capacities = present(o.CSIStorageCapacities)
	w.budgets = readBudgets(o.PodDisruptionBudgets)
	return w, append(errs, selectorProblems(o)...)
}

// byName makes a map of objects by namespace/name, or by name where they have
// no namespace. Two of the same name are an error.
func byName[T any](errs *[]error, kind string, list []*T, meta func(*T) *podlife.ObjectMeta) map[string]*T {
	out := make(map[string]*T, len(list))
	for _, x := range present(list) {
		m := meta(x)
		key := qualified(m.Namespace, m.Name)
		if out[key] != nil {
			*errs = append(*errs, &ObjectError{kind, m.Namespace, m.Name, "metadata.name", "there is another of this name"})
		}
		out[key] = x
	}
	return out
}

// present returns a list without its nils.
func present[T any](list []*T) []*T {
	return slices.DeleteFunc(slices.Clone(list), func(x *T) bool { return x == nil })
}

// qualified is the name under which objects are kept. It is that of kubectl and of
// messages: a namespace cannot contain a slash, so no two objects share one.
func qualified(namespace, name string) string {
	if namespace == "" {
		return name
	}
	return namespace + "/" + name
}

// selectorProblems reports selectors that cannot be read. They are found here and
// once, and not by some question much later: the API server would not have let
// them in.
func selectorProblems(o *podlife.Objects) []error {
	var errs []error
	check := func(kind string, m *podlife.ObjectMeta, s *podlife.LabelSelector) {
		if _, field, problem := newSelector(s); problem != "" {
			errs = append(errs, &ObjectError{kind, m.Namespace, m.Name, "spec.selector." + field, problem})
		}
	}
	for _, x := range present(o.ReplicaSets) {
		check("ReplicaSet", &x.ObjectMeta, x.Spec.Selector)
	}
	for _, x := range present(o.StatefulSets) {
		check("StatefulSet", &x.ObjectMeta, x.Spec.Selector)
	}
	for _, x := range present(o.PodDisruptionBudgets) {
		check("PodDisruptionBudget", &x.ObjectMeta, x.Spec.Selector)
	}
	for _, x := range present(o.PersistentVolumeClaims) {
		check("PersistentVolumeClaim", &x.ObjectMeta, x.Spec.Selector)
	}
	return errs
}
