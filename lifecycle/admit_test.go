package lifecycle_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
)

// What is in a new Pod besides what its author wrote.
func TestAdmitDefaults(t *testing.T) {
	tolerations := `"tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},` +
		`{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]`
	all := `"restartPolicy":"Always","terminationGracePeriodSeconds":30,"schedulerName":"default-scheduler","priority":0,` +
		`"preemptionPolicy":"PreemptLowerPriority",` + tolerations
	for _, c := range []struct{ name, spec, want, class string }{
		{"the least", web, web + "," + all, lifecycle.QOSBestEffort},
		{
			"a negative grace period", web + `,"terminationGracePeriodSeconds":-5`,
			web + "," + strings.Replace(all, "30", "1", 1), lifecycle.QOSBestEffort,
		},
		{
			"no time to end", web + `,"terminationGracePeriodSeconds":0`, web + "," + strings.Replace(all, "30", "0", 1), lifecycle.QOSBestEffort,
		},
		{
			"probes, hooks and ports on the node's network",
			`"hostNetwork":true,"containers":[{"name":"web","image":"a","ports":[{"containerPort":80}],"readinessProbe":{"httpGet":{"port":80}},` +
				`"lifecycle":{"postStart":{"httpGet":{"port":80}},"preStop":{"httpGet":{"port":80}},"stopSignal":"SIGINT"}}]`,
			`"hostNetwork":true,"containers":[{"name":"web","image":"a","ports":[{"containerPort":80,"hostPort":80,"protocol":"TCP"}],` +
				`"readinessProbe":{"httpGet":{"path":"/","port":80,"scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},` +
				`"lifecycle":{"postStart":{"httpGet":{"path":"/","port":80,"scheme":"HTTP"}},"preStop":{"httpGet":{"path":"/","port":80,"scheme":"HTTP"}}}}],` + all,
			lifecycle.QOSBestEffort,
		},
		{
			"requests from limits, in thousandths",
			`"containers":[{"name":"web","image":"a","resources":{"limits":{"cpu":"1500u","memory":"1Gi"}}}]`,
			`"containers":[{"name":"web","image":"a","resources":{"limits":{"cpu":"2m","memory":"1Gi"},"requests":{"cpu":"2m","memory":"1Gi"}}}],` + all,
			lifecycle.QOSGuaranteed,
		},
		{
			"all amounts, in thousandths", `"overhead":{"cpu":"1n"},"resources":{"requests":{"cpu":"1n"},"limits":{"cpu":"1500u"}},` + web,
			`"overhead":{"cpu":"1m"},"resources":{"requests":{"cpu":"1m"},"limits":{"cpu":"2m"}},` + web + "," + all, lifecycle.QOSBurstable,
		},
		{
			"a Pod as a whole, from its containers",
			`"resources":{"requests":{"cpu":"3"}},"initContainers":[{"name":"a","image":"a","restartPolicy":"Always","resources":{"limits":{"cpu":"1"}}}],` +
				`"containers":[{"name":"web","image":"a","resources":{"limits":{"cpu":"1"},"requests":{"memory":"5"}}}]`,
			`"resources":{"requests":{"cpu":"3","memory":"5"},"limits":{"cpu":"3"}},` +
				`"initContainers":[{"name":"a","image":"a","restartPolicy":"Always","resources":{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}}],` +
				`"containers":[{"name":"web","image":"a","resources":{"limits":{"cpu":"1"},"requests":{"cpu":"1","memory":"5"}}}],` + all,
			lifecycle.QOSBurstable,
		},
		{
			"features that are off", `"schedulingGroup":{"podGroupName":"a"},"volumes":[{"name":"a"}],"containers":[{"name":"web","image":"a",` +
				`"lifecycle":{"stopSignal":"SIGINT"},"volumeMounts":[{"name":"a","mountPath":"/a","bindMountOptions":["noexec"]}]}]`,
			`"volumes":[{"name":"a"}],"containers":[{"name":"web","image":"a","volumeMounts":[{"name":"a","mountPath":"/a"}]}],` + all,
			lifecycle.QOSBestEffort,
		},
		{
			"label keys", `"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{},"matchLabelKeys":["app"]}],` +
				`"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone","labelSelector":{},"mismatchLabelKeys":["app","none"]}]},` +
				`"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{"topologyKey":"zone","labelSelector":{},"matchLabelKeys":["app"]}}]}},` + web,
			`"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["app"],` +
				`"labelSelector":{"matchExpressions":[{"key":"app","operator":"In","values":["web"]}]}}],` +
				`"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"zone","mismatchLabelKeys":["app","none"],` +
				`"labelSelector":{"matchExpressions":[{"key":"app","operator":"NotIn","values":["web"]}]}}]},` +
				`"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{"topologyKey":"zone","matchLabelKeys":["app"],` +
				`"labelSelector":{"matchExpressions":[{"key":"app","operator":"In","values":["web"]}]}}}]}},` + web + "," + all,
			lifecycle.QOSBestEffort,
		},
		{
			"volumes", `"volumes":[{"name":"a","rbd":{"monitors":["m"],"image":"i"}},{"name":"b","ephemeral":{"volumeClaimTemplate":{"spec":` +
				`{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1n"},"limits":{"storage":"1500u"}}}}}}],` + web,
			`"volumes":[{"name":"a","rbd":{"monitors":["m"],"image":"i","pool":"rbd"}},{"name":"b","ephemeral":{"volumeClaimTemplate":{"spec":` +
				`{"accessModes":["ReadWriteOnce"],"volumeMode":"Filesystem","resources":{"requests":{"storage":"1m"},"limits":{"storage":"2m"}}}}}}],` + web + "," + all,
			lifecycle.QOSBestEffort,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			pod := func(spec string) *podlife.Pod {
				return parsePod(t, `{"kind":"Pod","metadata":{"name":"web","namespace":"default","labels":{"app":"web"}},"spec":{`+spec+`}}`)
			}
			want := pod(c.want)
			want.Generation, want.CreationTimestamp = 1, podtest.Epoch()
			want.Status = podlife.PodStatus{Phase: podlife.PodPending, QOSClass: c.class}
			got, err := lifecycle.Admit(pod(c.spec), lifecycle.AdmitOptions{}, podtest.Epoch())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(asText(t, want), asText(t, got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func asText(t *testing.T, p *podlife.Pod) string {
	t.Helper()
	data, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAdmitNames(t *testing.T) {
	long := strings.Repeat("a", 60) + "-"
	for _, c := range []struct {
		name                                string
		of, prefix, own, request            string
		fromUID                             bool
		wantName, wantNamespace, wantRefuse string
	}{
		{name: "a name", of: "web", prefix: "db-", wantName: "web", wantNamespace: "default"},
		{name: "a prefix", prefix: "web-", wantName: "web-x2z4v", wantNamespace: "default"},
		{name: "a long prefix", prefix: long, wantName: long[:58] + "x2z4v", wantNamespace: "default"},
		{name: "the UID", fromUID: true, wantName: "u-1", wantNamespace: "default"},
		{name: "no name", wantRefuse: `Pod "" is invalid: metadata.name: Required value: name or generateName is required`},
		{name: "of the request", of: "web", request: "shop", wantName: "web", wantNamespace: "shop"},
		{name: "its own", of: "web", own: "shop", wantName: "web", wantNamespace: "shop"},
		{name: "the same", of: "web", own: "shop", request: "shop", wantName: "web", wantNamespace: "shop"},
		{
			name: "another", of: "web", own: "shop", request: "default",
			wantRefuse: "the namespace of the provided object does not match the namespace sent on the request",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := parsePod(t, `{"kind":"Pod","spec":{`+web+`}}`)
			p.Name, p.GenerateName, p.Namespace = c.of, c.prefix, c.own
			o := lifecycle.AdmitOptions{Namespace: c.request, Suffix: "x2z4v", UID: "u-1", NameFromUID: c.fromUID}
			got, err := lifecycle.Admit(p, o, podtest.Epoch())
			if c.wantRefuse != "" {
				if err == nil || err.Error() != c.wantRefuse {
					t.Errorf("got %v, want %s", err, c.wantRefuse)
				}
				return
			}
			if err != nil || got.Name != c.wantName || got.Namespace != c.wantNamespace || got.UID != "u-1" {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestAdmitPriority(t *testing.T) {
	classes := []*podlife.PriorityClass{
		{ObjectMeta: podlife.ObjectMeta{Name: "low"}, Value: -5, GlobalDefault: true, PreemptionPolicy: podlife.PreemptNever},
		{ObjectMeta: podlife.ObjectMeta{Name: "lower"}, Value: -6, GlobalDefault: true}, nil,
	}
	for _, c := range []struct {
		name, spec string
		classes    []*podlife.PriorityClass
		class      string
		priority   int32
		policy     podlife.PreemptionPolicy
		want       string
	}{
		{name: "no class is known", priority: 0, policy: podlife.PreemptLowerPriority},
		{name: "no class is known, one is named", spec: `"priorityClassName":"high","priority":7,`, class: "high", priority: 7},
		{name: "a class of every cluster", spec: `"priorityClassName":"system-node-critical",`, class: "system-node-critical", priority: 2000001000, policy: podlife.PreemptLowerPriority},
		{name: "no class is there", classes: classes[:0], policy: podlife.PreemptLowerPriority},
		{name: "the lowest default", classes: classes, class: "lower", priority: -6, policy: podlife.PreemptLowerPriority},
		{name: "a class", classes: classes, spec: `"priorityClassName":"low","priority":-5,`, class: "low", priority: -5, policy: podlife.PreemptNever},
		{name: "a class of every cluster, beside others", classes: classes, spec: `"priorityClassName":"system-node-critical",`, class: "system-node-critical", priority: 2000001000, policy: podlife.PreemptLowerPriority},
		{name: "the first default of the lowest", classes: append(classes[1:], &podlife.PriorityClass{ObjectMeta: podlife.ObjectMeta{Name: "late"}, Value: -6, GlobalDefault: true}), class: "lower", priority: -6, policy: podlife.PreemptLowerPriority},
		{name: "no such class", classes: classes, spec: `"priorityClassName":"high",`, want: `pods "web" is forbidden: no PriorityClass with name high was found`},
		{
			name: "another number", classes: classes, spec: `"priority":1,`,
			want: `pods "web" is forbidden: the integer value of priority (1) must not be provided in pod spec; priority admission controller computed -6 from the given PriorityClass name`,
		},
		{
			name: "another policy", classes: classes, spec: `"preemptionPolicy":"Never",`,
			want: `pods "web" is forbidden: the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := parsePod(t, `{"kind":"Pod","metadata":{"name":"web"},"spec":{`+c.spec+web+`}}`)
			got, err := lifecycle.Admit(p, lifecycle.AdmitOptions{PriorityClasses: c.classes}, podtest.Epoch())
			var forbidden *lifecycle.ForbiddenError
			if c.want != "" {
				if !errors.As(err, &forbidden) || err.Error() != c.want {
					t.Errorf("got  %v\nwant %s", err, c.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if s := got.Spec; s.PriorityClassName != c.class || *s.Priority != c.priority || s.PreemptionPolicy != c.policy {
				t.Errorf("got %q, %d, %q", s.PriorityClassName, *s.Priority, s.PreemptionPolicy)
			}
		})
	}
}

// A number that only an unknown class could give is left out.
func TestAdmitUnknownPriority(t *testing.T) {
	p := parsePod(t, `{"kind":"Pod","metadata":{"name":"web"},"spec":{"priorityClassName":"high",`+web+`}}`)
	got, err := lifecycle.Admit(p, lifecycle.AdmitOptions{}, podtest.Epoch())
	if err != nil || got.Spec.Priority != nil || got.Spec.PreemptionPolicy != "" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// A refused Pod is shown as it was judged, with what it would have got.
func TestAdmitShows(t *testing.T) {
	p := parsePod(t, `{"kind":"Pod","metadata":{"name":"web"},"spec":{"ephemeralContainers":[{"name":"debug","image":"a",
		"volumeMounts":[{"name":"a","mountPath":"/a","bindMountOptions":["noexec"]}]}]}}`)
	_, err := lifecycle.Admit(p, lifecycle.AdmitOptions{}, podtest.Epoch())
	var invalid *lifecycle.InvalidError
	if !errors.As(err, &invalid) {
		t.Fatalf("got %v", err)
	}
	got := invalid.Pod
	if got.Spec.SchedulerName != lifecycle.DefaultSchedulerName || got.Status.QOSClass != lifecycle.QOSBestEffort ||
		got.Spec.EphemeralContainers[0].VolumeMounts[0].BindMountOptions != nil {
		t.Errorf("got %s", asText(t, got))
	}
}

// A status of the Pod's former life is forgotten, as are owners named twice, and
// init containers that stand in annotations.
func TestAdmitStored(t *testing.T) {
	p := parsePod(t, `{"kind":"Pod","metadata":{"name":"web","uid":"old","generation":7,"deletionTimestamp":"2026-01-01T00:00:00Z",
		"annotations":{"pod.beta.kubernetes.io/init-containers":"[]","a":"b"},"ownerReferences":[{"apiVersion":"v1","kind":"A","name":"a","uid":"1"},{"apiVersion":"v1","kind":"A","name":"a","uid":"1"}]},
		"spec":{"schedulingGates":[{"name":"a"}],`+web+`},"status":{"phase":"Failed","reason":"Evicted","qosClass":"Odd"}}`)
	now := time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("east", 3600))
	got, err := lifecycle.Admit(p, lifecycle.AdmitOptions{UID: "new"}, now)
	if err != nil {
		t.Fatal(err)
	}
	second := time.Date(2026, 1, 2, 2, 4, 5, 0, time.UTC)
	want := podlife.PodStatus{Phase: podlife.PodPending, QOSClass: lifecycle.QOSBestEffort, Conditions: []podlife.Condition{{
		Type: podlife.PodScheduled, Status: podlife.ConditionFalse, LastTransitionTime: second,
		Reason: "SchedulingGated", Message: "Scheduling is blocked due to non-empty scheduling gates",
	}}}
	if diff := cmp.Diff(want, got.Status); diff != "" {
		t.Errorf("status (-want +got):\n%s", diff)
	}
	if got.UID != "new" || got.Generation != 1 || got.IsDeleted() || len(got.OwnerReferences) != 1 || len(got.Annotations) != 1 || got.CreationTimestamp != second {
		t.Errorf("got %+v", got.ObjectMeta)
	}
	for version, want := range map[string]error{"": nil, "0": nil, "odd": nil, "7": lifecycle.ErrResourceVersion} {
		p.ResourceVersion = version
		got, err := lifecycle.Admit(p, lifecycle.AdmitOptions{}, now)
		if !errors.Is(err, want) || err == nil && got.ResourceVersion != "" {
			t.Errorf("resource version %q: got %+v, %v, want %v", version, got, err, want)
		}
	}
}

// Nil is an empty Pod, and refused as one.
func TestAdmitNil(t *testing.T) {
	_, err := lifecycle.Admit(nil, lifecycle.AdmitOptions{}, time.Time{})
	_, want := lifecycle.Admit(&podlife.Pod{}, lifecycle.AdmitOptions{}, time.Time{})
	if err == nil || err.Error() != want.Error() {
		t.Errorf("got %v, want %v", err, want)
	}
}

func BenchmarkAdmit(b *testing.B) {
	for name, text := range map[string]string{
		"pod=least": web,
		"pod=usual": `"nodeSelector":{"disk":"ssd"},"initContainers":[{"name":"migrate","image":"a"}],"containers":[{"name":"web","image":"a",` +
			`"ports":[{"name":"http","containerPort":80}],"livenessProbe":{"httpGet":{"port":"http"}},` +
			`"resources":{"limits":{"memory":"1Gi"},"requests":{"cpu":"500m"}}}]`,
	} {
		p := parsePod(b, `{"kind":"Pod","metadata":{"name":"web"},"spec":{`+text+`}}`)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := lifecycle.Admit(p, lifecycle.AdmitOptions{}, time.Time{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
