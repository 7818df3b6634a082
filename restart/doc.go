// Package restart answers who is started again after a container ended, and
// when.
//
// Start from [Decide]: the rule for one container and one exit code.
//
// Sources: kubernetes v1.37 pkg/api/v1/pod/util.go; KEP-753 (sidecars),
// KEP-5307 (restart rules).
package restart
