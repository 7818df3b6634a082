package oracle_test

import (
	"testing"
	"testing/synctest"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlife/podlife/internal/conformance/oracle"
)

func TestMinTolerationTime(t *testing.T) {
	for _, test := range []struct {
		tolerations []v1.Toleration
		want        time.Duration
	}{
		{nil, 0},
		{[]v1.Toleration{{}}, -1},
		{[]v1.Toleration{{}, {TolerationSeconds: seconds(60)}, {TolerationSeconds: seconds(30)}}, 30 * time.Second},
		{[]v1.Toleration{{TolerationSeconds: seconds(-1)}}, 0},
	} {
		if got := oracle.MinTolerationTime(test.tolerations); got != test.want {
			t.Errorf("MinTolerationTime(%v) = %v, want %v", test.tolerations, got, test.want)
		}
	}
}

func TestTaintEvictor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		evictor := oracle.NewTaintEvictor()
		defer evictor.Stop()
		web, db := pod(spec(v1.RestartPolicyAlways, "web")), pod(spec(v1.RestartPolicyAlways, "db"))
		db.Name = "db"
		web.Spec.NodeName, db.Spec.NodeName = "node", "node"
		web.Spec.Tolerations = []v1.Toleration{{Operator: v1.TolerationOpExists, TolerationSeconds: seconds(60)}}
		evictor.SetPod(web)
		evictor.SetPod(db)
		tainted := &v1.Node{ObjectMeta: metav1.ObjectMeta{Name: "node"}}
		tainted.Spec.Taints = []v1.Taint{{Key: "broken", Effect: v1.TaintEffectNoExecute}}
		evictor.SetNode(tainted)
		synctest.Wait()
		if got := evictor.Evicted(); len(got) != 1 || got[0] != "default/db" {
			t.Errorf("at once: %v, want default/db", got)
		}
		if due, ok := evictor.DueAt(web); !ok || !due.Equal(time.Now().Add(time.Minute)) {
			t.Errorf("web is due at %v %v, want in a minute", due, ok)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := evictor.Evicted(); len(got) != 2 {
			t.Errorf("after a minute: %v, want both", got)
		}
	})
}
