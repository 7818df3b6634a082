package podlife_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/podlife/podlife"
)

// What is printed for a Go programmer shows what pointers lead to.
func TestGoString(t *testing.T) {
	grace := int64(5)
	pod := &podlife.Pod{ObjectMeta: podlife.ObjectMeta{Name: "web"}}
	pod.Spec.TerminationGracePeriodSeconds = &grace
	const text = `podlife.Pod{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},"spec":{"terminationGracePeriodSeconds":5}}`
	if got := fmt.Sprintf("%#v", pod); got != text {
		t.Errorf("want %s, got %s", text, got)
	}
	if got := fmt.Sprintf("%#v", []*podlife.Pod{pod}); got != "[]*podlife.Pod{"+text+"}" {
		t.Errorf("a list: %s", got)
	}
	objects := &podlife.Objects{Pods: []*podlife.Pod{pod}, Nodes: []*podlife.Node{{ObjectMeta: podlife.ObjectMeta{Name: "node-a"}}}}
	got := fmt.Sprintf("%#v", objects)
	if !strings.HasPrefix(got, "podlife.Objects{") || !strings.Contains(got, `"web"`) || !strings.Contains(got, `"node-a"`) {
		t.Errorf("objects: %s", got)
	}
	if got := fmt.Sprintf("%#v", (*podlife.Pod)(nil)); got != "<nil>" {
		t.Errorf("no Pod: %s", got)
	}
	pod.Status.ContainerStatuses = []podlife.ContainerStatus{{State: podlife.ContainerState{Kind: 9, ExitCode: 1}}}
	if got := fmt.Sprintf("%#v", pod); !strings.HasPrefix(got, "podlife.Pod(") || !strings.Contains(got, "StateKind(9)") {
		t.Errorf("a Pod without JSON: %s", got)
	}
}
