package schedule

import "testing"

func TestSampleSize(t *testing.T) {
	for n, want := range map[int]int{
		1: 1, 99: 99, 100: 100, 125: 100, 201: 100, 250: 120, 500: 230, 1000: 420, 2000: 680, 3000: 780, 4000: 720, 5000: 500, 5499: 384, 5500: 330,
		5624: 337, 5625: 281, 6000: 300, 10000: 500, 15000: 750,
	} {
		if got := sampleSize(n, 0); got != want {
			t.Errorf("%d nodes: %d, want %d", n, got, want)
		}
	}
	for _, test := range []struct{ n, percentage, want int }{{1000, 70, 700}, {1000, 1, 100}, {1000, 100, 1000}, {1000, 200, 1000}, {50, 1, 50}} {
		if got := sampleSize(test.n, test.percentage); got != test.want {
			t.Errorf("%d%% of %d nodes: %d, want %d", test.percentage, test.n, got, test.want)
		}
	}
}
