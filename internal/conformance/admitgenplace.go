package conformance

import (
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

func changeVolumes(t *rapid.T, p *podlife.Pod) {
	p.Spec.Volumes = rapid.SliceOfN(rapid.Custom(drawVolume), 1, 3).Draw(t, "volumes")
	anyContainer(t, p).VolumeMounts = drawMounts(t)
}

func changeMounts(t *rapid.T, p *podlife.Pod) { anyContainer(t, p).VolumeMounts = drawMounts(t) }

func drawMounts(t *rapid.T) []podlife.VolumeMount {
	mount := rapid.Custom(func(t *rapid.T) podlife.VolumeMount {
		return podlife.VolumeMount{
			Name: pickOne(t, "volume", "data", "data", "logs", "", "none"), MountPath: pickOne(t, "mountPath", "/data", "/logs", "", "C:\\"),
			ReadOnly: rapid.Bool().Draw(t, "readOnly"), BindMountOptions: pickOne(t, "options", nil, []string{"noexec"}, []string{"odd", "odd"}),
		}
	})
	list := rapid.SliceOfN(mount, 0, 3).Draw(t, "mounts")
	if len(list) == 0 {
		return nil
	}
	return list
}

// drawVolume draws volumes of no source, one or several.
func drawVolume(t *rapid.T) podlife.Volume {
	v := podlife.Volume{Name: pickOne(t, "name", "data", "data", "logs", "", admitName(t, "odd name"))}
	for range pickOne(t, "sources", 1, 1, 1, 0, 2) {
		switch rapid.IntRange(0, 8).Draw(t, "source") {
		case 0:
			v.PersistentVolumeClaim = &podlife.PersistentVolumeClaimVolumeSource{ClaimName: pickOne(t, "claim", "data", "web-data", "")}
		case 1, 2:
			v.Ephemeral = drawEphemeral(t)
		case 3:
			v.Image = &podlife.ImageVolumeSource{Reference: pickOne(t, "reference", "data:1", "")}
		case 4:
			v.GCEPersistentDisk = &podlife.GCEPersistentDiskVolumeSource{PDName: pickOne(t, "disk", "d", "")}
		case 5:
			v.AWSElasticBlockStore = &podlife.AWSElasticBlockStoreVolumeSource{VolumeID: pickOne(t, "disk", "d", "")}
		case 6:
			v.AzureDisk = &podlife.AzureDiskVolumeSource{DiskName: pickOne(t, "disk", "d", "")}
		case 7:
			v.ISCSI = &podlife.ISCSIVolumeSource{
				TargetPortal: pickOne(t, "portal", "10.0.0.1:3260", ""), Lun: pickOne[int32](t, "lun", 0, 255, 256, -1),
				IQN: pickOne(t, "iqn", "", "iqn.2001-04.com.example:disk", "iqn.2001-04.com.example:a b", "iqn.2001-04.:a", "iqn.201-04.com:a",
					"iqn", "iqn.2001-04.com", "iqniqn.2001-04.com:x:y", "iqn.x:iqn.2001-04.com:x", "iqn.2001-04.com:", "iqn.2001-04.com:a,b",
					"eui.0123456789ABCDEF", "eui\u00e90123456789ABCDEF", "eui\xff0123456789ABCDEF", "eui\n0123456789ABCDEF", "eui.0123456789ABCDE", "eui.0123456789ABCDEF0",
					"eui", "naa.0123456789ABCDEF0123456789ABCDEF", "naa.0123456789ABCDEF", "other"),
			}
		case 8:
			v.RBD = &podlife.RBDVolumeSource{
				CephMonitors: pickOne(t, "monitors", nil, []string{"10.0.0.1"}), RBDImage: pickOne(t, "image", "i", ""), RBDPool: pickOne(t, "pool", "", "p"),
			}
		}
	}
	return v
}

func drawEphemeral(t *rapid.T) *podlife.EphemeralVolumeSource {
	if oneIn(t, 8, "no template") {
		return &podlife.EphemeralVolumeSource{}
	}
	spec := podlife.PersistentVolumeClaimSpec{
		AccessModes: pickOne(t, "accessModes", []podlife.AccessMode{podlife.ReadWriteOnce}, nil, []podlife.AccessMode{podlife.ReadWriteOncePod},
			[]podlife.AccessMode{podlife.ReadWriteOncePod, podlife.ReadOnlyMany}, []podlife.AccessMode{"Odd", podlife.ReadWriteOncePod, "Odd"}),
		Selector:                  pickOne(t, "selector", nil, nil, drawSelector(t)),
		StorageClassName:          pickOne(t, "class", nil, ref(""), ref("fast"), ref(admitName(t, "odd class"))),
		VolumeMode:                pickOne(t, "mode", "", "Block", "Filesystem", "Odd"),
		VolumeAttributesClassName: pickOne(t, "attributes", "", "", admitName(t, "odd attributes")),
	}
	spec.Resources.Requests = drawAmounts(t, "size", "storage", "storage", "cpu")
	spec.Resources.Limits = drawAmounts(t, "largest size", "storage")
	return &podlife.EphemeralVolumeSource{VolumeClaimTemplate: &podlife.PersistentVolumeClaimTemplate{Spec: spec}}
}

// drawSelector draws selectors good and bad.
func drawSelector(t *rapid.T) *podlife.LabelSelector {
	s := podlife.LabelSelector{MatchLabels: admitLabels(t, "matchLabels")}
	for range rapid.IntRange(0, 2).Draw(t, "matchExpressions") {
		s.MatchExpressions = append(s.MatchExpressions, podlife.LabelSelectorRequirement{
			Key: pickOne(t, "key", "app", "tier", admitName(t, "odd key")), Operator: drawOperator(t), Values: drawValues(t),
		})
	}
	return &s
}

func drawOperator(t *rapid.T) podlife.SelectorOperator {
	return pickOne(t, "operator", podlife.SelectorOpIn, podlife.SelectorOpNotIn, podlife.SelectorOpExists, podlife.SelectorOpDoesNotExist,
		podlife.SelectorOpGt, podlife.SelectorOpLt, "Odd")
}

func drawValues(t *rapid.T) []string {
	return pickOne(t, "values", nil, []string{"web"}, []string{"web", "db"}, []string{admitName(t, "odd value")})
}

func drawKeys(t *rapid.T, label string) []string {
	return pickOne(t, label, nil, nil, []string{"app"}, []string{"app", "tier"}, []string{"app", "app"}, []string{admitName(t, "odd key")})
}

func changeAffinity(t *rapid.T, p *podlife.Pod) {
	p.Spec.Affinity = &podlife.Affinity{}
	weight := rapid.SampledFrom([]int32{1, 100, 0, 101, -1})
	if rapid.Bool().Draw(t, "nodes") {
		n := &podlife.NodeAffinity{}
		if rapid.Bool().Draw(t, "required") {
			n.Required = &podlife.NodeSelector{NodeSelectorTerms: rapid.SliceOfN(rapid.Custom(drawNodeTerm), 0, 2).Draw(t, "terms")}
		}
		for range rapid.IntRange(0, 2).Draw(t, "preferred") {
			n.Preferred = append(n.Preferred, podlife.PreferredSchedulingTerm{Weight: weight.Draw(t, "weight"), Preference: drawNodeTerm(t)})
		}
		p.Spec.Affinity.NodeAffinity = n
	}
	for _, to := range []**podlife.PodAffinity{&p.Spec.Affinity.PodAffinity, &p.Spec.Affinity.PodAntiAffinity} {
		if rapid.Bool().Draw(t, "pods") {
			continue
		}
		*to = &podlife.PodAffinity{}
		for range rapid.IntRange(0, 2).Draw(t, "required") {
			(*to).Required = append((*to).Required, drawPodTerm(t))
		}
		for range rapid.IntRange(0, 1).Draw(t, "preferred") {
			(*to).Preferred = append((*to).Preferred, podlife.WeightedPodAffinityTerm{Weight: weight.Draw(t, "weight"), PodAffinityTerm: drawPodTerm(t)})
		}
	}
}

func drawNodeTerm(t *rapid.T) podlife.NodeSelectorTerm {
	if rapid.Bool().Draw(t, "usual term") {
		return podtest.NodeSelectorTerm().Draw(t, "term")
	}
	requirement := rapid.Custom(func(t *rapid.T) podlife.NodeSelectorRequirement {
		return podlife.NodeSelectorRequirement{
			Key: pickOne(t, "key", "metadata.name", "disk", admitName(t, "odd key")), Operator: drawOperator(t), Values: drawValues(t),
		}
	})
	return podlife.NodeSelectorTerm{
		MatchExpressions: rapid.SliceOfN(requirement, 0, 2).Draw(t, "matchExpressions"),
		MatchFields:      rapid.SliceOfN(requirement, 0, 1).Draw(t, "matchFields"),
	}
}

func drawPodTerm(t *rapid.T) podlife.PodAffinityTerm {
	if rapid.Bool().Draw(t, "usual term") {
		return podtest.PodAffinityTerm().Draw(t, "term")
	}
	return podlife.PodAffinityTerm{
		LabelSelector:     pickOne(t, "labelSelector", nil, drawSelector(t)),
		Namespaces:        pickOne(t, "namespaces", nil, []string{"shop"}, []string{admitName(t, "odd namespace")}),
		TopologyKey:       pickOne(t, "topologyKey", "zone", "zone", "", admitName(t, "odd key")),
		NamespaceSelector: pickOne(t, "namespaceSelector", nil, drawSelector(t)),
		MatchLabelKeys:    drawKeys(t, "matchLabelKeys"),
		MismatchLabelKeys: drawKeys(t, "mismatchLabelKeys"),
	}
}

func changeSpread(t *rapid.T, p *podlife.Pod) {
	p.Spec.TopologySpreadConstraints = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) podlife.TopologySpreadConstraint {
		if rapid.Bool().Draw(t, "usual constraint") {
			return podtest.SpreadConstraint().Draw(t, "constraint")
		}
		inclusion := rapid.SampledFrom([]podlife.NodeInclusionPolicy{"", podlife.NodeInclusionHonor, podlife.NodeInclusionIgnore, "Odd"})
		return podlife.TopologySpreadConstraint{
			MaxSkew:            pickOne[int32](t, "maxSkew", 1, 0, -1),
			TopologyKey:        pickOne(t, "topologyKey", "zone", "", "Odd key"),
			WhenUnsatisfiable:  pickOne(t, "whenUnsatisfiable", podlife.DoNotSchedule, podlife.ScheduleAnyway, "", "Odd"),
			LabelSelector:      pickOne(t, "labelSelector", nil, drawSelector(t)),
			MinDomains:         pickOne(t, "minDomains", nil, nil, ref[int32](1), ref[int32](0)),
			NodeAffinityPolicy: inclusion.Draw(t, "nodeAffinityPolicy"),
			NodeTaintsPolicy:   inclusion.Draw(t, "nodeTaintsPolicy"),
			MatchLabelKeys:     drawKeys(t, "matchLabelKeys"),
		}
	}), 1, 3).Draw(t, "constraints")
}
