package lifecycle

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// The rules for names return what a text breaks of them, in the API server's
// words: nothing for a good one.
//
// Source: apimachinery v0.37 pkg/api/validate/content and pkg/util/validation.

const (
	dnsLabelFormat     = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
	dnsSubdomainFormat = dnsLabelFormat + `(\.` + dnsLabelFormat + ")*"
	labelKeyFormat     = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
)

// mustMatch is the text about a regular expression, with examples.
func mustMatch(rule, format string, examples ...string) string {
	return fmt.Sprintf("%s (e.g. '%s', regex used for validation is '%s')", rule, strings.Join(examples, "',  or '"), format)
}

// dnsLabelFaults is for names of containers, volumes, namespaces and the like.
func dnsLabelFaults(s string) []string {
	var out []string
	if len(s) > 63 {
		out = append(out, "must be no more than 63 characters")
	}
	switch {
	case isDNSLabel(s):
	case isDNSSubdomain(s):
		out = append(out, "must not contain dots")
	default:
		out = append(out, mustMatch("a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "+
			"and must start and end with an alphanumeric character", dnsLabelFormat, "my-name", "123-abc"))
	}
	return out
}

// dnsSubdomainFaults is for names of objects. unit is what the text counts in:
// both "characters" and "bytes" occur.
func dnsSubdomainFaults(s, unit string) []string {
	var out []string
	if len(s) > 253 {
		out = append(out, "must be no more than 253 "+unit)
	}
	if !isDNSSubdomain(s) {
		out = append(out, mustMatch("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "+
			"and must start and end with an alphanumeric character", dnsSubdomainFormat, "example.com"))
	}
	return out
}

// objectNameFaults is dnsSubdomainFaults as most fields want it.
func objectNameFaults(s string) []string { return dnsSubdomainFaults(s, "characters") }

// namePrefixFaults is objectNameFaults for a name that something will follow, so
// that it may end in a dash. The API server takes the letter before that dash
// away too, and so never looks at it.
//
// Source: apimachinery v0.37 pkg/api/validation/generic.go, maskTrailingDash.
func namePrefixFaults(s string) []string {
	if len(s) > 1 && strings.HasSuffix(s, "-") {
		s = s[:len(s)-2] + "a"
	}
	return objectNameFaults(s)
}

// labelKeyFaults is for keys of labels, taints and annotations, names of gates
// and of resources: a name after an optional domain.
func labelKeyFaults(s string) []string {
	rule := "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
	examples := []string{"MyName", "my.name", "123-abc"}
	var out []string
	domain, name, hasDomain := strings.Cut(s, "/")
	switch {
	case strings.Contains(name, "/"):
		return []string{"a valid label key " + mustMatch(rule, labelKeyFormat, examples...) +
			" with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"}
	case !hasDomain:
		name = domain
	case domain == "":
		out = append(out, "prefix part must be non-empty")
	default:
		for _, text := range dnsSubdomainFaults(domain, "bytes") {
			out = append(out, "prefix part "+text)
		}
	}
	if name == "" {
		out = append(out, "name part must be non-empty")
	} else if len(name) > 63 {
		out = append(out, "name part must be no more than 63 bytes")
	}
	if !isLabelWord(name) {
		out = append(out, "name part "+mustMatch(rule, labelKeyFormat, examples...))
	}
	return out
}

// labelValueFaults is for values of labels, which may be empty.
func labelValueFaults(s string) []string {
	var out []string
	if len(s) > 63 {
		out = append(out, "must be no more than 63 bytes")
	}
	if s != "" && !isLabelWord(s) {
		out = append(out, mustMatch("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "+
			"and must start and end with an alphanumeric character", "("+labelKeyFormat+")?", "MyValue", "my_value", "12345"))
	}
	return out
}

// portNameFaults is for names of ports, of which it asks several things at once.
func portNameFaults(s string) []string {
	var out []string
	must := func(ok bool, text string) {
		if !ok {
			out = append(out, text)
		}
	}
	isOther := func(r rune) bool { return !isLower(r) && !isDigit(r) && r != '-' }
	must(len(s) <= 15, "must be no more than 15 characters")
	must(!strings.ContainsFunc(s, isOther), "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
	must(strings.ContainsFunc(s, isLower), "must contain at least one letter (a-z)")
	must(!strings.Contains(s, "--"), "must not contain consecutive hyphens")
	must(!strings.HasPrefix(s, "-") && !strings.HasSuffix(s, "-"), "must not begin or end with a hyphen")
	return out
}

// The letters and digits of ASCII, of which names are made.

func isLower(r rune) bool    { return 'a' <= r && r <= 'z' }
func isDigit(r rune) bool    { return '0' <= r && r <= '9' }
func isAlphaNum(r rune) bool { return isLower(r) || 'A' <= r && r <= 'Z' || isDigit(r) }

// isDNSLabel reports whether s matches dnsLabelFormat.
func isDNSLabel(s string) bool {
	isOther := func(r rune) bool { return !isLower(r) && !isDigit(r) && r != '-' }
	return s != "" && s[0] != '-' && s[len(s)-1] != '-' && !strings.ContainsFunc(s, isOther)
}

// isDNSSubdomain reports whether s matches dnsSubdomainFormat.
func isDNSSubdomain(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if !isDNSLabel(label) {
			return false
		}
	}
	return true
}

// isLabelWord reports whether s matches labelKeyFormat.
func isLabelWord(s string) bool {
	isOther := func(r rune) bool { return !isAlphaNum(r) && !strings.ContainsRune("-_.", r) }
	return s != "" && isAlphaNum(rune(s[0])) && isAlphaNum(rune(s[len(s)-1])) && !strings.ContainsFunc(s, isOther)
}

// isISCSIName reports whether s, which begins with iqn, eui or naa, is right in
// the rest. Behind an iqn nothing is asked of what comes before the date.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, iscsiInitiatorIqnRegex
// and its kin.
func isISCSIName(s string) bool {
	isOther := func(r rune) bool { return !isAlphaNum(r) }
	kind, rest := s[:3], s[3:]
	if kind == "iqn" {
		return hasQualifiedName(s)
	}
	first, size := utf8.DecodeRuneInString(rest)
	want := 16
	if kind == "naa" {
		want = 32
	}
	return size > 0 && first != '\n' && len(rest)-size == want && !strings.ContainsFunc(rest[size:], isOther)
}

// hasQualifiedName reports whether some end of s reads iqn.2001-04.host:name.
func hasQualifiedName(s string) bool {
	isForeign := func(r rune) bool { return !isAlphaNum(r) && r != '-' && r != '.' }
	for {
		_, rest, ok := strings.Cut(s, "iqn.")
		if !ok {
			return false
		}
		name, isDated := cutDate(rest)
		host, path, hasPath := strings.Cut(name, ":")
		if isDated && hasPath && host != "" && path != "" &&
			!strings.ContainsFunc(host, isForeign) && !strings.ContainsAny(path, ",;*&$|\t\n\f\r ") {
			return true
		}
		s = rest
	}
}

// cutDate cuts "2001-04." off s, if s begins so.
func cutDate(s string) (rest string, ok bool) {
	const form = "0000-00."
	if len(s) < len(form) {
		return s, false
	}
	for i := range len(form) {
		if form[i] == '0' && !isDigit(rune(s[i])) || form[i] != '0' && s[i] != form[i] {
			return s, false
		}
	}
	return s[len(form):], true
}
