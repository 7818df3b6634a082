// Package objects reads Pods and other objects from files as a stream: what
// kubectl prints with -o json or -o yaml, the answer of a kubelet's /pods,
// arrays, one object per line, or several documents one after the other.
//
//	Inputs    arguments -> files, folders walked through, standard input
//	Read      one input -> its objects, one at a time
//	Pods      arguments -> the Pods in all of that
//	FromYAML  the documents of a YAML text as JSON
//
// The items of a JSON list are read one by one, so that the memory needed does
// not grow with the list. A YAML document is held in memory as a whole.
//
// What cannot be read is an [*Error] that names file, line, document and
// field; reading goes on with the next item or document wherever its beginning
// can be told.
//
// What an object is and which fields it has, [podlife.ParseObjects] decides.
package objects
