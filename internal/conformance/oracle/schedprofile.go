package oracle

import (
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/events"
	"k8s.io/klog/v2"

	"k8s.io/kubernetes/pkg/scheduler"
	"k8s.io/kubernetes/pkg/scheduler/apis/config"
	"k8s.io/kubernetes/pkg/scheduler/apis/config/latest"
	"k8s.io/kubernetes/pkg/scheduler/framework"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/defaultpreemption"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/dynamicresources"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/names"
	"k8s.io/kubernetes/pkg/scheduler/framework/plugins/nodevolumelimits"
	frameworkruntime "k8s.io/kubernetes/pkg/scheduler/framework/runtime"
	"k8s.io/kubernetes/pkg/scheduler/metrics"
	"k8s.io/kubernetes/pkg/scheduler/util/assumecache"

	resourceslicetracker "k8s.io/dynamic-resource-allocation/resourceslice/tracker"
)

// DefaultProfile is the profile that kube-scheduler has unless configured otherwise, but for
// one thing: it looks at all nodes, where the scheduler stops when it has found enough.
// Source: kubernetes v1.37 pkg/scheduler/apis/config/v1/default_plugins.go, getDefaultPlugins.
func DefaultProfile() *config.KubeSchedulerProfile {
	c, err := latest.Default()
	must(err)
	profile := c.Profiles[0].DeepCopy()
	all := int32(100)
	profile.PercentageOfNodesToScore = &all
	return profile
}

// OnlyPlugins is [DefaultProfile] with no other plugins than these, beside the two that every
// profile must have. They keep their order, weights and arguments.
func OnlyPlugins(wanted ...string) *config.KubeSchedulerProfile {
	profile := DefaultProfile()
	multi := &profile.Plugins.MultiPoint
	multi.Enabled = slices.DeleteFunc(multi.Enabled, func(p config.Plugin) bool {
		return p.Name != names.PrioritySort && p.Name != names.DefaultBinder && !slices.Contains(wanted, p.Name)
	})
	return profile
}

// SetArgs replaces the arguments of a plugin.
func SetArgs(profile *config.KubeSchedulerProfile, plugin string, args runtime.Object) {
	for i := range profile.PluginConfig {
		if profile.PluginConfig[i].Name == plugin {
			profile.PluginConfig[i].Args = args
			return
		}
	}
	profile.PluginConfig = append(profile.PluginConfig, config.PluginConfig{Name: plugin, Args: args})
}

// Scheduler is the real scheduler with one profile, on one [Cluster], with one worker and
// without an API server, a queue or extenders. Calls on one Cluster must not overlap.
type Scheduler struct {
	cluster   *Cluster
	framework framework.Framework
	scheduler *scheduler.Scheduler
	preempter *defaultpreemption.DefaultPreemption // nil: not in the profile

	// Start is the node, counted as in [Cluster.NodeOrder], at which a cycle begins to look. It
	// matters where the profile is content with some of the nodes.
	Start int
}

// NewScheduler returns a scheduler that looks at c, whatever is loaded there.
func NewScheduler(c *Cluster, profile *config.KubeSchedulerProfile) *Scheduler {
	initMetrics()
	s := &Scheduler{cluster: c, scheduler: &scheduler.Scheduler{}}
	registry := plugins.NewInTreeRegistry()
	factory := registry[names.DefaultPreemption]
	registry[names.DefaultPreemption] = s.keepPreempter(factory)

	resources := c.informers.Resource().V1()
	devices, err := resourceslicetracker.StartTracker(quiet, resourceslicetracker.Options{SliceInformer: resources.ResourceSlices()})
	must(err)
	claims := assumecache.NewAssumeCache(logger, resources.ResourceClaims().Informer(), "ResourceClaim", "", nil)

	s.framework, err = frameworkruntime.NewFramework(stopped, registry, profile,
		frameworkruntime.WithClientSet(c.client),
		frameworkruntime.WithInformerFactory(c.informers),
		frameworkruntime.WithSharedDRAManager(dynamicresources.NewDRAManager(quiet, claims, devices, c.informers)),
		frameworkruntime.WithSharedCSIManager(nodevolumelimits.NewCSIManager(c.informers.Storage().V1().CSINodes().Lister())),
		frameworkruntime.WithSnapshotSharedLister(c.snapshot),
		frameworkruntime.WithMutableSnapshotLister(c.snapshot),
		frameworkruntime.WithPodNominator(c.nominations),
		frameworkruntime.WithEventRecorder(deaf{}),
		frameworkruntime.WithWaitingPods(frameworkruntime.NewWaitingPodsMap()),
		frameworkruntime.WithPodsInPreBind(frameworkruntime.NewPodsInPreBindMap()),
		frameworkruntime.WithParallelism(1),
		frameworkruntime.WithLogger(logger),
	)
	must(err)
	setField(s.scheduler, "nodeInfoSnapshot", c.snapshot)
	return s
}

// initMetrics makes the metrics, which are global. Not registered they count nothing.
var initMetrics = sync.OnceFunc(metrics.InitMetrics)

// deaf hears of events and tells nobody.
type deaf struct{}

var _ events.EventRecorderLogger = deaf{}

// Eventf does nothing.
func (deaf) Eventf(_, _ runtime.Object, _, _, _, _ string, _ ...any) {}

// WithLogger returns d.
func (d deaf) WithLogger(klog.Logger) events.EventRecorderLogger { return d }
