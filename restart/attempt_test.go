package restart_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/podtest"
	"github.com/podlife/podlife/restart"
	"pgregory.net/rapid"
)

// ended returns a terminated state that began and ended so many seconds after
// the epoch.
func ended(code int32, from, to int) podlife.ContainerState {
	s := podlife.Terminated(code, "Error")
	s.StartedAt, s.FinishedAt = epoch.Add(time.Duration(from)*time.Second), epoch.Add(time.Duration(to)*time.Second)
	return s
}

func TestNextAttempts(t *testing.T) {
	now := epoch.Add(1000 * time.Second)
	backOff := podlife.Waiting("CrashLoopBackOff", "back-off 1m20s restarting failed container=a pod=p_default(1)")
	attempt := func(reason string, delay, earliest, latest int) []restart.Attempt {
		at := func(s int) time.Time { return epoch.Add(time.Duration(s) * time.Second) }
		return []restart.Attempt{{Container: "a", Reason: reason, Delay: time.Duration(delay) * time.Second, Earliest: at(earliest), Latest: at(latest)}}
	}
	tests := []struct {
		name   string
		status podlife.ContainerStatus
		want   []restart.Attempt
	}{
		{"runs", podlife.ContainerStatus{State: podlife.Running(epoch)}, nil},
		{"waits for its turn", podlife.ContainerStatus{State: podlife.Waiting("PodInitializing", "")}, nil},
		{"backs off", podlife.ContainerStatus{State: backOff, LastTerminationState: ended(1, 980, 990), RestartCount: 4},
			attempt("CrashLoopBackOff", 80, 1070, 1101)},
		{"backs off, end not known", podlife.ContainerStatus{State: backOff, RestartCount: 4},
			attempt("CrashLoopBackOff", 80, 1080, 1111)},
		{"backs off, delay not known", podlife.ContainerStatus{State: podlife.Waiting("CrashLoopBackOff", "?"), LastTerminationState: ended(1, 980, 990)},
			attempt("CrashLoopBackOff", 0, 990, 1321)},
		{"ended the first time", podlife.ContainerStatus{State: ended(1, 980, 990)}, attempt("", 0, 990, 1081)},
		{"ended again", podlife.ContainerStatus{State: ended(1, 980, 990), RestartCount: 1}, attempt("", 0, 990, 1381)},
		{"ended after 601 s", podlife.ContainerStatus{State: ended(1, 389, 990), RestartCount: 9}, attempt("", 0, 990, 1381)},
		{"ended after 602 s", podlife.ContainerStatus{State: ended(1, 388, 990), RestartCount: 9}, attempt("", 0, 990, 1081)},
		{"succeeded", podlife.ContainerStatus{State: ended(0, 980, 990)}, nil},
		{"image", podlife.ContainerStatus{State: podlife.Waiting("ImagePullBackOff", "")}, attempt("ImagePullBackOff", 0, 1000, 1315)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := pod("OnFailure", "", "a")
			test.status.Name = "a"
			p.Status.ContainerStatuses = []podlife.ContainerStatus{test.status}
			if diff := cmp.Diff(test.want, restart.NextAttempts(p, restart.Backoff{}, now)); diff != "" {
				t.Errorf("attempts (-want +got):\n%s", diff)
			}
			p.DeletionTimestamp = epoch
			if got := restart.NextAttempts(p, restart.Backoff{}, now); got != nil {
				t.Errorf("of a deleted Pod: %v", got)
			}
		})
	}
}

// TestNextAttemptsOrder has several containers, init containers among them, and
// one of which nothing is known.
func TestNextAttemptsOrder(t *testing.T) {
	p := pod("Always", "i", "a b c")
	p.Status.InitContainerStatuses = []podlife.ContainerStatus{{Name: "i", State: ended(1, 0, 30)}}
	p.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "b", State: ended(1, 0, 20)}, {Name: "c", State: ended(1, 0, 10)}}
	var got []string
	for _, a := range restart.NextAttempts(p, restart.Backoff{}, epoch) {
		got = append(got, a.Container)
	}
	if diff := cmp.Diff([]string{"c", "b", "i"}, got); diff != "" {
		t.Errorf("containers in the order of their attempts (-want +got):\n%s", diff)
	}
}

