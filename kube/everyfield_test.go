package kube_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/podlife/podlife"
	corev1 "k8s.io/api/core/v1"
)

// everyField: each field that the noun has, set alone and with all others, is
// carried over to core/v1 and back. Each way is also checked by itself, with
// JSON for the other, so that two errors cannot cancel out. It returns the
// paths of the fields that are lost.
func everyField[K, P any](c conversion[K, P]) []string {
	_, paths := filled[P](all)
	var lost []string
	for _, path := range paths {
		p, _ := filled[P](func(leaf string) bool { return leaf == path })
		if wrong := survives(c, p); wrong != "" {
			lost = append(lost, path+"\n"+wrong)
		}
	}
	if p, _ := filled[P](all); len(lost) == 0 {
		if wrong := survives(c, p); wrong != "" {
			lost = append(lost, "all fields together\n"+wrong)
		}
	}
	return lost
}

func survives[K, P any](c conversion[K, P], p *P) string {
	data, err := json.Marshal(p)
	if err != nil {
		return err.Error()
	}
	k, err := decode[K](data)
	if err != nil {
		return fmt.Sprintf("%v\n%s", err, data)
	}
	if wrong := diff(p, c.from(k)); wrong != "" {
		return "from core/v1:\n" + wrong
	}
	back, err := c.parse(encode(c, c.to(p)))
	if err != nil {
		return err.Error()
	}
	if wrong := diff(p, back); wrong != "" {
		return "to core/v1:\n" + wrong
	}
	return diff(p, c.from(c.to(p)))
}

func TestEveryField(t *testing.T) {
	for _, lost := range append(everyField(pods()), everyField(nodes())...) {
		t.Errorf("add this field to the noun's list of fields in package kube: %s", lost)
	}
}

// A conversion that loses one field is caught, with that field's path.
func TestEveryFieldCatches(t *testing.T) {
	forgets := func(forget func(*podlife.Pod)) conversion[corev1.Pod, podlife.Pod] {
		c := pods()
		c.from = func(k *corev1.Pod) *podlife.Pod {
			p := pods().from(k)
			forget(p)
			return p
		}
		return c
	}
	tests := map[string]func(*podlife.Pod){
		"Pod.Spec.HostNetwork":   func(p *podlife.Pod) { p.Spec.HostNetwork = false },
		"Pod.ObjectMeta.UID":     func(p *podlife.Pod) { p.UID = "" },
		"Pod.Status.StartTime":   func(p *podlife.Pod) { p.Status.StartTime = epoch },
		"Pod.Spec.NodeName":      func(p *podlife.Pod) { p.Spec.NodeName = "" },
		`Pod.ObjectMeta.Labels[`: func(p *podlife.Pod) { p.Labels = nil },
		"Pod.Status.ContainerStatuses[0].Started": func(p *podlife.Pod) {
			for i := range p.Status.ContainerStatuses {
				p.Status.ContainerStatuses[i].Started = nil
			}
		},
		"Pod.Spec.Containers[0].LivenessProbe.ProbeHandler.HTTPGet.Port.Name": func(p *podlife.Pod) {
			for _, c := range p.Spec.Containers {
				if c.LivenessProbe != nil && c.LivenessProbe.HTTPGet != nil {
					c.LivenessProbe.HTTPGet.Port.Name = ""
				}
			}
		},
	}
	for path, forget := range tests {
		lost := everyField(forgets(forget))
		if !slices.ContainsFunc(lost, func(s string) bool { return strings.HasPrefix(s, path) }) {
			t.Errorf("%s is forgotten; lost: %q", path, lost)
		}
	}
	oneWay := pods()
	oneWay.from = func(k *corev1.Pod) *podlife.Pod { return swap(pods().from(k)) }
	oneWay.to = func(p *podlife.Pod) *corev1.Pod { return pods().to(swap(p.Clone())) }
	if len(everyField(oneWay)) == 0 {
		t.Error("two fields swapped on both ways are not noticed")
	}
}

// Every kind of object that podlife reads can be converted.
func TestEveryKind(t *testing.T) {
	converted := map[reflect.Type]bool{
		reflect.TypeFor[[]*podlife.Pod]():  true,
		reflect.TypeFor[[]*podlife.Node](): true,
	}
	objects := reflect.TypeFor[podlife.Objects]()
	for i := range objects.NumField() {
		f := objects.Field(i)
		if f.Type.Kind() == reflect.Slice && !converted[f.Type] && !convertedKinds()[f.Type] {
			t.Errorf("podlife.Objects.%s: package kube does not convert these", f.Name)
		}
	}
}
