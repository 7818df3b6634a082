package conformance

import (
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/kube"
	"github.com/podlife/podlife/phase"
	"github.com/podlife/podlife/podtest"
	"pgregory.net/rapid"
)

// ColumnsInput is a Pod to print and the time of printing.
type ColumnsInput struct {
	Pod *podlife.Pod `json:"pod"`
	Now time.Time    `json:"now"`
}

// Row is a [phase.Row] in JSON.
type Row struct {
	Ready    string `json:"ready"`
	Status   string `json:"status"`
	Restarts string `json:"restarts"`
	Age      string `json:"age"`
}

// columnsArea compares the cells of kubectl get pods.
func columnsArea() *Area[ColumnsInput, Row] {
	return &Area[ColumnsInput, Row]{
		Name: "columns",
		Gen:  rapid.Custom(drawColumns),
		Ours: func(in ColumnsInput) Row { return Row(phase.Columns(in.Pod, in.Now)) },
		Theirs: func(in ColumnsInput) Row {
			cells, err := oracle.Columns(kube.ToPod(in.Pod), in.Now)
			if err != nil {
				return Row{Status: err.Error()}
			}
			return Row{Ready: cells[1], Status: cells[2], Restarts: cells[3], Age: cells[4]}
		},
		Pod:     func(in ColumnsInput) *podlife.Pod { return in.Pod },
		Vectors: columnsVectors(),
	}
}

func drawColumns(t *rapid.T) ColumnsInput {
	p := pods().Draw(t, "pod")
	return ColumnsInput{Pod: p, Now: podtest.Epoch().Add(age().Draw(t, "now"))}
}

// age generates times from a little before zero to decades, close to the bounds where
// their format changes.
func age() *rapid.Generator[time.Duration] {
	const day = 24 * time.Hour
	return rapid.Custom(func(t *rapid.T) time.Duration {
		unit := rapid.SampledFrom([]time.Duration{time.Second, time.Minute, time.Hour, day, 365 * day}).Draw(t, "unit")
		return time.Duration(rapid.Int64Range(-3, 130).Draw(t, "count"))*unit +
			time.Duration(rapid.Int64Range(-2000, 2000).Draw(t, "ms"))*time.Millisecond
	})
}
