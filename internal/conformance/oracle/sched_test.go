package oracle_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife/internal/conformance/oracle"
	v1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	fwk "k8s.io/kube-scheduler/framework"
	st "k8s.io/kubernetes/pkg/scheduler/testing"
)

const (
	host = v1.LabelHostname
	zone = v1.LabelTopologyZone
)

// node has the labels hostname and, unless z is empty, zone.
func node(name, z, cpu, memory string) *st.NodeWrapper {
	n := st.MakeNode().Name(name).Label(host, name).
		Capacity(map[v1.ResourceName]string{"cpu": cpu, "memory": memory, "pods": "110"})
	if z != "" {
		n.Label(zone, z)
	}
	return n
}

// placed is a Pod of the default namespace on a node.
func placed(name, node string) *st.PodWrapper {
	return st.MakePod().Namespace("default").Name(name).Node(node)
}

func incoming() *st.PodWrapper { return st.MakePod().Namespace("default").Name("web") }

func asks(cpu, memory string) map[v1.ResourceName]string {
	return map[v1.ResourceName]string{"cpu": cpu, "memory": memory}
}

func three(z ...string) []*v1.Node {
	var nodes []*v1.Node
	for i, name := range []string{"n1", "n2", "n3"} {
		nodes = append(nodes, node(name, z[i], "4", "8Gi").Obj())
	}
	return nodes
}

// The text of the event, preemption included.
func TestSchedulerMessages(t *testing.T) {
	never := v1.PreemptNever
	zonal := func(p *st.PodWrapper) *st.PodWrapper {
		return p.Label("app", "web").SpreadConstraint(1, zone, v1.DoNotSchedule, st.MakeLabelSelector().Label("app", "web").Obj(), nil, nil, nil, nil)
	}
	tests := []struct {
		name    string
		objects oracle.ClusterObjects
		pod     *v1.Pod
		want    string
	}{
		{"pods and cpu", oracle.ClusterObjects{
			Nodes: []*v1.Node{st.MakeNode().Name("n1").Capacity(map[v1.ResourceName]string{"cpu": "1", "pods": "1"}).Obj()},
			Pods:  []*v1.Pod{placed("a", "n1").Req(map[v1.ResourceName]string{"cpu": "1"}).Obj()},
		}, incoming().Req(map[v1.ResourceName]string{"cpu": "1"}).Obj(),
			"0/1 nodes are available: 1 Insufficient cpu, 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."},
		{"cordoned and tainted", oracle.ClusterObjects{
			Nodes: []*v1.Node{
				node("n1", "", "4", "8Gi").Unschedulable(true).Taints([]v1.Taint{{Key: "k", Effect: v1.TaintEffectNoSchedule}}).Obj(),
				node("n2", "", "4", "8Gi").Taints([]v1.Taint{{Key: "k", Effect: v1.TaintEffectNoExecute}}).Obj(),
			},
		}, incoming().Obj(),
			"0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."},
		{"node that is not there", oracle.ClusterObjects{Nodes: three("", "", "")},
			incoming().NodeAffinityIn("metadata.name", []string{"n9"}, st.NodeSelectorTypeMatchFields).Obj(),
			"0/3 nodes are available: 3 node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling."},
		{"name and field", oracle.ClusterObjects{Nodes: three("", "", "")},
			incoming().Node("n1").NodeAffinityIn("metadata.name", []string{"n2"}, st.NodeSelectorTypeMatchFields).Obj(),
			"0/3 nodes are available: node(s) didn't satisfy plugin(s) [NodeAffinity NodeName] simultaneously. not found"},
		{"claim missing", oracle.ClusterObjects{Nodes: three("", "", "")}, incoming().PVC("c").Obj(),
			`0/3 nodes are available: persistentvolumeclaim "c" not found. not found`},
		{"spread", oracle.ClusterObjects{
			Nodes: []*v1.Node{node("n1", "a", "4", "8Gi").Obj(), node("n2", "", "4", "8Gi").Obj()},
			Pods:  []*v1.Pod{placed("a", "n1").Label("app", "web").Obj()},
		}, zonal(incoming()).NodeSelector(map[string]string{host: "n2"}).Obj(),
			"0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) didn't match pod topology spread constraints (missing required label). " +
				"preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling."},
		{"never preempts", oracle.ClusterObjects{Nodes: three("", "", "")},
			incoming().Req(asks("5", "1Gi")).PreemptionPolicy(never).Obj(),
			"0/3 nodes are available: 3 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never."},
		{"can preempt", oracle.ClusterObjects{
			Nodes: three("", "", "")[:1],
			Pods:  []*v1.Pod{placed("a", "n1").Req(asks("3", "1Gi")).Priority(-5).Obj()},
		}, incoming().Req(asks("2", "1Gi")).Obj(),
			"0/1 nodes are available: 1 Insufficient cpu. preemption: found a potential placement for pod on node n1, preempting 1 victims"},
		{"nominated", oracle.ClusterObjects{
			Nodes: three("", "", "")[:1],
			Pods:  []*v1.Pod{st.MakePod().Namespace("default").Name("a").NominatedNodeName("n1").Req(asks("3", "1Gi")).Obj()},
		}, incoming().Req(asks("2", "1Gi")).Obj(),
			"0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."},
	}
	cluster := oracle.NewCluster()
	scheduler := oracle.NewScheduler(cluster, oracle.DefaultProfile())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cluster.Load(&tt.objects)
			d := scheduler.Schedule(tt.pod)
			if d.Message == "" {
				t.Fatalf("scheduled: %+v", d)
			}
			if diff := cmp.Diff(tt.want, d.Preempt().Message); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	cluster.Load(&oracle.ClusterObjects{})
	if got := scheduler.Schedule(incoming().Obj()).Error; got != "no nodes available to schedule pods" {
		t.Error(got)
	}
}

