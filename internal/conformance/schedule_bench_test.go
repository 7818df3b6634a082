package conformance

import (
	"fmt"
	"testing"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/internal/conformance/oracle"
	"github.com/podlife/podlife/schedule"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// BenchmarkPeerSchedule finds a node for one Pod: Kubernetes with one worker, podlife for a Pod
// whose like it knows nothing about (Schedule keeps nothing), and for one of a known template: then
// the Pod is put on the node as well, and taken away. Both choose among all nodes.
func BenchmarkPeerSchedule(b *testing.B) {
	for _, n := range []int{100, 1000, 5000} {
		objects := large(n, 10*n)
		cluster := oracle.NewCluster()
		cluster.Load(objects)
		scheduler := oracle.NewScheduler(cluster, oracle.DefaultProfile())
		ours, err := schedule.NewCluster(fromCluster(objects))
		if err != nil {
			b.Fatal(err)
		}
		for name, pod := range wanted() {
			b.Run(fmt.Sprintf("nodes=%d/pod=%s/kubernetes", n, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := scheduler.Host(pod); err != nil {
						b.Fatal(err)
					}
				}
			})
			p, profile := fromPod(pod), schedule.Default()
			b.Run(fmt.Sprintf("nodes=%d/pod=%s/new", n, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := ours.Schedule(p, profile, 0); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run(fmt.Sprintf("nodes=%d/pod=%s/known", n, name), func(b *testing.B) {
				pods := []*podlife.Pod{p}
				for range 2 { // a template is known from the second Pod on
					placeAndForget(b, ours, pods, profile)
				}
				b.ReportAllocs()
				for b.Loop() {
					placeAndForget(b, ours, pods, profile)
				}
			})
		}
	}
}

// placeAndForget finds nodes for Pods, puts them there and takes them away again.
func placeAndForget(b *testing.B, c *schedule.Cluster, pods []*podlife.Pod, profile schedule.Profile) {
	for _, one := range c.Place(pods, profile, nil) {
		if one.Err != nil || !c.Forget(one.Pod) {
			b.Fatal(one.Err)
		}
	}
}

// BenchmarkPeerLoad is what comes before the first question: a cache and a snapshot of it, or a
// cluster of podlife's.
func BenchmarkPeerLoad(b *testing.B) {
	for _, n := range []int{100, 1000, 15000} {
		objects := large(n, 10*n)
		b.Run(fmt.Sprintf("nodes=%d/pods=%d/kubernetes", n, 10*n), func(b *testing.B) {
			cluster := oracle.NewCluster()
			b.ReportAllocs()
			for b.Loop() {
				cluster.Load(objects)
			}
		})
		b.Run(fmt.Sprintf("nodes=%d/pods=%d/podlife", n, 10*n), func(b *testing.B) {
			converted := fromCluster(objects)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := schedule.NewCluster(converted); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// large is a cluster of n nodes in ten zones with p Pods of a hundred applications. Every tenth
// node is tainted, every tenth Pod keeps others of its application off its node.
func large(n, p int) *oracle.ClusterObjects {
	o := &oracle.ClusterObjects{}
	for i := range n {
		node := &v1.Node{}
		node.Name = fmt.Sprintf("node-%d", i)
		node.Labels = map[string]string{
			v1.LabelHostname: node.Name, v1.LabelTopologyZone: fmt.Sprintf("zone-%d", i%10), "disk": []string{"ssd", "hdd"}[i%2],
		}
		node.Status.Allocatable = list("cpu", "32", "memory", "64Gi", "pods", "110")
		if i%10 == 0 {
			node.Spec.Taints = []v1.Taint{{Key: "dedicated", Value: "batch", Effect: v1.TaintEffectNoSchedule}}
		}
		o.Nodes = append(o.Nodes, node)
	}
	for i := range p {
		pod := little(fmt.Sprintf("pod-%d", i), fmt.Sprintf("app-%d", i%100))
		pod.Spec.NodeName = fmt.Sprintf("node-%d", i%n)
		if i%10 == 0 {
			pod.Spec.Affinity = apart(pod)
		}
		o.Pods = append(o.Pods, pod)
	}
	return o
}

// wanted are the Pods to be placed in a large cluster.
func wanted() map[string]*v1.Pod {
	plain := little("web", "new")
	picky := little("web", "new")
	picky.Spec.NodeSelector = map[string]string{"disk": "ssd"}
	picky.Spec.Tolerations = []v1.Toleration{{Key: "dedicated", Operator: v1.TolerationOpExists}}
	spread := little("web", "app-7")
	for key, action := range map[string]v1.UnsatisfiableConstraintAction{v1.LabelTopologyZone: v1.DoNotSchedule, v1.LabelHostname: v1.ScheduleAnyway} {
		spread.Spec.TopologySpreadConstraints = append(spread.Spec.TopologySpreadConstraints, v1.TopologySpreadConstraint{
			MaxSkew: 1, TopologyKey: key, WhenUnsatisfiable: action, LabelSelector: &metav1.LabelSelector{MatchLabels: spread.Labels},
		})
	}
	alone := little("web", "app-7")
	alone.Spec.Affinity = apart(alone)
	return map[string]*v1.Pod{"plain": plain, "affinity": picky, "spread": spread, "anti-affinity": alone}
}

func little(name, app string) *v1.Pod {
	pod := &v1.Pod{}
	pod.Name, pod.Namespace, pod.Labels = name, "default", map[string]string{"app": app}
	pod.Spec.Containers = []v1.Container{{Name: "c", Resources: v1.ResourceRequirements{Requests: list("cpu", "100m", "memory", "128Mi")}}}
	return pod
}

// apart keeps Pods with the labels of this one on different nodes.
func apart(pod *v1.Pod) *v1.Affinity {
	return &v1.Affinity{PodAntiAffinity: &v1.PodAntiAffinity{RequiredDuringSchedulingIgnoredDuringExecution: []v1.PodAffinityTerm{
		{TopologyKey: v1.LabelHostname, LabelSelector: &metav1.LabelSelector{MatchLabels: pod.Labels}},
	}}}
}

// BenchmarkScenes is what a case of an area of scenes costs beside the answers.
func BenchmarkScenes(b *testing.B) {
	gen, seed := scenes(), 0
	for b.Loop() {
		seed++
		gen.Example(seed)
	}
}
