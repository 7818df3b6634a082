package termination

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
)

// The defaults of the Pod garbage collector.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go and
// pkg/controller/podgc/config/v1alpha1/defaults.go.
const (
	// DefaultTerminatedPodThreshold is how many ended Pods a cluster keeps.
	DefaultTerminatedPodThreshold = 12500
	// CollectPeriod is the time from one run to the next.
	CollectPeriod = 20 * time.Second
	// QuarantineTime is how long a node must be missing before its Pods go.
	QuarantineTime = 40 * time.Second
)

// Cluster is what one run of the Pod garbage collector sees.
type Cluster struct {
	// Pods of the cluster. Nil ones are skipped.
	Pods []*podlife.Pod
	// Nodes of the cluster. The collector asks the API server again before it
	// takes a node for gone; here this list has the last word.
	Nodes []*podlife.Node
	// Missing are the nodes in quarantine, as [Cluster.Quarantine] of the last
	// run returned them. Nil in the first run.
	Missing []MissingNode
	// Now is when the run takes place.
	Now time.Time
	// TerminatedPodThreshold is how many ended Pods are kept. 0: the default,
	// 12,500; negative: all.
	TerminatedPodThreshold int
}

// RemovalReason says which rule removes a Pod, in the words of the collector's
// metrics.
//
// Source: kubernetes v1.37 pkg/controller/podgc/metrics/metrics.go.
type RemovalReason string

// The reasons, in the order of the rules.
const (
	// RemovalTerminated: it has ended, and too many others have.
	RemovalTerminated RemovalReason = "terminated"
	// RemovalOutOfService: it is being deleted on a node that is not ready
	// and that somebody declared out of service.
	RemovalOutOfService RemovalReason = "out-of-service"
	// RemovalOrphaned: its node is gone.
	RemovalOrphaned RemovalReason = "orphaned"
	// RemovalUnscheduled: it is being deleted and bound to no node.
	RemovalUnscheduled RemovalReason = "unscheduled"
)

// Removal is a Pod that the collector deletes with a grace period of 0.
type Removal struct {
	// Pod that goes.
	Pod *podlife.Pod
	// Reason for it.
	Reason RemovalReason
	// Status is written before the deletion: the Pod's own, but Failed, and
	// with a DisruptionTarget condition if the Pod is orphaned. Nil: the Pod
	// has ended already, and nothing is written.
	Status *podlife.PodStatus
}

// Collect returns what one run of the Pod garbage collector removes, in order.
//
//   - terminated: of the Pods whose phase is none of Pending, Running and
//     Unknown, all beyond the threshold, evicted ones first, then the oldest.
//   - out-of-service: Pods being deleted on a node that is not Ready and has
//     the taint node.kubernetes.io/out-of-service, in the same order.
//   - orphaned: Pods on a node that does not exist and was missing for 40 s.
//   - unscheduled: Pods being deleted that are bound to no node.
//
// All rules look at the same Pods, so one to which two apply is listed twice,
// as the collector deletes it twice. The second time finds nothing, unless
// finalizers hold the Pod.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go, gc.
func Collect(s Cluster) []Removal {
	nodes := s.nodes()
	out := s.terminated()
	out = append(out, s.outOfService(nodes)...)
	out = append(out, s.orphaned(nodes)...)
	for _, p := range s.Pods {
		if p != nil && p.IsDeleted() && p.Spec.NodeName == "" {
			out = append(out, s.removal(p, RemovalUnscheduled))
		}
	}
	return out
}

func (s *Cluster) nodes() map[string]*podlife.Node {
	nodes := make(map[string]*podlife.Node, len(s.Nodes))
	for _, n := range s.Nodes {
		if n != nil {
			nodes[n.Name] = n
		}
	}
	return nodes
}