// The scores of one plugin, n1, n2 and n3 in turn.
func TestSchedulerScores(t *testing.T) {
	prefers := func(nodes []*v1.Node, counts ...int) []*v1.Node {
		for i, n := range counts {
			for range n {
				nodes[i].Spec.Taints = append(nodes[i].Spec.Taints, v1.Taint{Key: "k", Effect: v1.TaintEffectPreferNoSchedule})
			}
		}
		return nodes
	}
	tests := []struct {
		name    string
		objects oracle.ClusterObjects
		pod     *v1.Pod
		plugin  string
		want    []int64
	}{
		{"taints", oracle.ClusterObjects{Nodes: prefers(three("", "", ""), 0, 1, 2)}, incoming().Obj(), "TaintToleration", []int64{100, 50, 0}},
		{"empty Pod", oracle.ClusterObjects{Nodes: three("", "", "")}, incoming().Container("i").Obj(), "NodeResourcesFit", []int64{97, 97, 97}},
		{"fit", example(), incoming().Req(asks("1", "1Gi")).Obj(), "NodeResourcesFit", []int64{81, 62, 50}},
		{"balance", example(), incoming().Req(asks("1", "1Gi")).Obj(), "NodeResourcesBalancedAllocation", []int64{71, 72, 72}},
		{"spread", oracle.ClusterObjects{
			Nodes: three("a", "b", "c"),
			Pods:  []*v1.Pod{placed("p", "n2").Label("a", "b").Obj(), placed("q", "n3").Label("a", "b").Obj(), placed("r", "n3").Label("a", "b").Obj()},
		}, incoming().Label("a", "b").SpreadConstraint(1, zone, v1.ScheduleAnyway, st.MakeLabelSelector().Label("a", "b").Obj(), nil, nil, nil, nil).Obj(),
			"PodTopologySpread", []int64{100, 33, 0}},
		{"hard affinity", oracle.ClusterObjects{
			Nodes: three("a", "b", "c"),
			Pods:  []*v1.Pod{placed("p", "n2").Label("a", "b").PodAffinityExists("a", zone, st.PodAffinityWithRequiredReq).Obj()},
		}, incoming().Label("a", "b").Obj(), "InterPodAffinity", []int64{0, 100, 0}},
		{"image", oracle.ClusterObjects{
			Nodes: []*v1.Node{
				node("n1", "", "4", "8Gi").Images(map[string]int64{"web:latest": 250 << 20}).Obj(),
				node("n2", "", "4", "8Gi").Obj(),
			},
		}, incoming().Container("web").Obj(), "ImageLocality", []int64{10, 0}},
	}
	cluster := oracle.NewCluster()
	whole := oracle.NewScheduler(cluster, oracle.DefaultProfile())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cluster.Load(&tt.objects)
			alone := oracle.NewScheduler(cluster, oracle.OnlyPlugins(tt.plugin))
			for _, d := range []*oracle.Decision{whole.Schedule(tt.pod), alone.Schedule(tt.pod)} {
				var got []int64
				for _, n := range d.Nodes {
					got = append(got, n.Normal[tt.plugin])
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("(-want +got):\n%s\n%+v", diff, d)
				}
			}
		})
	}
}

// example is the cluster of three nodes of 4 cpu and 8 Gi of which two are in use.
func example() oracle.ClusterObjects {
	return oracle.ClusterObjects{
		Nodes: three("z1", "z2", "z3"),
		Pods: []*v1.Pod{
			placed("b", "n2").Req(asks("1", "1Gi")).Obj(),
			placed("c", "n3").Req(asks("2", "1Gi")).Obj(),
		},
	}
}

