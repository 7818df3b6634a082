package main

import "testing"

func TestWords(t *testing.T) {
	for want, got := range map[string]string{
		"1 Pod": count(1, "Pod"), "0 Pods": count(0, "Pod"), "8,152 Pods": count(8152, "Pod"), "1,234,567 nodes": count(1234567, "node"),
		"0.5 cores": human("cpu", 500), "3 cores": human("cpu", 3000), "10 cores": human("cpu", 9960), "125,514 cores": human("cpu", 125_514_000),
		"512 B": human("memory", 512), "1.5 KiB": human("memory", 1536), "64 GiB": human("memory", 64<<30), "2 TiB": human("memory", 2<<40), "3000 PiB": human("memory", 3000<<50),
		"4 Pods": human("pods", 4), "6,212,000": human("example.com/gpu", 6_212_000),
		"a, b": some([]string{"a", "b"}, 2), "a, b and 1 more": some([]string{"a", "b", "c"}, 2),
		"gpu": shortName("example.com/gpu"), "cpu": shortName("cpu"),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Seed 0 picks the first of equals; any other seed picks all of them in turn.
func TestMix(t *testing.T) {
	picked := map[uint64]int{}
	for n := range uint64(1000) {
		if mix(0, n) != 0 {
			t.Fatal("seed 0 draws")
		}
		picked[mix(7, n)%5]++
	}
	for i := range uint64(5) {
		if picked[i] < 150 || picked[i] > 250 {
			t.Errorf("%d picked %d times of 1000", i, picked[i])
		}
	}
}
