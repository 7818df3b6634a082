//go:build !race

package termination_test

// searched is how many containers the Pods of a search have.
const searched = 3
