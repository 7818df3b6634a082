package lifecycle

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/podlife/podlife"
)

// volumes returns those that are valid, by name.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidateVolumes.
func (a *admission) volumes(list []podlife.Volume, pod string) map[string]*podlife.Volume {
	made, valid := map[string]bool{}, map[string]*podlife.Volume{}
	for i := range list {
		if pod != "" && list[i].Ephemeral != nil {
			made[pod+"-"+list[i].Name] = true
		}
	}
	for i := range list {
		v, path := &list[i], indexed("spec.volumes", i)
		before := len(a.faults)
		a.volumeSource(v, pod, path)
		if v.Name == "" {
			a.required(path+".name", "")
		} else {
			a.invalidText(path+".name", v.Name, dnsLabelFaults(v.Name))
		}
		if valid[v.Name] != nil {
			a.duplicate(path+".name", v.Name)
		}
		if len(a.faults) == before {
			valid[v.Name] = v
		}
		if c := v.PersistentVolumeClaim; c != nil && made[c.ClaimName] {
			a.invalid(path+".persistentVolumeClaim.claimName", strconv.Quote(c.ClaimName),
				"must not reference a PVC that gets created for an ephemeral volume")
		}
	}
	return valid
}

// volumeSource checks the first source that is set, and refuses the others. None
// is right: it stands for a source that this library has no noun for, or for an
// empty directory. The disk URI, which azureDisk requires, is not known here.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateVolumeSource.
func (a *admission) volumeSource(v *podlife.Volume, pod, path string) {
	found := false
	check := func(set bool, field string, rule func(path string)) {
		switch {
		case !set:
		case found:
			a.forbidden(path+field, "may not specify more than 1 volume type")
		default:
			found = true
			rule(path + field)
		}
	}
	check(v.GCEPersistentDisk != nil, ".gcePersistentDisk", func(string) {
		a.requiredText(path+".persistentDisk.pdName", v.GCEPersistentDisk.PDName) // sic
	})
	check(v.AWSElasticBlockStore != nil, ".awsElasticBlockStore", func(path string) {
		a.requiredText(path+".volumeID", v.AWSElasticBlockStore.VolumeID)
	})
	check(v.ISCSI != nil, ".iscsi", func(path string) { a.iscsi(v.ISCSI, path) })
	check(v.PersistentVolumeClaim != nil, ".persistentVolumeClaim", func(path string) {
		a.requiredText(path+".claimName", v.PersistentVolumeClaim.ClaimName)
	})
	check(v.RBD != nil, ".rbd", func(path string) {
		if len(v.RBD.CephMonitors) == 0 {
			a.required(path+".monitors", "")
		}
		a.requiredText(path+".image", v.RBD.RBDImage)
	})
	check(v.AzureDisk != nil, ".azureDisk", func(path string) { a.requiredText(path+".diskName", v.AzureDisk.DiskName) })
	check(v.Ephemeral != nil, ".ephemeral", func(claim string) {
		a.ephemeralVolume(v.Ephemeral, claim)
		if pod != "" && v.Name != "" {
			name := pod + "-" + v.Name
			for _, fault := range objectNameFaults(name) {
				a.invalid(path+".name", strconv.Quote(v.Name), fmt.Sprintf("PVC name %q: %v", name, fault))
			}
		}
	})
	check(v.Image != nil, ".image", func(path string) { a.requiredText(path+".reference", v.Image.Reference) })
}

// requiredText asks for a text, whichever.
func (a *admission) requiredText(path, value string) {
	if value == "" {
		a.required(path, "")
	}
}

// iscsi checks a target and its name, of one of three kinds.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateISCSIVolumeSource.
func (a *admission) iscsi(v *podlife.ISCSIVolumeSource, path string) {
	a.requiredText(path+".targetPortal", v.TargetPortal)
	switch {
	case v.IQN == "":
		a.required(path+".iqn", "")
	case !strings.HasPrefix(v.IQN, "iqn") && !strings.HasPrefix(v.IQN, "eui") && !strings.HasPrefix(v.IQN, "naa"):
		a.invalid(path+".iqn", strconv.Quote(v.IQN), "must be valid format starting with iqn, eui, or naa")
	case !isISCSIName(v.IQN):
		a.invalid(path+".iqn", strconv.Quote(v.IQN), "must be valid format")
	}
	if v.Lun < 0 || v.Lun > 255 {
		a.invalid(path+".lun", strconv.Itoa(int(v.Lun)), "must be between 0 and 255, inclusive")
	}
}

// ephemeralVolume checks the claim that will be made.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidatePersistentVolumeClaimSpec.
func (a *admission) ephemeralVolume(v *podlife.EphemeralVolumeSource, path string) {
	path += ".volumeClaimTemplate"
	if v.VolumeClaimTemplate == nil {
		a.required(path, "")
		return
	}
	s := &v.VolumeClaimTemplate.Spec
	path += ".spec"
	if len(s.AccessModes) == 0 {
		a.required(path+".accessModes", "at least 1 access mode is required")
	}
	a.labelSelector(s.Selector, path+".selector")
	a.accessModes(s.AccessModes, path+".accessModes")
	size, ok := s.Resources.Requests[podlife.ResourceStorage]
	switch {
	case !ok:
		a.required(keyed(path+".resources", podlife.ResourceStorage), "")
	case size.Sign() <= 0:
		a.invalid(keyed(path+".resources", podlife.ResourceStorage), strconv.Quote(size.String()), "must be greater than zero")
	}
	if class := s.StorageClassName; class != nil && *class != "" {
		a.invalidText(path+".storageClassName", *class, objectNameFaults(*class))
	}
	oneOf(a, path+".volumeMode", s.VolumeMode, "Block", defaultVolumeMode)
	if class := s.VolumeAttributesClassName; class != "" {
		a.invalidText(path+".volumeAttributesClassName", class, objectNameFaults(class))
	}
}

// accessModes asks for modes that exist and go together. The API server names the
// list, not its element.
func (a *admission) accessModes(modes []podlife.AccessMode, path string) {
	alone, shared := false, false
	for _, mode := range modes {
		oneOf(a, path, mode, podlife.ReadOnlyMany, podlife.ReadWriteMany, podlife.ReadWriteOnce, podlife.ReadWriteOncePod)
		switch mode {
		case podlife.ReadWriteOncePod:
			alone = true
		case podlife.ReadOnlyMany, podlife.ReadWriteMany, podlife.ReadWriteOnce:
			shared = true
		}
	}
	if alone && shared {
		a.forbidden(path, "may not use ReadWriteOncePod with other access modes")
	}
}

// mounts asks for volumes that are there, and for places that differ. A volume that
// is invalid is not found.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidateVolumeMounts.
func (a *admission) mounts(list []podlife.VolumeMount, in surroundings, path string) {
	seen := map[string]bool{}
	for i, m := range list {
		path := indexed(path, i)
		a.requiredText(path+".name", m.Name)
		if in.volumes[m.Name] == nil {
			a.add(path+".name", ValueNotFound, strconv.Quote(m.Name), "")
		}
		a.requiredText(path+".mountPath", m.MountPath)
		if seen[m.MountPath] {
			a.invalid(path+".mountPath", strconv.Quote(m.MountPath), "must be unique")
		}
		seen[m.MountPath] = true
	}
}
