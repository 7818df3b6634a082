package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Node returns the podlife form of node. Nil gives nil.
func Node(node *corev1.Node) *podlife.Node { return readNew(node, nodeFields) }

// ToNode returns a new core/v1 Node that holds what n holds, and its kind and
// version, as n's JSON does. Nil gives nil.
func ToNode(n *podlife.Node) *corev1.Node {
	return writeNew(n, &corev1.Node{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Node"}}, nodeFields)
}

// ApplyNode makes dst say what src says and leaves every field of dst that
// podlife lacks as it is. Conditions are matched by type; one that src lacks
// goes. Where either is nil, nothing happens.
func ApplyNode(dst *corev1.Node, src *podlife.Node) { apply(dst, src, nodeFields) }

func nodeFields(d direction, p *podlife.Node, k *corev1.Node) {
	metaFields(d, &p.ObjectMeta, &k.ObjectMeta)
	nodeSpecFields(d, &p.Spec, &k.Spec)
	nodeStatusFields(d, &p.Status, &k.Status)
}

func nodeSpecFields(d direction, p *podlife.NodeSpec, k *corev1.NodeSpec) {
	value(d, &p.Unschedulable, &k.Unschedulable)
	each(d, &p.Taints, &k.Taints, taintFields, sameTaint)
}

func nodeStatusFields(d direction, p *podlife.NodeStatus, k *corev1.NodeStatus) {
	resourceList(d, &p.Capacity, &k.Capacity)
	resourceList(d, &p.Allocatable, &k.Allocatable)
	each(d, &p.Images, &k.Images, containerImageFields, nil)
	list(d, &p.DeclaredFeatures, &k.DeclaredFeatures)
	each(d, &p.Conditions, &k.Conditions, nodeConditionFields, sameNodeCondition)
}

func containerImageFields(d direction, p *podlife.ContainerImage, k *corev1.ContainerImage) {
	list(d, &p.Names, &k.Names)
	value(d, &p.SizeBytes, &k.SizeBytes)
}

func nodeConditionFields(d direction, p *podlife.NodeCondition, k *corev1.NodeCondition) {
	text(d, &p.Type, &k.Type)
	text(d, &p.Status, &k.Status)
	instant(d, &p.LastHeartbeatTime, &k.LastHeartbeatTime)
	instant(d, &p.LastTransitionTime, &k.LastTransitionTime)
	value(d, &p.Reason, &k.Reason)
	value(d, &p.Message, &k.Message)
}

func sameNodeCondition(p *podlife.NodeCondition, k *corev1.NodeCondition) bool {
	return string(p.Type) == string(k.Type)
}
