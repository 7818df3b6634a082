package lifecycle

import (
	"testing"
	"unsafe"
)

func TestSize(t *testing.T) {
	t.Log("State", unsafe.Sizeof(State{}), "object", unsafe.Sizeof(object{}), "conditions", unsafe.Sizeof(conditions{}), "kubelet", unsafe.Sizeof(kubelet{}), "node", unsafe.Sizeof(node{}))
	t.Log("container", unsafe.Sizeof(container{}), "run", unsafe.Sizeof(run{}), "ended", unsafe.Sizeof(ended{}), "shown", unsafe.Sizeof(shown{}), "condition", unsafe.Sizeof(condition{}), "failure", unsafe.Sizeof(failure{}))
	t.Log("worker", unsafe.Sizeof(worker{}), "block", unsafe.Sizeof(block{}))
}
