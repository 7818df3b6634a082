package lifecycle

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/podlife/podlife"
)

// smallPod returns a Pod with sidecars, then ordinary init containers, then main
// containers.
func smallPod(policy podlife.RestartPolicy, inits, sidecars, mains int) *podlife.Pod {
	p := &podlife.Pod{Spec: podlife.PodSpec{RestartPolicy: policy, NodeName: "node-a"}}
	p.Name, p.Namespace, p.UID, p.Generation = "web-1", "default", "uid-1", 1
	grace := int64(30)
	p.Spec.TerminationGracePeriodSeconds = &grace
	letter := func(i int) string { return string(rune('a' + i)) }
	for i := range sidecars {
		p.Spec.InitContainers = append(p.Spec.InitContainers, podlife.Container{
			Name: "proxy-" + letter(i), Image: "proxy", RestartPolicy: podlife.RestartPolicyAlways,
		})
	}
	for i := range inits {
		p.Spec.InitContainers = append(p.Spec.InitContainers, podlife.Container{Name: "init-" + letter(i), Image: "init"})
	}
	for i := range mains {
		p.Spec.Containers = append(p.Spec.Containers, podlife.Container{Name: "web-" + letter(i), Image: "web"})
	}
	return p
}

// future is what may happen to a Pod beside its deletion, and how often work may fail.
type future struct {
	outside  []Event
	failures int
}

// futures are small enough to be explored one by one. The smaller Pods may be evicted
// in each of them, and with the smallest work may fail. So it may if a sandbox is lost
// with sidecars in it: a kill that fails is what shows such a Pod to outsiders.
func futures(x size) []future {
	sandbox, node := []Event{SandboxLost{}}, []Event{NodeLost{}, Collected{}}
	out := []future{{outside: []Event{Evicted{}}}, {outside: []Event{KubeletRestarted{}}}, {outside: []Event{NodeRebooted{}}}, {outside: sandbox}, {outside: node}}
	small, smallest := x.inits+2*x.sidecars+x.mains <= 3, x.mains > 0 && x.inits+2*x.sidecars+2*x.mains <= 3
	for i := range out {
		if i > 0 && small {
			out[i].outside = append(out[i].outside, Evicted{})
		}
		if smallest && (*full || x.inits == 0) {
			out[i].failures = 1
		}
	}
	if x.sidecars > 0 { // a Pod may be kept Pending whose main containers have ended
		out[3] = future{sandbox, 1}
		out[4].outside = append(node, sandbox...)
	}
	return out
}

// size is how many containers of each kind a Pod has.
type size struct{ inits, sidecars, mains int }

// sizes are those up to two init, one sidecar and two main containers: by default
// the small ones.
func sizes() []size {
	var out []size
	for inits := range 3 {
		for sidecars := range 2 {
			for mains := 1; mains <= 2; mains++ {
				if *full || mains == 1 && inits+sidecars < 2 {
					out = append(out, size{inits, sidecars, mains})
				}
			}
		}
	}
	return out
}

// judged explores what may happen to p, and fails if something came that was not
// promised.
func judged(t *testing.T, x size, p *podlife.Pod) *judge {
	t.Helper()
	j := newJudge(p, promised)
	for _, f := range futures(x) {
		o := ExploreOptions{Failures: f.failures, MaxStates: 1 << 23, Outside: append([]Event{DeleteRequested{}}, f.outside...)}
		g, unsound, err := j.explore(o)
		var limit *LimitError
		if err != nil && !errors.As(err, &limit) {
			t.Fatal(err)
		}
		if err != nil {
			t.Logf("cut short: %v", err)
		}
		for n := range g.States() {
			if a := unsound[n]; a != 0 {
				s, _ := g.Trace(n).Replay()
				t.Errorf("%s can come and was not promised of a Pod that is %s:\n%s", a, gist(s.Pod(), startOf(p)), g.Trace(n))
				break
			}
		}
	}
	return j
}

// TestPredictIsSoundAndTight compares Predict, and with it phase.Reachable, with
// exploration: from no state comes what was not promised of it, and what is
// promised comes from some state that looks alike.
func TestPredictIsSoundAndTight(t *testing.T) {
	states, sights := 0, 0
	for _, x := range sizes() {
		for _, policy := range []podlife.RestartPolicy{never, onFailure, always} {
			if x.sidecars > 0 && policy != never && !*full {
				continue // many states
			}
			t.Run(fmt.Sprintf("%s-%d-%d-%d", policy, x.inits, x.sidecars, x.mains), func(t *testing.T) {
				// A Pod that is held shows what the garbage collector writes.
				j := judged(t, x, held(smallPod(policy, x.inits, x.sidecars, x.mains)))
				for looks, missing := range j.loose() {
					t.Errorf("%s is promised and never comes of a Pod that is %s", missing, looks)
				}
				t.Logf("%d states that look in %d ways", j.states, len(j.seen))
				states, sights = states+j.states, sights+len(j.seen)
			})
		}
	}
	t.Logf("%d states that look in %d ways", states, sights)
}

