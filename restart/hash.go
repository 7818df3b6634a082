package restart

import (
	"encoding/json"

	"github.com/podlife/podlife"
)

// Hash returns the number by which a kubelet tells that a container's
// definition changed: a hash of its image and name, and of nothing else. It is
// the number in the annotation io.kubernetes.container.hash of a container in
// the runtime.
//
// The kubelet writes image and name as JSON, prints those bytes in decimal the
// way a debugger would, and hashes that text. So does Hash, without making
// the text; only a name or image that JSON must escape costs an allocation.
//
// Source: kubernetes v1.37 pkg/kubelet/container/helpers.go, HashContainer;
// pkg/util/hash/hash.go, DeepHashObject.
func Hash(c *podlife.Container) uint64 {
	h := hashStart.add(escape(c.Image)).add(hashMiddle).add(escape(c.Name)).add(hashEnd)
	return uint64(h.char(']'))
}

// fnv is FNV-1a of 32 bits, having seen some text.
type fnv uint32

const fnvPrime fnv = 16777619

// The text around image and name. The bytes of {"image":" in decimal come
// first, after the type of a list of bytes:
//
//	([]uint8)[123 34 105 109 97 103 101 34 58 34
const (
	hashStart  fnv = 0x323ecb63 // of that text
	hashMiddle     = `","name":"`
	hashEnd        = `"}`
)

// char adds one character.
func (h fnv) char(b byte) fnv { return (h ^ fnv(b)) * fnvPrime }

// add adds every byte of s as text: a space, then the byte in decimal.
func (h fnv) add(s string) fnv {
	for i := 0; i < len(s); i++ {
		b := s[i]
		h = h.char(' ')
		if b >= 100 {
			h = h.char('0' + b/100)
		}
		if b >= 10 {
			h = h.char('0' + b/10%10)
		}
		h = h.char('0' + b%10)
	}
	return h
}

// escape returns s as it stands between the quotes of a JSON string.
func escape(s string) string {
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b < ' ', b >= 0x7f, b == '"', b == '\\', b == '<', b == '>', b == '&':
			quoted, err := json.Marshal(s)
			if err != nil { // no string is refused
				return s
			}
			return string(quoted[1 : len(quoted)-1])
		}
	}
	return s
}
