package openb_test

import (
	"strings"
	"testing"

	"github.com/podlife/podlife/examples/internal/openb"
)

// FuzzRead: no input panics, and every Pod and node that is read has a name and
// no negative amounts.
func FuzzRead(f *testing.F) {
	f.Add(nodeTitles + "node-a,32000,262144,2,T4\n")
	f.Add(podTitles + "web,1500,2048,2,1000,G2|T4,LS,Running,90,180,91\ndb,x\n")
	f.Add("name\r\n\"a\nb\"\r\n")
	f.Fuzz(func(t *testing.T, input string) {
		list, _ := openb.Read("in.csv", strings.NewReader(input), openb.Pool)
		for _, p := range list.Pods {
			if p.Name == "" {
				t.Error("a Pod without name")
			}
			for name, q := range p.Spec.Containers[0].Resources.Requests {
				if q.Sign() < 0 {
					t.Errorf("%s %v", name, q)
				}
			}
		}
		for _, n := range list.Nodes {
			if n.Name == "" || len(n.Status.Allocatable) < 3 {
				t.Errorf("node %+v", n)
			}
		}
	})
}