func TestSchedulerTotals(t *testing.T) {
	cluster := oracle.NewCluster()
	scheduler := oracle.NewScheduler(cluster, oracle.DefaultProfile())
	objects := example()
	cluster.Load(&objects)
	d := scheduler.Schedule(incoming().Req(asks("1", "1Gi")).Obj())
	var got []int64
	for _, n := range d.Nodes {
		got = append(got, n.Total)
	}
	if diff := cmp.Diff([]int64{452, 434, 422}, got); diff != "" || d.Host != "n1" {
		t.Errorf("host %s (-want +got):\n%s", d.Host, diff)
	}
	if host, err := scheduler.Host(incoming().Req(asks("1", "1Gi")).Obj()); host != d.Host || err != nil {
		t.Errorf("Host: %s, %v", host, err)
	}
	if diff := cmp.Diff([]string{"n1"}, d.Best); diff != "" {
		t.Error(diff)
	}
}

// Zones take turns.
func TestNodeOrder(t *testing.T) {
	cluster := oracle.NewCluster()
	var nodes []*v1.Node
	for _, n := range []string{"a1", "a2", "a3", "b1", "c1", "c2"} {
		nodes = append(nodes, node(n, n[:1], "1", "1Gi").Obj())
	}
	cluster.Load(&oracle.ClusterObjects{Nodes: nodes})
	if diff := cmp.Diff([]string{"a1", "b1", "c1", "a2", "c2", "a3"}, cluster.NodeOrder()); diff != "" {
		t.Error(diff)
	}
}

func TestEnqueue(t *testing.T) {
	scheduler := oracle.NewScheduler(oracle.NewCluster(), oracle.DefaultProfile())
	want := oracle.Verdict{Code: fwk.UnschedulableAndUnresolvable, Reasons: []string{"waiting for scheduling gates: [a b]"}, Plugin: "SchedulingGates"}
	if diff := cmp.Diff(want, scheduler.Enqueue(incoming().SchedulingGates([]string{"a", "b"}).Obj())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(oracle.Verdict{}, scheduler.Enqueue(incoming().Obj())); diff != "" {
		t.Error(diff)
	}
}

// Of nodes with victims the one whose highest victim is lowest is taken.
func TestPreempt(t *testing.T) {
	cluster := oracle.NewCluster()
	scheduler := oracle.NewScheduler(cluster, oracle.DefaultProfile())
	cluster.Load(&oracle.ClusterObjects{
		Nodes: three("", "", "")[:2],
		Pods: []*v1.Pod{
			placed("a", "n1").Req(asks("2", "1Gi")).Priority(10).Obj(),
			placed("b", "n1").Req(asks("2", "1Gi")).Priority(10).Obj(),
			placed("c", "n2").Req(asks("4", "1Gi")).Priority(20).Obj(),
		},
	})
	got := scheduler.Schedule(incoming().Req(asks("4", "1Gi")).Priority(100).Obj()).Preempt()
	want := oracle.Preemption{
		Verdict: oracle.Verdict{Reasons: []string{"preemption: found a potential placement for pod on node n1, preempting 2 victims"}},
		Best:    []string{"n1"}, Node: "n1", Nominated: "n1", Victims: []string{"default/a", "default/b"},
		Nodes: map[string]oracle.Trial{
			"n1": {Victims: []string{"default/a", "default/b"}},
			"n2": {Victims: []string{"default/c"}},
		},
		Message: got.Message,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A volume that is bound elsewhere, and one that no volume can be found for.
func TestSchedulerVolumes(t *testing.T) {
	late := storagev1.VolumeBindingWaitForFirstConsumer
	class := &storagev1.StorageClass{ObjectMeta: metav1.ObjectMeta{Name: "local"}, Provisioner: "kubernetes.io/no-provisioner", VolumeBindingMode: &late}
	claim := st.MakePersistentVolumeClaim().Namespace("default").Name("c").Obj()
	claim.Spec.StorageClassName = &class.Name
	cluster := oracle.NewCluster()
	scheduler := oracle.NewScheduler(cluster, oracle.OnlyPlugins("VolumeBinding"))
	cluster.Load(&oracle.ClusterObjects{
		Nodes:                  three("", "", ""),
		StorageClasses:         []*storagev1.StorageClass{class},
		PersistentVolumeClaims: []*v1.PersistentVolumeClaim{claim},
	})
	got := scheduler.Schedule(incoming().PVC("c").Obj()).Message
	if want := "0/3 nodes are available: 3 node(s) didn't find available persistent volumes to bind."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
