package podlife

// StorageClass says how volumes of a class are made and when claims are bound.
//
// Source: API type StorageClass (storage.k8s.io/v1).
type StorageClass struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Provisioner makes volumes. kubernetes.io/no-provisioner makes none.
	Provisioner string `json:"provisioner"`
	// VolumeBindingMode says when a claim is bound. Nil: not set.
	VolumeBindingMode *VolumeBindingMode `json:"volumeBindingMode,omitempty"`
	// AllowedTopologies are the nodes from which volumes can be reached that
	// are made for them. None: all nodes.
	AllowedTopologies []TopologySelectorTerm `json:"allowedTopologies,omitempty"`
}

// VolumeBindingMode is when a claim is bound to a volume.
//
// Source: API type VolumeBindingMode (storage.k8s.io/v1).
type VolumeBindingMode string

// The modes.
const (
	// VolumeBindingImmediate: as soon as the claim is there.
	VolumeBindingImmediate VolumeBindingMode = "Immediate"
	// VolumeBindingWaitForFirstConsumer: when a Pod that uses it is placed.
	VolumeBindingWaitForFirstConsumer VolumeBindingMode = "WaitForFirstConsumer"
)

// CSINode is what a node says about the CSI drivers on it. It has the node's
// name.
//
// Source: API type CSINode (storage.k8s.io/v1).
type CSINode struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec lists the drivers.
	Spec CSINodeSpec `json:"spec,omitzero"`
}

// CSINodeSpec lists the CSI drivers of a node.
//
// Source: API type CSINodeSpec (storage.k8s.io/v1).
type CSINodeSpec struct {
	// Drivers that are installed.
	Drivers []CSINodeDriver `json:"drivers"`
}

// CSINodeDriver is a CSI driver on a node.
//
// Source: API type CSINodeDriver (storage.k8s.io/v1).
type CSINodeDriver struct {
	// Name of the driver.
	Name string `json:"name"`
	// Allocatable says how many volumes of the driver the node can have.
	Allocatable *VolumeNodeResources `json:"allocatable,omitempty"`
}

// VolumeNodeResources is how many volumes of a driver a node can have.
//
// Source: API type VolumeNodeResources (storage.k8s.io/v1).
type VolumeNodeResources struct {
	// Count is the number. Nil: no limit.
	Count *int32 `json:"count,omitempty"`
}

// CSIDriver is what a CSI driver says about itself.
//
// Source: API type CSIDriver (storage.k8s.io/v1).
type CSIDriver struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec of the driver.
	Spec CSIDriverSpec `json:"spec,omitzero"`
}

// CSIDriverSpec is what a CSI driver says about itself.
//
// Source: API type CSIDriverSpec (storage.k8s.io/v1).
type CSIDriverSpec struct {
	// StorageCapacity: the driver says how much room there is, by objects of
	// kind CSIStorageCapacity.
	StorageCapacity bool `json:"storageCapacity,omitempty"`
	// PreventPodSchedulingIfMissing: a Pod with volumes of the driver may only
	// be placed on nodes that have it.
	PreventPodSchedulingIfMissing bool `json:"preventPodSchedulingIfMissing,omitempty"`
}

// CSIStorageCapacity says how much room there is for new volumes of a class,
// seen from some nodes.
//
// Source: API type CSIStorageCapacity (storage.k8s.io/v1).
type CSIStorageCapacity struct {
	ObjectMeta `json:"metadata,omitzero"`
	// NodeTopology says which nodes. Nil: none.
	NodeTopology *LabelSelector `json:"nodeTopology,omitempty"`
	// StorageClassName is the class.
	StorageClassName string `json:"storageClassName"`
	// Capacity is how much room there is. Nil: not known.
	Capacity *Quantity `json:"capacity,omitempty"`
	// MaximumVolumeSize is the greatest size of one volume. Nil: not known.
	MaximumVolumeSize *Quantity `json:"maximumVolumeSize,omitempty"`
}

// VolumeAttachment says that a volume is attached to a node, or to be.
//
// Source: API type VolumeAttachment (storage.k8s.io/v1).
type VolumeAttachment struct {
	ObjectMeta `json:"metadata,omitzero"`
	// Spec says which volume and which node.
	Spec VolumeAttachmentSpec `json:"spec,omitzero"`
}

