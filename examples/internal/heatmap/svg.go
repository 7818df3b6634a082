package heatmap

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"text/template"
)

// write writes what was put on the page.
func (l *layout) write(w io.Writer) error {
	return page.Execute(w, map[string]any{
		"Width": pageWidth, "Height": l.y + margin/2, "Title": l.Title,
		"Shades": shades[:], "Rects": l.rects, "Texts": l.texts,
	})
}

func shadeClass(l Level) string { return fmt.Sprintf("f%d", l.shade()) }

var page = template.Must(template.New("page").Funcs(template.FuncMap{"xml": escape}).Parse(
	`<svg xmlns="http://www.w3.org/2000/svg" width="{{.Width}}" height="{{.Height}}" viewBox="0 0 {{.Width}} {{.Height}}" role="img">
<title>{{xml .Title}}</title>
<style>
text { font-family: "DejaVu Sans", Verdana, "Segoe UI", Helvetica, Arial, sans-serif; fill: #2b2a33; }
.title { font-size: 22px; font-weight: bold; }
.line { font-size: 13px; fill: #4a4954; }
.column { font-size: 15px; font-weight: bold; }
.right { font-size: 15px; text-anchor: end; }
.group { font-size: 14px; font-weight: bold; }
.small { font-size: 12px; fill: #62616c; }
.tick { font-size: 11px; fill: #62616c; text-anchor: middle; }
.name { font-size: 10px; fill: #62616c; }
.on { font-size: 12px; text-anchor: middle; }
.onDark { font-size: 12px; text-anchor: middle; fill: #ffffff; }
.page { fill: #ffffff; }
.rule { fill: #dddbe2; }
.rest { fill: #eceaf0; }
.mark { fill: #2b2a33; }
.none { fill: #ffffff; stroke: #d5d3da; stroke-dasharray: 2 2; }
{{range $i, $colour := .Shades}}.f{{$i}} { fill: {{$colour}}; }
{{end}}</style>
<rect class="page" width="{{.Width}}" height="{{.Height}}"/>
{{range .Rects}}<rect x="{{.X}}" y="{{.Y}}" width="{{.W}}" height="{{.H}}" class="{{.Class}}"{{if .Hint}}><title>{{xml .Hint}}</title></rect>{{else}}/>{{end}}
{{end}}{{range .Texts}}<text x="{{.X}}" y="{{.Y}}" class="{{.Class}}">{{xml .Text}}</text>
{{end}}</svg>
`))

// escape makes s a text in XML. Characters that XML cannot hold become U+FFFD.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder never fails
	return b.String()
}
