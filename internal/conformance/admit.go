package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/lifecycle"
	v1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"pgregory.net/rapid"
)

// AdmitInput is a Pod that is to be created, and the request.
type AdmitInput struct {
	Pod     *podlife.Pod           `json:"pod"`
	Options lifecycle.AdmitOptions `json:"options"`
	At      time.Time              `json:"at"`
}

// AdmitAnswer is what became of it.
type AdmitAnswer struct {
	// Pod as it is stored, or was judged: JSON, as amounts may be equal and yet differ.
	Pod string `json:"pod,omitempty"`
	// Error is the whole text, and Fields what it says of each field.
	Error  string   `json:"error,omitempty"`
	Fields []string `json:"fields,omitempty"`
}

// admitArea compares what the API server makes of a new Pod: the Pod with its defaults and
// system fields, and all that is wrong with it in its order.
func admitArea() *Area[AdmitInput, AdmitAnswer] {
	return &Area[AdmitInput, AdmitAnswer]{
		Name: "admit",
		Gen:  rapid.Custom(drawAdmit),
		Ours: ourAdmit,
		Theirs: func(in AdmitInput) AdmitAnswer {
			r := oracle.Request{Namespace: in.Options.Namespace, Suffix: in.Options.Suffix, UID: in.Options.UID, At: in.At}
			for _, c := range in.Options.PriorityClasses {
				r.PriorityClasses = append(r.PriorityClasses, kube.ToPriorityClass(c))
			}
			p, err := oracle.Admit(complete(kube.ToPod(in.Pod)), r)
			if p == nil {
				return admitAnswer(nil, err, nil)
			}
			return admitAnswer(kube.Pod(p), err, causes(err))
		},
		Pod: func(in AdmitInput) *podlife.Pod { return in.Pod },
	}
}

func ourAdmit(in AdmitInput) AdmitAnswer {
	p, err := lifecycle.Admit(in.Pod, in.Options, in.At)
	var fields []string
	if invalid := (*lifecycle.InvalidError)(nil); errors.As(err, &invalid) {
		p = invalid.Pod
		for _, f := range invalid.Fields {
			fields = append(fields, f.Error())
		}
	}
	return admitAnswer(p, err, fields)
}

// complete writes what the API server requires and podlife has no field for.
func complete(p *v1.Pod) *v1.Pod {
	for i := range p.Spec.Volumes {
		if disk := p.Spec.Volumes[i].AzureDisk; disk != nil {
			disk.DataDiskURI = "https://web.blob.core.windows.net/disks/web.vhd"
		}
	}
	return p
}

// causes are the texts that an Invalid error says of each field.
func causes(err error) []string {
	status, ok := err.(*apierrors.StatusError)
	if !ok {
		return nil
	}
	var out []string
	for _, c := range status.ErrStatus.Details.Causes {
		out = append(out, c.Field+": "+c.Message)
	}
	return out
}

// admitAnswer brings into order what the API server says in the random order of a map, in the
// list and in the text.
func admitAnswer(p *podlife.Pod, err error, fields []string) AdmitAnswer {
	var out AdmitAnswer
	if p != nil {
		data, err := json.MarshalIndent(p, "", " ")
		if err != nil {
			out.Error = err.Error()
			return out
		}
		out.Pod = string(data)
	}
	if err == nil {
		return out
	}
	out.Fields = inOrder(fields)
	out.Error = strings.Replace(err.Error(), listed(fields), listed(out.Fields), 1)
	return out
}

// listed is how several errors are written as one.
func listed(texts []string) string {
	if len(texts) == 1 {
		return texts[0]
	}
	return fmt.Sprintf("[%s]", strings.Join(texts, ", "))
}

// inOrder sorts each run of errors about one map.
func inOrder(texts []string) []string {
	out := slices.Clone(texts)
	for i := 0; i < len(out); {
		end := i + 1
		if m := mapOf(out[i]); m != "" {
			for end < len(out) && mapOf(out[end]) == m {
				end++
			}
			slices.SortFunc(out[i:end], func(a, b string) int {
				if l, r := aboutLimit.MatchString(a), aboutLimit.MatchString(b); l != r && l {
					return -1 // limits come before requests
				} else if l != r {
					return 1
				}
				return strings.Compare(a, b)
			})
		}
		i = end
	}
	return out
}

// mapOf is the field that holds the map which an error is about, if it is about one.
func mapOf(text string) string {
	m := aboutMap.FindStringSubmatch(text)
	switch {
	case m == nil:
		return ""
	case m[1] != "":
		return m[1]
	case m[2] != "":
		return m[2]
	default:
		return m[3]
	}
}

var (
	aboutMap = regexp.MustCompile(`^(?:((?:metadata\.(?:labels|annotations)|spec\.nodeSelector|\S*\.matchLabels)): ` +
		`|(spec\.resources\.containers\[\d+\])\[` +
		`|(spec\.\S*(?:resources|overhead))\.(?:limits|requests)(?:\[[^:]*\])?: )`)
	aboutLimit = regexp.MustCompile(`\.limits\[`)
)
