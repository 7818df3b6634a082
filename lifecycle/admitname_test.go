package lifecycle_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
)

// detailsAt are what is said of one field of a Pod that is otherwise right.
func detailsAt(t *testing.T, field string, change func(*podlife.Pod)) []string {
	t.Helper()
	p := parsePod(t, `{"kind":"Pod","metadata":{"name":"web"},"spec":{`+web+`}}`)
	change(p)
	_, err := lifecycle.Admit(p, lifecycle.AdmitOptions{}, podtest.Epoch())
	if err == nil {
		return nil
	}
	var first *probe.FieldError
	var invalid *lifecycle.InvalidError
	if !errors.As(err, &first) || !errors.As(err, &invalid) || first != invalid.Fields[0] {
		t.Fatalf("got %v", err)
	}
	var out []string
	for _, f := range invalid.Fields {
		if f.Field != field {
			t.Fatalf("about %s: %v", f.Field, f)
		}
		detail, _, _ := strings.Cut(f.Detail, " (") // before the examples
		out = append(out, detail)
	}
	return out
}

// What names of different kinds must be.
func TestAdmitNameRules(t *testing.T) {
	long := strings.Repeat("a", 64)
	domain := strings.Repeat("a.", 127) + "a"
	badWord := "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
	badDomain := "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
	for _, c := range []struct {
		name, field string
		set         func(p *podlife.Pod, text string)
		want        map[string][]string
	}{
		{"object", "metadata.name", func(p *podlife.Pod, text string) { p.Name = text }, map[string][]string{
			"a.b-1": nil, "0": nil, domain[2:]: nil, domain: {"must be no more than 253 characters"}, "a..b": {badDomain}, "-a": {badDomain}, "a\n": {badDomain},
		}},
		{"prefix", "metadata.generateName", func(p *podlife.Pod, text string) { p.GenerateName = text }, map[string][]string{
			"a-": nil, "A-": nil, "-": {badDomain}, "a%-": {"may not contain '%'"},
		}},
		{"namespace", "metadata.namespace", func(p *podlife.Pod, text string) { p.Namespace = text }, map[string][]string{
			"a-1": nil, long[1:]: nil, "a.b": {"must not contain dots"}, long: {"must be no more than 63 characters"},
			long + ".": {"must be no more than 63 characters", strings.ReplaceAll(strings.ReplaceAll(badDomain, "subdomain", "label"), "characters, '-' or '.'", "characters or '-'")},
		}},
		{"key", "metadata.labels", func(p *podlife.Pod, text string) { p.Labels = map[string]string{text: ""} }, map[string][]string{
			"A_b.c": nil, "Z-9": nil, long[1:]: nil, "example.com/a": nil, domain[2:] + "/a": nil, "a/b/c": {"a valid label key " + badWord}, "/a": {"prefix part must be non-empty"},
			"a/": {"name part must be non-empty", "name part " + badWord}, "A/a": {"prefix part " + badDomain},
			long: {"name part must be no more than 63 bytes"}, domain + "/a": {"prefix part must be no more than 253 bytes"}, "a-": {"name part " + badWord},
		}},
		{"value", "metadata.labels", func(p *podlife.Pod, text string) { p.Labels = map[string]string{"a": text} }, map[string][]string{
			"": nil, "A_b.c": nil, long[1:]: nil, long: {"must be no more than 63 bytes"},
			"a b": {"a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"},
		}},
		{"port", "spec.containers[0].ports[0].name", func(p *podlife.Pod, text string) {
			p.Spec.Containers[0].Ports = []podlife.ContainerPort{{Name: text, ContainerPort: 1}}
		}, map[string][]string{
			"http-1": nil, "fifteen-letter1": nil, "1": {"must contain at least one letter"}, "a--b": {"must not contain consecutive hyphens"},
			"-a": {"must not begin or end with a hyphen"}, "A": {"must contain only alpha-numeric characters", "must contain at least one letter"},
			"sixteen-letters1": {"must be no more than 15 characters"},
		}},
		{"iscsi", "spec.volumes[0].iscsi.iqn", func(p *podlife.Pod, text string) {
			p.Spec.Volumes = []podlife.Volume{{Name: "disk", ISCSI: &podlife.ISCSIVolumeSource{TargetPortal: "a", IQN: text}}}
		}, map[string][]string{
			"iqn.2001-04.com.example:disk": nil, "iqn?iqn.2001-04.com:a:b": nil, "eui.0123456789ABCDEF": nil, "naa.0123456789ABCDEF0123456789abcdef": nil,
			"other": {"must be valid format starting with iqn, eui, or naa"}, "iqn": {"must be valid format"}, "iqn.2001.04.com:a": {"must be valid format"},
			"iqn.2001-04.com:a b": {"must be valid format"}, "iqn.2001-04.com_b:a": {"must be valid format"}, "eui\n0123456789ABCDEF": {"must be valid format"}, "eui": {"must be valid format"}, "eui.0123": {"must be valid format"}, "naa.0123456789ABCDEF": {"must be valid format"},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for text, want := range c.want {
				got := detailsAt(t, c.field, func(p *podlife.Pod) { c.set(p, text) })
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%q (-want +got):\n%s", text, diff)
				}
			}
		})
	}
}
