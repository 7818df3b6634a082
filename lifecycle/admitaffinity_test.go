package lifecycle_test

import (
	"testing"
)

// What may stand in an affinity, and in the selectors in it.
func TestAdmitAffinity(t *testing.T) {
	const required, preferred = "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
	checkJudged(t, []judged{
		{"values that suit their operators", "", `"affinity":{"nodeAffinity":{"` + required + `":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"In","values":["b"]},{"key":"a","operator":"NotIn","values":["b","c"]},{"key":"a","operator":"Exists"},{"key":"a","operator":"DoesNotExist"},{"key":"a","operator":"Gt","values":["1"]},{"key":"a","operator":"Lt","values":["1"]}],"matchFields":[{"key":"metadata.name","operator":"In","values":["a"]},{"key":"metadata.name","operator":"NotIn","values":["a"]}]}]}}},` + web, nil},
		{"values that do not", "", `"affinity":{"nodeAffinity":{"` + required + `":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"In"},{"key":"a","operator":"NotIn"},{"key":"a","operator":"Exists","values":["b"]},{"key":"a","operator":"DoesNotExist","values":["b"]},{"key":"a","operator":"Gt"},{"key":"a","operator":"Lt","values":["1","2"]}]}]}}},` + web, []string{
			`spec.affinity.nodeAffinity.` + required + ".nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
			`spec.affinity.nodeAffinity.` + required + ".nodeSelectorTerms[0].matchExpressions[1].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
			`spec.affinity.nodeAffinity.` + required + ".nodeSelectorTerms[0].matchExpressions[2].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
			`spec.affinity.nodeAffinity.` + required + ".nodeSelectorTerms[0].matchExpressions[3].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
			`spec.affinity.nodeAffinity.` + required + ".nodeSelectorTerms[0].matchExpressions[4].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
			`spec.affinity.nodeAffinity.` + required + ".nodeSelectorTerms[0].matchExpressions[5].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
		}},
		{"no operator, no key, no label", "", `"affinity":{"nodeAffinity":{"` + required + `":{"nodeSelectorTerms":[{"matchExpressions":[{"values":["a b"]}]}]}}},` + web, []string{
			`spec.affinity.nodeAffinity.` + required + `.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "": not a valid selector operator`,
			`spec.affinity.nodeAffinity.` + required + `.nodeSelectorTerms[0].matchExpressions[0].key: Invalid value: "": name part must be non-empty`,
			`spec.affinity.nodeAffinity.` + required + `.nodeSelectorTerms[0].matchExpressions[0].key: Invalid value: "": name part ` + wordRule,
			`spec.affinity.nodeAffinity.` + required + `.nodeSelectorTerms[0].matchExpressions[0].values[0]: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
		}},
		{"names of nodes", "", `"affinity":{"nodeAffinity":{"` + required + `":{"nodeSelectorTerms":[{"matchFields":[{"key":"metadata.name","operator":"In","values":["a","b"]},{"key":"metadata.name","operator":"NotIn","values":["A"]},{"key":"metadata.name","operator":"Exists"}]}]}}},` + web, []string{
			`spec.affinity.nodeAffinity.` + required + ".nodeSelectorTerms[0].matchFields[0].values: Required value: must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
			`spec.affinity.nodeAffinity.` + required + `.nodeSelectorTerms[0].matchFields[1].values[0]: Invalid value: "A": ` + subdomainRule,
			`spec.affinity.nodeAffinity.` + required + `.nodeSelectorTerms[0].matchFields[2].operator: Invalid value: "Exists": not a valid selector operator`,
		}},
		{"a wish is less strict", "", `"affinity":{"nodeAffinity":{"` + preferred + `":[{"weight":1,"preference":{"matchExpressions":[{"key":"a","operator":"In","values":["a b"]}]}},{"weight":100,"preference":{"matchExpressions":[{"key":"a b","operator":"Exists"}]}}]}},` + web, []string{
			`spec.affinity.nodeAffinity.` + preferred + `[1].preference.matchExpressions[0].key: Invalid value: "a b": name part ` + wordRule,
		}},
		{"weights", "", `"affinity":{"nodeAffinity":{"` + preferred + `":[{"weight":101,"preference":{}}]},"podAntiAffinity":{"` + preferred + `":[{"weight":0,"podAffinityTerm":{"topologyKey":"zone"}},{"weight":1,"podAffinityTerm":{"topologyKey":"zone"}},{"weight":100,"podAffinityTerm":{}}]}},` + web, []string{
			`spec.affinity.nodeAffinity.` + preferred + `[0].weight: Invalid value: 101: must be in the range 1-100`,
			`spec.affinity.podAntiAffinity.` + preferred + `[0].weight: Invalid value: 0: must be in the range 1-100`,
			`spec.affinity.podAntiAffinity.` + preferred + `[2].podAffinityTerm.topologyKey: Required value: can not be empty`,
			`spec.affinity.podAntiAffinity.` + preferred + `[2].podAffinityTerm.topologyKey: Invalid value: "": name part must be non-empty`,
			`spec.affinity.podAntiAffinity.` + preferred + `[2].podAffinityTerm.topologyKey: Invalid value: "": name part ` + wordRule,
		}},
		{"selectors", "", `"affinity":{"podAffinity":{"` + required + `":[{"topologyKey":"zone","labelSelector":{"matchLabels":{"a b":"c"},"matchExpressions":[{"key":"a","operator":"Gt","values":["1"]},{"key":"a","operator":"Lt","values":["1"]},{"key":"a/b/c","operator":"In"}]},"namespaceSelector":{"matchExpressions":[{"key":"a","operator":"Exists","values":["a b"]}]}}]}},` + web, []string{
			`spec.affinity.podAffinity.` + required + `[0].labelSelector.matchLabels: Invalid value: "a b": name part ` + wordRule,
			`spec.affinity.podAffinity.` + required + `[0].labelSelector.matchExpressions[0].operator: Invalid value: "Gt": not a valid selector operator`,
			`spec.affinity.podAffinity.` + required + `[0].labelSelector.matchExpressions[1].operator: Invalid value: "Lt": not a valid selector operator`,
			`spec.affinity.podAffinity.` + required + "[0].labelSelector.matchExpressions[2].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
			`spec.affinity.podAffinity.` + required + `[0].labelSelector.matchExpressions[2].key: Invalid value: "a/b/c": a valid label key ` + wordRule,
			`spec.affinity.podAffinity.` + required + "[0].namespaceSelector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
			`spec.affinity.podAffinity.` + required + `[0].namespaceSelector.matchExpressions[0].values[0]: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
		}},
		{"keys without a selector", "", `"affinity":{"podAffinity":{"` + required + `":[{"topologyKey":"zone","matchLabelKeys":["app"],"mismatchLabelKeys":["app"]}]}},` + web, []string{
			`spec.affinity.podAffinity.` + required + `[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set`,
			`spec.affinity.podAffinity.` + required + `[0].mismatchLabelKeys: Forbidden: must not be specified when labelSelector is not set`,
			`spec.affinity.podAffinity.` + required + `[0].matchLabelKeys[0]: Invalid value: "app": exists in both matchLabelKeys and mismatchLabelKeys`,
		}},
		{"keys that are none, and one in both lists", "", `"affinity":{"podAffinity":{"` + required + `":[{"topologyKey":"zone","labelSelector":{},"matchLabelKeys":["a b","tier"],"mismatchLabelKeys":["c d","tier"]}]}},` + web, []string{
			`spec.affinity.podAffinity.` + required + `[0].matchLabelKeys[0]: Invalid value: "a b": name part ` + wordRule,
			`spec.affinity.podAffinity.` + required + `[0].mismatchLabelKeys[0]: Invalid value: "c d": name part ` + wordRule,
			`spec.affinity.podAffinity.` + required + `[0].matchLabelKeys[1]: Invalid value: "tier": exists in both matchLabelKeys and mismatchLabelKeys`,
		}},
		{"a key that the selector has", `"name":"web","labels":{"app":"web","tier":"front"}`, `"affinity":{"podAffinity":{"` + required + `":[{"topologyKey":"zone","labelSelector":{"matchExpressions":[{"key":"app","operator":"Exists"}]},"matchLabelKeys":["tier","app"]}]}},` + web, []string{
			`spec.affinity.podAffinity.` + required + `[0][1]: Invalid value: "app": exists in both matchLabelKeys and labelSelector`,
		}},
		{"constraints alike", "", `"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","minDomains":1,"nodeAffinityPolicy":"Honor"},{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway"},{"maxSkew":1,"topologyKey":"host","whenUnsatisfiable":"DoNotSchedule"}],` + web, nil},
		{"constraints", "", `"topologySpreadConstraints":[{"maxSkew":1,"whenUnsatisfiable":"Maybe","nodeAffinityPolicy":"Odd"},{"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"DoNotSchedule","minDomains":0,"labelSelector":{"matchLabels":{"a b":""}}}],` + web, []string{
			`spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty`,
			`spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Maybe": supported values: "DoNotSchedule", "ScheduleAnyway"`,
			`spec.topologySpreadConstraints[0].nodeAffinityPolicy: Unsupported value: "Odd": supported values: "Honor", "Ignore"`,
			`spec.topologySpreadConstraints[1].minDomains: Invalid value: 0: must be greater than zero`,
			`spec.topologySpreadConstraints[1].labelSelector.matchLabels: Invalid value: "a b": name part ` + wordRule,
		}},
	})
}