// VolumeAttachmentSpec says which volume is attached to which node.
//
// Source: API type VolumeAttachmentSpec (storage.k8s.io/v1).
type VolumeAttachmentSpec struct {
	// Attacher is the driver that does it.
	Attacher string `json:"attacher"`
	// Source is the volume.
	Source VolumeAttachmentSource `json:"source"`
	// NodeName is the node.
	NodeName string `json:"nodeName"`
}

// VolumeAttachmentSource is the volume that is attached.
//
// Source: API type VolumeAttachmentSource (storage.k8s.io/v1).
type VolumeAttachmentSource struct {
	// PersistentVolumeName names the volume. Empty: one that no object is for.
	PersistentVolumeName string `json:"persistentVolumeName,omitempty"`
}

// Clone returns a copy that shares nothing with c. The clone of nil is nil.
func (c *StorageClass) Clone() *StorageClass {
	if c == nil {
		return nil
	}
	return &StorageClass{
		ObjectMeta: c.ObjectMeta.clone(), Provisioner: c.Provisioner,
		VolumeBindingMode: clonePtr(c.VolumeBindingMode), AllowedTopologies: cloneEach(c.AllowedTopologies, TopologySelectorTerm.clone),
	}
}

// MarshalJSON writes the class as the API does, kind and version included.
func (c StorageClass) MarshalJSON() ([]byte, error) {
	type fields StorageClass // without this method
	return marshalKind("storage.k8s.io/v1", "StorageClass", fields(c))
}

// Clone returns a copy that shares nothing with n. The clone of nil is nil.
func (n *CSINode) Clone() *CSINode {
	if n == nil {
		return nil
	}
	return &CSINode{ObjectMeta: n.ObjectMeta.clone(), Spec: CSINodeSpec{Drivers: cloneEach(n.Spec.Drivers, CSINodeDriver.clone)}}
}

func (d CSINodeDriver) clone() CSINodeDriver {
	d.Allocatable = clonePtrDeep(d.Allocatable, VolumeNodeResources.clone)
	return d
}

func (r VolumeNodeResources) clone() VolumeNodeResources {
	r.Count = clonePtr(r.Count)
	return r
}

// MarshalJSON writes the object as the API does, kind and version included.
func (n CSINode) MarshalJSON() ([]byte, error) {
	type fields CSINode // without this method
	return marshalKind("storage.k8s.io/v1", "CSINode", fields(n))
}

// Clone returns a copy that shares nothing with d. The clone of nil is nil.
func (d *CSIDriver) Clone() *CSIDriver {
	if d == nil {
		return nil
	}
	return &CSIDriver{ObjectMeta: d.ObjectMeta.clone(), Spec: d.Spec}
}

// MarshalJSON writes the driver as the API does, kind and version included.
func (d CSIDriver) MarshalJSON() ([]byte, error) {
	type fields CSIDriver // without this method
	return marshalKind("storage.k8s.io/v1", "CSIDriver", fields(d))
}

// Clone returns a copy that shares nothing with c. The clone of nil is nil.
func (c *CSIStorageCapacity) Clone() *CSIStorageCapacity {
	if c == nil {
		return nil
	}
	return &CSIStorageCapacity{
		ObjectMeta: c.ObjectMeta.clone(), NodeTopology: clonePtrDeep(c.NodeTopology, LabelSelector.clone), StorageClassName: c.StorageClassName,
		Capacity: clonePtr(c.Capacity), MaximumVolumeSize: clonePtr(c.MaximumVolumeSize),
	}
}

// MarshalJSON writes the object as the API does, kind and version included.
func (c CSIStorageCapacity) MarshalJSON() ([]byte, error) {
	type fields CSIStorageCapacity // without this method
	return marshalKind("storage.k8s.io/v1", "CSIStorageCapacity", fields(c))
}

// Clone returns a copy that shares nothing with a. The clone of nil is nil.
func (a *VolumeAttachment) Clone() *VolumeAttachment {
	if a == nil {
		return nil
	}
	return &VolumeAttachment{ObjectMeta: a.ObjectMeta.clone(), Spec: a.Spec}
}

// MarshalJSON writes the object as the API does, kind and version included.
func (a VolumeAttachment) MarshalJSON() ([]byte, error) {
	type fields VolumeAttachment // without this method
	return marshalKind("storage.k8s.io/v1", "VolumeAttachment", fields(a))
}
