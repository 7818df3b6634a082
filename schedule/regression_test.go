package schedule_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/podlife/podlife"
	"github.com/podlife/podlife/schedule"
)

// Cases in which kube-scheduler once had another answer, found by comparing
// random scenes with it.

// going makes somebody ask to delete a Pod.
func going(p *podlife.Pod) *podlife.Pod {
	p.DeletionTimestamp = at
	return p
}

// A Pod that is to come counts for spread in ways in which one that is there
// does not.
func TestSpreadCountsNominated(t *testing.T) {
	alike := func(q *podlife.Pod) *podlife.Pod { return labeled(q, "app", "web") }
	anyone := spreads(1, podlife.DoNotSchedule, func(c *podlife.TopologySpreadConstraint) { c.LabelSelector = &podlife.LabelSelector{} })
	web := spreads(1, podlife.DoNotSchedule)
	elsewhere := func(q *podlife.Pod) *podlife.Pod { q.Namespace = "other"; return q }
	checkFilters(t, []filterCase{
		{"an empty selector, there", with(zones(0, 0), on(pod("q"), "n1")), anyone, verdictList("ok", "ok")},
		{"an empty selector, to come", with(zones(0, 0), coming(pod("q"), "n1")), anyone, verdictList(skewed, "ok")},
		{"an empty selector, to come elsewhere", with(zones(0, 0), coming(elsewhere(pod("q")), "n1")), anyone, verdictList("ok", "ok")},
		{"being deleted, there", with(zones(0, 0), on(going(alike(pod("q"))), "n1")), web, verdictList("ok", "ok")},
		{"being deleted, to come", with(zones(0, 0), coming(going(alike(pod("q"))), "n1")), web, verdictList(skewed, "ok")},
		{"being deleted, to come, of another app", with(zones(0, 0), coming(going(pod("q")), "n1")), web, verdictList("ok", "ok")},
		{"to come", with(zones(0, 0), coming(alike(pod("q")), "n1")), web, verdictList(skewed, "ok")},
	})
}

// Nor does it count on a node that the constraint leaves out, if no other filter
// keeps the Pod off that node.
func TestSpreadLeavesOutNominated(t *testing.T) {
	o := with(zones(0, 0), coming(pod("q"), "n1"))
	o.Nodes[0].Spec.Taints = []podlife.Taint{{Key: "k", Effect: podlife.TaintEffectNoSchedule}}
	for policy, want := range map[podlife.NodeInclusionPolicy]int{podlife.NodeInclusionIgnore: 1, podlife.NodeInclusionHonor: 2} {
		p := spreads(1, podlife.DoNotSchedule, func(c *podlife.TopologySpreadConstraint) {
			c.LabelSelector, c.NodeTaintsPolicy = &podlife.LabelSelector{}, policy
		})
		d, err := explain(cluster(t, o), p, schedule.Profile{Filters: []string{schedule.PodTopologySpread}}, 0)
		if err != nil || len(d.Feasible) != want {
			t.Errorf("%s: %d nodes will do, %v; want %d", policy, len(d.Feasible), err, want)
		}
	}
}

// Room is kept for a nominated Pod that is being deleted until it is gone.
func TestDeletedNominatedKeepsItsRoom(t *testing.T) {
	checkFilters(t, []filterCase{
		{"nominated", with(nodes(node("n1")), coming(pod("q", "cpu", "3"), "n1")), pod("p", "cpu", "2"), one("Insufficient cpu")},
		{"and being deleted", with(nodes(node("n1")), coming(going(pod("q", "cpu", "3")), "n1")), pod("p", "cpu", "2"), one("Insufficient cpu")},
	})
}

// What is wrong with a nominated Pod is found when the cluster is made, not by
// some of the questions.
func TestNominatedProblems(t *testing.T) {
	q := coming(apart(pod("q"), term(zone, &podlife.LabelSelector{MatchLabels: map[string]string{"a b": "c"}})), "n1")
	_, err := schedule.NewCluster(with(nodes(node("n1")), q))
	var wrong *schedule.ObjectError
	if !errors.As(err, &wrong) || wrong.Name != "q" {
		t.Errorf("got %v, want an *ObjectError about q", err)
	}
}

