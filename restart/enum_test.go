package restart_test

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife/restart"
)

// TestNames checks of every enumeration that its constants have names, each
// another one, and that a bad value prints itself.
func TestNames(t *testing.T) {
	t.Run("Action", func(t *testing.T) { testNames[restart.Action](t, "Action", 3) })
	t.Run("Cause", func(t *testing.T) { testNames[restart.Cause](t, "Cause", 5) })
	t.Run("RuntimeState", func(t *testing.T) { testNames[restart.RuntimeState](t, "RuntimeState", 4) })
	t.Run("Verdict", func(t *testing.T) { testNames[restart.Verdict](t, "Verdict", 3) })
	t.Run("Reason", func(t *testing.T) { testNames[restart.Reason](t, "Reason", int(restart.ReasonRunsOnce)+1) })
	t.Run("Move", func(t *testing.T) { testNames[restart.Move](t, "Move", 6) })
	t.Run("Consequence", func(t *testing.T) { testNames[restart.Consequence](t, "Consequence", 4) })
	t.Run("StepKind", func(t *testing.T) { testNames[restart.StepKind](t, "StepKind", int(restart.StepAwaitStarted)+1) })
}

func testNames[E interface {
	~uint8
	fmt.Stringer
}](t *testing.T, typeName string, count int) {
	seen := map[string]bool{}
	for i := range 256 {
		name := E(i).String()
		bad := fmt.Sprintf("%s(%d)", typeName, i)
		isBad := i >= count || typeName == "StepKind" && i == 0
		if seen[name] || name == "" || (name == bad) != isBad {
			t.Errorf("value %d is called %q", i, name)
		}
		seen[name] = true
	}
}
