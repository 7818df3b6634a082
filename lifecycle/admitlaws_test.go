package lifecycle_test

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/lawtest"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/probe"
	"pgregory.net/rapid"
)

// admitRule is Admit, or a broken one.
type admitRule func(*podlife.Pod, lifecycle.AdmitOptions, time.Time) (*podlife.Pod, error)

// newPod generates Pods to create, many of them good.
func newPod() *rapid.Generator[*podlife.Pod] {
	return rapid.Custom(func(t *rapid.T) *podlife.Pod {
		p := rapid.OneOf(goodPod(), podtest.Lifelike(), podtest.Unbound("web"), podtest.Nasty()).Draw(t, "pod")
		if rapid.Bool().Draw(t, "never stored") {
			p.ResourceVersion = ""
		}
		if rapid.IntRange(0, 3).Draw(t, "nameless") == 3 {
			p.Name, p.GenerateName = "", rapid.SampledFrom([]string{"", "web-"}).Draw(t, "generateName")
		}
		return p
	})
}

// goodPod generates Pods that the API server accepts.
func goodPod() *rapid.Generator[*podlife.Pod] {
	return rapid.Custom(func(t *rapid.T) *podlife.Pod {
		s := podtest.Spec().Draw(t, "spec")
		s.EphemeralContainers = nil // are for Pods that run
		s.HostNetwork = false       // or two containers would want one port of the node
		grace := int64(600)         // or a hook might sleep for longer
		s.TerminationGracePeriodSeconds = &grace
		return &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web", Labels: map[string]string{"app": "web"}}, Spec: s}
	})
}

// newOptions generates requests to whatever namespace.
func newOptions() *rapid.Generator[lifecycle.AdmitOptions] {
	return rapid.Custom(func(t *rapid.T) lifecycle.AdmitOptions {
		return lifecycle.AdmitOptions{
			Namespace:   rapid.SampledFrom([]string{"", "", "default", "shop"}).Draw(t, "namespace"),
			Suffix:      "x2z4v",
			NameFromUID: rapid.Bool().Draw(t, "name from UID"),
			UID:         "11111111-1111-1111-1111-111111111111",
			PriorityClasses: rapid.SampledFrom([][]*podlife.PriorityClass{nil, nil, {}, {
				{ObjectMeta: podlife.ObjectMeta{Name: "low"}, Value: -5, GlobalDefault: true, PreemptionPolicy: podlife.PreemptNever},
			}}).Draw(t, "classes"),
		}
	})
}

// admitsPurely is the law that what comes in stays as it is, and that the same comes out of
// the same.
func admitsPurely(admit admitRule) func(*rapid.T) {
	return func(t *rapid.T) {
		p, o := newPod().Draw(t, "pod"), newOptions().Draw(t, "options")
		before := p.Clone()
		first, err := admit(p, o, podtest.Epoch())
		if diff := cmp.Diff(before, p); diff != "" {
			t.Fatalf("the argument changed (-before +after):\n%s", diff)
		}
		second, again := admit(p, o, podtest.Epoch())
		if diff := cmp.Diff(first, second); diff != "" || fmt.Sprint(err) != fmt.Sprint(again) {
			t.Fatalf("two answers: %v, %v\n%s", err, again, diff)
		}
	}
}

// admitsOrRefuses is the law that there is either a Pod or a reason, of a type that says
// more.
func admitsOrRefuses(admit admitRule) func(*rapid.T) {
	return func(t *rapid.T) {
		p, o := newPod().Draw(t, "pod"), newOptions().Draw(t, "options")
		stored, err := admit(p, o, podtest.Epoch())
		if (stored == nil) != (err != nil) {
			t.Fatalf("got Pod %v and error %v", stored, err)
		}
		if err != nil && refusal(err) == "" {
			t.Fatalf("error of type %T", err)
		}
		var invalid *lifecycle.InvalidError
		if errors.As(err, &invalid) && (len(invalid.Fields) == 0 || invalid.Pod == nil) {
			t.Fatalf("it says nothing: %+v", invalid)
		}
	}
}

// refusal names the type of an error of Admit.
func refusal(err error) string {
	var invalid *lifecycle.InvalidError
	var namespace *lifecycle.NamespaceError
	var forbidden *lifecycle.ForbiddenError
	switch {
	case errors.As(err, &invalid):
		return "invalid"
	case errors.As(err, &namespace):
		return "namespace"
	case errors.As(err, &forbidden):
		return "forbidden"
	case errors.Is(err, lifecycle.ErrResourceVersion):
		return "resource version"
	default:
		return ""
	}
}

// admitsTwice is the law that a Pod that was admitted is admitted again as it is, if no label
// keys are merged.
func admitsTwice(admit admitRule) func(*rapid.T) {
	return func(t *rapid.T) {
		p, o := newPod().Draw(t, "pod"), newOptions().Draw(t, "options")
		stored, err := admit(withoutLabelKeys(p), o, podtest.Epoch())
		if err != nil {
			return
		}
		again, err := admit(stored, o, podtest.Epoch())
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		if diff := cmp.Diff(stored, again); diff != "" {
			t.Fatalf("(-once +twice):\n%s", diff)
		}
	}
}