// A volume that is attached twice is one volume.
func TestAttachedTwice(t *testing.T) {
	attached := func(name string) *podlife.VolumeAttachment {
		return &podlife.VolumeAttachment{ObjectMeta: podlife.ObjectMeta{Name: name}, Spec: podlife.VolumeAttachmentSpec{
			Attacher: "csi.example.com", NodeName: "n1", Source: podlife.VolumeAttachmentSource{PersistentVolumeName: "v"}}}
	}
	o := func(limit int32) *podlife.Objects {
		return storage(boundClaim("c", "w"), volume("v", csi("1")), volume("w", csi("2")), csiNode("n1", limit), attached("a"), attached("b"))
	}
	checkFilters(t, []filterCase{
		{"room for two", o(2), claims(pod("p"), "c"), verdictList("ok", "ok")},
		{"room for one", o(1), claims(pod("p"), "c"), verdictList(tooMany, "ok")},
	})
}

// A Pod on a node that has another's claim for its own ends the cycle, once
// the volumes on that node are counted.
func TestForeignClaimOnNode(t *testing.T) {
	q := pod("q")
	q.Spec.Volumes = []podlife.Volume{{Name: "e", Ephemeral: &podlife.EphemeralVolumeSource{}}}
	const foreign = "PVC default/q-e was not created for pod default/q (pod is not owner)"
	bound, free := boundClaim("c", "w"), freeClaim("c", "local", "1Gi")
	for _, test := range []struct {
		name, node string
		claim      *podlife.PersistentVolumeClaim
		want       string
	}{
		{"counted", "n1", bound, foreign},
		{"of any driver, even one that is none", "n1", free, foreign},
		{"not counted", "n2", bound, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := storage(test.claim, boundClaim("q-e", "v"), volume("v", csi("1")), volume("w", csi("2")), csiNode("n1", 5),
				class("local", "kubernetes.io/no-provisioner", waitFirst))
			limits := schedule.Profile{Filters: []string{schedule.NodeVolumeLimits}}
			_, err := cluster(t, with(o, on(q.Clone(), test.node))).Schedule(claims(pod("p"), "c"), limits, 0)
			got := ""
			var failure *schedule.CycleError
			if errors.As(err, &failure) {
				got = failure.Problem
			}
			if got != test.want {
				t.Errorf("got %q, want %q (%v)", got, test.want, err)
			}
		})
	}
}