// TestNextAttemptsHold plays a container that keeps ending, on a kubelet that
// may or may not have reported the back-off, and checks that it is started
// within the interval.
func TestNextAttemptsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SampledFrom([]restart.Backoff{{}, restart.NodeMaximum(7 * time.Second), restart.ReducedDefault()}).Draw(t, "backoff")
		p := pod("Always", "", "a")
		status := podlife.ContainerStatus{Name: "a"}
		var e restart.Entry
		now := epoch
		millis := func(most int, label string) time.Duration {
			return time.Duration(rapid.IntRange(0, most).Draw(t, label)) * time.Millisecond
		}
		for range rapid.IntRange(1, 12).Draw(t, "runs") {
			from := now
			now = now.Add(millis(700_000, "run"))
			finishedAt := now
			status.State = podlife.Terminated(1, "Error")
			status.State.StartedAt, status.State.FinishedAt = from.Truncate(time.Second), now.Truncate(time.Second)
			if rapid.Bool().Draw(t, "reported") {
				now = now.Add(millis(2_000, "until noticed"))
				if _, retryAt := b.Step(e, finishedAt, now); !retryAt.IsZero() {
					status.LastTerminationState = status.State
					status.State = podlife.Waiting("CrashLoopBackOff", "back-off "+retryAt.Sub(finishedAt).String()+" restarting failed container=a pod=p")
				}
			}
			p.Status.ContainerStatuses = []podlife.ContainerStatus{status}
			got := restart.NextAttempts(p, b, now)
			if len(got) != 1 {
				t.Fatalf("attempts: %v, want one", got)
			}
			// The kubelet's syncs: each in back-off sets the next.
			for {
				var retryAt time.Time
				if e, retryAt = b.Step(e, finishedAt, now); retryAt.IsZero() {
					break
				}
				pause := min(retryAt.Sub(now), 60*time.Second)
				now = now.Add(pause + pause*time.Duration(rapid.IntRange(0, 49).Draw(t, "jitter"))/100)
			}
			if now.Before(got[0].Earliest) || now.After(got[0].Latest) {
				t.Fatalf("started at %v, want within %v and %v", now, got[0].Earliest, got[0].Latest)
			}
			if status.LastTerminationState.Kind == podlife.StateUnset {
				status.LastTerminationState = status.State
			}
			status.RestartCount++
		}
	})
}

// FuzzNextAttempts feeds it any message and any Pod.
func FuzzNextAttempts(f *testing.F) {
	f.Add("back-off 10s restarting failed container=a")
	f.Add("back-off -10s restarting")
	f.Add("back-off 9999999999999h x")
	f.Fuzz(func(t *testing.T, message string) {
		p := pod("Always", "", "a")
		p.Status.ContainerStatuses = []podlife.ContainerStatus{{Name: "a", State: podlife.Waiting("CrashLoopBackOff", message)}}
		got := restart.NextAttempts(p, restart.Backoff{}, epoch)
		if len(got) != 1 || got[0].Delay < 0 || got[0].Latest.Before(got[0].Earliest) {
			t.Errorf("message %q: %v", message, got)
		}
	})
}

func TestNextAttemptsAreTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := podtest.Nasty().Draw(t, "pod")
		was := p.Clone()
		var before time.Time
		for _, a := range restart.NextAttempts(p, restart.Backoff{}, epoch) {
			if a.Latest.Before(a.Earliest) || a.Earliest.Before(before) {
				t.Fatalf("%+v after %v", a, before)
			}
			before = a.Earliest
		}
		if diff := cmp.Diff(was, p); diff != "" {
			t.Fatalf("the Pod changed (-before +after):\n%s", diff)
		}
	})
}
