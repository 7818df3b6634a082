package schedule

// How many nodes are tried if the arguments do not say.
//
// Source: kubernetes v1.37 pkg/scheduler/apis/config/v1/defaults.go, SetDefaults_DefaultPreemptionArgs.
const (
	DefaultMinCandidateNodesPercentage = 10
	DefaultMinCandidateNodesAbsolute   = 100
)

// PreemptionArgs are what DefaultPreemption is told, and what is left to chance
// in Kubernetes. The zero value is the default, and begins with the first node.
type PreemptionArgs struct {
	// MinCandidateNodesPercentage is at how many nodes on which room can be
	// made, as a share of those that are worth a try, the search may end. 0:
	// [DefaultMinCandidateNodesPercentage]. Negative: no share.
	MinCandidateNodesPercentage int32
	// MinCandidateNodesAbsolute is the least number of such nodes. 0:
	// [DefaultMinCandidateNodesAbsolute]. Negative: none.
	MinCandidateNodesAbsolute int32
	// Offset is the node to begin with among those that are worth a try, by
	// name, modulo their number. Kubernetes draws it, and has no order of
	// these nodes. It matters only if the search ends before all are tried.
	Offset uint64
	// Tie picks one of Best: the one at Tie modulo their number.
	Tie uint64
}

// validate reports what is wrong with the arguments for a profile.
//
// Source: kubernetes v1.37 pkg/scheduler/apis/config/validation/validation_pluginargs.go, ValidateDefaultPreemptionArgs.
func (a *PreemptionArgs) validate(pr *Profile) error {
	switch {
	case pr.Legacy != nil && pr.Preemption:
		return &ProfileError{"Preemption", "that of Kubernetes 1.10 is not covered"}
	case a.MinCandidateNodesPercentage > 100:
		return &ProfileError{"MinCandidateNodesPercentage", "not in valid range [0, 100]"}
	case a.MinCandidateNodesPercentage < 0 && a.MinCandidateNodesAbsolute < 0:
		return &ProfileError{"MinCandidateNodesPercentage", "cannot be zero at the same time as minCandidateNodesAbsolute"}
	default:
		return nil
	}
}

// candidates returns how many candidates among so many nodes are enough.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/defaultpreemption/default_preemption.go, calculateNumCandidates.
func (a *PreemptionArgs) candidates(nodes int) int {
	orDefault := func(n int32, usual int) int {
		if n == 0 {
			return usual
		}
		return max(int(n), 0)
	}
	share := nodes * orDefault(a.MinCandidateNodesPercentage, DefaultMinCandidateNodesPercentage) / 100
	return min(max(share, orDefault(a.MinCandidateNodesAbsolute, DefaultMinCandidateNodesAbsolute)), nodes)
}
