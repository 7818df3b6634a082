package legacy

import (
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// scenes draws what the rules of 1.10 look at, and nothing that its API does not have.
func scenes() *rapid.Generator[Scene] {
	return rapid.Custom(func(t *rapid.T) Scene {
		s := Scene{podtest.Cluster().Draw(t, "cluster"), podtest.Unbound("web").Draw(t, "pod")}
		for _, n := range s.Objects.Nodes {
			drawNode(t, n)
		}
		drawStorage(t, s.Objects)
		for _, p := range s.Objects.Pods {
			drawPod(t, p)
			keepOneTerm(p)
		}
		drawPod(t, s.Pod)
		if one(t, 8) {
			s.Pod.Spec.NodeName = pick(t, "node-a", "node-b", "elsewhere")
		}
		drawWorkloads(t, s.Objects)
		return s
	})
}

func one(t *rapid.T, n int) bool { return rapid.IntRange(1, n).Draw(t, "one in") == n }

func pick(t *rapid.T, values ...string) string { return rapid.SampledFrom(values).Draw(t, "pick") }

const (
	betaZone   = "failure-domain.beta.kubernetes.io/zone"
	betaRegion = "failure-domain.beta.kubernetes.io/region"
)

func drawNode(t *rapid.T, n *podlife.Node) {
	for _, label := range []string{betaZone, betaRegion} {
		if value := pick(t, "", "a", "b"); value != "" {
			n.Labels[label] = value
		}
	}
	for _, condition := range []podlife.NodeConditionType{"Ready", "MemoryPressure", "DiskPressure", "OutOfDisk", "NetworkUnavailable"} {
		status := podlife.ConditionFalse
		if one(t, 8) != (condition == "Ready") {
			status = podlife.ConditionTrue
		}
		if one(t, 12) {
			status = podlife.ConditionUnknown
		}
		if !one(t, 6) {
			n.Status.Conditions = append(n.Status.Conditions, podlife.NodeCondition{Type: condition, Status: status})
		}
	}
	if one(t, 3) {
		n.Annotations = map[string]string{"scheduler.alpha.kubernetes.io/preferAvoidPods": fmt.Sprintf(
			`{"preferAvoidPods":[{"podSignature":{"podController":{"apiVersion":"v1","kind":"%s","name":"w","uid":"%s","controller":true}}}]}`,
			pick(t, "ReplicaSet", "ReplicationController", "Job"), pick(t, "1", "2"))}
	}
	if one(t, 3) {
		n.Status.Images = append(n.Status.Images, podlife.ContainerImage{Names: []string{"app:2", "app:2-alias"}, SizeBytes: 700 << 20})
	}
}

func drawPod(t *rapid.T, p *podlife.Pod) {
	p.Spec.TopologySpreadConstraints = nil
	if a := p.Spec.Affinity; a != nil {
		older(a)
	}
	for range rapid.IntRange(0, 2).Draw(t, "volumes") {
		p.Spec.Volumes = append(p.Spec.Volumes, drawVolume(t))
	}
	if one(t, 2) {
		p.OwnerReferences = []podlife.OwnerReference{{
			APIVersion: "v1", Kind: pick(t, "ReplicaSet", "ReplicationController"), Name: "w", UID: pick(t, "1", "2"), Controller: true,
		}}
	}
}

// keepOneTerm leaves one required anti-affinity term. Of several that a Pod on a node has, 1.10
// looks at the topology key of the last only, as it keeps the address of a loop's variable.
func keepOneTerm(p *podlife.Pod) {
	if a := p.Spec.Affinity; a != nil && a.PodAntiAffinity != nil {
		a.PodAntiAffinity.Required = a.PodAntiAffinity.Required[:min(1, len(a.PodAntiAffinity.Required))]
	}
}

// older takes from an affinity what came after 1.10.
func older(a *podlife.Affinity) {
	if n := a.NodeAffinity; n != nil {
		if n.Required != nil {
			for i := range n.Required.NodeSelectorTerms {
				n.Required.NodeSelectorTerms[i].MatchFields = nil
			}
		}
		for i := range n.Preferred {
			n.Preferred[i].Preference.MatchFields = nil
		}
	}
	for _, p := range []*podlife.PodAffinity{a.PodAffinity, a.PodAntiAffinity} {
		if p == nil {
			continue
		}
		for i := range p.Required {
			olderTerm(&p.Required[i])
		}
		for i := range p.Preferred {
			olderTerm(&p.Preferred[i].PodAffinityTerm)
		}
	}
}

func olderTerm(t *podlife.PodAffinityTerm) {
	t.NamespaceSelector, t.MatchLabelKeys, t.MismatchLabelKeys = nil, nil, nil
}

func drawVolume(t *rapid.T) podlife.Volume {
	v, id, readOnly := podlife.Volume{Name: "v"}, pick(t, "d1", "d2", "d3"), one(t, 2)
	switch rapid.IntRange(0, 6).Draw(t, "kind") {
	case 0:
		v.GCEPersistentDisk = &podlife.GCEPersistentDiskVolumeSource{PDName: id, ReadOnly: readOnly}
	case 1:
		v.AWSElasticBlockStore = &podlife.AWSElasticBlockStoreVolumeSource{VolumeID: id, ReadOnly: readOnly}
	case 2:
		v.AzureDisk = &podlife.AzureDiskVolumeSource{DiskName: id}
	case 3:
		v.ISCSI = &podlife.ISCSIVolumeSource{TargetPortal: pick(t, "a", "b"), IQN: pick(t, "x", "y"), ReadOnly: readOnly}
	case 4:
		v.RBD = &podlife.RBDVolumeSource{CephMonitors: []string{pick(t, "m1", "m2"), "m3"}, RBDPool: "rbd", RBDImage: pick(t, "i", "j"), ReadOnly: readOnly}
	default:
		v.PersistentVolumeClaim = &podlife.PersistentVolumeClaimVolumeSource{ClaimName: pick(t, "c1", "c2", "c3")}
	}
	return v
}

// drawStorage draws volumes and claims that are bound to them. Claims that are not there end the
// cycle before any predicate is asked, so all are.
func drawStorage(t *rapid.T, o *podlife.Objects) {
	for _, name := range []string{"v1", "v2", "v3"} {
		v := &podlife.PersistentVolume{ObjectMeta: podlife.ObjectMeta{Name: name, Labels: map[string]string{}}}
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			v.Spec.GCEPersistentDisk = &podlife.GCEPersistentDiskVolumeSource{PDName: pick(t, "d1", "d4")}
		case 1:
			v.Spec.AWSElasticBlockStore = &podlife.AWSElasticBlockStoreVolumeSource{VolumeID: pick(t, "d1", "d4")}
		case 2:
			v.Spec.AzureDisk = &podlife.AzureDiskVolumeSource{DiskName: pick(t, "d1", "d4")}
		}
		if one(t, 2) {
			v.Labels[betaZone] = pick(t, "a", "b", "a__b", "")
		}
		if one(t, 4) {
			v.Labels[betaRegion] = pick(t, "a", "b")
		}
		o.PersistentVolumes = append(o.PersistentVolumes, v)
	}
	for _, namespace := range []string{"default", "shop"} {
		for _, name := range []string{"c1", "c2", "c3"} {
			c := &podlife.PersistentVolumeClaim{ObjectMeta: podlife.ObjectMeta{Name: name, Namespace: namespace}}
			c.Spec.VolumeName = pick(t, "v1", "v2", "v3", "v1", "v2", "v3", "v1", "v2", "v3", "gone", "")
			o.PersistentVolumeClaims = append(o.PersistentVolumeClaims, c)
		}
	}
}

func drawWorkloads(t *rapid.T, o *podlife.Objects) {
	selector := func() map[string]string {
		return map[string]string{"app": pick(t, "web", "db"), "tier": pick(t, "a", "b")}
	}
	if one(t, 2) {
		o.ReplicationControllers = []*podlife.ReplicationController{{
			ObjectMeta: podlife.ObjectMeta{Name: "w", Namespace: "default"}, Spec: podlife.ReplicationControllerSpec{Selector: map[string]string{"app": pick(t, "web", "db")}},
		}}
	}
	if one(t, 2) {
		o.ReplicaSets = []*podlife.ReplicaSet{{
			ObjectMeta: podlife.ObjectMeta{Name: "w", Namespace: "default"}, Spec: podlife.ReplicaSetSpec{Selector: &podlife.LabelSelector{MatchLabels: selector()}},
		}}
	}
	if one(t, 2) {
		o.StatefulSets = []*podlife.StatefulSet{{
			ObjectMeta: podlife.ObjectMeta{Name: "w", Namespace: "default"}, Spec: podlife.ReplicaSetSpec{Selector: &podlife.LabelSelector{
				MatchLabels: map[string]string{"app": pick(t, "web", "db")}}},
		}}
	}
}
