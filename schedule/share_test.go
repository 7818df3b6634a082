package schedule_test

import (
	"sync"
	"testing"

	"github.com/podlife/podlife/schedule"
)

// A cluster that nobody changes may be asked by many goroutines at once: go
// test -race.
func TestManyAskAtOnce(t *testing.T) {
	c := cluster(t, large(60))
	pods := incoming()
	want := map[string]string{}
	for kind, p := range pods {
		d, err := c.Schedule(p, schedule.Default(), 5)
		if err != nil {
			t.Fatal(err)
		}
		want[kind] = d.Node
	}
	var all sync.WaitGroup
	for range 4 {
		all.Add(1)
		go func() {
			defer all.Done()
			for kind, p := range pods {
				d, err := c.Schedule(p, schedule.Default(), 5)
				if err != nil || d.Node != want[kind] || d.Explain().Node != want[kind] {
					t.Errorf("%s: chose %q, %v; want %q", kind, d.Node, err, want[kind])
				}
				mine := c.Clone()
				if mine.Assume(p, d.Node) != nil || len(mine.Pods(d.Node)) != len(c.Pods(d.Node))+1 {
					t.Errorf("%s is not in the clone", kind)
				}
			}
		}()
	}
	all.Wait()
}
