#!/bin/sh
# Usage: internal/conformance/coverage.sh [TEST [FLAG...]]
#
# Says how much of Kubernetes' own functions the cases of TEST (a pattern, by default
# TestAreas) reach, and prints the lines that none of them reaches.
set -eu
cd "$(dirname "$0")"
test=${1:-TestAreas}
[ $# -eq 0 ] || shift
profile=$(mktemp)
trap 'rm -f "$profile"' EXIT
k8s=k8s.io/kubernetes/pkg
go test -run "$test" -coverprofile="$profile" -coverpkg="$k8s/kubelet,$k8s/kubelet/status,$k8s/kubelet/container,$k8s/api/v1/pod,$k8s/printers/internalversion,$k8s/apis/core/validation,$k8s/kubelet/kuberuntime,$k8s/kubelet/prober,$k8s/registry/core/pod,$k8s/controller/podgc,$k8s/controller/tainteviction,$k8s/apis/core/v1/helper,k8s.io/apimachinery/pkg/util/duration,k8s.io/client-go/util/flowcontrol,k8s.io/apiserver/pkg/registry/rest,k8s.io/apiserver/pkg/registry/generic/registry,k8s.io/endpointslice,k8s.io/endpointslice/util" . "$@" >&2
go run ./internal/missed "$profile"
