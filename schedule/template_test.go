package schedule

import (
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
)

// fill sets all that can be set, each list and map with one entry.
func fill(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[podlife.Quantity]():
		v.Set(reflect.ValueOf(podlife.NewQuantity(1)))
	case v.Type() == reflect.TypeFor[time.Time]() || !v.CanSet():
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case v.Kind() == reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key)
		fill(value)
		if v.Type() == reflect.TypeFor[podlife.ResourceList]() {
			key.SetString("cpu")
		}
		v.SetMapIndex(key, value)
	case v.Kind() == reflect.String:
		v.SetString("a")
	case v.CanInt():
		v.SetInt(1)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	}
}

// eachLeaf calls f after it has changed one thing, for each that can be
// changed, and puts it back.
func eachLeaf(v reflect.Value, path string, f func(path string)) {
	old := reflect.New(v.Type()).Elem()
	old.Set(v)
	change := func(to any) {
		v.Set(reflect.ValueOf(to).Convert(v.Type()))
		f(path)
		v.Set(old)
	}
	switch {
	case v.Type() == reflect.TypeFor[podlife.Quantity]():
		change(podlife.NewQuantity(2))
	case v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.Pointer && !v.IsNil():
		eachLeaf(v.Elem(), path, f)
		v.SetZero()
		f(path + "?")
		v.Set(old)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachLeaf(v.Field(i), path+"."+v.Type().Field(i).Name, f)
			}
		}
	case v.Kind() == reflect.Slice && v.Len() > 0:
		eachLeaf(v.Index(0), path, f)
		v.SetLen(0)
		f(path + "*")
		v.Set(old)
	case v.Kind() == reflect.Map && v.Len() > 0:
		v.SetZero()
		f(path + "*")
		v.Set(old)
	case v.Kind() == reflect.String:
		change("b")
	case v.CanInt():
		change(2)
	case v.Kind() == reflect.Bool:
		v.SetBool(!v.Bool())
		f(path)
		v.Set(old)
	}
}

// ignored lists the paths that a key does not depend on, up to those that match.
func ignored(v reflect.Value, key func() string, but string) []string {
	without, before := regexp.MustCompile(but), key()
	var out []string
	eachLeaf(v, "", func(path string) {
		if key() == before && !without.MatchString(path) && !slices.Contains(out, path) {
			out = append(out, path)
		}
	})
	return out
}

// All that decides where a Pod goes is in its key. What is not has its reason
// here; whoever adds a field to a Pod must say on which side it is.
func TestTemplateKey(t *testing.T) {
	p := &podlife.Pod{}
	fill(reflect.ValueOf(p).Elem())
	p.Status = podlife.PodStatus{} // a Pod with a status that counts is none of a template
	p.Spec.Volumes = []podlife.Volume{{Image: &podlife.ImageVolumeSource{Reference: "a"}}}
	p.Spec.NodeName, p.Spec.SchedulingGates, p.Spec.ResourceClaims, p.Spec.SchedulingGroup, p.Spec.Resources = "", nil, nil, nil, nil
	p.Spec.HostUsers = new(bool)
	p.Spec.Containers[0].VolumeMounts, p.Spec.EphemeralContainers = nil, nil // of the mounts one needs a feature
	p.Spec.Containers[0].RestartPolicyRules[0].Action = podlife.RestartActionRestartAllContainers
	p.Spec.InitContainers[0].RestartPolicy = podlife.RestartPolicyAlways
	c := keptCluster(t, 1)
	got := ignored(reflect.ValueOf(p).Elem(), func() string {
		a, ports := c.placedRequests(p), hostPorts(p)
		if !c.isQuickPod(p, &Profile{}) || admits(p) != nil || p.Spec.Resources != nil && podLevelSet(p) {
			return "left to the cycle"
		}
		var key textKey
		key.template(p, &a, ports)
		return string(key.b)
	}, "Probe|Lifecycle|Finalizers|Annotations|ReadinessGates|Limits|Claims|ExitCodes|VolumeMounts|Affinity.*LabelKeys|^.Status")
	want := []string{
		".ObjectMeta.Name", ".ObjectMeta.GenerateName", ".ObjectMeta.UID", ".ObjectMeta.ResourceVersion", ".ObjectMeta.Generation",
		".ObjectMeta.DeletionGracePeriodSeconds", ".ObjectMeta.DeletionGracePeriodSeconds?", ".ObjectMeta.OwnerReferences.UID",
		".Spec.InitContainers.Name", ".Spec.InitContainers.Ports.Name", ".Spec.InitContainers.Ports.ContainerPort",
		".Spec.InitContainers.RestartPolicyRules.Action", ".Spec.InitContainers.RestartPolicyRules*", // a main container needs the feature
		".Spec.Containers.Name", ".Spec.Containers.Ports.Name", ".Spec.Containers.Ports.ContainerPort", ".Spec.Containers.RestartPolicy",
		".Spec.RestartPolicy", ".Spec.TerminationGracePeriodSeconds", ".Spec.TerminationGracePeriodSeconds?",
		".Spec.ActiveDeadlineSeconds", ".Spec.ActiveDeadlineSeconds?",
		".Spec.Tolerations.TolerationSeconds", ".Spec.Tolerations.TolerationSeconds?",
		".Spec.Priority", ".Spec.Priority?", ".Spec.PriorityClassName", ".Spec.PreemptionPolicy", // they say who goes first, and who makes way
		".Spec.SchedulerName", ".Spec.Volumes.Name",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// All that decides in a profile is in its key, but for what nothing is kept
// for.
func TestProfileKey(t *testing.T) {
	var pr Profile
	fill(reflect.ValueOf(&pr).Elem())
	got := ignored(reflect.ValueOf(&pr).Elem(), func() string {
		var key textKey
		key.profile(&pr)
		return string(key.b)
	}, `^\.(Legacy|Sampling)\.`)
	if len(got) > 0 {
		t.Errorf("not in the key: %q", got)
	}
}
