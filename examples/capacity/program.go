package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// run is the program. It returns the exit status.
func run(args []string, w world) int {
	o, err := parseOptions(args, w)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitBroken
	}
	p := &program{
		world: w, options: o,
		reader:   reader{stdin: w.stdin, share: o.share},
		copies:   map[*podlife.Pod]string{},
		progress: &progress{out: w.stderr, clock: w.clock, start: w.clock(), on: w.errorTerminal},
	}
	return p.run()
}

// program is one run.
type program struct {
	world
	options
	reader   reader
	progress *progress
	// copies says of which Pod the Pods of an order for many are copies.
	copies map[*podlife.Pod]string
	// strays is how many Pods are on nodes that are not there.
	strays int
	broken bool
}

func (p *program) run() int {
	p.reader.cluster(p.inputs)
	var orders []order
	if p.place != "" {
		orders = p.reader.orders(p.place)
	}
	p.complain(p.reader.errs)
	found := &p.reader.found
	var errs []error
	p.strays, errs = sift(found)
	p.complain(errs)
	cluster, errs := build(found)
	p.complain(errs)
	if cluster == nil {
		return exitBroken
	}
	if len(found.Nodes) == 0 {
		fmt.Fprintln(p.stderr, "capacity: there are no nodes in the input")
		p.broken = true
	}
	out := bufio.NewWriterSize(p.stdout, 64<<10)
	status, err := exitOK, error(nil)
	if p.audit {
		err = p.auditCluster(out)
	} else {
		status, err = p.placeAll(out, cluster, orders)
	}
	p.progress.clear()
	if flushErr := out.Flush(); err == nil {
		err = flushErr
	}
	switch {
	case err != nil:
		fmt.Fprintln(p.stderr, "capacity: write:", err)
		return exitBroken
	case p.broken:
		return exitBroken
	default:
		return status
	}
}

// complain reports what could not be read.
func (p *program) complain(errs []error) {
	for _, err := range errs {
		p.broken = true
		fmt.Fprintln(p.stderr, "capacity:", err)
	}
}

// placeAll places what is asked for and prints what became of it.
func (p *program) placeAll(out *bufio.Writer, cluster *schedule.Cluster, orders []order) (int, error) {
	found := &p.reader.found
	pods := p.toPlace(orders)
	books := newLedger(found.Nodes, cluster, pods, p.by)
	pl := &placer{cluster: cluster, profile: p.profileFor(books.resources), tie: p.tie, ledger: books}
	p.progress.phase("placing", len(pods))
	for i, pod := range pods {
		pl.place(pod)
		p.progress.step(i + 1)
	}
	p.progress.clear()
	r := &report{placer: pl, program: p}
	if p.svg != "" {
		if err := r.draw(p.svg); err != nil {
			return exitBroken, err
		}
	}
	status := exitOK
	if len(pl.refusals) > 0 {
		status = exitNoRoom
	}
	if p.json {
		return status, r.lines(out)
	}
	return status, r.tables(out)
}

// toPlace returns the Pods to place, in the scheduler's order.
func (p *program) toPlace(orders []order) []*podlife.Pod {
	var queue []schedule.QueuedPod
	add := func(pod *podlife.Pod) {
		queue = append(queue, schedule.QueuedPod{Pod: pod, Since: pod.CreationTimestamp})
	}
	if p.place == "" {
		for _, pod := range p.reader.found.Pods {
			if pod.Spec.NodeName == "" && !pod.Status.Phase.IsTerminal() && !pod.IsDeleted() {
				add(pod)
			}
		}
	}
	a := newAdmitter(&p.reader.found)
	for _, o := range orders {
		pods := a.fill(o, p.replicas)
		for _, pod := range pods {
			if len(pods) > 1 {
				p.copies[pod] = qualified(o.pod)
			}
			add(pod)
		}
	}
	pods := make([]*podlife.Pod, len(queue))
	for i, q := range schedule.Queue(queue) {
		pods[i] = q.Pod
	}
	return pods
}

// report is what there is to say after placing.
type report struct {
	*placer
	program *program
}

// draw writes the heat map to a file.
func (r *report) draw(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	if err := r.picture().Write(out); err != nil {
		f.Close()
		return err
	}
	if err := out.Flush(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