// TestPredictBeforeAndAfter does the same for a Pod that has no node yet, and for
// one whose time runs out.
func TestPredictBeforeAndAfter(t *testing.T) {
	unbound := smallPod(never, 0, 0, 1)
	unbound.Spec.NodeName = ""
	unbound.Finalizers = []string{"example.com/hold"}
	limit := int64(25)
	timed := smallPod(onFailure, 1, 0, 1)
	timed.Spec.ActiveDeadlineSeconds = &limit
	timed.Finalizers = unbound.Finalizers
	for _, p := range []*podlife.Pod{unbound, timed} {
		for looks, missing := range judged(t, size{}, p).loose() {
			t.Errorf("%s is promised and never comes of a Pod that is %s", missing, looks)
		}
	}
}

// TestPredictWithRules does the same for Pods whose containers have policies and
// restart rules of their own.
func TestPredictWithRules(t *testing.T) {
	own := held(smallPod(never, 1, 0, 1))
	own.Spec.InitContainers[0].RestartPolicy = onFailure
	again := held(smallPod(never, 1, 0, 1))
	again.Spec.Containers[0].RestartPolicy = onFailure
	all := held(smallPod(never, 1, 0, 1))
	all.Spec.Containers[0].RestartPolicy = never
	all.Spec.Containers[0].RestartPolicyRules = []podlife.ContainerRestartRule{{
		Action:    podlife.RestartActionRestartAllContainers,
		ExitCodes: podlife.ExitCodes{Operator: podlife.ExitCodesIn, Values: []int32{42}},
	}}
	for name, p := range map[string]*podlife.Pod{"init": own, "main": again, "all": all} {
		t.Run(name, func(t *testing.T) {
			j := judged(t, size{}, p)
			for looks, missing := range j.loose() {
				if missing == 1<<canBeReady && p == all {
					continue // deleted while all restart, and still in phase Running
				}
				t.Errorf("%s is promised and never comes of a Pod that is %s", missing, looks)
			}
			t.Logf("%d states that look in %d ways", j.states, len(j.seen))
		})
	}
}

// TestJudgeCatches gives the judge wrong predictions.
func TestJudgeCatches(t *testing.T) {
	promise := func(change func(*podlife.Pod, answers) answers) func(*podlife.Pod, time.Time) answers {
		return func(p *podlife.Pod, now time.Time) answers { return change(p, promised(p, now)) }
	}
	tests := map[string]struct {
		promise        func(*podlife.Pod, time.Time) answers
		unsound, loose bool
	}{
		"right": {promise: promised},
		"Pending never comes back": {
			promise: promise(func(p *podlife.Pod, a answers) answers {
				if p.Status.Phase == podlife.PodRunning {
					a &^= 1 << canBePending
				}
				return a
			}),
			unsound: true,
		},
		"deletion means failure": {
			promise: promise(func(p *podlife.Pod, a answers) answers {
				if p.IsDeleted() && p.Status.Phase != podlife.PodSucceeded {
					a &^= 1 << canSucceed
				}
				return a
			}),
			unsound: true,
		},
		"a Pod that is not ended may be ready": {
			promise: promise(func(p *podlife.Pod, a answers) answers {
				if !p.Status.Phase.IsTerminal() {
					a |= 1 << canBeReady
				}
				return a
			}),
			loose: true,
		},
		"a Pod that is not ended may succeed": {
			promise: promise(func(p *podlife.Pod, a answers) answers {
				if !p.Status.Phase.IsTerminal() {
					a |= 1 << canSucceed
				}
				return a
			}),
			loose: true,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			unsound, loose := false, false
			for _, policy := range []podlife.RestartPolicy{never, always} {
				j := newJudge(held(smallPod(policy, 1, 0, 1)), test.promise)
				for _, extra := range [][]Event{nil, {NodeRebooted{}}} {
					_, bad, err := j.explore(ExploreOptions{Outside: append([]Event{DeleteRequested{}}, extra...)})
					if err != nil {
						t.Fatal(err)
					}
					unsound = unsound || len(bad) > 0
				}
				loose = loose || len(j.loose()) > 0
			}
			if unsound != test.unsound || loose != test.loose {
				t.Errorf("unsound %v, loose %v; want %v, %v", unsound, loose, test.unsound, test.loose)
			}
		})
	}
}
