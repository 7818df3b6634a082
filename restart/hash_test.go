package restart_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
)

// TestHash compares with numbers of the kubelet's own HashContainer.
func TestHash(t *testing.T) {
	for _, test := range []struct {
		name, image string
		want        uint64
	}{
		{"test_container", "foo/image:v1", 0x8e45cbd0},
		{"", "", 0xedd67cc4},
		{"web", "registry.example/web:1", 0xf8890d80},
		{"a<b>&", "x\"\\\u2028y", 0x3506235b},
		{"é\xff\x01", "\t", 0x78ac12d5},
	} {
		c := &podlife.Container{Name: test.name, Image: test.image, RestartPolicy: podlife.RestartPolicyNever}
		if got := restart.Hash(c); got != test.want {
			t.Errorf("name %q, image %q: %#x, want %#x", test.name, test.image, got, test.want)
		}
	}
}

// FuzzHash compares with the text written out and hashed by the standard library.
func FuzzHash(f *testing.F) {
	f.Add("web", "registry.example/web:1")
	f.Add("\x00\x7f\x80", "<&>")
	f.Fuzz(func(t *testing.T, name, image string) {
		definition, err := json.Marshal(map[string]string{"name": name, "image": image})
		if err != nil {
			t.Fatal(err)
		}
		h := fnv.New32a()
		fmt.Fprintf(h, "([]uint8)%d", definition)
		if got, want := restart.Hash(&podlife.Container{Name: name, Image: image}), uint64(h.Sum32()); got != want {
			t.Errorf("name %q, image %q: %#x, want %#x", name, image, got, want)
		}
	})
}
