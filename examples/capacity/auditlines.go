package main

import (
	"encoding/json"
	"io"
)

type auditLine struct {
	Type      string      `json:"type"`
	Namespace string      `json:"namespace"`
	Name      string      `json:"name"`
	Owner     string      `json:"owner,omitempty"`
	View      view        `json:"view"`
	Verdict   verdict     `json:"verdict"`
	Node      string      `json:"node"`
	Best      []string    `json:"best"`
	Feasible  int         `json:"feasible"`
	Total     int64       `json:"total"`
	BestTotal int64       `json:"bestTotal"`
	Plugins   []pluginGap `json:"plugins,omitempty"`
	Message   string      `json:"message,omitempty"`
}

type auditTotalsLine struct {
	Type      string          `json:"type"`
	View      view            `json:"view"`
	Pods      int             `json:"pods"`
	LeftOut   int             `json:"leftOut"`
	Verdicts  map[verdict]int `json:"verdicts"`
	Agree     int             `json:"agree"`
	Free      int             `json:"free"`
	AgreeFree int             `json:"agreeFree"`
	Blind     float64         `json:"blind"`
}

// lines prints the findings for programs.
func (r *auditReport) lines(out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for _, f := range r.findings {
		err := enc.Encode(auditLine{
			"audit", f.pod.Namespace, f.pod.Name, ownerOf(f.pod), f.view, f.verdict, f.pod.Spec.NodeName,
			append([]string{}, f.best...), f.feasible, f.total, f.bestTotal, f.plugins, f.message,
		})
		if err != nil {
			return err
		}
	}
	for _, v := range []view{asItIs, asItWas} {
		t := r.tally(v)
		if err := enc.Encode(auditTotalsLine{"auditTotals", v, r.pods, r.leftOut, t.by, t.agree, t.free, t.agreeFree, t.blind}); err != nil {
			return err
		}
	}
	return nil
}
