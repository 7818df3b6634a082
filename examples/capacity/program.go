package main

import (
	"bufio"
	"errors"
	"fmt"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/schedule"
)

// run is the program. It returns the exit status.
func run(args []string, w command.World) int {
	o, err := parseOptions(args, w)
	if err != nil {
		return w.Refuse("capacity", err)
	}
	p := &program{
		World: w, options: o,
		reader:   reader{stdin: w.Stdin, share: o.share},
		copies:   map[*podlife.Pod]string{},
		progress: &progress{out: w.Stderr, clock: w.Clock, start: w.Clock(), on: w.ErrorTerminal},
	}
	return p.run()
}

// program is one run.
type program struct {
	command.World
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
	if cluster == nil || p.idle(orders) {
		return command.Broken
	}
	out := bufio.NewWriterSize(p.Stdout, 64<<10)
	status, err := command.OK, error(nil)
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
		fmt.Fprintln(p.Stderr, "capacity: write:", err)
		return command.Broken
	case p.broken:
		return command.Broken
	default:
		return status
	}
}

// idle reports whether there is nothing to place, or nowhere to, so that an
// answer would only hide it. It says why, if that has not been said.
func (p *program) idle(orders []order) bool {
	nodes := p.reader.found.Nodes
	unknown := p.drain.unknown(nodes)
	switch {
	case len(nodes) == 0:
		p.complain([]error{errors.New("there are no nodes in the input")})
	case p.place != "" && len(orders) == 0:
		if !p.broken {
			p.complain([]error{fmt.Errorf("-place %s: there is nothing to place in it", p.place)})
		}
	case len(unknown) > 0:
		p.complain(unknown)
	default:
		return false
	}
	return true
}

// complain reports what is wrong.
func (p *program) complain(errs []error) {
	for _, err := range errs {
		p.broken = true
		fmt.Fprintln(p.Stderr, "capacity:", err)
	}
}

// placeAll places what is asked for and prints what became of it.
func (p *program) placeAll(out *bufio.Writer, cluster *schedule.Cluster, orders []order) (int, error) {
	found := &p.reader.found
	pods := p.toPlace(orders)
	books := newLedger(found.Nodes, cluster, pods, p.by)
	pl := &placer{
		cluster: cluster, profile: p.profileFor(books.resources), tie: p.tie, ledger: books,
		admitter: newAdmitter(found), preempt: p.preempt, origin: map[*podlife.Pod]string{},
	}
	moving, errs := pl.drain(p.drain, found.Nodes)
	p.complain(errs)
	pods = inOrder(append(moving, pods...))
	p.progress.phase("placing", len(pods))
	for i := 0; i < len(pods); i++ { // Pods that made way come last
		pods = append(pods, pl.place(pods[i])...)
		p.progress.step(i + 1)
	}
	p.progress.clear()
	r := &report{placer: pl, program: p}
	if p.svg != "" {
		if err := command.Create(p.svg, r.picture().Write); err != nil {
			return command.Broken, err
		}
	}
	status := command.OK
	if len(pl.refusals) > 0 {
		status = exitNoRoom
	}
	if p.json {
		return status, r.lines(out)
	}
	return status, r.tables(out)
}

// toPlace returns the Pods that wait for a node, or are ordered.
func (p *program) toPlace(orders []order) []*podlife.Pod {
	var pods []*podlife.Pod
	if p.place == "" && len(p.drain) == 0 {
		for _, pod := range p.reader.found.Pods {
			if pod.Spec.NodeName == "" && !pod.Status.Phase.IsTerminal() && !pod.IsDeleted() {
				pods = append(pods, pod)
			}
		}
	}
	a := newAdmitter(&p.reader.found)
	for _, o := range orders {
		copies := a.fill(o, p.replicas)
		for _, pod := range copies {
			if len(copies) > 1 {
				p.copies[pod] = qualified(o.pod)
			}
		}
		pods = append(pods, copies...)
	}
	return pods
}

// inOrder returns Pods in the order of the scheduler's queue.
func inOrder(pods []*podlife.Pod) []*podlife.Pod {
	queue := make([]schedule.QueuedPod, len(pods))
	for i, pod := range pods {
		queue[i] = schedule.QueuedPod{Pod: pod, Since: pod.CreationTimestamp}
	}
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
