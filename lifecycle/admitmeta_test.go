package lifecycle_test

import (
	"strings"
	"testing"
)

// What may stand in the metadata.
func TestAdmitMeta(t *testing.T) {
	checkJudged(t, []judged{
		{"a key of an annotation", `"name":"web","annotations":{"A.com/B":"any text","a b":""}`, web, []string{
			`metadata.annotations: Invalid value: "a b": name part ` + wordRule,
		}},
		{"annotations that are long enough", `"name":"web","annotations":{"a":"` + strings.Repeat("a", 262143) + `"}`, web, nil},
		{"annotations that are too long", `"name":"web","annotations":{"a":"` + strings.Repeat("a", 262143) + `","b":""}`, web, []string{
			`metadata.annotations: Too long: may not be more than 262144 bytes`,
		}},
		{"an owner without an API version", `"name":"web","ownerReferences":[{"kind":"A","name":"a","uid":"1"}]`, web, []string{
			`metadata.ownerReferences[0].apiVersion: Required value: must not be empty`,
		}},
		{"owners called Event", `"name":"web","ownerReferences":[{"apiVersion":"events.k8s.io/v1","kind":"Event","name":"a","uid":"1"},{"apiVersion":"v1beta1","kind":"Event","name":"a","uid":"2"},{"apiVersion":"v1","kind":"Node","name":"a","uid":"3"}]`, web, nil},
		{"finalizers", `"name":"web","finalizers":["kubernetes","orphan","example.com/mine"]`, web, nil},
		{"the other finalizer", `"name":"web","finalizers":["foregroundDeletion","a/b/c"]`, web, []string{
			`metadata.finalizers: Invalid value: "a/b/c": a valid label key ` + wordRule,
		}},
		{"the cost of a deletion", `"name":"web","annotations":{"controller.kubernetes.io/pod-deletion-cost":"-10"}`, web, nil},
		{"a cost of nothing", `"name":"web","annotations":{"controller.kubernetes.io/pod-deletion-cost":"0"}`, web, nil},
		{"a cost with a sign", `"name":"web","annotations":{"controller.kubernetes.io/pod-deletion-cost":"+1"}`, web, []string{
			`metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "+1": must be a 32bit integer`,
		}},
		{"a cost that is too high", `"name":"web","annotations":{"controller.kubernetes.io/pod-deletion-cost":"2147483648"}`, web, []string{
			`metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "2147483648": must be a 32bit integer`,
		}},
		{"a mirror", `"name":"web","annotations":{"kubernetes.io/config.mirror":"x"}`, `"nodeName":"a","resourceClaims":[{"name":"gpu"}],` + web, []string{
			`[]: Forbidden: static pods do not support resource claims`,
		}},
	})
}
