package kube_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
)

// laws are those that hold for every object and every noun.
func laws[K, P any]() map[string]law[K, P] {
	return map[string]law[K, P]{
		"sameAsJSON": sameAsJSON[K, P], "toAsJSON": toAsJSON[K, P], "thereAndBack": thereAndBack[K, P],
		"applyOwn": applyOwn[K, P], "applyAny": applyAny[K, P], "applyAsMerge": applyAsMerge[K, P],
		"nothingShared": nothingShared[K, P], "argumentsKept": argumentsKept[K, P],
	}
}

// sameAsJSON: converting an object is the same as reading its JSON.
func sameAsJSON[K, P any](c conversion[K, P], k *K, _ *P) string {
	return sameJSON(c, encode(c, k))
}

func sameJSON[K, P any](c conversion[K, P], data []byte) string {
	k, err := decode[K](data)
	if err != nil {
		return "" // not an object of this kind: nothing is claimed
	}
	want, err := c.parse(data)
	if err != nil {
		return fmt.Sprintf("core/v1 reads it, podlife does not: %v\n%s", err, data)
	}
	return diff(want, c.from(k))
}

// encode returns k as JSON that says of what kind it is.
func encode[K, P any](c conversion[K, P], k *K) []byte {
	k = c.cloneK(k)
	meta := reflect.ValueOf(k).Elem().FieldByName("TypeMeta")
	meta.FieldByName("Kind").SetString(c.kind)
	meta.FieldByName("APIVersion").SetString(cmp.Or(c.group, "v1"))
	data, err := json.Marshal(k)
	if err != nil {
		panic(err)
	}
	return data
}

func TestSameAsJSON(t *testing.T) {
	checkLaw(t, sameAsJSON, sameAsJSON)

	waitingFirst := pods()
	waitingFirst.from = func(k *corev1.Pod) *podlife.Pod {
		p := pods().from(k)
		for i := range k.Status.ContainerStatuses {
			if w := k.Status.ContainerStatuses[i].State.Waiting; w != nil {
				p.Status.ContainerStatuses[i].State = podlife.Waiting(w.Reason, w.Message)
			}
		}
		return p
	}
	checkCatches(t, "waiting before running", sameAsJSON, waitingFirst)

	swapped := pods() // on both ways, so that a round trip cannot show it
	swapped.from = func(k *corev1.Pod) *podlife.Pod { return swap(pods().from(k)) }
	swapped.to = func(p *podlife.Pod) *corev1.Pod { return pods().to(swap(p.Clone())) }
	checkCatches(t, "two fields swapped", sameAsJSON, swapped)
	checkCatches(t, "two fields swapped", toAsJSON, swapped)
}

func swap(p *podlife.Pod) *podlife.Pod {
	p.Status.Reason, p.Status.Message = p.Status.Message, p.Status.Reason
	return p
}

// toAsJSON: a new core/v1 object is what the noun's JSON decodes into.
func toAsJSON[K, P any](c conversion[K, P], _ *K, p *P) string {
	data, err := json.Marshal(p)
	if err != nil {
		return err.Error()
	}
	want, err := decode[K](data)
	if err != nil {
		return fmt.Sprintf("%v\n%s", err, data)
	}
	if got := c.to(p); !equality.Semantic.DeepEqual(want, got) {
		return diff(want, got)
	}
	return ""
}

func TestToAsJSON(t *testing.T) {
	checkLaw(t, toAsJSON, toAsJSON)

	noKind := pods()
	noKind.to = func(p *podlife.Pod) *corev1.Pod {
		k := pods().to(p)
		k.Kind = ""
		return k
	}
	checkCatches(t, "kind forgotten", toAsJSON, noKind)
}

// thereAndBack: a noun survives the way to core/v1 and back.
func thereAndBack[K, P any](c conversion[K, P], _ *K, p *P) string { return diff(p, c.from(c.to(p))) }

func TestThereAndBack(t *testing.T) {
	checkLaw(t, thereAndBack, thereAndBack)

	forgetful := pods()
	forgetful.to = func(p *podlife.Pod) *corev1.Pod {
		k := pods().to(p)
		k.Status.StartTime = nil
		return k
	}
	checkCatches(t, "a field forgotten", thereAndBack, forgetful)

	late := nodes()
	late.from = func(k *corev1.Node) *podlife.Node {
		n := nodes().from(k)
		n.CreationTimestamp = n.CreationTimestamp.Add(time.Nanosecond)
		return n
	}
	checkCatches(t, "a time moved", thereAndBack, late)
}

// applyOwn: applying what was read from an object changes nothing in it, not
// even where core/v1 has two ways to say the same.
func applyOwn[K, P any](c conversion[K, P], k *K, _ *P) string {
	got := c.cloneK(k)
	c.apply(got, c.from(k))
	if reflect.DeepEqual(k, got) {
		return ""
	}
	return "changed: " + diff(k, got)
}

