module github.com/podlife/podlife/examples

go 1.24.0

require (
	github.com/fatih/color v1.18.0
	github.com/google/go-cmp v0.7.0
	github.com/mattn/go-runewidth v0.0.31
	github.com/podlife/podlife v0.0.0
	go.yaml.in/yaml/v2 v2.4.2
	golang.org/x/term v0.40.0
	sigs.k8s.io/yaml v1.6.0
)

require (
	github.com/clipperhouse/uax29/v2 v2.2.0 // indirect
	github.com/mattn/go-colorable v0.1.13 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	golang.org/x/sys v0.41.0 // indirect
)

replace github.com/podlife/podlife => ../
