package schedule

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// qualifiedNameProblem says why s is not a label's key. Empty: it is one.
//
// Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, IsQualifiedName.
func qualifiedNameProblem(s string) string {
	name := s
	if prefix, rest, ok := strings.Cut(s, "/"); ok {
		if !isSubdomain(prefix) || strings.Contains(rest, "/") {
			return "is not a qualified name"
		}
		name = rest
	}
	if name == "" || labelValueProblem(name) != "" {
		return "is not a qualified name"
	}
	return ""
}

// labelValueProblem says why s is not a label's value. Empty: it is one.
//
// Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, IsValidLabelValue.
func labelValueProblem(s string) string {
	if s == "" {
		return ""
	}
	if len(s) > 63 || !isAlphanumeric(s[0]) || !isAlphanumeric(s[len(s)-1]) {
		return "is not a label value"
	}
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && c != '-' && c != '_' && c != '.' {
			return "is not a label value"
		}
	}
	return ""
}

// isSubdomain reports whether s is a name as DNS has it.
//
// Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go, IsDNS1123Subdomain.
func isSubdomain(s string) bool {
	if s == "" || len(s) > 253 {
		return false
	}
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || part[0] == '-' || part[len(part)-1] == '-' {
			return false
		}
		for i := range len(part) {
			if c := part[i]; (!isAlphanumeric(c) && c != '-') || c >= 'A' && c <= 'Z' {
				return false
			}
		}
	}
	return true
}

// isAlphanumeric reports whether a byte is a letter or digit of ASCII. No other is
// in a name that the API server lets in.
func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// sortedKeys returns the keys of a map in order. No answer may depend on the order
// in which Go goes through a map.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	out := slices.AppendSeq(make([]K, 0, len(m)), maps.Keys(m))
	slices.Sort(out)
	return out
}

// integer reads a whole number of 64 bits.
func integer(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}