func withoutLabelKeys(p *podlife.Pod) *podlife.Pod {
	p = p.Clone()
	if a := p.Spec.Affinity; a != nil {
		a.PodAffinity, a.PodAntiAffinity = nil, nil
	}
	for i := range p.Spec.TopologySpreadConstraints {
		p.Spec.TopologySpreadConstraints[i].MatchLabelKeys = nil
	}
	return p
}

// admitsGood is the law that what is valid is not refused.
func admitsGood(admit admitRule) func(*rapid.T) {
	return func(t *rapid.T) {
		if _, err := admit(goodPod().Draw(t, "pod"), lifecycle.AdmitOptions{}, podtest.Epoch()); err != nil {
			t.Fatalf("refused: %v", err)
		}
	}
}

// admitsAnew is the law that the server's part of the Pod is the server's.
func admitsAnew(admit admitRule) func(*rapid.T) {
	return func(t *rapid.T) {
		p, o := newPod().Draw(t, "pod"), newOptions().Draw(t, "options")
		p.ResourceVersion, o.Namespace = "", ""
		got, err := admit(p, o, podtest.Epoch())
		if err != nil {
			return
		}
		type system struct {
			UID, ResourceVersion, Phase, Node, Started string
			Generation                                 int64
			Created                                    time.Time
			Deleted, Observed                          bool
		}
		want := system{UID: o.UID, Phase: "Pending", Generation: 1, Created: podtest.Epoch(), Started: time.Time{}.String()}
		have := system{
			UID: got.UID, ResourceVersion: got.ResourceVersion, Phase: string(got.Status.Phase), Node: got.Status.NominatedNodeName,
			Started: got.Status.StartTime.String(), Generation: got.Generation, Created: got.CreationTimestamp, Deleted: got.IsDeleted(),
			Observed: len(got.Status.ContainerStatuses)+len(got.Status.InitContainerStatuses) > 0,
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if got.Name == "" || got.Namespace == "" || *got.Spec.TerminationGracePeriodSeconds < 0 || len(got.Spec.Tolerations) == 0 {
			t.Fatalf("something is missing: %+v", got)
		}
	}
}

// admitsWithPaths is the law that each error names a field that is there, but for those in
// which the API server itself errs.
func admitsWithPaths(admit admitRule) func(*rapid.T) {
	return func(t *rapid.T) {
		p, o := newPod().Draw(t, "pod"), newOptions().Draw(t, "options")
		_, err := admit(p, o, podtest.Epoch())
		var invalid *lifecycle.InvalidError
		if !errors.As(err, &invalid) {
			return
		}
		for i, f := range invalid.Fields {
			if !leadsSomewhere(f.Field) && !slices.ContainsFunc(strayPaths(), func(re *regexp.Regexp) bool { return re.MatchString(f.Field) }) {
				t.Fatalf("no field %s", f.Field)
			}
			if slices.ContainsFunc(invalid.Fields[:i], func(g *probe.FieldError) bool { return g.Error() == f.Error() }) {
				t.Fatalf("twice: %v", f)
			}
		}
		if text := invalid.Error(); !strings.HasPrefix(text, fmt.Sprintf("Pod %q is invalid: ", invalid.Pod.Name)) {
			t.Fatalf("text %s", text)
		}
	}
}

// strayPaths are the paths of the API server that lead nowhere.
func strayPaths() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`^\[\]$`),                         // claims of a static Pod
		regexp.MustCompile(`\.persistentDisk\.pdName$`),      // for gcePersistentDisk
		regexp.MustCompile(`\.spec\.resources\[storage\]$`),  // for resources.requests
		regexp.MustCompile(`\.namespace$`),                   // for namespaces
		regexp.MustCompile(`\.\{topologyKey, when\w+\}$`),    // two fields
		regexp.MustCompile(`^spec\.(affinity|topo).*\]\[\d`), // for matchLabelKeys
		regexp.MustCompile(`^spec\.resources\.containers`),   // for spec.containers[].resources
		regexp.MustCompile(`^spec\.overhead\.`),              // without .limits
	}
}

// leadsSomewhere reports whether a Pod's JSON can have the field.
func leadsSomewhere(path string) bool {
	at := reflect.TypeFor[podlife.Pod]()
	for _, step := range regexp.MustCompile(`[^.\[\]]+|\[[^\]]*\]`).FindAllString(path, -1) {
		for at.Kind() == reflect.Pointer {
			at = at.Elem()
		}
		switch {
		case at.Kind() == reflect.Map && step[0] == '[', at.Kind() == reflect.Slice && step[0] == '[':
			at = at.Elem()
		case at.Kind() == reflect.Struct:
			field, ok := jsonField(at, step)
			if !ok {
				return false
			}
			at = field
		default:
			return false
		}
	}
	return true
}

