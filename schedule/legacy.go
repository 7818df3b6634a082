package schedule

import "slices"

// The predicates of Kubernetes 1.10, by the names that policies have for them.
// They go into the Filters of a [Profile], best in the order in which they
// stand here: in that one Kubernetes 1.10 asks them, however a policy lists
// them. It also asks CheckNodeCondition if the policy does not.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithm/predicates/predicates.go.
const (
	CheckNodeCondition              = "CheckNodeCondition"
	GeneralPredicates               = "GeneralPredicates" // the four that follow
	HostName                        = "HostName"
	PodFitsHostPorts                = "PodFitsHostPorts"
	MatchNodeSelector               = "MatchNodeSelector"
	PodFitsResources                = "PodFitsResources"
	NoDiskConflict                  = "NoDiskConflict"
	PodToleratesNodeTaints          = "PodToleratesNodeTaints"
	PodToleratesNodeNoExecuteTaints = "PodToleratesNodeNoExecuteTaints"
	CheckServiceAffinity            = "CheckServiceAffinity"
	MaxEBSVolumeCount               = "MaxEBSVolumeCount"
	MaxGCEPDVolumeCount             = "MaxGCEPDVolumeCount"
	MaxAzureDiskVolumeCount         = "MaxAzureDiskVolumeCount"
	CheckVolumeBinding              = "CheckVolumeBinding"
	NoVolumeZoneConflict            = "NoVolumeZoneConflict"
	CheckNodeMemoryPressure         = "CheckNodeMemoryPressure"
	CheckNodePIDPressure            = "CheckNodePIDPressure" // since 1.11
	CheckNodeDiskPressure           = "CheckNodeDiskPressure"
	MatchInterPodAffinity           = "MatchInterPodAffinity"
)

// The priorities of Kubernetes 1.10, by the names that policies have for them.
// They go into the Scores of a [Profile].
//
// Source: kubernetes v1.10 pkg/scheduler/algorithmprovider/defaults/defaults.go.
const (
	SelectorSpreadPriority      = "SelectorSpreadPriority"
	InterPodAffinityPriority    = "InterPodAffinityPriority"
	LeastRequestedPriority      = "LeastRequestedPriority"
	BalancedResourceAllocation  = "BalancedResourceAllocation"
	NodePreferAvoidPodsPriority = "NodePreferAvoidPodsPriority"
	NodeAffinityPriority        = "NodeAffinityPriority"
	TaintTolerationPriority     = "TaintTolerationPriority"
	NodeLabelPriority           = "NodeLabelPriority"
	MostRequestedPriority       = "MostRequestedPriority"
	ImageLocalityPriority       = "ImageLocalityPriority"
)

// maxPriority is the greatest score that a priority gives.
const maxPriority = 10

// LegacyArgs is what the predicates and priorities of Kubernetes 1.10 are told.
// The zero value is what they go by if they are told nothing.
//
// Source: kubernetes v1.10 pkg/scheduler/api/types.go, Policy.
type LegacyArgs struct {
	// AlwaysCheckAllPredicates: a node that one predicate rejects is shown to
	// those that follow too, and the reasons of all are given.
	AlwaysCheckAllPredicates bool
	// MaxVolumes is how many volumes of each kind a node can have. 0: 39 of
	// EBS, 16 of GCE, 16 of Azure.
	MaxVolumes int
	// ServiceAffinityLabels are the labels that all nodes of a Service have in
	// common, for CheckServiceAffinity.
	ServiceAffinityLabels []string
	// NodeLabel is the label that NodeLabelPriority looks for.
	NodeLabel string
	// NodeLabelAbsent: nodes without the label score, not those with it.
	NodeLabelAbsent bool
}

