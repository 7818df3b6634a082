package conformance

import (
	"encoding/json"
	"slices"
	"time"
)

// reduction makes scenes smaller, part by part, for as long as something is still wrong with
// them. What rapid finds by drawing smaller numbers keeps what was drawn before the culprit.
type reduction struct {
	bad   func(Scene) bool
	until time.Time
	whole any // the scene as JSON
}

// reduce returns a scene of which no part can be left out without bad becoming false, or the
// best that a few seconds allow.
func reduce(in Scene, bad func(Scene) bool) Scene {
	type plain Scene // without MarshalJSON
	r := &reduction{bad: bad, until: time.Now().Add(15 * time.Second)}
	data, err := json.Marshal(plain(in))
	if err != nil || json.Unmarshal(data, &r.whole) != nil {
		return in
	}
	for r.shrink(r.whole, func(any) {}) {
	}
	if out, ok := r.scene(); ok && bad(out) {
		return out
	}
	return in
}

// needed are the fields without which an object is not what it was, only broken.
var needed = []string{
	"metadata", "name", "namespace", "uid", "key", "operator", "topologyKey", "maxSkew", "whenUnsatisfiable", "weight",
	"effect", "claimName", "pdName", "volumeID", "driver", "storageClassName", "Pod", "Cluster",
}

// shrink leaves out of v what it can, and says whether that was anything. A list that becomes
// shorter is put in its place by set.
func (r *reduction) shrink(v any, set func(any)) bool {
	switch v := v.(type) {
	case map[string]any:
		return r.shrinkFields(v)
	case []any:
		return r.shrinkList(v, set)
	default:
		return false
	}
}

func (r *reduction) shrinkFields(fields map[string]any) bool {
	shrunk := false
	for name, value := range fields {
		if !slices.Contains(needed, name) {
			delete(fields, name)
			if r.still() {
				shrunk = true
				continue
			}
			fields[name] = value
		}
		shrunk = r.shrink(value, func(shorter any) { fields[name] = shorter }) || shrunk
	}
	return shrunk
}

func (r *reduction) shrinkList(list []any, set func(any)) bool {
	shrunk := false
	for size := max(1, len(list)/2); size >= 1; size /= 2 {
		for i := 0; i+size <= len(list); {
			shorter := slices.Concat(list[:i], list[i+size:])
			set(shorter)
			if r.still() {
				list, shrunk = shorter, true
			} else {
				set(list)
				i += size
			}
		}
	}
	for i, item := range list {
		shrunk = r.shrink(item, func(shorter any) { list[i] = shorter }) || shrunk
	}
	return shrunk
}

// still reports whether the scene as it is now is one, and bad.
func (r *reduction) still() bool {
	if time.Now().After(r.until) {
		return false
	}
	scene, ok := r.scene()
	return ok && r.bad(scene)
}

func (r *reduction) scene() (Scene, bool) {
	type plain Scene
	var out plain
	data, err := json.Marshal(r.whole)
	if err != nil || json.Unmarshal(data, &out) != nil || out.Pod == nil || out.Cluster == nil {
		return Scene{}, false
	}
	return Scene(out), true
}
