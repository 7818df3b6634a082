package conformance

import (
	"math"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// drawAdmit draws any Pod and changes some parts of it, so that most rules are broken now and
// then, and many Pods break none.
func drawAdmit(t *rapid.T) AdmitInput {
	p := rapid.OneOf(podtest.Lifelike(), podtest.Lifelike(), podtest.Lifelike(), podtest.Unbound("web"), podtest.Nasty()).Draw(t, "pod")
	if rapid.IntRange(0, 15).Draw(t, "stored before") != 15 {
		p.ResourceVersion = ""
	}
	if rapid.IntRange(0, 15).Draw(t, "has priority") != 15 {
		p.Spec.Priority = nil
	}
	if rapid.IntRange(0, 7).Draw(t, "looked into") != 7 {
		p.Spec.EphemeralContainers = nil
	}
	if rapid.IntRange(0, 3).Draw(t, "keeps its hosts") != 3 {
		p.Spec.SchedulingGates = nil
	}
	for range pickOne(t, "changes", 0, 0, 1, 1, 2, 3, 5) {
		rapid.SampledFrom(admitChanges()).Draw(t, "change")(t, p)
	}
	o := lifecycle.AdmitOptions{
		Namespace:       pickOne(t, "namespace", "default", "default", "default", "default", "default", "default", "shop", "shop", p.Namespace, "Not a namespace"),
		Suffix:          pickOne(t, "suffix", "x2z4v", "-----"),
		UID:             "11111111-1111-1111-1111-111111111111",
		PriorityClasses: []*podlife.PriorityClass{},
	}
	if o.Namespace == "" {
		o.Namespace = "default"
	}
	if rapid.IntRange(0, 15).Draw(t, "other namespace") != 15 {
		p.Namespace = pickOne(t, "of the Pod", "", o.Namespace)
	}
	o.PriorityClasses = drawClasses(t, p)
	return AdmitInput{Pod: p, Options: o, At: podtest.Epoch()}
}

// drawClasses draws classes of different values, one of them that of the Pod.
func drawClasses(t *rapid.T, p *podlife.Pod) []*podlife.PriorityClass {
	out := []*podlife.PriorityClass{}
	for value, name := range rapid.Permutation([]string{"low", "high", "mid", "Odd name"}).Draw(t, "classes")[:rapid.IntRange(0, 3).Draw(t, "how many")] {
		out = append(out, &podlife.PriorityClass{
			ObjectMeta: podlife.ObjectMeta{Name: name}, Value: int32(value*1000 - 5), GlobalDefault: oneIn(t, 4, "default"),
			PreemptionPolicy: pickOne(t, "policy", podlife.PreemptLowerPriority, podlife.PreemptLowerPriority, podlife.PreemptNever, podlife.PreemptNever, "Odd"),
		})
	}
	if len(out) > 0 && oneIn(t, 3, "of a class") {
		p.Spec.PriorityClassName = out[0].Name
	}
	return append(out,
		&podlife.PriorityClass{ObjectMeta: podlife.ObjectMeta{Name: "system-cluster-critical"}, Value: 2_000_000_000, PreemptionPolicy: podlife.PreemptLowerPriority},
		&podlife.PriorityClass{ObjectMeta: podlife.ObjectMeta{Name: "system-node-critical"}, Value: 2_000_001_000, PreemptionPolicy: podlife.PreemptLowerPriority})
}

func pickOne[V any](t *rapid.T, label string, values ...V) V {
	return rapid.SampledFrom(values).Draw(t, label)
}

// admitName draws names good and bad, for objects, labels and all between.
func admitName(t *rapid.T, label string) string {
	return pickOne(t, label, "web", "web", "db", "a.b", "web-1", "", "-a", "a-", "Web", "a_b", "a b", "é", "a..b", ".", "..", "a/b", "a/b/c",
		"/b", "a/", "example.com/Web", "Example.com/web", "123", "a\xff", `"<&>`+"\u2028\n", "web\n",
		strings.Repeat("a", 63), strings.Repeat("a", 64), strings.Repeat("a.", 126)+"a", strings.Repeat("a.", 127)+"a",
		strings.Repeat("a", 64)+"/"+strings.Repeat("b", 64), strings.Repeat("a.", 127)+"a/b")
}

// admitLabels draws labels good and bad.
func admitLabels(t *rapid.T, label string) map[string]string {
	var out map[string]string
	for range rapid.IntRange(0, 3).Draw(t, label) {
		if out == nil {
			out = map[string]string{}
		}
		out[pickOne(t, "key", "app", "tier", "app", admitName(t, "odd key"))] = pickOne(t, "value", "web", "", admitName(t, "odd value"))
	}
	return out
}

// admitChanges are ways to change a Pod.
func admitChanges() []func(*rapid.T, *podlife.Pod) {
	return []func(*rapid.T, *podlife.Pod){
		changeMeta, changeMeta, changeOwners, changeNumbers, changeContainers, changeContainers, changePorts, changeRules, changeProbes,
		changeResources, changeResources, changePodResources, changePodResources, changeVolumes, changeVolumes, changeMounts,
		changeClaims, changeTolerations, changeAffinity, changeAffinity, changeSpread, changeGates,
	}
}

func changeMeta(t *rapid.T, p *podlife.Pod) {
	switch rapid.IntRange(0, 7).Draw(t, "part") {
	case 0:
		p.Name = admitName(t, "name")
	case 1:
		p.Name = pickOne(t, "name", "", "", "web")
		p.GenerateName = pickOne(t, "generateName", "web-", "a/-", "a%-", "a/%-", "-", "--", strings.Repeat("a", 60)+"-", admitName(t, "odd"))
	case 2:
		p.Labels = admitLabels(t, "labels")
	case 3:
		p.Annotations = admitLabels(t, "annotations")
	case 4:
		if p.Annotations == nil {
			p.Annotations = map[string]string{}
		}
		p.Annotations["controller.kubernetes.io/pod-deletion-cost"] = pickOne(t, "cost", "0", "-1", "+1", "", "007", "-0", "-007", "2147483648", "many", "1_0")
	case 5:
		p.Annotations = map[string]string{
			"pod.beta.kubernetes.io/init-containers": "[]", podlife.ConfigMirrorAnnotation: "x",
			"note": strings.Repeat("a", pickOne(t, "long", 0, 256<<10, 256<<10-100)),
		}
		p.Spec.NodeName = pickOne(t, "node", "", "node-a", admitName(t, "odd node"))
	case 6:
		p.Finalizers = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return pickOne(t, "finalizer", "orphan", "foregroundDeletion", "kubernetes", "example.com/hold", admitName(t, "odd"))
		}), 1, 3).Draw(t, "finalizers")
	case 7:
		p.Spec.NodeName = admitName(t, "nodeName")
		p.Spec.NodeSelector = admitLabels(t, "nodeSelector")
		p.Spec.PriorityClassName = pickOne(t, "class", "", "high", "low", "system-node-critical", admitName(t, "odd class"))
	}
}

