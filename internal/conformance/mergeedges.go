package conformance

import (
	"fmt"

	"github.com/podlife/podlife"
)

func mergeVectors() *Vectors[MergeInput, Report] {
	const (
		running   = podlife.PodRunning
		pending   = podlife.PodPending
		succeeded = podlife.PodSucceeded
		failed    = podlife.PodFailed
	)
	evicted := Report{failed, "Evicted", "no room"}
	return &Vectors[MergeInput, Report]{
		Edges: []Edge[MergeInput]{
			{"a cached end stays", MergeInput{running, &evicted, Report{Phase: running}, false}},
			{"a cached end gives way to a computed one", MergeInput{succeeded, &evicted, Report{Phase: running}, false}},
			{"the end in the API stays", MergeInput{failed, nil, Report{Phase: succeeded}, false}},
			{"the end in the API stays, with the deadline's reason", MergeInput{running, nil, Report{Phase: succeeded}, true}},
			{"the reason comes from the API", MergeInput{running, &Report{Phase: running}, Report{running, "X", ""}, false}},
			{"another phase drops the reason", MergeInput{pending, &Report{running, "X", "Y"}, Report{Phase: running}, false}},
		},
		Class: func(in MergeInput, answer Report) (group, shape string) {
			cached := "none"
			if in.Cached != nil {
				cached = fmt.Sprint(in.Cached.Phase, in.Cached.Reason != "", in.Cached.Message != "")
			}
			return fmt.Sprint(answer.Phase, in.Computed, in.Expired),
				fmt.Sprint(cached, in.API.Phase, in.API.Reason != "", in.API.Message != "")
		},
		Max: 700,
	}
}