func (s *Cluster) terminated() []Removal {
	threshold := s.TerminatedPodThreshold
	if threshold == 0 {
		threshold = DefaultTerminatedPodThreshold
	}
	if threshold < 0 {
		return nil
	}
	var ended []*podlife.Pod
	for _, p := range s.Pods {
		if p == nil {
			continue
		}
		switch p.Status.Phase {
		case podlife.PodPending, podlife.PodRunning, podlife.PodUnknown:
			continue
		case podlife.PodSucceeded, podlife.PodFailed: // the empty phase too
		}
		ended = append(ended, p)
	}
	if len(ended) <= threshold {
		return nil
	}
	slices.SortFunc(ended, byEvictionAndAge)
	return s.removals(ended[:len(ended)-threshold], RemovalTerminated)
}

func (s *Cluster) outOfService(nodes map[string]*podlife.Node) []Removal {
	var stuck []*podlife.Pod
	for _, p := range s.Pods {
		if p == nil || !p.IsDeleted() {
			continue
		}
		if n := nodes[p.Spec.NodeName]; n != nil && isOutOfService(n) {
			stuck = append(stuck, p)
		}
	}
	slices.SortFunc(stuck, byEvictionAndAge)
	return s.removals(stuck, RemovalOutOfService)
}

// isOutOfService reports whether n is not ready and somebody declared it down.
func isOutOfService(n *podlife.Node) bool {
	i := slices.IndexFunc(n.Status.Conditions, func(c podlife.NodeCondition) bool { return c.Type == podlife.NodeReady })
	ready := i >= 0 && n.Status.Conditions[i].Status == podlife.ConditionTrue
	return !ready && slices.ContainsFunc(n.Spec.Taints, func(t podlife.Taint) bool { return t.Key == podlife.TaintNodeOutOfService })
}

func (s *Cluster) removals(pods []*podlife.Pod, reason RemovalReason) []Removal {
	out := make([]Removal, len(pods))
	for i, p := range pods {
		out[i] = s.removal(p, reason)
	}
	return out
}

// removal returns the removal of p and the status that is written first.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go,
// markFailedAndDeletePodWithCondition.
func (s *Cluster) removal(p *podlife.Pod, reason RemovalReason) Removal {
	if p.Status.Phase.IsTerminal() {
		return Removal{Pod: p, Reason: reason}
	}
	status := p.Status.Clone()
	status.Phase, status.ObservedGeneration = podlife.PodFailed, p.Generation
	if reason == RemovalOrphaned {
		setCondition(&status, podlife.Condition{
			Type:               podlife.DisruptionTarget,
			ObservedGeneration: p.Generation,
			Status:             podlife.ConditionTrue,
			LastTransitionTime: s.Now,
			Reason:             "DeletionByPodGC",
			Message:            "PodGC: node no longer exists",
		})
	}
	return Removal{Pod: p, Reason: reason, Status: &status}
}

// setCondition adds c to s or puts it in the place of the one of its type. The
// time of the last transition is kept if there was none.
//
// Source: kubernetes v1.37 pkg/api/v1/pod/util.go, UpdatePodCondition.
func setCondition(s *podlife.PodStatus, c podlife.Condition) {
	old := podlife.FindCondition(s.Conditions, c.Type)
	if old == nil {
		s.Conditions = append(s.Conditions, c)
		return
	}
	if old.Status == c.Status {
		c.LastTransitionTime = old.LastTransitionTime
	}
	*old = c
}

// byEvictionAndAge orders evicted Pods before others, older before younger,
// then by name and, where the collector leaves it open, by namespace.
//
// Source: kubernetes v1.37 pkg/controller/podgc/gc_controller.go,
// byEvictionAndCreationTimestamp.
func byEvictionAndAge(a, b *podlife.Pod) int {
	if evicted := isEvicted(a); evicted != isEvicted(b) {
		if evicted {
			return -1
		}
		return 1
	}
	return cmp.Or(
		a.CreationTimestamp.Compare(b.CreationTimestamp),
		strings.Compare(a.Name, b.Name),
		strings.Compare(a.Namespace, b.Namespace),
	)
}

// Source: kubernetes v1.37 pkg/kubelet/eviction/helpers.go, PodIsEvicted.
func isEvicted(p *podlife.Pod) bool {
	return p.Status.Phase == podlife.PodFailed && p.Status.Reason == podlife.ReasonEvicted
}