func changeOwners(t *rapid.T, p *podlife.Pod) {
	p.OwnerReferences = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) podlife.OwnerReference {
		return podlife.OwnerReference{
			APIVersion: pickOne(t, "apiVersion", "v1", "apps/v1", "", "/", "/v1", "a/b/c", "a//", "apps/"),
			Kind:       pickOne(t, "kind", "ReplicaSet", "Event", ""), Name: pickOne(t, "name", "web", ""), UID: pickOne(t, "uid", "1", "2", ""),
			Controller: rapid.Bool().Draw(t, "controller"),
		}
	}), 1, 3).Draw(t, "owners")
}

func changeNumbers(t *rapid.T, p *podlife.Pod) {
	s := &p.Spec
	s.TerminationGracePeriodSeconds = anySeconds(-2, 40).Draw(t, "grace")
	s.ActiveDeadlineSeconds = rapid.Ptr(rapid.SampledFrom([]int64{0, 1, -1, math.MaxInt32, math.MaxInt32 + 1}), true).Draw(t, "deadline")
	s.RestartPolicy = pickOne(t, "restartPolicy", "", podlife.RestartPolicyAlways, podlife.RestartPolicyNever, "Odd", "a\"<")
	s.PreemptionPolicy = pickOne(t, "preemptionPolicy", "", "", "", podlife.PreemptNever, podlife.PreemptLowerPriority, "Odd")
	s.Priority = pickOne(t, "priority", nil, nil, nil, ref[int32](0), ref[int32](-5))
	s.SchedulerName = pickOne(t, "scheduler", "", "mine")
	s.HostNetwork = rapid.Bool().Draw(t, "hostNetwork")
	s.HostUsers = rapid.Ptr(rapid.Bool(), true).Draw(t, "hostUsers")
	s.SchedulingGroup = pickOne(t, "group", nil, &podlife.PodSchedulingGroup{}, &podlife.PodSchedulingGroup{PodGroupName: "Odd name"})
}

func changeGates(t *rapid.T, p *podlife.Pod) {
	gate := rapid.Custom(func(t *rapid.T) podlife.PodSchedulingGate {
		return podlife.PodSchedulingGate{Name: pickOne(t, "gate", "example.com/quota", "b", admitName(t, "odd"))}
	})
	p.Spec.SchedulingGates = rapid.SliceOfN(gate, 1, 3).Draw(t, "gates")
	p.Spec.ReadinessGates = []podlife.PodReadinessGate{{ConditionType: podlife.ConditionType(admitName(t, "condition"))}}
	if rapid.Bool().Draw(t, "unbound") {
		p.Spec.NodeName = ""
	}
}

func changeTolerations(t *rapid.T, p *podlife.Pod) {
	p.Spec.Tolerations = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) podlife.Toleration {
		return podlife.Toleration{
			Key:      pickOne(t, "key", "dedicated", "", podlife.TaintNodeNotReady, podlife.TaintNodeUnreachable, admitName(t, "odd key")),
			Operator: pickOne(t, "operator", "", podlife.TolerationOpEqual, podlife.TolerationOpExists, podlife.TolerationOpLt, podlife.TolerationOpGt, "Odd"),
			Value:    pickOne(t, "value", "", "1", "batch", admitName(t, "odd value")),
			Effect: pickOne(t, "effect", "", podlife.TaintEffectNoExecute, podlife.TaintEffectNoExecute, podlife.TaintEffectNoSchedule,
				podlife.TaintEffectPreferNoSchedule, "Odd"),
			TolerationSeconds: anySeconds(-1, 5).Draw(t, "seconds"),
		}
	}), 1, 3).Draw(t, "tolerations")
}
