// Package mismatch answers why the phase that a Pod records is not the one its
// container statuses add up to. [Find] compares the two and names the first
// [Rule] that explains a difference.
//
// The phase is computed from the spec and the statuses of main and init
// containers alone. The rest of the object is only looked at for evidence, and
// every rule says which evidence it wants. There are three kinds:
//
//	ByKubelet     a kubelet writes this phase whatever the statuses say
//	ByController  so does the Pod garbage collector
//	ByNobody      no part of Kubernetes writes this object: it was edited,
//	              trimmed, made up, or never was in a cluster
//
// A difference without a rule is worth a look: at the object, or at the library.
package mismatch
