package kube

import (
	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// quantity copies an amount. A write of an equal amount leaves its spelling
// alone.
func quantity(d direction, p *podlife.Quantity, k *resource.Quantity) {
	old := readQuantity(*k)
	switch {
	case d == read:
		*p = old
	case !old.Equal(*p):
		*k = newQuantity(*p)
	}
}

// readQuantity takes a copy, because a resource.Quantity notes down what it
// computes.
func readQuantity(k resource.Quantity) podlife.Quantity {
	p, _ := podlife.ParseQuantity(k.String()) // what it prints can be read
	return p
}

func newQuantity(p podlife.Quantity) resource.Quantity {
	k, _ := resource.ParseQuantity(p.String())
	return k
}

// optionalQuantity is quantity where both sides have a pointer.
func optionalQuantity(d direction, p **podlife.Quantity, k **resource.Quantity) {
	switch {
	case d == read && *k == nil:
		*p = nil
	case d == read:
		v := readQuantity(**k)
		*p = &v
	case *p == nil:
		*k = nil
	default:
		fresh := new(resource.Quantity)
		if *k != nil {
			*fresh = (*k).DeepCopy()
		}
		quantity(write, *p, fresh)
		*k = fresh
	}
}

func resourceList(d direction, p *podlife.ResourceList, k *corev1.ResourceList) {
	switch {
	case d == read && *k == nil:
		*p = nil
	case d == read:
		*p = make(podlife.ResourceList, len(*k))
		for name, amount := range *k {
			(*p)[podlife.ResourceName(name)] = readQuantity(amount)
		}
	case *p == nil:
		*k = nil
	default:
		fresh := make(corev1.ResourceList, len(*p))
		for name, amount := range *p {
			old, ok := (*k)[corev1.ResourceName(name)]
			if ok && readQuantity(old).Equal(amount) {
				fresh[corev1.ResourceName(name)] = old.DeepCopy()
			} else {
				fresh[corev1.ResourceName(name)] = newQuantity(amount)
			}
		}
		*k = fresh
	}
}

func requirementsFields(d direction, p *podlife.ResourceRequirements, k *corev1.ResourceRequirements) {
	resourceList(d, &p.Limits, &k.Limits)
	resourceList(d, &p.Requests, &k.Requests)
	each(d, &p.Claims, &k.Claims, resourceClaimFields, sameResourceClaim)
}

func resourceClaimFields(d direction, p *podlife.ResourceClaim, k *corev1.ResourceClaim) {
	value(d, &p.Name, &k.Name)
	value(d, &p.Request, &k.Request)
}

func sameResourceClaim(p *podlife.ResourceClaim, k *corev1.ResourceClaim) bool {
	return p.Name == k.Name
}

func podResourceClaimFields(d direction, p *podlife.PodResourceClaim, k *corev1.PodResourceClaim) {
	value(d, &p.Name, &k.Name)
	pointer(d, &p.ResourceClaimName, &k.ResourceClaimName)
	pointer(d, &p.ResourceClaimTemplateName, &k.ResourceClaimTemplateName)
}

func samePodResourceClaim(p *podlife.PodResourceClaim, k *corev1.PodResourceClaim) bool {
	return p.Name == k.Name
}
