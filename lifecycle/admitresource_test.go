package lifecycle_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
)

// What may be asked for.
func TestAdmitResources(t *testing.T) {
	checkJudged(t, []judged{
		{"pages of 2 MiB, and memory", "", `"containers":[{"name":"web","image":"a","resources":{"limits":{"memory":"1","hugepages-2Mi":"2Mi"}}}]`, nil},
		{"pages of 2 MiB, and cpu", "", `"containers":[{"name":"web","image":"a","resources":{"limits":{"cpu":"1","hugepages-2Mi":"2Mi"}}}]`, nil},
		{"pages alone", "", `"containers":[{"name":"web","image":"a","resources":{"limits":{"ephemeral-storage":"1","hugepages-2Mi":"2Mi"}}}]`, []string{
			`spec.containers[0].resources: Forbidden: HugePages require cpu or memory`,
		}},
		{"pages before the rest", "", `"containers":[{"name":"web","image":"a","resources":{"limits":{"hugepages-2Mi":"2Mi","memory":"1"},"requests":{"memory":"1"}}}]`, nil},
		{"fewer pages than the limit", "", `"containers":[{"name":"web","image":"a","resources":{"limits":{"memory":"1","hugepages-2Mi":"4Mi"},"requests":{"hugepages-2Mi":"2Mi"}}}]`, []string{
			`spec.containers[0].resources.requests: Invalid value: "2Mi": must be equal to hugepages-2Mi limit of 4Mi`,
		}},
		{"sizes that are none", "", `"containers":[{"name":"web","image":"a","resources":{"limits":{"cpu":"1","hugepages-0":"1","hugepages-500m":"1","hugepages-big":"1"}}}]`, []string{
			`spec.containers[0].resources.limits[hugepages-0]: Invalid value: "1": 1 is not positive integer multiple of hugepages-0`,
			`spec.containers[0].resources.limits[hugepages-500m]: Invalid value: "1": 1 is not positive integer multiple of hugepages-500m`,
			`spec.containers[0].resources.limits[hugepages-big]: Invalid value: "1": 1 is not positive integer multiple of hugepages-big`,
			`spec.containers[0].resources.requests[hugepages-0]: Invalid value: "1": 1 is not positive integer multiple of hugepages-0`,
			`spec.containers[0].resources.requests[hugepages-500m]: Invalid value: "1": 1 is not positive integer multiple of hugepages-500m`,
			`spec.containers[0].resources.requests[hugepages-big]: Invalid value: "1": 1 is not positive integer multiple of hugepages-big`,
		}},
		{"nothing of something", "", `"containers":[{"name":"web","image":"a","resources":{"limits":{"cpu":"0","example.com/gpu":"0"}}}]`, nil},
		{"names", "", `"containers":[{"name":"web","image":"a","resources":{"limits":{"a b":"1","pods":"1500m","requests.cpu":"1","requests.example.com/gpu":"1","example.com/gpu":"1","kubernetes.io/fast":"1"}}}]`, []string{
			`spec.containers[0].resources.limits[a b]: Invalid value: "a b": name part ` + wordRule,
			`spec.containers[0].resources.limits[a b]: Invalid value: "a b": must be a standard resource for containers`,
			`spec.containers[0].resources.limits[pods]: Invalid value: "pods": must be a standard resource for containers`,
			`spec.containers[0].resources.limits[pods]: Invalid value: "1500m": must be an integer`,
			`spec.containers[0].resources.limits[requests.cpu]: Invalid value: "requests.cpu": must be a standard resource for containers`,
			`spec.containers[0].resources.limits[requests.example.com/gpu]: Invalid value: "requests.example.com/gpu": doesn't follow extended resource name standard`,
			`spec.containers[0].resources.requests[a b]: Invalid value: "a b": name part ` + wordRule,
			`spec.containers[0].resources.requests[a b]: Invalid value: "a b": must be a standard resource for containers`,
			`spec.containers[0].resources.requests[pods]: Invalid value: "pods": must be a standard resource for containers`,
			`spec.containers[0].resources.requests[pods]: Invalid value: "1500m": must be an integer`,
			`spec.containers[0].resources.requests[requests.cpu]: Invalid value: "requests.cpu": must be a standard resource for containers`,
			`spec.containers[0].resources.requests[requests.example.com/gpu]: Invalid value: "requests.example.com/gpu": doesn't follow extended resource name standard`,
		}},
		{"names for the Pod as a whole", "", `"resources":{"requests":{"a b":"1","disk":"1","ephemeral-storage":"1","cpu":"1"}},` + web, []string{
			`spec.resources.requests[a b]: Invalid value: "a b": name part ` + wordRule,
			`spec.resources.requests[disk]: Invalid value: "disk": must be a standard resource type or fully qualified`,
			`spec.resources.requests[ephemeral-storage]: Unsupported value: "ephemeral-storage": supported values: "cpu", "hugepages-", "memory"`,
		}},
		{"claims of a container", "", `"resourceClaims":[{"name":"net","resourceClaimName":"a"},{"name":"gpu","resourceClaimTemplateName":"b"}],"containers":[{"name":"web","image":"a","resources":{"claims":[{"name":"gpu","request":"a"},{"name":"gpu","request":"b"},{"name":"net"}]}}]`, nil},
		{"claims that are named twice", "", `"resourceClaims":[{"name":"net","resourceClaimName":"a"},{"name":"gpu","resourceClaimName":"a"}],"containers":[{"name":"web","image":"a","resources":{"claims":[{"name":"gpu","request":"a"},{"name":"gpu","request":"a"},{"name":"gpu"},{"name":"net"},{"name":"net"},{"name":"net","request":"A"}]}}]`, []string{
			`spec.containers[0].resources.claims[1]: Duplicate value: "gpu/a"`,
			`spec.containers[0].resources.claims[2]: Duplicate value: "gpu"`,
			`spec.containers[0].resources.claims[4]: Duplicate value: "net"`,
			`spec.containers[0].resources.claims[5]: Duplicate value: "net"`,
		}},
		{"claims that are not there", "", `"resourceClaims":[{"name":"net","resourceClaimName":"a"},{"name":"gpu","resourceClaimName":"a"}],"containers":[{"name":"web","image":"a","resources":{"claims":[{},{"name":"none","request":"A"}]}}]`, []string{
			`spec.containers[0].resources.claims[0]: Required value`,
			`spec.containers[0].resources.claims[1].request: Invalid value: "A": ` + labelRule,
			`spec.containers[0].resources.claims[1]: Not found: "none": must be one of the names in pod.spec.resourceClaims: gpu, net`,
		}},
		{"claims of the Pod", "", `"resourceClaims":[{"resourceClaimName":"a"},{"name":"A","resourceClaimName":"B"}],` + web, []string{
			`spec.resourceClaims[0].name: Required value`,
			`spec.resourceClaims[1].name: Invalid value: "A": ` + labelRule,
			`spec.resourceClaims[1].resourceClaimName: Invalid value: "B": ` + subdomainRule,
		}},
		{"claims as a whole", "", `"resources":{"claims":[]},` + web, []string{
			`spec.resources.claims: Forbidden: claims may not be set for Resources at pod-level`,
		}},
		{"the Pod asks for as much as its containers", "", `"resources":{"requests":{"cpu":"1"},"limits":{"cpu":"1","memory":"1","hugepages-2Mi":"2Mi"}},"containers":[{"name":"web","image":"a","resources":{"requests":{"cpu":"1"},"limits":{"cpu":"1","hugepages-2Mi":"2Mi"}}}]`, nil},
		{"fewer pages than its containers", "", `"resources":{"limits":{"memory":"1","hugepages-2Mi":"2Mi"}},"containers":[{"name":"web","image":"a","resources":{"limits":{"cpu":"1","hugepages-2Mi":"2Mi"}}},{"name":"db","image":"a","resources":{"limits":{"cpu":"1","hugepages-2Mi":"2Mi"}}}]`, []string{
			`spec.resources.requests[hugepages-2Mi]: Invalid value: "2Mi": must be greater than or equal to aggregate container requests of 4Mi`,
			`spec.resources.limits[hugepages-2Mi]: Invalid value: "2Mi": must be greater than or equal to aggregate container limits of 4Mi`,
		}},
		{"pages without a limit of all", "", `"resources":{"requests":{"cpu":"1","hugepages-2Mi":"4Mi"}},"containers":[{"name":"web","image":"a","resources":{"limits":{"cpu":"1","hugepages-2Mi":"2Mi"}}},{"name":"db","image":"a"}]`, []string{
			`spec.resources.limits: Required value: Limit must be set for non overcommitable resources`,
		}},
	})
}

