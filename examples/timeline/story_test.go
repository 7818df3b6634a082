package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/lanes"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/lifecycle"
)

// pod reads the Pod of a file.
func pod(t *testing.T, file string) *podlife.Pod {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for o, err := range objects.Read(file, f) {
		if err != nil {
			t.Fatal(err)
		}
		return o.Pod
	}
	t.Fatalf("%s: no Pod", file)
	return nil
}

func scriptJSON(t *testing.T, s *lifecycle.Script) []byte {
	t.Helper()
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// told tells a story of testdata. change changes its script.
func told(t *testing.T, name string, change func(*lifecycle.Script)) *story {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".script.json")
	if err != nil {
		t.Fatal(err)
	}
	script, err := parseScript(name, data)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(script)
	}
	p := &program{given: script}
	s, err := p.tell(name, pod(t, "testdata/"+name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// drawn is what a lane shows, a word for each bar, and its failures.
func drawn(l *lanes.Lane) (states string, crosses int) {
	looks := [...]string{
		lanes.Plain: "waits", lanes.Pending: "prepares", lanes.Delayed: "backs off", lanes.Active: "runs", lanes.Ready: "ready",
		lanes.Leaving: "preStop", lanes.Queued: "queued", lanes.Stopping: "stopping", lanes.Failed: "failed", lanes.Done: "ended",
	}
	var words []string
	for _, b := range l.Bars {
		words = append(words, looks[b.Look])
	}
	for _, p := range l.Points {
		if p.Shape == lanes.Cross {
			crosses++
		}
	}
	return strings.Join(words, ", "), crosses
}

// shownLanes is what a picture shows of its lanes.
func shownLanes(p *lanes.Picture) []string {
	var out []string
	for i := range p.Lanes {
		states, crosses := drawn(&p.Lanes[i])
		out = append(out, fmt.Sprintf("%s: %s, %d crosses", p.Lanes[i].Name, states, crosses))
	}
	return out
}

// Two init and two main containers, the first main container failing once: the
// drawing shows it, and does not if there is no failure.
func TestShowsTheFailure(t *testing.T) {
	want := []string{
		"fetch: waits, prepares, runs, ended, 0 crosses",
		"migrate: waits, prepares, runs, ended, 0 crosses",
		"web: waits, prepares, runs, ready, runs, ready, stopping, ended, 1 crosses",
		"worker: waits, prepares, ready, stopping, ended, 0 crosses",
	}
	p := told(t, "failing-once", nil).picture()
	if diff := cmp.Diff(want, shownLanes(p)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var ready []string
	for _, b := range p.Bands[2].Bars {
		ready = append(ready, fmt.Sprintf("%s %v", b.Label, b.From))
	}
	if diff := cmp.Diff([]string{"False 1s", "True 24s", "False 33s", "True 37s", "False 1m1s"}, ready); diff != "" {
		t.Errorf("%s (-want +got)\n%s", p.Bands[2].Name, diff)
	}
	calm := told(t, "failing-once", func(s *lifecycle.Script) {
		web := s.Containers["web"]
		web.Runs = nil
		s.Containers["web"] = web
	}).picture()
	want[2] = "web: waits, prepares, runs, ready, stopping, ended, 0 crosses"
	if diff := cmp.Diff(want, shownLanes(calm)); diff != "" {
		t.Errorf("without the failure (-want +got)\n%s", diff)
	}
}

// The end of a sidecar, of a container that ignores its signal and of one with a
// preStop hook; and a node that is lost.
func TestShowsTheEnd(t *testing.T) {
	p := told(t, "crash-loop", nil).picture()
	for i, want := range []string{"preStop, queued, stopping, ended, 0 crosses", "preStop, stopping, ended, 6 crosses", "stopping, failed, 1 crosses"} {
		if got := shownLanes(p)[i]; !strings.HasSuffix(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
	want := []string{
		"node lost 4m0s", "node answers again 13m0s", "deleted by the taint manager 9m0s", "grace period over 10m0s", "gone 13m47s",
		"node-b does not answer, 4m0s to 13m0s", "grace period, 1m, 9m0s to 10m0s",
	}
	if diff := cmp.Diff(want, shownMarks(told(t, "node-lost", nil).picture())); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// shownMarks are what a picture shows of its marks and spans.
func shownMarks(p *lanes.Picture) []string {
	var out []string
	for _, m := range p.Marks {
		out = append(out, m.Label+" "+m.At.String())
	}
	for _, s := range p.Spans {
		out = append(out, fmt.Sprintf("%s, %v to %v", s.Label, s.From, s.To))
	}
	return out
}

// A deadline that was cut short is shown beside the first one, and so is a
// deadline of the Pod's work.
func TestShowsDeadlines(t *testing.T) {
	grace := int64(10)
	for _, c := range []struct {
		name   string
		change func(*lifecycle.Script)
		want   []string
	}{
		{"requests in a row", nil, []string{
			"delete request 1m0s", "delete request, grace 20s 1m15s", "delete request by force 1m25s", "first deadline 1m45s",
			"grace period over 1m20s", "object gone 1m25s", "grace period, 45s, cut short, 1m0s to 1m45s", "grace period, 5s left, 1m15s to 1m20s",
		}},
		{"no time is left", func(s *lifecycle.Script) {
			s.Happenings = s.Happenings[:2]
			s.Happenings[1].GracePeriodSeconds = &grace
		}, []string{
			"delete request 1m0s", "delete request, grace 10s 1m15s", "first deadline 1m45s", "grace period over 1m15s", "gone 1m47s",
			"grace period, 45s, cut short, 1m0s to 1m45s",
		}},
		{"by the eviction API", func(s *lifecycle.Script) {
			s.Happenings = s.Happenings[:1]
			s.Happenings[0].Reason = "EvictionByEvictionAPI"
		}, []string{
			"delete request, EvictionByEvictionAPI 1m0s", "grace period over 1m45s", "gone 1m47s", "grace period, 45s, 1m0s to 1m45s",
		}},
		{"at once", func(s *lifecycle.Script) { s.Happenings = s.Happenings[2:3] }, []string{"delete request by force 1m25s", "object gone 1m25s"}},
	} {
		if diff := cmp.Diff(c.want, shownMarks(told(t, "cut-short", c.change).picture())); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
	limited, limit := pod(t, "testdata/failing-once.yaml"), int64(30)
	limited.Spec.ActiveDeadlineSeconds = &limit
	told, err := (&program{}).tell("F", limited)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"active deadline over 31s"}, shownMarks(told.picture())); diff != "" {
		t.Errorf("the active deadline (-want +got)\n%s", diff)
	}
	unstarted := lifecycle.Script{Containers: map[string]lifecycle.ContainerScript{"fetch": {PullFailures: -1}}}
	if told, err = (&program{given: &unstarted}).tell("F", limited); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"active deadline over 30s"}, shownMarks(told.picture())); diff != "" {
		t.Errorf("the active deadline with nothing to stop (-want +got)\n%s", diff)
	}
	if last := told.moments[len(told.moments)-1].texts; len(last) == 0 || last[0] != (said{"active deadline over", false}) {
		t.Errorf("the active deadline is not told of: %v", last)
	}
	if bad := badLanes(told.picture()); bad != "" {
		t.Error(bad)
	}
}

// An end on a node that does not answer is drawn and told of when it was, without
// signals that come too late.
func TestTellsOfUnseenEnds(t *testing.T) {
	s := told(t, "node-lost", nil)
	text := ""
	for _, m := range s.moments {
		for _, what := range m.texts {
			text += s.clock(m.at) + " " + what.text + "\n"
		}
	}
	if want := "23:57:59 backup: exit 2: bucket not found\n"; !strings.Contains(text, want) || strings.Contains(text, "backup: SIGTERM") {
		t.Errorf("want %sand no signal for backup in\n%s", want, text)
	}
	points := s.picture().Lanes[2].Points
	if last := points[len(points)-1]; last.At != 5*time.Minute+59*time.Second || last.Shape != lanes.Cross || last.Hint != "exit 2: bucket not found" {
		t.Errorf("%+v", last)
	}
	rebooted := told(t, "node-lost", func(s *lifecycle.Script) { s.Happenings[1].Do = lifecycle.DoRebootNode })
	text = ""
	for _, m := range rebooted.moments {
		for _, what := range m.texts {
			text += what.text + "\n"
		}
	}
	if want := "backup: exit 2: bucket not found\n"; !strings.Contains(text, want) {
		t.Errorf("want\n%sin\n%s", want, text)
	}
	if want := "node-b was restarted\norders: exit 255, Unknown, node restarted\n"; !strings.Contains(text, want) {
		t.Errorf("want\n%sin\n%s", want, text)
	}
}

// An end of which nobody hears before the node answers again is told of then, with
// its time, and without a signal that would come too late.
func TestTellsOfLateEnds(t *testing.T) {
	s := told(t, "node-lost", func(s *lifecycle.Script) {
		stopped := lifecycle.Happening{At: lifecycle.Duration(3*time.Minute + 50*time.Second), Do: lifecycle.DoDelete}
		s.Happenings = append([]lifecycle.Happening{stopped}, s.Happenings...)
	})
	text := ""
	for _, m := range s.moments {
		for _, what := range m.texts {
			text += s.clock(m.at) + " " + what.text + "\n"
		}
	}
	for want, n := range map[string]int{
		"23:55:50 orders: SIGTERM, 1m until SIGKILL\n":         1,
		"00:05:00 orders: at 23:56:35 exit 143, Pod deleted\n": 1,
		"SIGKILL\n": 2, // the end of the two lines on SIGTERM
	} {
		if got := strings.Count(text, want); got != n {
			t.Errorf("%q is %d times, want %d, in\n%s", want, got, n, text)
		}
	}
}

// badLanes says what is wrong with the lanes of a picture: the bars of each must
// follow one another from the beginning to the end, and the points lie on them.
func badLanes(p *lanes.Picture) string {
	for _, l := range p.Lanes {
		at := time.Duration(0)
		for _, b := range l.Bars {
			if b.From != at || b.To <= b.From {
				return fmt.Sprintf("%s: a bar from %v to %v after %v", l.Name, b.From, b.To, at)
			}
			at = b.To
		}
		if at != p.To {
			return fmt.Sprintf("%s: ends at %v, the picture at %v", l.Name, at, p.To)
		}
		for _, point := range l.Points {
			if point.At < 0 || point.At > p.To {
				return fmt.Sprintf("%s: a point at %v", l.Name, point.At)
			}
		}
	}
	return ""
}

// TestLanesAreWhole: whatever is done to a Pod and whenever, its lanes have no
// gaps and no overlaps, and all of it can be printed. A lane with a bar left out
// is found.
func TestLanesAreWhole(t *testing.T) {
	told := func(name string, do lifecycle.Deed, at time.Duration) *story {
		return told(t, name, func(s *lifecycle.Script) {
			container := "web"
			if name == "crash-loop" {
				container = "cart"
			}
			s.Happenings = append([]lifecycle.Happening{{At: lifecycle.Duration(at), Do: do, Container: container, Image: "new:2", ExitCode: 3}}, s.Happenings...)
		})
	}
	refused := 0
	for _, name := range []string{"failing-once", "crash-loop"} {
		for _, do := range deeds {
			for at := 500 * time.Millisecond; at < 70*time.Second; at += 7 * time.Second {
				s := told(name, lifecycle.Deed(do), at)
				refused += len(s.Refused)
				p := s.picture()
				if bad := badLanes(p); bad != "" {
					t.Errorf("%s, %s at %v: %s", name, do, at, bad)
				}
				var b strings.Builder
				if err := p.WriteSVG(&b); err != nil {
					t.Errorf("%s, %s at %v: %v", name, do, at, err)
				}
				lane := &p.Lanes[len(p.Lanes)-1]
				if lane.Bars = lane.Bars[1:]; badLanes(p) == "" {
					t.Errorf("%s, %s at %v: a lane without its beginning is whole", name, do, at)
				}
			}
		}
	}
	if refused == 0 {
		t.Error("everything can happen at any time")
	}
}

// What the script says in vain is remarked on.
func TestRemarks(t *testing.T) {
	s := told(t, "failing-once", func(s *lifecycle.Script) {
		s.Happenings = []lifecycle.Happening{
			{At: lifecycle.Duration(time.Second), Do: lifecycle.DoReturnNode},
			{At: lifecycle.Duration(time.Hour), Do: lifecycle.DoDelete},
		}
	})
	want := []string{
		"happenings[0], returnNode at 1s, does not happen: NodeReturned cannot happen in stage Unbound",
		"happenings[1], delete at 1h0m0s, does not happen: DeleteRequested cannot happen: the simulation is over",
	}
	if diff := cmp.Diff(want, s.remarks); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if s := told(t, "failing-once", nil); len(s.remarks) > 0 {
		t.Errorf("remarks where there is nothing to wonder about: %v", s.remarks)
	}
}
