package restart_test

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/restart"
	"pgregory.net/rapid"
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

// FuzzHash hashes any name and any image.
func FuzzHash(f *testing.F) {
	f.Add("web", "registry.example/web:1")
	f.Add("\x00\x7f\x80", "<&>")
	f.Fuzz(func(t *testing.T, name, image string) {
		checkHash(t, name, image)
	})
}

// TestHashOfEveryByte has each byte on its own: one that JSON must escape hides
// what is done with those beside it.
func TestHashOfEveryByte(t *testing.T) {
	for b := range 256 {
		checkHash(t, "", string([]byte{byte(b)}))
		checkHash(t, string([]byte{byte(b)}), "a")
	}
}

// checkHash compares with the text written out and hashed by the standard library.
func checkHash(t *testing.T, name, image string) {
	t.Helper()
	definition, err := json.Marshal(map[string]string{"name": name, "image": image})
	if err != nil {
		t.Fatal(err)
	}
	h := fnv.New32a()
	fmt.Fprintf(h, "([]uint8)%d", definition)
	if got, want := restart.Hash(&podlife.Container{Name: name, Image: image}), uint64(h.Sum32()); got != want {
		t.Errorf("name %q, image %q: %#x, want %#x", name, image, got, want)
	}
}

// definition is a container, and the hash that its run was made from: its own
// but for the bits in Off.
type definition struct {
	Name, Image string
	Off         uint64
}

func definitions() *rapid.Generator[definition] {
	text := rapid.OneOf(rapid.StringMatching(`[a-z0-9./:@_-]{0,40}`), rapid.String())
	return rapid.Custom(func(t *rapid.T) definition {
		d := definition{Name: text.Draw(t, "name"), Image: text.Draw(t, "image")}
		if rapid.Bool().Draw(t, "changed") {
			d.Off = 1 << rapid.IntRange(0, 63).Draw(t, "bit")
		}
		return d
	})
}

// TestPlanComparesHashes: a plan, which looks at a hash from both ends, kills
// what was made from another definition and nothing else.
func TestPlanComparesHashes(t *testing.T) {
	type rule func(*podlife.Container, uint64) (changed bool)
	law := func(changed rule, d definition) string {
		c := &podlife.Container{Name: d.Name, Image: d.Image}
		h := restart.Hash(c) ^ d.Off
		if h == 0 {
			return "" // which means that the hash is not known
		}
		if got := changed(c, h); got != (d.Off != 0) {
			return fmt.Sprintf("name %q, image %q, hash %#x: changed %v", d.Name, d.Image, h, got)
		}
		return ""
	}
	plan := func(c *podlife.Container, h uint64) bool {
		p := &podlife.Pod{Spec: podlife.PodSpec{Containers: []podlife.Container{*c}}}
		run := restart.RuntimeStatus{Name: c.Name, SandboxID: "sandbox", State: restart.StateRunning, Hash: h}
		seen := restart.Observed{Sandboxes: []restart.Sandbox{{ID: "sandbox", Ready: true}}, Containers: []restart.RuntimeStatus{run}}
		return len(restart.Plan(p, seen).ContainersToKill) > 0
	}
	broken := func(c *podlife.Container, h uint64) bool { return uint32(restart.Hash(c)) != uint32(h) }
	check(t, definitions(), law, plan, rule(broken))
}
