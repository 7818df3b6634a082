package lifecycle

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/podlife/podlife"
)

// Finalizers that need no domain.
//
// Source: apimachinery v0.37 pkg/apis/meta/v1/types.go; kubernetes v1.37
// pkg/apis/core/helper/helpers.go, standardFinalizers.
const (
	finalizerKubernetes = "kubernetes"
	finalizerOrphan     = "orphan"
	finalizerForeground = "foregroundDeletion"
)

// longestAnnotations is how long all annotations may be together, in bytes.
const longestAnnotations = 256 << 10

// meta follows the order of the API server.
//
// Source: apimachinery v0.37 pkg/api/validation/objectmeta.go, ValidateObjectMetaAccessor;
// kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidateObjectMeta.
func (a *admission) meta(m *podlife.ObjectMeta) {
	if m.GenerateName != "" {
		a.invalidText("metadata.generateName", m.GenerateName, namePrefixFaults(m.GenerateName))
	}
	if m.Name == "" {
		a.required("metadata.name", "name or generateName is required")
	} else {
		a.invalidText("metadata.name", m.Name, objectNameFaults(m.Name))
	}
	a.invalidText("metadata.namespace", m.Namespace, dnsLabelFaults(m.Namespace))
	a.labels(m.Labels, "metadata.labels")
	size := 0
	for _, key := range sortedKeys(m.Annotations) {
		a.invalidText("metadata.annotations", key, labelKeyFaults(strings.ToLower(key)))
		size += len(key) + len(m.Annotations[key])
	}
	if size > longestAnnotations {
		a.add("metadata.annotations", TooLong, "", fmt.Sprintf("may not be more than %d bytes", longestAnnotations))
	}
	a.owners(m.OwnerReferences)
	a.finalizers(m.Finalizers)
}

// labels checks keys and values.
//
// Source: apimachinery v0.37 pkg/apis/meta/v1/validation/validation.go, ValidateLabels.
func (a *admission) labels(labels map[string]string, path string) {
	for _, key := range sortedKeys(labels) {
		a.invalidText(path, key, labelKeyFaults(key))
		a.invalidText(path, labels[key], labelValueFaults(labels[key]))
	}
}

// jsonOwner is an owner as the API server prints it.
type jsonOwner struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	UID        string `json:"uid"`
	Controller bool   `json:"controller,omitempty"`
}

// owners asks for complete references, and for one controller at most. Of an API
// version it asks that it has at most one slash and something behind that.
//
// Source: apimachinery v0.37 pkg/api/validation/objectmeta.go, ValidateOwnerReferences.
func (a *admission) owners(list []podlife.OwnerReference) {
	var all []jsonOwner
	for _, o := range list {
		all = append(all, jsonOwner(o))
	}
	first := ""
	for i, o := range list {
		path := indexed("metadata.ownerReferences", i)
		group, version := apiVersion(o.APIVersion)
		switch {
		case o.APIVersion == "":
			a.required(path+".apiVersion", "must not be empty")
		case version == "":
			a.invalid(path+".apiVersion", strconv.Quote(o.APIVersion), "must be <group>/<version> or <version>")
		}
		for _, f := range [...]struct{ name, value string }{{".kind", o.Kind}, {".name", o.Name}, {".uid", o.UID}} {
			if f.value == "" {
				a.required(path+f.name, "must not be empty")
			}
		}
		if group == "" && version == "v1" && o.Kind == "Event" {
			a.invalid(path, printed(all[i]), "/v1, Kind=Event is disallowed from being an owner")
		}
		if !o.Controller {
			continue
		}
		name := o.Kind + "/" + o.Name
		if first == "" {
			first = name
			continue
		}
		a.invalid("metadata.ownerReferences", printed(all), fmt.Sprintf(
			`Only one reference can have Controller set to true. Found "true" in references for %v and %v`, first, name))
	}
}

// apiVersion splits "apps/v1". The version is empty if that cannot be done.
//
// Source: apimachinery v0.37 pkg/runtime/schema/group_version.go, ParseGroupVersion.
func apiVersion(s string) (group, version string) {
	group, version, ok := strings.Cut(s, "/")
	switch {
	case !ok:
		return "", s
	case strings.Contains(version, "/"):
		return "", ""
	default:
		return group, version
	}
}

// finalizers asks for names with a domain, or that Kubernetes knows. The first rule
// names the list, the last its element.
//
// Source: apimachinery v0.37 pkg/api/validation/objectmeta.go, ValidateFinalizers;
// kubernetes v1.37 pkg/apis/core/validation/validation.go, validateKubeFinalizerName.
func (a *admission) finalizers(list []string) {
	const path = "metadata.finalizers"
	for _, name := range list {
		a.invalidText(path, name, labelKeyFaults(name))
	}
	if slices.Contains(list, finalizerOrphan) && slices.Contains(list, finalizerForeground) {
		a.invalid(path, printed(list), fmt.Sprintf("finalizer %s and %s cannot be both set", finalizerOrphan, finalizerForeground))
	}
	for i, name := range list {
		if !strings.Contains(name, "/") && !slices.Contains([]string{finalizerKubernetes, finalizerOrphan, finalizerForeground}, name) {
			a.invalid(indexed(path, i), strconv.Quote(name), "name is neither a standard finalizer name nor is it fully qualified")
		}
	}
}

// deletionCost is the annotation that says which Pod of a set goes first.
//
// Source: API constant PodDeletionCost (core/v1).
const deletionCost = "controller.kubernetes.io/pod-deletion-cost"

// annotations checks those that Pods alone have. Not looked at are those of
// seccomp and AppArmor, and the one that tolerations once stood in.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidatePodSpecificAnnotations;
// pkg/apis/core/helper/helpers.go, GetDeletionCostFromPodAnnotations.
func (a *admission) annotations(p *podlife.Pod) {
	const path = "metadata.annotations"
	if value, ok := p.Annotations[podlife.ConfigMirrorAnnotation]; ok && p.Spec.NodeName == "" {
		a.invalid(keyed(path, podlife.ConfigMirrorAnnotation), strconv.Quote(value), "must set spec.nodeName if mirror pod annotation is set")
	}
	if value, ok := p.Annotations[deletionCost]; ok {
		_, err := strconv.ParseInt(value, 10, 32)
		if err != nil || value[0] == '+' || value[0] == '0' && value != "0" {
			a.invalid(keyed(path, deletionCost), strconv.Quote(value), "must be a 32bit integer")
		}
	}
}

// generateName asks once more, when all else is right, for what the rule for
// names does not see: the letter before a last dash.
//
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/rest/create.go, ValidateCreate;
// apimachinery v0.37 pkg/api/validate/content/path.go, IsPathSegmentPrefix.
func (a *admission) generateName(name string) {
	for _, s := range []string{"/", "%"} {
		if strings.Contains(name, s) {
			a.invalid("metadata.generateName", strconv.Quote(name), "may not contain '"+s+"'")
		}
	}
}