// Legacy returns the profile that kube-scheduler 1.10 has if it is told
// nothing: its predicates in its order, its priorities with its weights. A
// priority scores from 0 to 10. CheckNodePIDPressure, CheckServiceAffinity,
// PodToleratesNodeNoExecuteTaints, NodeLabelPriority, MostRequestedPriority,
// ImageLocalityPriority and the parts of GeneralPredicates are not in it; they
// may be added, and others taken away.
//
// With the profile the rest of the cycle is that of 1.10 too. A claim that is
// not there ends the cycle, as does a predicate that fails, with a
// [*CycleError]. Of several best nodes, tie 0 picks the last by name, 1 the
// one before it. Room that is kept for the Pod itself counts for nothing.
//
// What the API of 1.10 does not have is read as 1.37 reads it where a rule is
// the same code (matchFields, namespaceSelector, ports of sidecars), and else
// not seen (overhead, requests of the Pod as a whole; a sidecar is an init
// container).
//
// Differs from kube-scheduler 1.10: where a Service has Pods on several nodes,
// CheckServiceAffinity follows the first by name, not any. Reasons about
// extended resources come sorted, and the old resource for GPUs is one of
// them. Entries of the annotation that NodePreferAvoidPodsPriority reads may
// lack a controller. Of the required anti-affinity terms that one Pod on a node
// has, each keeps others off by its own topology key, not by that of the last.
//
// Source: kubernetes v1.10 pkg/scheduler/algorithmprovider/defaults/defaults.go, defaultPredicates, defaultPriorities.
func Legacy() Profile {
	return Profile{
		Filters: []string{
			CheckNodeCondition, GeneralPredicates, NoDiskConflict, PodToleratesNodeTaints, MaxEBSVolumeCount, MaxGCEPDVolumeCount,
			MaxAzureDiskVolumeCount, CheckVolumeBinding, NoVolumeZoneConflict, CheckNodeMemoryPressure, CheckNodeDiskPressure,
			MatchInterPodAffinity,
		},
		Scores: []PluginWeight{
			{SelectorSpreadPriority, 1}, {InterPodAffinityPriority, 1}, {LeastRequestedPriority, 1}, {BalancedResourceAllocation, 1},
			{NodePreferAvoidPodsPriority, 10000}, {NodeAffinityPriority, 1}, {TaintTolerationPriority, 1},
		},
		PodAffinity: PodAffinityArgs{HardPodAffinityWeight: 1},
		Legacy:      &LegacyArgs{},
	}
}

// legacyArgs returns the profile's arguments, or those by default.
func (pr *Profile) legacyArgs() *LegacyArgs {
	if pr.Legacy == nil {
		return &LegacyArgs{}
	}
	return pr.Legacy
}

// validateLegacy reports arguments that will not do.
func (pr *Profile) validateLegacy(fail func(field, format string, args ...any)) {
	args := pr.legacyArgs()
	if args.MaxVolumes < 0 {
		fail("Legacy.MaxVolumes", "%d is negative", args.MaxVolumes)
	}
	if slices.Contains(pr.Filters, CheckServiceAffinity) && len(args.ServiceAffinityLabels) == 0 {
		fail("Legacy.ServiceAffinityLabels", "%s needs a label", CheckServiceAffinity)
	}
	if args.NodeLabel == "" && slices.ContainsFunc(pr.Scores, func(s PluginWeight) bool { return s.Plugin == NodeLabelPriority }) {
		fail("Legacy.NodeLabel", "%s needs a label", NodeLabelPriority)
	}
}

// legacyState is what the rules of 1.10 find out once in a cycle.
type legacyState struct {
	rooms []legacyAmounts // by slot: what the Pods there request
}

// checkClaims fails if a claim of the Pod is not there or about to go.
//
// Source: kubernetes v1.10 pkg/scheduler/core/generic_scheduler.go, podPassesBasicChecks.
func (x *cycle) checkClaims() error {
	for _, c := range podClaims(x.pod) {
		claim := x.c.claim(x.pod, c.name)
		switch {
		case c.ephemeral:
		case claim == nil:
			return &CycleError{"", claimNotFound(c.name)}
		case claim.IsDeleted():
			return &CycleError{"", `persistentvolumeclaim "` + claim.Name + `" is being deleted`}
		}
	}
	return nil
}
