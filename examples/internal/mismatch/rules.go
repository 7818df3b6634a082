package mismatch

// Rule names an explanation.
type Rule string

// The rules, in the order in which they are tried.
const (
	// RuleNeverStored: there is no phase. The API server writes one when it
	// stores a Pod.
	RuleNeverStored Rule = "never-stored"
	// RuleNoSuchPhase: the phase is none of the five that the API knows.
	RuleNoSuchPhase Rule = "no-such-phase"
	// RuleUnknown: the phase is Unknown, which Kubernetes 1.37 only reads.
	RuleUnknown Rule = "unknown"
	// RuleRejected: the kubelet did not admit the Pod. It then writes no
	// container statuses.
	RuleRejected Rule = "rejected"
	// RuleEvicted: the kubelet evicted the Pod from a node under pressure.
	RuleEvicted Rule = "evicted"
	// RulePreempted: the kubelet made room for a critical Pod.
	RulePreempted Rule = "preempted"
	// RuleShutdown: the node was shutting down.
	RuleShutdown Rule = "node-shutdown"
	// RuleDeadline: spec.activeDeadlineSeconds had passed.
	RuleDeadline Rule = "deadline"
	// RuleNodeGone: the Pod garbage collector failed a Pod whose node is gone.
	RuleNodeGone Rule = "node-gone"
	// RuleNeverScheduled: the Pod garbage collector failed a deleted Pod that
	// had no node.
	RuleNeverScheduled Rule = "never-scheduled"
	// RuleStopped: the Pod was deleted or its containers given up, and so
	// every container stopped for good: restart policies count no more.
	RuleStopped Rule = "stopped"
	// RuleUnfinished: the Pod was deleted or given up before its containers
	// had all run to an end, which makes it Failed.
	RuleUnfinished Rule = "unfinished"
	// RuleNames: the statuses are of other containers than the spec's.
	RuleNames Rule = "names"
	// RuleTrimmed: statuses or states are missing that every kubelet writes.
	RuleTrimmed Rule = "trimmed"
	// RuleStartedTrimmed: a sidecar's started is missing, which every kubelet
	// that knows sidecars writes.
	RuleStartedTrimmed Rule = "started-trimmed"
	// RuleSameContainer: two statuses are about one container.
	RuleSameContainer Rule = "same-container"
	// RuleNotScheduled: PodScheduled is False, though there are statuses. A
	// kubelet writes PodScheduled True beside them.
	RuleNotScheduled Rule = "not-scheduled"
	// RuleReady: Ready is True beside Pending. A kubelet computes both from
	// the same statuses, and they say that all containers run.
	RuleReady Rule = "ready"
)

// rule is an explanation that can be tried. explain returns the text with the
// evidence, or "" if the rule does not apply.
type rule struct {
	name    Rule
	author  Author
	explain func(e *evidence) string
}

var rules = []rule{
	{RuleNeverStored, ByNobody, neverStored},
	{RuleNoSuchPhase, ByNobody, noSuchPhase},
	{RuleUnknown, ByNobody, unknown},
	{RuleRejected, ByKubelet, rejected},
	{RuleEvicted, ByKubelet, evicted},
	{RulePreempted, ByKubelet, preempted},
	{RuleShutdown, ByKubelet, shutdown},
	{RuleDeadline, ByKubelet, deadline},
	{RuleNodeGone, ByController, nodeGone},
	{RuleNeverScheduled, ByController, neverScheduled},
	{RuleStopped, ByKubelet, stopped},
	{RuleUnfinished, ByKubelet, unfinished},
	{RuleNames, ByNobody, names},
	{RuleTrimmed, ByNobody, trimmed},
	{RuleStartedTrimmed, ByNobody, startedTrimmed},
	{RuleSameContainer, ByNobody, sameContainer},
	{RuleNotScheduled, ByNobody, notScheduled},
	{RuleReady, ByNobody, ready},
}

// Rules returns all rules, in the order in which they are tried.
func Rules() []Rule {
	var names []Rule
	for _, r := range rules {
		names = append(names, r.name)
	}
	return names
}
