package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/table"
)

// auditReport is all that the audit says.
type auditReport struct {
	program  *program
	findings []finding
	pods     int // audited
	leftOut  int // on nodes, but not placed by kube-scheduler
}

// auditCluster audits the Pods of the cluster and prints what came out.
func (p *program) auditCluster(out io.Writer) error {
	r := &auditReport{program: p}
	var placed []*podlife.Pod
	for _, pod := range p.reader.found.Pods {
		if pod.Spec.NodeName != "" && !pod.Status.Phase.IsTerminal() {
			placed = append(placed, pod)
		}
	}
	slices.SortStableFunc(placed, func(a, b *podlife.Pod) int { return scheduledAt(a).Compare(scheduledAt(b)) })
	p.progress.phase("auditing", 2*len(placed))
	r.auditNow(placed)
	r.auditThen(placed)
	p.progress.clear()
	if p.json {
		return r.lines(out)
	}
	return r.tables(out)
}

// auditNow audits the Pods with all others on their nodes.
func (r *auditReport) auditNow(placed []*podlife.Pod) {
	cluster, _ := build(&r.program.reader.found) // it could be built before
	a := &auditor{cluster, r.program.profileFor(nil), asItIs}
	for i, pod := range placed {
		r.program.progress.step(i)
		if !auditable(pod) {
			r.leftOut++
			continue
		}
		r.pods++
		cluster.Forget(pod)
		r.findings = append(r.findings, a.audit(pod))
		_ = cluster.Assume(pod, pod.Spec.NodeName) // it was there before
	}
}

// auditThen audits the Pods in the order in which they were placed, each with
// the nodes that there were then and with the Pods before it, those that have
// ended since included.
func (r *auditReport) auditThen(placed []*podlife.Pod) {
	empty := r.program.reader.found
	history := history(empty.Nodes, empty.Pods, placed)
	empty.Pods, empty.Nodes = nil, nil
	cluster, _ := build(&empty) // it could be built with all
	a := &auditor{cluster, r.program.profileFor(nil), asItWas}
	for i, pod := range placed {
		r.program.progress.step(len(placed) + i)
		for len(history) > 0 && !history[0].at.After(scheduledAt(pod)) {
			history[0].change(cluster)
			history = history[1:]
		}
		if auditable(pod) {
			r.findings = append(r.findings, a.audit(pod))
		}
		_ = cluster.Assume(pod, pod.Spec.NodeName) // with more Pods it could be
	}
}

// tally counts the verdicts of a view.
type tally struct {
	by map[verdict]int
	// agree is how many Pods are on a best node.
	agree int
	// free is how many Pods could have gone to more than one node, or to
	// another than theirs, and agreeFree how many of them are on a best node.
	free, agreeFree int
	// blind is how many of the free would be on a best node if somebody had
	// chosen blindly among the nodes that will do.
	blind float64
}

func (r *auditReport) tally(v view) tally {
	t := tally{by: map[verdict]int{}}
	for _, f := range r.findings {
		if f.view != v {
			continue
		}
		t.by[f.verdict]++
		good := f.verdict == best || f.verdict == oneBest
		if good || f.verdict == forced {
			t.agree++
		}
		if f.verdict == forced {
			continue
		}
		t.free++
		if good {
			t.agreeFree++
		}
		if f.feasible > 0 {
			t.blind += float64(len(f.best)) / float64(f.feasible)
		}
	}
	return t
}

// tables prints the findings for people.
func (r *auditReport) tables(out io.Writer) error {
	fmt.Fprintf(out, "%s that kube-scheduler may have placed, on %s; %s not looked at (static, or of another scheduler).\n\n",
		count(r.pods, "Pod"), count(len(r.program.reader.found.Nodes), "node"), areOnes(r.leftOut))
	views := [...]tally{r.tally(asItIs), r.tally(asItWas)}
	t := table.Table{Out: out, Width: r.program.Width, Columns: []table.Column{{Title: "THE POD'S NODE IS"}, {Title: "AS THINGS ARE"}, {Title: "AS THEY WERE THEN"}}}
	add := func(name string, cell func(tally) string) error {
		return t.Add(table.Row{Cells: []table.Cell{{Text: name}, {Text: cell(views[0])}, {Text: cell(views[1])}}})
	}
	for _, v := range verdicts {
		if err := add(v.text(), func(t tally) string { return fmt.Sprint(t.by[v]) }); err != nil {
			return err
		}
	}
	_ = add("in the best set", func(t tally) string { return ofAll(t.agree, r.pods) })
	_ = add("in the best set, of those with a choice", func(t tally) string { return ofAll(t.agreeFree, t.free) })
	_ = add("  and if somebody had chosen blindly", func(t tally) string { return fmt.Sprintf("%.1f of %d", t.blind, t.free) })
	if err := t.Close(); err != nil {
		return err
	}
	return r.differences(out)
}

func ofAll(n, all int) string {
	if all == 0 {
		return "0 of 0"
	}
	return fmt.Sprintf("%d of %d (%.0f %%)", n, all, 100*float64(n)/float64(all))
}

// text is the verdict for people.
func (v verdict) text() string {
	switch v {
	case forced:
		return "the only one that will do"
	case best:
		return "the best"
	case oneBest:
		return "one of several best"
	case worse:
		return "not the best"
	case refused:
		return "one that will not do"
	default:
		return "not decided"
	}
}

// differences prints the Pods that are not on a best node.
func (r *auditReport) differences(out io.Writer) error {
	t := table.Table{Out: out, Width: r.program.Width, NotesTitle: "WHY", Columns: []table.Column{
		{Title: "VIEW"}, {Title: "POD"}, {Title: "ON", Spare: 2}, {Title: "BEST", Spare: 1},
	}}
	rows, shown := 0, 0
	for _, f := range r.findings {
		if f.verdict == forced || f.verdict == best || f.verdict == oneBest {
			continue
		}
		if rows++; rows > 2*fewRows && !r.program.all {
			continue
		}
		if shown++; shown == 1 {
			fmt.Fprintln(out)
		}
		cells := []table.Cell{{Text: string(f.view)}, {Text: qualified(f.pod)}, {Text: f.pod.Spec.NodeName}, {Text: some(f.best, 1)}}
		if err := t.Add(table.Row{Cells: cells, Notes: []string{f.why()}}); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	if rows > shown {
		fmt.Fprintf(out, "(%d more rows with -all)\n", rows-shown)
	}
	return nil
}

// why says what speaks against the Pod's node.
func (f *finding) why() string {
	if f.verdict != worse {
		return f.message
	}
	texts := make([]string, len(f.plugins))
	for i, g := range f.plugins {
		texts[i] = fmt.Sprintf("%s %d < %d", g.Plugin, g.Here, g.Best)
	}
	return fmt.Sprintf("%d < %d: %s", f.total, f.bestTotal, cmp.Or(strings.Join(texts, ", "), "?"))
}