func TestApplyOwn(t *testing.T) {
	checkLaw(t, applyOwn, applyOwn)

	anew := pods()
	anew.apply = func(dst *corev1.Pod, src *podlife.Pod) { *dst = *pods().to(src) }
	checkCatches(t, "other fields lost", applyOwn, anew)

	tidier := pods()
	tidier.apply = func(dst *corev1.Pod, src *podlife.Pod) {
		pods().apply(dst, src)
		for i, o := range dst.OwnerReferences {
			if o.Controller != nil && !*o.Controller {
				dst.OwnerReferences[i].Controller = nil
			}
		}
	}
	checkCatches(t, "false made nil", applyOwn, tidier)
}

// applyAny: after any noun was applied, the object says what the noun says.
func applyAny[K, P any](c conversion[K, P], k *K, p *P) string {
	got := c.cloneK(k)
	c.apply(got, p)
	return diff(p, c.from(got))
}

func TestApplyAny(t *testing.T) {
	checkLaw(t, applyAny, applyAny)

	patching := pods()
	patching.apply = func(dst *corev1.Pod, src *podlife.Pod) {
		reason := dst.Status.Reason
		pods().apply(dst, src)
		if src.Status.Reason == "" {
			dst.Status.Reason = reason
		}
	}
	checkCatches(t, "unset fields kept", applyAny, patching)

	inPlace := pods()
	inPlace.apply = func(dst *corev1.Pod, src *podlife.Pod) {
		old := dst.Status.ContainerStatuses
		pods().apply(dst, src)
		for _, s := range old {
			if podlife.FindStatus(src.Status.ContainerStatuses, s.Name) == nil {
				dst.Status.ContainerStatuses = append(dst.Status.ContainerStatuses, s)
			}
		}
	}
	checkCatches(t, "removed entries kept", applyAny, inPlace)
}

// nothingShared: after a conversion no change of one side shows on the other.
func nothingShared[K, P any](c conversion[K, P], k *K, p *P) string {
	read := c.from(k)
	saved := c.cloneP(read)
	made, applied := c.to(p), c.cloneK(k)
	c.apply(applied, p)
	savedMade, savedApplied := c.cloneK(made), c.cloneK(applied)
	scramble(reflect.ValueOf(k).Elem())
	scramble(reflect.ValueOf(p).Elem())
	return strings.Join(slices.DeleteFunc([]string{
		diff(saved, read), diff(savedMade, made), diff(savedApplied, applied),
	}, func(s string) bool { return s == "" }), "\n")
}

func TestNothingShared(t *testing.T) {
	checkLaw(t, nothingShared, nothingShared)

	sharedMap := pods()
	sharedMap.from = func(k *corev1.Pod) *podlife.Pod {
		p := pods().from(k)
		p.Annotations = k.Annotations
		return p
	}
	checkCatches(t, "read map shared", nothingShared, sharedMap)

	sharedList := pods()
	sharedList.to = func(p *podlife.Pod) *corev1.Pod {
		k := pods().to(p)
		k.Finalizers = p.Finalizers
		return k
	}
	checkCatches(t, "made list shared", nothingShared, sharedList)

	sharedPointer := pods()
	sharedPointer.apply = func(dst *corev1.Pod, src *podlife.Pod) {
		pods().apply(dst, src)
		dst.Spec.ActiveDeadlineSeconds = src.Spec.ActiveDeadlineSeconds
	}
	checkCatches(t, "applied pointer shared", nothingShared, sharedPointer)
}

// argumentsKept: a conversion changes no argument but the object that it
// applies to, and of that not what its pointers, lists and maps lead to, which
// others may hold too.
func argumentsKept[K, P any](c conversion[K, P], k *K, p *P) string {
	savedK, savedP := c.cloneK(k), c.cloneP(p)
	c.from(k)
	c.to(p)
	shallow := *k
	c.apply(&shallow, p)
	return diff(savedK, k) + diff(savedP, p)
}

func TestArgumentsKept(t *testing.T) {
	checkLaw(t, argumentsKept, argumentsKept)

	deep := pods()
	deep.apply = func(dst *corev1.Pod, src *podlife.Pod) {
		old := dst.Status.ContainerStatuses
		pods().apply(dst, src)
		copy(old, dst.Status.ContainerStatuses)
	}
	checkCatches(t, "old list reused", argumentsKept, deep)

	consuming := pods()
	consuming.to = func(p *podlife.Pod) *corev1.Pod {
		k := pods().to(p)
		slices.Reverse(p.Status.Conditions)
		return k
	}
	checkCatches(t, "source reordered", argumentsKept, consuming)
}