func jsonField(t reflect.Type, name string) (reflect.Type, bool) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if tag == name {
			return f.Type, true
		}
		if f.Anonymous && tag == "" {
			if found, ok := jsonField(f.Type, name); ok {
				return found, true
			}
		}
	}
	return nil, false
}

// admitLaws are the laws by name.
func admitLaws() map[string]func(admitRule) func(*rapid.T) {
	return map[string]func(admitRule) func(*rapid.T){
		"Purely": admitsPurely, "OrRefuses": admitsOrRefuses, "Twice": admitsTwice, "Good": admitsGood,
		"Anew": admitsAnew, "WithPaths": admitsWithPaths,
	}
}

func TestAdmitLaws(t *testing.T) {
	for name, law := range admitLaws() {
		t.Run(name, func(t *testing.T) { rapid.Check(t, law(lifecycle.Admit)) })
	}
}

// Each law catches rules that are broken on purpose.
func TestAdmitLawsCatch(t *testing.T) {
	for name, c := range brokenAdmits() {
		t.Run(name, func(t *testing.T) { lawtest.Catches(t, admitLaws()[c.law](c.rule)) })
	}
}

type brokenAdmit struct {
	law  string
	rule admitRule
}

// after is Admit with something done to what it admits.
func after(change func(*podlife.Pod)) admitRule {
	return func(p *podlife.Pod, o lifecycle.AdmitOptions, now time.Time) (*podlife.Pod, error) {
		out, err := lifecycle.Admit(p, o, now)
		if err == nil {
			change(out)
		}
		return out, err
	}
}

func brokenAdmits() map[string]brokenAdmit {
	return map[string]brokenAdmit{
		"defaults are written into the argument": {"Purely", func(p *podlife.Pod, o lifecycle.AdmitOptions, now time.Time) (*podlife.Pod, error) {
			for i := range p.Spec.Containers {
				for j := range p.Spec.Containers[i].Ports {
					p.Spec.Containers[i].Ports[j].HostPort++
				}
			}
			return lifecycle.Admit(p, o, now)
		}},
		"a refused Pod is returned": {"OrRefuses", func(p *podlife.Pod, o lifecycle.AdmitOptions, now time.Time) (*podlife.Pod, error) {
			_, err := lifecycle.Admit(p, o, now)
			return p, err
		}},
		"the first error is enough": {"OrRefuses", func(p *podlife.Pod, o lifecycle.AdmitOptions, now time.Time) (*podlife.Pod, error) {
			out, err := lifecycle.Admit(p, o, now)
			if invalid := (*lifecycle.InvalidError)(nil); errors.As(err, &invalid) {
				return nil, errors.New(invalid.Fields[0].Error())
			}
			return out, err
		}},
		"tolerations are always added": {"Twice", after(func(p *podlife.Pod) {
			p.Spec.Tolerations = append(p.Spec.Tolerations, podlife.Toleration{Operator: podlife.TolerationOpExists})
		})},
		"a Pod needs a limit": {"Good", func(p *podlife.Pod, o lifecycle.AdmitOptions, now time.Time) (*podlife.Pod, error) {
			if len(p.Spec.Containers[0].Resources.Limits) == 0 {
				return nil, &lifecycle.InvalidError{Pod: p}
			}
			return lifecycle.Admit(p, o, now)
		}},
		"the status stays": {"Anew", func(p *podlife.Pod, o lifecycle.AdmitOptions, now time.Time) (*podlife.Pod, error) {
			out, err := lifecycle.Admit(p, o, now)
			if err == nil {
				out.Status = p.Status
			}
			return out, err
		}},
		"the generation counts on": {"Anew", after(func(p *podlife.Pod) { p.Generation++ })},
		"a path is misspelt": {"WithPaths", func(p *podlife.Pod, o lifecycle.AdmitOptions, now time.Time) (*podlife.Pod, error) {
			out, err := lifecycle.Admit(p, o, now)
			if invalid := (*lifecycle.InvalidError)(nil); errors.As(err, &invalid) {
				for _, f := range invalid.Fields {
					f.Field = strings.Replace(f.Field, "spec.containers", "spec.container", 1)
				}
			}
			return out, err
		}},
		"an error is said twice": {"WithPaths", func(p *podlife.Pod, o lifecycle.AdmitOptions, now time.Time) (*podlife.Pod, error) {
			out, err := lifecycle.Admit(p, o, now)
			if invalid := (*lifecycle.InvalidError)(nil); errors.As(err, &invalid) {
				invalid.Fields = append(invalid.Fields, invalid.Fields[0])
			}
			return out, err
		}},
	}
}

// The generators reach every answer.
func TestAdmitSometimes(t *testing.T) {
	seen := map[string]int{}
	for seed := range 2000 {
		p, o := newPod().Example(seed), newOptions().Example(seed)
		_, err := lifecycle.Admit(p, o, podtest.Epoch())
		seen[refusal(err)]++
	}
	for _, answer := range []string{"", "invalid", "namespace", "forbidden", "resource version"} {
		if seen[answer] < 20 {
			t.Errorf("only %d of 2000 Pods are answered by %q", seen[answer], answer)
		}
	}
}
