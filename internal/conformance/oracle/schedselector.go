package oracle

import (
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	corev1 "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
)

// MatchesLabels says whether a selector matches labels, unless it cannot be read.
// Source: kubernetes v1.37 staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector.
func MatchesLabels(s *metav1.LabelSelector, set map[string]string) (bool, error) {
	selector, err := metav1.LabelSelectorAsSelector(s)
	if err != nil {
		return false, err
	}
	return selector.Matches(labels.Set(set)), nil
}

// MatchesNode says whether a node is one that the Pod's node selector and required node affinity
// allow. Terms that cannot be read match no node.
// Source: kubernetes v1.37 staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go, RequiredNodeAffinity.Match.
func MatchesNode(pod *v1.Pod, node *v1.Node) bool {
	matches, _ := nodeaffinity.GetRequiredNodeAffinity(pod).Match(node)
	return matches
}

// PreferredScores are the weights of the terms that match each node, unless one of the terms
// cannot be read.
// Source: kubernetes v1.37 staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go, NewPreferredSchedulingTerms.
func PreferredScores(terms []v1.PreferredSchedulingTerm, nodes ...*v1.Node) ([]int64, error) {
	preferred, err := nodeaffinity.NewPreferredSchedulingTerms(terms)
	if err != nil {
		return nil, err
	}
	var out []int64
	for _, node := range nodes {
		out = append(out, preferred.Score(node))
	}
	return out, nil
}

// CheckNodeSelector says why a selector cannot be read.
// Source: kubernetes v1.37 staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go, NewNodeSelector.
func CheckNodeSelector(s *v1.NodeSelector) error {
	_, err := nodeaffinity.NewNodeSelector(s)
	return err
}

// Tolerates says whether one of the tolerations is about the taint. Comparison operators are a
// feature of their own.
// Source: kubernetes v1.37 staging/src/k8s.io/component-helpers/scheduling/corev1/helpers.go, TolerationsTolerateTaint.
func Tolerates(tolerations []v1.Toleration, taint *v1.Taint, comparisonOperators bool) bool {
	return corev1.TolerationsTolerateTaint(logger, tolerations, taint, comparisonOperators)
}
