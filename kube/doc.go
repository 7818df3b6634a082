// Package kube converts between the types of k8s.io/api/core/v1 and the nouns
// of podlife. An operator that holds a Pod is two lines from an answer:
//
//	p := kube.Pod(pod)
//	fmt.Println(restart.Decide(&p.Spec, &p.Spec.Containers[0], 137))
//
// Into podlife there is one function for each thing that people hold by
// itself, named like the type: [Pod] and [Node], [Service], [PersistentVolume]
// and whatever else [podlife.Objects] holds, [PodSpec] (of a Deployment's
// template, say), [PodStatus], [Container], [ContainerStatus] and [Probe].
//
// podlife keeps only the fields that decide something, so there are two ways
// back. Which one is right depends on whether there is an object already:
//
//	Apply...   writes into one and keeps its other fields: an operator that
//	           computed a status, a simulator that steps its objects
//	To...      makes a new one: a test that feeds a fake client with
//	           generated Pods, a tool that prints YAML
//
// [ApplyPodStatus], [ApplyPod] and [ApplyNode] set every field that podlife
// has, unset ones too. They write only to the struct that dst points to and
// give it new lists, maps and pointers. So applying to a shallow copy of an
// object from an informer's cache leaves the cache alone. Applying what was
// just read changes nothing at all, so a patch made from the difference holds
// what was changed and no more. There is no Apply for the smaller parts: a
// changed part travels in its Pod. Nor is there one for the kinds that only
// the scheduler reads.
//
// core/v1 can say some things in two ways. Reading makes one of them:
//
//   - Of several members of a ContainerState, running counts before terminated
//     before waiting.
//   - Of an IntOrString the value of its type counts. A string is a name, even
//     "80", and an empty one is no port.
//   - A pointer to "", false or the zero time is as nil where podlife has no
//     pointer.
//   - Times are in UTC. core/v1 decodes them into the zone of the machine.
//
// Writing leaves such a value as it stands if it already says what the noun
// says, and puts the plain form otherwise. A nil list and an empty one stay
// what they are, both ways. What a ContainerState holds beside the fields of
// its kind is not written. In JSON, core/v1 cuts times to seconds; here they
// are kept.
//
// # Laws
//
//   - sameAsJSON: converting an object is reading its JSON with
//     [podlife.ParseObjects].
//   - toAsJSON: a new object is what the noun's JSON decodes into.
//   - thereAndBack: a noun survives the way to core/v1 and back.
//   - everyField: that holds for each field alone, found by reflection, so a
//     noun's new field that is forgotten here fails the test.
//   - applyOwn: applying what was read from an object changes nothing in it.
//   - applyAny: after a noun was applied, reading gives that noun.
//   - applyAsMerge: applying lays the noun's JSON over the object's.
//   - nothingShared: no change of one side ever shows on the other.
//   - argumentsKept: no argument is changed but the struct applied to.
//   - nil gives nil, and applying nil or to nil does nothing.
//
// It talks to no cluster and validates nothing: what core/v1 holds, podlife
// gets.
//
// Sources: k8s.io/api v0.37 core/v1/types.go; k8s.io/apimachinery v0.37
// pkg/apis/meta/v1/types.go, pkg/apis/meta/v1/time.go, pkg/util/intstr/intstr.go.
package kube
