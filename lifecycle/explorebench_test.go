package lifecycle

import "testing"

// BenchmarkExplore explores Pods whose containers are restarted again and again.
// A step is one event in one state; a state is one that was not found before.
func BenchmarkExplore(b *testing.B) {
	for _, c := range []struct {
		name    string
		shape   shape
		options ExploreOptions
	}{
		{"inits=0/sidecars=0/mains=1", shape{"", "m", "Always"}, ExploreOptions{Restarts: -1}},
		{"inits=0/sidecars=0/mains=2", shape{"", "mn", "Always"}, ExploreOptions{}},
		{"inits=1/sidecars=1/mains=1", shape{"is", "m", "Always"}, ExploreOptions{}},
		{"inits=0/sidecars=1/mains=2", shape{"s", "mn", "Always"}, ExploreOptions{}},
		{"inits=0/sidecars=1/mains=2/laws=all", shape{"s", "mn", "Always"}, ExploreOptions{Laws: Laws()}},
	} {
		p := c.shape.pod()
		b.Run(c.name, func(b *testing.B) {
			states, steps := 0, 0
			b.ReportAllocs()
			for b.Loop() {
				g, err := Explore(p, c.options)
				if err != nil {
					b.Fatal(err)
				}
				states, steps = states+g.States(), steps+g.Edges()
			}
			b.ReportMetric(float64(states)/b.Elapsed().Seconds(), "states/s")
			b.ReportMetric(float64(steps)/b.Elapsed().Seconds(), "steps/s")
		})
	}
}