// What a Pod asks for as a whole is completed from what its containers ask for.
func TestAdmitPodResources(t *testing.T) {
	asks := func(name, resources string) string {
		return fmt.Sprintf(`{"name":%q,"image":"a","resources":{%s}}`, name, resources)
	}
	cpu := func(name, cores string) string { return asks(name, `"requests":{"cpu":"`+cores+`"}`) }
	sidecar := `{"name":"log","image":"a","restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}}`
	pages := func(name string) string { return asks(name, `"limits":{"cpu":"1","hugepages-2Mi":"2Mi"}`) }
	for _, c := range []struct{ name, resources, init, main, want, class string }{
		{"nothing", ``, ``, asks("web", `"limits":{"cpu":"1","memory":"1"}`), ``, lifecycle.QOSGuaranteed},
		{"the sum", `"requests":{"memory":"9"}`, sidecar, cpu("web", "1") + "," + cpu("db", "1"), `"requests":{"cpu":"3","memory":"9"}`, lifecycle.QOSBurstable},
		{
			"the worst moment", `"requests":{"memory":"9"}`, cpu("early", "5") + "," + sidecar + "," + cpu("late", "5") + "," + cpu("last", "2"),
			cpu("web", "1") + "," + cpu("db", "1"), `"requests":{"cpu":"6","memory":"9"}`, lifecycle.QOSBurstable,
		},
		{"requests from limits", `"limits":{"cpu":"2"}`, ``, asks("web", ``), `"requests":{"cpu":"2"},"limits":{"cpu":"2"}`, lifecycle.QOSBurstable},
		{"only what a whole Pod can have", `"requests":{"cpu":"1"}`, ``, asks("web", `"requests":{"ephemeral-storage":"1"}`), `"requests":{"cpu":"1"}`, lifecycle.QOSBurstable},
		{"pages", `"requests":{"cpu":"1"}`, ``, pages("web"), `"requests":{"cpu":"1","hugepages-2Mi":"2Mi"},"limits":{"cpu":"1","hugepages-2Mi":"2Mi"}`, lifecycle.QOSBurstable},
		{"pages that are requested", `"requests":{"cpu":"1","hugepages-2Mi":"4Mi"}`, ``, pages("web"), `"requests":{"cpu":"1","hugepages-2Mi":"4Mi"},"limits":{"cpu":"1","hugepages-2Mi":"4Mi"}`, lifecycle.QOSBurstable},
		{
			"pages that are limited", `"requests":{"hugepages-2Mi":"4Mi"},"limits":{"cpu":"1","hugepages-2Mi":"4Mi"}`, ``, pages("web"),
			`"requests":{"cpu":"1","hugepages-2Mi":"4Mi"},"limits":{"cpu":"1","hugepages-2Mi":"4Mi"}`, lifecycle.QOSBurstable,
		},
		{"a container without a limit", `"requests":{"cpu":"3"}`, ``, asks("web", `"limits":{"cpu":"1"}`) + "," + asks("db", ``), `"requests":{"cpu":"3"}`, lifecycle.QOSBurstable},
		{"a guarantee for all", `"limits":{"cpu":"1","memory":"1"}`, ``, asks("web", ``), `"requests":{"cpu":"1","memory":"1"},"limits":{"cpu":"1","memory":"1"}`, lifecycle.QOSGuaranteed},
		{"memory alone", `"limits":{"memory":"1"}`, ``, asks("web", ``), `"requests":{"memory":"1"},"limits":{"memory":"1"}`, lifecycle.QOSBurstable},
	} {
		t.Run(c.name, func(t *testing.T) {
			pod := func(resources string) string {
				return fmt.Sprintf(`{"kind":"Pod","metadata":{"name":"web"},"spec":{"resources":{%s},"initContainers":[%s],"containers":[%s]}}`, resources, c.init, c.main)
			}
			got, err := lifecycle.Admit(parsePod(t, pod(c.resources)), lifecycle.AdmitOptions{}, podtest.Epoch())
			if err != nil {
				t.Fatal(err)
			}
			have, _ := json.Marshal(got.Spec.Resources)
			want, _ := json.Marshal(parsePod(t, pod(c.want)).Spec.Resources)
			if string(have) != string(want) || got.Status.QOSClass != c.class {
				t.Errorf("got %s, %s, want %s, %s", have, got.Status.QOSClass, want, c.class)
			}
		})
	}
}
