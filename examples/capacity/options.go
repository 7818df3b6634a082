package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/podlife/podlife/examples/internal/command"
	"github.com/podlife/podlife/examples/internal/objects"
	"github.com/podlife/podlife/examples/internal/openb"
)

// options are what the arguments ask for.
type options struct {
	place    string
	replicas int
	json     bool
	svg      string
	by       string
	audit    bool
	all      bool
	pack     bool
	preempt  bool
	drain    drainage
	tie      uint64
	share    openb.Share
	inputs   []string
}

const usage = `capacity says which Pods find a node in a cluster, why the others do not, and
how full the nodes get. It places Pods as kube-scheduler 1.37 does, one after
the other. It asks no cluster.

usage: capacity [flags] [FILE | FOLDER | -]...

  kubectl get nodes,pods -A -o json | capacity       the Pods that are pending
  capacity -place web.yaml -replicas 40 dump/        40 more of these
  capacity -place web.yaml -svg full.svg dump/       and a picture of the nodes
  capacity -whatif drain=node-7 dump/                who moves where, and who cannot?
  capacity -audit dump/                              are Pods where they would go?
  capacity -o json dump/ | jq 'select(.type == "refusal").message'

flags:
`

const usageMore = `
The cluster is in files as kubectl prints them, in JSON or YAML: its nodes, and
the Pods on them. The scheduler looks at more than that; to have the same answer,
dump these too:
  services, replicasets, statefulsets, replicationcontrollers, namespaces,
  priorityclasses, persistentvolumes, persistentvolumeclaims, storageclasses,
  csinodes, csidrivers, csistoragecapacities, volumeattachments

What is placed:
  the Pods in these files that have no node, not ended or deleted, or, instead,
  -place FILE   the Pods in FILE and those its templates ask for: of Deployments,
                ReplicaSets, ReplicationControllers, StatefulSets and Jobs
  -replicas N   with -place: N of each Pod or template
  -whatif drain=NODE
                the Pods that come in the place of those that leave the node, and
                those of -place. It takes no more Pods, and those it has leave as
                by kubectl drain: not those of DaemonSets, nor static ones. Pods
                without a controller are not made again. That a
                PodDisruptionBudget may hold this up is not looked at.
They go in the order of the scheduler's queue: by priority, then by age. Of nodes
that are equally good the first by name is taken, or with -tie N one that N picks.
No Pod is driven away for another, unless with -preempt: then those that have to
go are gone at once, and the ones that their controllers make again are placed
last. Pods in FILE get the defaults of the API server as far as the scheduler sees
them: namespace default, requests where there are only limits, the priority of
their class.

What is printed: how full groups of nodes and nodes are, before and after, in what
Pods request of what nodes have for them (allocatable), not in what Pods really
use; why Pods find no node, in the scheduler's words, and what is missing on the
nodes where least is; where the others go.

-o json prints an object a line, of one of these types:
  placement  namespace, name, owner, node, group, best (so many nodes were as
             good), feasible (so many would do), from (the node it was on)
  refusal    namespace, name, owner, cause (unschedulable, gated,
             notCovered, invalid), message (the scheduler's), reasons {text:
             number of nodes}, nearest (what is missing where least is)
  departure  namespace, name, owner, node, by (the Pod it made way for), budget
             (that would have kept it), again (somebody makes it again)
  node       name, group, resources {name: {allocatable, before, after}}; cpu is
             in thousandths, memory in bytes
  group      name, nodes, resources
  totals     pods, placed, refused, nodes, resources, skipped

-audit takes each Pod that a scheduler may have placed off its node, asks where it
would go, and puts it back. It does so in two views of the cluster: as it is now,
and as it was when the Pod was placed, with only the nodes and Pods there were, as
far as the dump tells. It says how often the Pod's node is in the best set, how
often it would be if somebody had chosen blindly, and, where it is not, which
plugins speak against it. That need not mean that somebody is wrong: Pods may be
gone since, objects may be missing in the dump, and the scheduler may have been of
another version or told otherwise. With -o json, types audit and auditTotals.

The openb GPU trace is read as it is published, a list of nodes and one of Pods:
  capacity -by alibabacloud.com/gpu-card-model \
           openb_node_list_all_node.csv openb_pod_list_default.csv
The scheduler does not know one GPU of a node from another. A Pod that wants a part
of one takes it from all GPUs of the node together (-gpu-share pool: more fits than
in truth), or takes a whole one (whole: less fits than in truth), or is left out
and counted (skip).

exit status:
  0  every Pod found a node, or -audit was asked for
  1  some Pod found none
  2  something could not be read or written, or the arguments are wrong; what
     could be read is placed all the same
`

// parseOptions reads the arguments.
func parseOptions(args []string, w command.World) (options, error) {
	var o options
	var format, share string
	flags := command.NewFlags("capacity", w, usage, usageMore)
	flags.StringVar(&o.place, "place", "", "`FILE` with the Pods or templates to place (- for standard input)")
	flags.IntVar(&o.replicas, "replicas", 0, "`number` of each Pod or template of -place (default: what it asks for)")
	flags.OneOf(&format, "o", "`format` of the output", "table", "json")
	flags.StringVar(&o.svg, "svg", "", "`FILE` to draw a heat map of the nodes into")
	flags.StringVar(&o.by, "by", "", "`label` of nodes to group them by (default: the zone)")
	flags.BoolVar(&o.audit, "audit", false, "compare the nodes that Pods are on with those they would be placed on")
	flags.BoolVar(&o.all, "all", false, "list every node and Pod in tables, however many there are")
	flags.BoolVar(&o.pack, "pack", false, "prefer nodes that are full (MostAllocated) instead of empty ones")
	flags.BoolVar(&o.preempt, "preempt", false, "let Pods drive others of lower priority away, as the scheduler does")
	flags.Func("whatif", "what happens first: `drain=NODE`, or drain=NODE,NODE", o.drain.parse)
	flags.Uint64Var(&o.tie, "tie", 0, "`number` to pick among equally good nodes by; 0: the first by name")
	flags.OneOf(&share, "gpu-share", "`how` a part of a GPU in the openb trace counts", "pool", "whole", "skip")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.json = format == "json"
	o.share, _ = openb.ParseShare(share) // one of its words
	if err := o.check(); err != nil {
		return o, err
	}
	var err error
	o.inputs, err = flags.Inputs()
	if err == nil && o.place == objects.Stdin && slices.Contains(o.inputs, objects.Stdin) {
		err = errors.New("-place -: standard input is the cluster already")
	}
	return o, err
}

// check reports what is wrong with the options together.
func (o *options) check() error {
	switch {
	case o.replicas < 0 || o.replicas > maxReplicas:
		return fmt.Errorf("-replicas %d: want 1 to %d", o.replicas, maxReplicas)
	case o.replicas > 0 && o.place == "":
		return errors.New("-replicas: of what? Name a file with -place")
	case o.audit && (o.place != "" || o.svg != "" || o.preempt || len(o.drain) > 0):
		return errors.New("-audit places no Pods and draws nothing: it goes without -place, -svg, -preempt and -whatif")
	}
	return nil
}

// maxReplicas keeps a slip of the finger from filling the memory.
const maxReplicas = 1_000_000
