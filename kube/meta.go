package kube

import (
	"github.com/podlife/podlife"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func metaFields(d direction, p *podlife.ObjectMeta, k *metav1.ObjectMeta) {
	value(d, &p.Name, &k.Name)
	value(d, &p.GenerateName, &k.GenerateName)
	value(d, &p.Namespace, &k.Namespace)
	text(d, &p.UID, &k.UID)
	value(d, &p.ResourceVersion, &k.ResourceVersion)
	value(d, &p.Generation, &k.Generation)
	instant(d, &p.CreationTimestamp, &k.CreationTimestamp)
	optionalInstant(d, &p.DeletionTimestamp, &k.DeletionTimestamp)
	pointer(d, &p.DeletionGracePeriodSeconds, &k.DeletionGracePeriodSeconds)
	list(d, &p.Finalizers, &k.Finalizers)
	dict(d, &p.Labels, &k.Labels)
	dict(d, &p.Annotations, &k.Annotations)
	each(d, &p.OwnerReferences, &k.OwnerReferences, ownerFields, sameOwner)
}

func ownerFields(d direction, p *podlife.OwnerReference, k *metav1.OwnerReference) {
	value(d, &p.APIVersion, &k.APIVersion)
	value(d, &p.Kind, &k.Kind)
	value(d, &p.Name, &k.Name)
	text(d, &p.UID, &k.UID)
	flag(d, &p.Controller, &k.Controller)
}

// sameOwner goes by the UID, as the API server does when it merges a patch.
//
// Source: k8s.io/apimachinery v0.37 pkg/apis/meta/v1/types.go, ObjectMeta.
func sameOwner(p *podlife.OwnerReference, k *metav1.OwnerReference) bool {
	return p.UID == string(k.UID)
}
