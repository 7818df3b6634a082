package podtest

import (
	"time"

	"github.com/podlife/podlife"
	"pgregory.net/rapid"
)

// meta draws the identity of a stored Pod that nobody asked to delete.
func meta(t *rapid.T) podlife.ObjectMeta {
	m := podlife.ObjectMeta{
		Name:              pick(t, "name", "web", "web-0", "web-7d4b9-x2x4z"),
		Namespace:         pick(t, "namespace", "default", "shop"),
		UID:               pick(t, "uid", "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"),
		ResourceVersion:   pick(t, "resourceVersion", "1", "389626"),
		Generation:        pick[int64](t, "generation", 1, 2),
		Labels:            map[string]string{"app": "web"},
		CreationTimestamp: later(t, Epoch(), 3600),
	}
	switch rapid.IntRange(0, 9).Draw(t, "owner") {
	case 7: // the mirror of a static Pod
		m.Annotations = map[string]string{podlife.ConfigSourceAnnotation: "file", podlife.ConfigMirrorAnnotation: "0a1b"}
		m.OwnerReferences = []podlife.OwnerReference{{APIVersion: "v1", Kind: "Node", Name: "node-a", UID: "n", Controller: true}}
	case 8: // one of many alike
		m.GenerateName = "web-7d4b9-"
		m.OwnerReferences = []podlife.OwnerReference{{APIVersion: "apps/v1", Kind: "ReplicaSet", Name: "web-7d4b9", UID: "r", Controller: true}}
	case 9: // a kubelet's annotation that does not make the Pod static
		m.Annotations = map[string]string{podlife.ConfigSourceAnnotation: "api", "example.com/note": "kept"}
	}
	return m
}

// deleteAt marks p as deleted by a request at that time, with the grace
// period that the API server would settle on.
func deleteAt(p *podlife.Pod, at time.Time, grace int64) {
	p.DeletionTimestamp = at.Add(time.Duration(grace) * time.Second)
	p.DeletionGracePeriodSeconds = &grace
}

// graceOf returns the grace period in seconds that a delete request without
// one of its own results in.
func graceOf(p *podlife.Pod) int64 {
	if s := p.Spec.TerminationGracePeriodSeconds; s != nil {
		return *s
	}
	return 30
}
