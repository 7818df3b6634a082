package lifecycle_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
)

// parsePod reads one Pod from JSON.
func parsePod(t testing.TB, text string) *podlife.Pod {
	t.Helper()
	objects, err := podlife.ParseObjects([]byte(text))
	if err != nil || len(objects.Pods) != 1 {
		t.Fatalf("%s: %d Pods, %v", text, len(objects.Pods), err)
	}
	return objects.Pods[0]
}

const (
	web       = `"containers":[{"name":"web","image":"web:1"}]`
	dnsLabel  = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`
	subdomain = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`
	labelName = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`
)

// The rules for names without their examples.
const (
	wordRule      = `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`
	labelRule     = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character`
	subdomainRule = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character`
)

// judged is a new Pod, named web unless meta says so, and what is wrong with it.
type judged struct {
	name, meta, spec string
	want             []string // none: it is admitted
}

// checkJudged admits Pods. What is said of a name is compared without examples.
func checkJudged(t *testing.T, cases []judged) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			meta := c.meta
			if meta == "" {
				meta = `"name":"web"`
			}
			p := parsePod(t, fmt.Sprintf(`{"kind":"Pod","metadata":{%s},"spec":{%s}}`, meta, c.spec))
			_, err := lifecycle.Admit(p, lifecycle.AdmitOptions{}, podtest.Epoch())
			var got []string
			if invalid := (*lifecycle.InvalidError)(nil); errors.As(err, &invalid) {
				for _, f := range invalid.Fields {
					text, _, _ := strings.Cut(f.Error(), " (e.g. ")
					got = append(got, text)
				}
			} else if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAdmitRefuses(t *testing.T) {
	for _, c := range []struct {
		name, meta, spec string
		want             []string
	}{
		{"nothing at all", `"name":""`, ``, []string{
			"metadata.name: Required value: name or generateName is required",
			"spec.containers: Required value",
		}},
		{"names", `"name":"Web","generateName":"a_"`, `"nodeName":"b c","priorityClassName":"C",` + web, []string{
			`metadata.generateName: Invalid value: "a_": ` + subdomain,
			`metadata.name: Invalid value: "Web": ` + subdomain,
			`spec.nodeName: Invalid value: "b c": ` + subdomain,
			`spec.priorityClassName: Invalid value: "C": ` + subdomain,
		}},
		{"the letter before a dash", `"name":"web","generateName":"a/-"`, web, []string{
			`metadata.generateName: Invalid value: "a/-": may not contain '/'`,
		}},
		{"labels, by key", `"name":"web","labels":{"b c":"","a":"-","":"x"}`, web, []string{
			`metadata.labels: Invalid value: "": name part must be non-empty`,
			`metadata.labels: Invalid value: "": ` + labelName,
			`metadata.labels: Invalid value: "-": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
			`metadata.labels: Invalid value: "b c": ` + labelName,
		}},
		{"owners", `"name":"web","ownerReferences":[{"apiVersion":"v1","kind":"Event","name":"e","uid":"1","controller":true},{"apiVersion":"a/b/c","name":"x","uid":"2","controller":true}]`, web, []string{
			`metadata.ownerReferences[0]: Invalid value: {"apiVersion":"v1","kind":"Event","name":"e","uid":"1","controller":true}: /v1, Kind=Event is disallowed from being an owner`,
			`metadata.ownerReferences[1].apiVersion: Invalid value: "a/b/c": must be <group>/<version> or <version>`,
			`metadata.ownerReferences[1].kind: Required value: must not be empty`,
			`metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"Event","name":"e","uid":"1","controller":true},{"apiVersion":"a/b/c","kind":"","name":"x","uid":"2","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for Event/e and /x`,
		}},
		{"finalizers and annotations", `"name":"web","finalizers":["orphan","foregroundDeletion","mine"],"annotations":{"controller.kubernetes.io/pod-deletion-cost":"007","kubernetes.io/config.mirror":"x"}`, web, []string{
			`metadata.finalizers: Invalid value: ["orphan","foregroundDeletion","mine"]: finalizer orphan and foregroundDeletion cannot be both set`,
			`metadata.finalizers[2]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified`,
			`metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "x": must set spec.nodeName if mirror pod annotation is set`,
			`metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "007": must be a 32bit integer`,
		}},
		{"containers", ``, `"containers":[{"name":"web"},{"name":"web","image":" x"},{"image":"a"}],"initContainers":[{"name":"web","image":"a","livenessProbe":{"exec":{"command":["a"]}}}]`, []string{
			`spec.containers[0].image: Required value`,
			`spec.containers[1].name: Duplicate value: "web"`,
			`spec.containers[2].name: Required value`,
			`spec.initContainers[0].name: Duplicate value: "web"`,
			`spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always`,
			`spec.containers[1].image: Invalid value: " x": must not have leading or trailing whitespace`,
		}},
		{"ephemeral containers", ``, web + `,"ephemeralContainers":[{"name":"web","image":"a","targetContainerName":"db"}]`, []string{
			`spec.ephemeralContainers[0].name: Duplicate value: "web"`,
			`spec.ephemeralContainers[0].targetContainerName: Not found: "db"`,
			`spec.ephemeralContainers: Forbidden: cannot be set on create`,
		}},
		{"restart policies and rules", ``, `"restartPolicy":"Once","containers":[{"name":"web","image":"a","restartPolicy":"Maybe","restartPolicyRules":[{"action":"Stop"},{"action":"Restart","exitCodes":{"operator":"Near","values":[1]}}]},{"name":"db","image":"a","restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In"}}]}]`, []string{
			`spec.containers[0].restartPolicy: Unsupported value: "Maybe": supported values: "Always", "Never", "OnFailure"`,
			`spec.containers[0].restartPolicyRules[0].action: Unsupported value: "Stop": supported values: "Restart", "RestartAllContainers"`,
			`spec.containers[0].restartPolicyRules[0].exitCodes: Required value: must be specified`,
			`spec.containers[0].restartPolicyRules[1].exitCodes.operator: Unsupported value: "Near": supported values: "In", "NotIn"`,
			`spec.containers[1].restartPolicy: Required value: must specify restartPolicy when restart rules are used`,
			`spec.restartPolicy: Unsupported value: "Once": supported values: "Always", "OnFailure", "Never"`,
		}},
		{"too many rules", ``, `"containers":[{"name":"web","image":"a","restartPolicy":"Never","restartPolicyRules":[` + strings.Repeat(`{"action":"Restart","exitCodes":{"operator":"In"}},`, 20) + `{"action":"Restart","exitCodes":{"operator":"In"}}]}]`, []string{
			`spec.containers[0].restartPolicyRules: Too many: 21: must have at most 20 items`,
		}},
		{"probes and hooks", ``, `"terminationGracePeriodSeconds":-5,"containers":[{"name":"web","image":"a","livenessProbe":{"successThreshold":2,"tcpSocket":{"port":80}},"lifecycle":{"preStop":{"sleep":{"seconds":2}}}}]`, []string{
			`spec.containers[0].lifecycle.preStop.sleep: Invalid value: 2: must be non-negative and less than terminationGracePeriodSeconds (1)`,
			`spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1`,
		}},
		{"ports", ``, `"hostNetwork":true,"hostUsers":false,"containers":[{"name":"web","image":"a","ports":[{"name":"http","containerPort":80},{"name":"http","containerPort":80,"protocol":"tcp"},{"containerPort":65536,"hostPort":1}]}],"initContainers":[{"name":"a","image":"a"},{"name":"b","image":"b","ports":[{"containerPort":1},{"containerPort":1}]}]`, []string{
			`spec.containers[0].ports[1].name: Duplicate value: "http"`,
			`spec.containers[0].ports[1].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"`,
			`spec.containers[0].ports[2].containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive`,
			`spec.initContainers[0].ports[1].hostPort: Duplicate value: "TCP//1"`, // the API server means the second
			"spec.containers[0].ports[2].hostPort: Invalid value: 1: must match `containerPort` when `hostNetwork` is true",
			"spec.hostNetwork: Forbidden: when `hostUsers` is false",
		}},
		{"volumes and mounts", ``, `"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":""},"image":{"reference":"a"}},{"name":"disk","iscsi":{"targetPortal":"a","iqn":"iqn.2001","lun":256}}],"containers":[{"name":"web","image":"a","volumeMounts":[{"name":"data","mountPath":"/a"},{"name":"none","mountPath":"/a"}]}]`, []string{
			`spec.volumes[0].persistentVolumeClaim.claimName: Required value`,
			`spec.volumes[0].image: Forbidden: may not specify more than 1 volume type`,
			`spec.volumes[1].iscsi.iqn: Invalid value: "iqn.2001": must be valid format`,
			`spec.volumes[1].iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive`,
			`spec.containers[0].volumeMounts[0].name: Not found: "data"`,
			`spec.containers[0].volumeMounts[1].name: Not found: "none"`,
			`spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/a": must be unique`,
		}},
		{"claims made for the Pod", ``, `"volumes":[{"name":"data","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOncePod","ReadOnlyMany"]}}}},{"name":"more","persistentVolumeClaim":{"claimName":"web-data"}}],` + web, []string{
			`spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes`,
			`spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value`,
			`spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: "web-data": must not reference a PVC that gets created for an ephemeral volume`,
		}},
		{"resources", ``, `"containers":[{"name":"web","image":"a","resources":{"limits":{"cpu":"1","hugepages-2Mi":"3Mi"},"requests":{"cpu":"2","memory":"-1","example.com/gpu":"1500m","what":"1"},"claims":[{"name":"gpu"}]}}]`, []string{
			`spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi`,
			`spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1`,
			`spec.containers[0].resources.requests[example.com/gpu]: Invalid value: "1500m": must be an integer`,
			`spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources`,
			`spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi`,
			`spec.containers[0].resources.requests[memory]: Invalid value: "-1": must be greater than or equal to 0`,
			`spec.containers[0].resources.requests[what]: Invalid value: "what": must be a standard resource type or fully qualified`,
			`spec.containers[0].resources.requests[what]: Invalid value: "what": must be a standard resource for containers`,
			`spec.containers[0].resources.claims[0]: Not found: "gpu": must be one of the names in pod.spec.resourceClaims which is empty`,
		}},
		{"resources as a whole", ``, `"resources":{"requests":{"cpu":"1","storage":"1"},"limits":{"memory":"1"}},"containers":[{"name":"web","image":"a","resources":{"requests":{"cpu":"2"},"limits":{"memory":"2"}}}]`, []string{
			`spec.resources.requests: Invalid value: "2": must be less than or equal to memory limit of 1`,
			`spec.resources.requests[storage]: Unsupported value: "storage": supported values: "cpu", "hugepages-", "memory"`,
			`spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2`,
			`spec.resources.containers[0][memory].limits: Invalid value: "2": must be less than or equal to pod limits of 1`,
		}},
		{"claims", ``, `"resourceClaims":[{"name":"gpu"},{"name":"gpu","resourceClaimName":"a","resourceClaimTemplateName":"B"}],` + web, []string{
			"spec.resourceClaims[0]: Invalid value: {\"Name\":\"gpu\",\"ResourceClaimName\":null,\"ResourceClaimTemplateName\":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
			`spec.resourceClaims[1].name: Duplicate value: "gpu"`,
			"spec.resourceClaims[1]: Invalid value: {\"Name\":\"gpu\",\"ResourceClaimName\":\"a\",\"ResourceClaimTemplateName\":\"B\"}: at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
			`spec.resourceClaims[1].resourceClaimTemplateName: Invalid value: "B": ` + subdomain,
		}},
		{"tolerations", ``, `"tolerations":[{"value":"a"},{"key":"a","operator":"Exists","value":"b","effect":"NoSchedule","tolerationSeconds":5},{"key":"a","operator":"Gt","value":"5","effect":"Never"}],` + web, []string{
			"spec.tolerations[0].operator: Invalid value: \"\": operator must be Exists when `key` is empty, which means \"match all values and all keys\"",
			"spec.tolerations[1].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when `tolerationSeconds` is set",
			"spec.tolerations[1].operator: Invalid value: \"b\": value must be empty when `operator` is 'Exists'",
			`spec.tolerations[2].operator: Unsupported value: "Gt": supported values: "Equal", "Exists", "Lt", "Gt"`,
			`spec.tolerations[2].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"`,
		}},
		{"affinity", `"name":"web","labels":{"app":"web"}`, `"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[]},"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":0,"preference":{"matchFields":[{"key":"spec","operator":"Gt"}]}}]},"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"labelSelector":{"matchLabels":{"app":"web"}},"matchLabelKeys":["app"],"namespaces":["A"]}]}},` + web, []string{
			`spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term`,
			`spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100`,
			`spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchFields[0].operator: Invalid value: "Gt": not a valid selector operator`,
			`spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchFields[0].key: Invalid value: "spec": not a valid field selector key`,
			`spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace: Invalid value: "A": ` + dnsLabel,
			`spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0][0]: Invalid value: "app": exists in both matchLabelKeys and labelSelector`,
			`spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty`,
			`spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty`,
			`spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": ` + labelName,
		}},
		{"spread constraints", ``, `"topologySpreadConstraints":[{"maxSkew":0,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway","minDomains":1,"matchLabelKeys":["app"]},{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway","nodeTaintsPolicy":"Odd"}],` + web, []string{
			`spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero`,
			`spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{zone, ScheduleAnyway}"`,
			`spec.topologySpreadConstraints[0].minDomains: Invalid value: 1: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway`,
			`spec.topologySpreadConstraints[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set`,
			`spec.topologySpreadConstraints[1].nodeTaintsPolicy: Unsupported value: "Odd": supported values: "Honor", "Ignore"`,
		}},
		{"gates and the rest", ``, `"schedulingGates":[{"name":"a"},{"name":"a"}],"nodeName":"a","activeDeadlineSeconds":0,"preemptionPolicy":"Maybe","priority":1,` + web, []string{
			`spec.schedulingGates[1]: Duplicate value: "a"`,
			`spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive`,
			`spec.preemptionPolicy: Unsupported value: "Maybe": supported values: "PreemptLowerPriority", "Never"`,
			`spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.meta == "" {
				c.meta = `"name":"web"`
			}
			p := parsePod(t, fmt.Sprintf(`{"kind":"Pod","metadata":{%s},"spec":{%s}}`, c.meta, c.spec))
			_, err := lifecycle.Admit(p, lifecycle.AdmitOptions{}, podtest.Epoch())
			var invalid *lifecycle.InvalidError
			if !errors.As(err, &invalid) {
				t.Fatalf("got %v", err)
			}
			var got []string
			for _, f := range invalid.Fields {
				got = append(got, f.Error())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			list := strings.Join(c.want, ", ")
			if len(c.want) > 1 {
				list = "[" + list + "]"
			}
			if want := fmt.Sprintf("Pod %q is invalid: %s", p.Name, list); err.Error() != want {
				t.Errorf("got  %s\nwant %s", err, want)
			}
		})
	}
}

// Amounts that 64 bits do not hold are refused, where the API server accepts them by
// accident, and page sizes are, where it panics.
func TestAdmitHugePages(t *testing.T) {
	for size, want := range map[string]string{
		"2Mi": `spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "10E": 10E is not positive integer multiple of hugepages-2Mi`,
		"10E": "",
		"9E":  `spec.containers[0].resources.limits[hugepages-9E]: Invalid value: "10E": 10E is not positive integer multiple of hugepages-9E`,
	} {
		p := parsePod(t, `{"kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"web","image":"a","resources":{"limits":{"memory":"1","hugepages-`+size+`":"10E"}}}]}}`)
		_, err := lifecycle.Admit(p, lifecycle.AdmitOptions{}, podtest.Epoch())
		got := ""
		if invalid := (*lifecycle.InvalidError)(nil); errors.As(err, &invalid) {
			got = invalid.Fields[0].Error()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", size, got, want)
		}
	}
}