// Where sampling goes on if the Pod has a node of its own.
func TestSamplingOfOwnNode(t *testing.T) {
	pr := schedule.Default()
	pr.Sampling = schedule.Sampling{On: true, Start: 7}
	type result struct {
		Verdicts, Feasible, Next int
		Own                      bool // there is a verdict about node-200
	}
	own := func() *podlife.Pod { return coming(pod("p"), "node-200") }
	nowhere := changed(pod("p"), func(p *podlife.Pod) {
		affinity(p).NodeAffinity = &podlife.NodeAffinity{Required: &podlife.NodeSelector{NodeSelectorTerms: []podlife.NodeSelectorTerm{
			{MatchFields: []podlife.NodeSelectorRequirement{{Key: "metadata.name", Operator: podlife.SelectorOpIn}}}}}}
	})
	for _, test := range []struct {
		name string
		p    *podlife.Pod
		want result
	}{
		{"none", pod("p"), result{150, 120, 157, false}},
		{"it will do", changed(own(), func(p *podlife.Pod) {
			p.Spec.Tolerations = []podlife.Toleration{{Operator: podlife.TolerationOpExists}}
		}), result{1, 1, 7, true}},
		{"it will do, and the Pod names it", changed(named(own(), "node-200"), func(p *podlife.Pod) {
			p.Spec.Tolerations = []podlife.Toleration{{Operator: podlife.TolerationOpExists}}
		}), result{1, 1, 7, true}},
		{"it will not, and its turn did not come", own(), result{151, 120, 158, true}},
		{"its turn came", coming(pod("p"), "node-10"), result{150, 120, 157, false}},
		{"no node at all", nowhere, result{250, 0, 7, true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := cluster(t, large(250)).Schedule(test.p, pr, 0)
			var fit *schedule.FitError
			if err != nil && !errors.As(err, &fit) {
				t.Fatal(err)
			}
			e := d.Explain()
			got := result{len(e.Verdicts), d.Feasible, d.Next, false}
			for _, v := range e.Verdicts {
				got.Own = got.Own || v.Node == "node-200"
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Volumes of the kinds that were once part of Kubernetes count as those of the
// drivers that stand in for them, where it is known what drivers a node has.
func TestFormerVolumesAreLimited(t *testing.T) {
	gce := func(p *podlife.Pod, disk string) *podlife.Pod {
		p.Spec.Volumes = append(p.Spec.Volumes, podlife.Volume{Name: "g", GCEPersistentDisk: &podlife.GCEPersistentDiskVolumeSource{PDName: disk, ReadOnly: true}})
		return p
	}
	ebs := func(p *podlife.Pod, id string) *podlife.Pod {
		p.Spec.Volumes = append(p.Spec.Volumes, podlife.Volume{Name: "a", AWSElasticBlockStore: &podlife.AWSElasticBlockStoreVolumeSource{VolumeID: id}})
		return p
	}
	azure := func(p *podlife.Pod, disk string) *podlife.Pod {
		p.Spec.Volumes = append(p.Spec.Volumes, podlife.Volume{Name: "z", AzureDisk: &podlife.AzureDiskVolumeSource{DiskName: disk}})
		return p
	}
	ebsVolume := func(id string) func(*podlife.PersistentVolume) {
		return func(v *podlife.PersistentVolume) {
			v.Spec.AWSElasticBlockStore = &podlife.AWSElasticBlockStoreVolumeSource{VolumeID: id}
		}
	}
	gceVolume := func(zones string) func(*podlife.PersistentVolume) {
		return func(v *podlife.PersistentVolume) {
			v.Spec.GCEPersistentDisk = &podlife.GCEPersistentDiskVolumeSource{PDName: "d"}
			v.Labels = map[string]string{zone: zones}
		}
	}
	handle := func(driver, handle string) func(*podlife.PersistentVolume) {
		return func(v *podlife.PersistentVolume) {
			v.Spec.CSI = &podlife.CSIPersistentVolumeSource{Driver: driver, VolumeHandle: handle}
		}
	}
	limits := func(driver string, count int32) *podlife.CSINode {
		n := csiNode("n1", count)
		n.Spec.Drivers[0].Name = driver
		return n
	}
	const gceDriver, ebsDriver, azureDriver = "pd.csi.storage.gke.io", "ebs.csi.aws.com", "disk.csi.azure.com"
	pr := schedule.Profile{Filters: []string{schedule.NodeVolumeLimits}}
	for _, test := range []struct {
		name string
		o    *podlife.Objects
		p    *podlife.Pod
		full bool // n1, which has limits
	}{
		{"a disk, and no room", storage(limits(gceDriver, 0)), gce(pod("p"), "d"), true},
		{"a disk, and room", storage(limits(gceDriver, 1)), gce(pod("p"), "d"), false},
		{"two disks", storage(limits(gceDriver, 1), on(gce(pod("q"), "e"), "n1")), gce(pod("p"), "d"), true},
		{"a disk that is there", storage(limits(gceDriver, 1), on(gce(pod("q"), "d"), "n1")), gce(pod("p"), "d"), false},
		{"another driver's limit", storage(limits(ebsDriver, 0)), gce(pod("p"), "d"), false},
		{"without a name", storage(limits(ebsDriver, 0)), ebs(pod("p"), ""), true},
		{"of a claim without a name", storage(limits(ebsDriver, 0), boundClaim("c", "v"), volume("v", ebsVolume(""))), claims(pod("p"), "c"), false},
		{"by a name with the zone", storage(limits(ebsDriver, 1), on(ebs(pod("q"), "vol-1"), "n1")), ebs(pod("p"), "aws://z/vol-1"), false},
		{"of a claim", storage(limits(ebsDriver, 0), boundClaim("c", "v"), volume("v", ebsVolume("vol-1"))), claims(pod("p"), "c"), true},
		{"of a claim whose name cannot be read", storage(limits(ebsDriver, 0), boundClaim("c", "v"), volume("v", ebsVolume("aws://z/x"))), claims(pod("p"), "c"), false},
		{"of a claim in a zone, as the driver knows it", storage(limits(gceDriver, 1), boundClaim("c", "v"), volume("v", gceVolume("us-x1-a")),
			boundClaim("w", "w"), volume("w", handle(gceDriver, "projects/UNSPECIFIED/zones/us-x1-a/disks/d")), on(claims(pod("q"), "w"), "n1")), claims(pod("p"), "c"), false},
		{"of a claim in a region, as the driver knows it", storage(limits(gceDriver, 1), boundClaim("c", "v"), volume("v", gceVolume("us-x1-a__us-x1-b")),
			boundClaim("w", "w"), volume("w", handle(gceDriver, "projects/UNSPECIFIED/regions/us-x1/disks/d")), on(claims(pod("q"), "w"), "n1")), claims(pod("p"), "c"), false},
		{"of a claim in a region, and no room", storage(limits(gceDriver, 0), boundClaim("c", "v"), volume("v", gceVolume("us-x1-a__us-x1-b__us-x1-c"))), claims(pod("p"), "c"), true},
		{"of a claim in two regions", storage(limits(gceDriver, 0), boundClaim("c", "v"), volume("v", gceVolume("us-x1-a__us-x2-b"))), claims(pod("p"), "c"), false},
		{"of a claim in places that are no zones", storage(limits(gceDriver, 0), boundClaim("c", "v"), volume("v", gceVolume("us-x1__us-x1"))), claims(pod("p"), "c"), false},
		{"of a claim in a region and elsewhere", storage(limits(gceDriver, 0), boundClaim("c", "v"), volume("v", gceVolume("us-x1-a__here"))), claims(pod("p"), "c"), false},
		{"of a claim in no zone, as without a claim", storage(limits(gceDriver, 1), boundClaim("c", "v"), volume("v", gceVolume("")), on(gce(pod("q"), "d"), "n1")), claims(pod("p"), "c"), false},
		{"of a claim in a zone, as of the older label", storage(limits(gceDriver, 1), boundClaim("c", "v"), volume("v", gceVolume("us-x1-a")),
			boundClaim("w", "w"), volume("w", gceVolume("us-x1-b"), func(v *podlife.PersistentVolume) { v.Labels["failure-domain.beta.kubernetes.io/zone"] = "us-x1-a" }),
			on(claims(pod("q"), "w"), "n1")), claims(pod("p"), "c"), false},
		{"by a name with more behind it", storage(limits(ebsDriver, 1), on(ebs(pod("q"), "vol-1"), "n1")), ebs(pod("p"), "aws://z/vol-1?a=b"), false},
		{"by another name with more behind it", storage(limits(ebsDriver, 1), on(ebs(pod("q"), "vol-1"), "n1")), ebs(pod("p"), "aws://z/vol-2#a"), true},
		{"of Azure", storage(limits(azureDriver, 1), on(azure(pod("q"), "d"), "n1")), azure(pod("p"), "e"), true},
		{"of Azure that is there", storage(limits(azureDriver, 1), on(azure(pod("q"), "d"), "n1")), azure(pod("p"), "d"), false},
		{"of Azure by a claim", storage(limits(azureDriver, 1), boundClaim("c", "v"), volume("v", func(v *podlife.PersistentVolume) { v.Spec.AzureDisk = &podlife.AzureDiskVolumeSource{DiskName: "d"} }),
			on(azure(pod("q"), "d"), "n1")), claims(pod("p"), "c"), false},
		{"no disk", storage(limits(azureDriver, 0)), changed(pod("p"), func(p *podlife.Pod) { p.Spec.Volumes = []podlife.Volume{{Name: "tmp"}} }), false},
		{"of a claim, of no kind", storage(limits(azureDriver, 0), boundClaim("c", "v"), volume("v")), claims(pod("p"), "c"), false},
		{"to be made", storage(limits(gceDriver, 0), freeClaim("c", "made", "1Gi"), class("made", "kubernetes.io/gce-pd", waitFirst)), claims(pod("p"), "c"), true},
		{"to be made, and not counted", storage(limits("file.csi.azure.com", 0), freeClaim("c", "made", "1Gi"), class("made", "kubernetes.io/azure-file", waitFirst)), claims(pod("p"), "c"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, err := explain(cluster(t, test.o), test.p, pr, 0)
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]bool{"n1": test.full, "n2": false}
			got := map[string]bool{}
			for _, v := range e.Verdicts {
				got[v.Node] = v.Rejection != nil
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("full (-want +got):\n%s", diff)
			}
		})
	}
	for _, name := range []string{"aws://z/x", "aws://?/vol-1", "aws://z/vol-1/a"} {
		var failure *schedule.CycleError
		if _, err := cluster(t, storage(limits(ebsDriver, 1))).Schedule(ebs(pod("p"), name), pr, 0); !errors.As(err, &failure) {
			t.Errorf("%s, which cannot be read: got %v, want a *CycleError", name, err)
		}
	}
}

// A driver that must be there before Pods come keeps them off nodes without it.
// For volumes of the former kinds that is asked where it is known what drivers a
// node has.
func TestDriverMustBeThere(t *testing.T) {
	demanding := &podlife.CSIDriver{ObjectMeta: podlife.ObjectMeta{Name: "ebs.csi.aws.com"}, Spec: podlife.CSIDriverSpec{PreventPodSchedulingIfMissing: true}}
	has := csiNode("n1", 9)
	has.Spec.Drivers[0].Name = "ebs.csi.aws.com"
	const noEBS = "ebs.csi.aws.com CSI driver is not installed on the node"
	to := func(provisioner string) []any {
		return []any{demanding, freeClaim("c", "made", "1Gi"), class("made", provisioner, waitFirst)}
	}
	p := func() *podlife.Pod { return claims(pod("p"), "c") }
	checkFilters(t, []filterCase{
		{"the driver's own", storage(append(to("ebs.csi.aws.com"), has)...), p(), verdictList("ok", noEBS)},
		{"of the former kind, known", storage(append(to("kubernetes.io/aws-ebs"), has, csiNode("n2", 9))...), p(), verdictList("ok", noEBS)},
		{"of the former kind, not known", storage(to("kubernetes.io/aws-ebs")...), p(), verdictList("ok", "ok")},
		{"of another kind", storage(append(to("kubernetes.io/gce-pd"), csiNode("n2", 9))...), p(), verdictList("ok", "ok")},
	})
}

// A claim for an ephemeral volume is used only by the Pod that it was made for.
func TestOwnClaims(t *testing.T) {
	p := pod("p")
	p.Spec.Volumes = []podlife.Volume{{Name: "e", Ephemeral: &podlife.EphemeralVolumeSource{}}}
	for _, test := range []struct {
		name   string
		owners []podlife.OwnerReference
		own    bool
	}{
		{"nobody's", nil, false},
		{"its own", []podlife.OwnerReference{{UID: "uid-x"}, {UID: "uid-p", Controller: true}}, true},
		{"another's", []podlife.OwnerReference{{UID: "uid-p"}, {UID: "uid-x", Controller: true}}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			claim := boundClaim("p-e", "v")
			claim.OwnerReferences = test.owners
			o := storage(claim, volume("v"))
			_, err := cluster(t, o).Schedule(p, schedule.Default(), 0)
			want := ""
			if !test.own {
				want = "0/2 nodes are available: PVC default/p-e was not created for pod default/p (pod is not owner). not found"
			}
			if got := fmt.Sprint(err); (err != nil || want != "") && got != want {
				t.Errorf("got %s, want %q", got, want)
			}
		})
	}
}
