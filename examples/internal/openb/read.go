package openb

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/podlife/podlife"
)

const (
	// GPU is the resource in thousandths of a GPU.
	GPU podlife.ResourceName = "alibabacloud.com/gpu-milli"
	// ModelLabel is the label of a node with the model of its GPUs.
	ModelLabel = "alibabacloud.com/gpu-card-model"
	// QoSLabel is the label of a Pod with its class of service: LS, BE,
	// Burstable or Guaranteed.
	QoSLabel = "openb/qos"
	// Namespace of all Pods.
	Namespace = "openb"
	// MaxPods is how many Pods a node takes.
	MaxPods = 1001
)

// optional are the columns that not every list has.
var optional = []string{"gpu_spec", "qos", "creation_time"}

// List is what a list holds.
type List struct {
	// Nodes of a list of nodes.
	Nodes []*podlife.Node
	// Pods of a list of Pods, without those that were left out.
	Pods []*podlife.Pod
	// SharePods is how many Pods want a part of one GPU, left out or not.
	SharePods int
	// SkippedPods is how many of them were left out.
	SkippedPods int
}

// IsList reports whether a file that begins like this is a list of the trace.
func IsList(begin []byte) bool {
	line, _, _ := bytes.Cut(begin, []byte("\n"))
	titles := strings.Split(strings.TrimSpace(string(line)), ",")
	return len(titles) > 3 && (titles[0] == "sn" || titles[0] == "name") && titles[1] == "cpu_milli"
}

// Read reads a list of nodes or of Pods; its titles tell which. Rows that cannot
// be read are left out, and the error joins an [*Error] for everything that is
// wrong with them. The List holds the rest.
func Read(file string, r io.Reader, share Share) (List, error) {
	var list List
	rs, err := open(file, r)
	if err != nil {
		return list, err
	}
	_, nodes := rs.columns["sn"]
	if nodes {
		err = rs.require("cpu_milli", "memory_mib", "gpu", "model")
	} else {
		err = rs.require("name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli")
	}
	if err != nil {
		return list, err
	}
	for rs.next() {
		if nodes {
			list.addNode(rs)
		} else {
			list.addPod(rs, share)
		}
	}
	return list, errors.Join(rs.errs...)
}

func (l *List) addNode(rs *rows) {
	name := rs.name("sn")
	n := &podlife.Node{ObjectMeta: podlife.ObjectMeta{Name: name, Labels: map[string]string{"kubernetes.io/hostname": name}}}
	n.Status.Allocatable = podlife.ResourceList{
		podlife.ResourceCPU:    podlife.NewMilliQuantity(rs.number("cpu_milli")),
		podlife.ResourceMemory: mebibytes(rs.number("memory_mib")),
		podlife.ResourcePods:   podlife.NewQuantity(MaxPods),
	}
	if gpus := rs.number("gpu"); gpus > 0 {
		n.Status.Allocatable[GPU] = podlife.NewQuantity(1000 * gpus)
	}
	if model := rs.text("model"); model != "" {
		n.Labels[ModelLabel] = model
	}
	if !rs.bad {
		l.Nodes = append(l.Nodes, n)
	}
}

func (l *List) addPod(rs *rows, share Share) {
	gpus, each := rs.number("num_gpu"), rs.number("gpu_milli")
	part := gpus > 0 && each < 1000
	if part && share == Whole {
		each = 1000
	}
	p := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: rs.name("name"), Namespace: Namespace},
		Spec: podlife.PodSpec{
			Containers: []podlife.Container{{Name: "main", Resources: podlife.ResourceRequirements{Requests: podRequests(rs, gpus*each)}}},
			Affinity:   onModels(rs.text("gpu_spec")),
		},
		Status: podlife.PodStatus{Phase: podlife.PodPending},
	}
	if qos := rs.text("qos"); qos != "" {
		p.Labels = map[string]string{QoSLabel: qos}
	}
	if created := rs.number("creation_time"); rs.text("creation_time") != "" {
		p.CreationTimestamp = time.Unix(created, 0).UTC()
	}
	if rs.bad {
		return
	}
	if part {
		l.SharePods++
	}
	if part && share == Skip {
		l.SkippedPods++
		return
	}
	l.Pods = append(l.Pods, p)
}

func podRequests(rs *rows, gpuMilli int64) podlife.ResourceList {
	requests := podlife.ResourceList{
		podlife.ResourceCPU:    podlife.NewMilliQuantity(rs.number("cpu_milli")),
		podlife.ResourceMemory: mebibytes(rs.number("memory_mib")),
	}
	if gpuMilli > 0 {
		requests[GPU] = podlife.NewQuantity(gpuMilli)
	}
	return requests
}

// mebibytes returns n of them, to be printed as such.
func mebibytes(n int64) podlife.Quantity {
	q, _ := podlife.ParseQuantity(strconv.FormatInt(n, 10) + "Mi") // cannot fail: it is a number
	return q
}

// onModels returns the affinity to nodes with one of some models of GPU, which
// stand like V100M16|V100M32. Nil: all will do.
func onModels(spec string) *podlife.Affinity {
	if spec == "" {
		return nil
	}
	model := podlife.NodeSelectorRequirement{Key: ModelLabel, Operator: podlife.SelectorOpIn, Values: strings.Split(spec, "|")}
	term := podlife.NodeSelectorTerm{MatchExpressions: []podlife.NodeSelectorRequirement{model}}
	return &podlife.Affinity{NodeAffinity: &podlife.NodeAffinity{
		Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{term}},
	}}
}
