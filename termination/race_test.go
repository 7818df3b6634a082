//go:build race

package termination_test

// searched is how many containers the Pods of a search have. The race detector
// makes each step ten times slower, and there is but one goroutine.
const searched = 2
