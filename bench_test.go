package podlife_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
)

// podList returns the JSON of a List of n lifelike Pods, always the same.
func podList(tb testing.TB, n int) []byte {
	tb.Helper()
	o := podlife.Objects{}
	for seed := range n {
		o.Pods = append(o.Pods, podtest.Lifelike().Example(seed))
	}
	data, err := json.Marshal(o)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func BenchmarkParseObjects(b *testing.B) {
	for _, pods := range []int{1, 100, 5000} {
		b.Run(fmt.Sprintf("pods=%d", pods), func(b *testing.B) {
			data := podList(b, pods)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := podlife.ParseObjects(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// faulty returns inputs that cost a parser most, of about n parts each.
func faulty(n int) map[string]string {
	list := func(item string) string {
		return `{"kind":"PodList","items":[` + strings.TrimSuffix(strings.Repeat(item+",", n), ",") + `]}`
	}
	pod := func(list, item string) string {
		return `{"kind":"Pod",` + list + strings.TrimSuffix(strings.Repeat(item+",", n), ",") + `]}}`
	}
	return map[string]string{
		"items":      list(`{"spec":[]}`),
		"kinds":      list(`{"kind":0}`),
		"nulls":      list(`null`),
		"documents":  strings.Repeat("null ", n),
		"containers": pod(`"spec":{"containers":[`, `{"name":0}`),
		"statuses":   pod(`"status":{"containerStatuses":[`, `{"state":{"terminated":{"exitCode":"x"}}}`),
		"depth":      `{"kind":"Pod","spec":` + strings.Repeat(`[`, n) + strings.Repeat(`]`, n) + `}`,
		"long key":   `{"kind":"Pod","metadata":{"annotations":{"` + strings.Repeat("k", n) + `":0}}}`,
	}
}

func BenchmarkParseObjectsFaults(b *testing.B) {
	for _, parts := range []int{10000, 100000} {
		for name, input := range faulty(parts) {
			b.Run(fmt.Sprintf("fault=%s/parts=%d", strings.ReplaceAll(name, " ", "-"), parts), func(b *testing.B) {
				data := []byte(input)
				b.SetBytes(int64(len(data)))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := podlife.ParseObjects(data); err == nil {
						b.Fatal("no error")
					}
				}
			})
		}
	}
}

func BenchmarkPodClone(b *testing.B) {
	p := filled[podlife.Pod](b)
	b.ReportAllocs()
	for b.Loop() {
		p.Clone()
	}
}

// Ten times the faults are about ten times the work, and not a hundred times.
// Memory allocated stands for work, because it does not depend on the machine.
func TestFaultsCostNoMoreThanTheirNumber(t *testing.T) {
	small, large := faulty(200), faulty(2000)
	for name := range small {
		cost := func(input string) float64 {
			data := []byte(input)
			return testing.AllocsPerRun(1, func() { _, _ = podlife.ParseObjects(data) })
		}
		if a, b := cost(small[name]), cost(large[name]); b > 15*a {
			t.Errorf("%s: %v allocations for 200 parts, %v for 2000", name, a, b)
		}
	}
}
