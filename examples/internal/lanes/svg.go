package lanes

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"
)

// WriteSVG draws the picture as SVG.
func (p *Picture) WriteSVG(w io.Writer) error {
	l := newLayout(p)
	l.head()
	l.plot()
	l.foot()
	return page.Execute(w, map[string]any{
		"Width": p.width(), "Height": l.y + margin/2, "Title": p.Title, "Desc": p.describe(),
		"Styles": l.styles(), "Behind": l.behind, "Lines": l.lines, "Rects": l.rects,
		"Spots": slices.ContainsFunc(l.dots, func(d dot) bool { return d.Class == "spot" }), "Cuts": l.cuts, "Dots": l.dots, "Texts": l.texts,
	})
}

// styleRule is a look in the style sheet.
type styleRule struct{ Class, Fill, Hatch string }

// styles returns those looks that are in the picture.
func (l *layout) styles() []styleRule {
	var out []styleRule
	for look := range Look(len(styles)) {
		s := look.style()
		for _, r := range l.rects {
			if r.Class == s.class {
				out = append(out, styleRule{s.class, s.fill, s.hatch})
				break
			}
		}
	}
	return out
}

// describe says in words what is in the picture, for those who cannot see it.
func (p *Picture) describe() string {
	var b strings.Builder
	for _, m := range p.Marks {
		fmt.Fprintf(&b, "%s: %s.\n", p.Time(m.At), m.Label)
	}
	for _, s := range p.Spans {
		fmt.Fprintf(&b, "%s to %s: %s.\n", p.Time(s.From), p.Time(s.To), s.Label)
	}
	meaning := map[Look]string{}
	for _, e := range p.Legend {
		if e.Shape == NoShape {
			meaning[e.Look] = e.Text
		}
	}
	for _, lane := range p.rows() {
		var parts []string
		for _, bar := range lane.bars(p.From) {
			what := bar.Label
			if what == "" {
				what = meaning[bar.Look]
			}
			parts = append(parts, fmt.Sprintf("%s to %s %s", p.Time(bar.From), p.Time(bar.To), what))
		}
		for _, point := range lane.Points {
			parts = append(parts, hint(p.Time(point.At), cmp.Or(point.Hint, point.Label)))
		}
		fmt.Fprintf(&b, "%s: %s.\n", lane.Name, strings.Join(parts, "; "))
	}
	return b.String()
}

var page = template.Must(template.New("page").Funcs(template.FuncMap{"xml": escape}).Parse(
	`<svg xmlns="http://www.w3.org/2000/svg" width="{{.Width}}" height="{{.Height}}" viewBox="0 0 {{.Width}} {{.Height}}" role="img" aria-labelledby="title desc">
<title id="title">{{xml .Title}}</title>
<desc id="desc">{{xml .Desc}}</desc>
<style>
text { font-family: "DejaVu Sans", Verdana, "Segoe UI", Helvetica, Arial, sans-serif; fill: #2b2a33; }
.title { font-size: 22px; font-weight: bold; }
.line { font-size: 13px; fill: #4a4954; }
.name { font-size: 14px; font-weight: bold; }
.small { font-size: 11px; fill: #62616c; }
.bandName { font-size: 12px; fill: #4a4954; }
.bar { font-size: 12px; }
.key { font-size: 12px; fill: #4a4954; }
.tick { font-size: 11px; fill: #62616c; text-anchor: middle; }
.note { font-size: 11px; fill: #4a4954; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
text.noteBad { font-size: 11px; font-weight: bold; fill: #a32116; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
text.mark, text.limit { font-size: 12px; font-weight: bold; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
text.limit { fill: #a32116; }
.end { text-anchor: end; }
.spanText { font-size: 11px; fill: #62616c; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
.page { fill: #ffffff; }
.rule { fill: #e9e8ed; }
.axis { fill: #8a8894; }
.span { fill: #8a8894; }
.shade { fill: #f5f3f8; }
line.grid { stroke: #e9e8ed; }
line.mark { stroke: #4a4954; stroke-dasharray: 4 3; }
line.limit { stroke: #c0392b; stroke-width: 1.5; stroke-dasharray: 6 3; }
line.lead { stroke: #8a8894; }
.cross { fill: #c1221a; stroke: #ffffff; }
.triangle, .dot, .diamond { fill: #2b2a33; stroke: #ffffff; }
.break { fill: #ffffff; }
.edge { fill: none; stroke: #b3b1bb; }
.left { font-size: 11px; font-weight: bold; fill: #62616c; text-anchor: middle; }
{{if .Spots}}.spot { fill: #c1221a; stroke: #ffffff; }
{{end}}{{range .Styles}}.{{.Class}} { fill: {{if .Hatch}}url(#{{.Class}}){{else}}{{.Fill}}{{end}}; }
{{if .Hatch}}text.{{.Class}}Text { paint-order: stroke; stroke: {{.Fill}}; stroke-width: 4px; stroke-linejoin: round; }
{{end}}{{end}}</style>
<defs>
{{range .Styles}}{{if .Hatch}}<pattern id="{{.Class}}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="{{.Fill}}"/><rect width="3" height="8" fill="{{.Hatch}}"/></pattern>
{{end}}{{end}}</defs>
<rect class="page" width="{{.Width}}" height="{{.Height}}"/>
{{define "rect"}}<rect x="{{.X}}" y="{{.Y}}" width="{{.W}}" height="{{.H}}" class="{{.Class}}"{{if .Hint}}><title>{{xml .Hint}}</title></rect>{{else}}/>{{end}}
{{end}}{{define "line"}}<line x1="{{.X}}" y1="{{.Y0}}" x2="{{.X}}" y2="{{.Y1}}" class="{{.Class}}"/>
{{end}}{{range .Behind}}{{template "rect" .}}{{end}}{{range .Lines}}{{if eq .Class "grid"}}{{template "line" .}}{{end}}{{end}}{{range .Rects}}{{template "rect" .}}{{end}}{{range .Lines}}{{if ne .Class "grid"}}{{template "line" .}}{{end}}{{end}}{{range .Cuts}}<g transform="translate({{.X}} {{.Y}})"><rect class="break" x="-6" width="12" height="{{.Class}}"/><path class="edge" d="M-6 0v{{.Class}}M6 0v{{.Class}}"/></g>
<text x="{{.X}}" y="{{.Y}}" class="left">{{xml .Text}}</text>
{{end}}{{range .Dots}}<path transform="translate({{.X}} {{.Y}})" d="{{.Path}}" class="{{.Class}}"{{if .Hint}}><title>{{xml .Hint}}</title></path>{{else}}/>{{end}}
{{end}}{{range .Texts}}<text x="{{.X}}" y="{{.Y}}" class="{{.Class}}">{{xml .Text}}</text>
{{end}}</svg>
`))

// escape makes s a text in XML. Characters that XML cannot hold become U+FFFD.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}
