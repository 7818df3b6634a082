#!/bin/sh
# Usage: ./update-replaces.sh v1.37.1
#
# Points this module at one version of k8s.io/kubernetes. Its staging modules are
# replaced by directories in its own go.mod; a module that requires it must name
# their published versions instead: v1.37.1 there is v0.37.1 here.
set -eu
version=${1:?usage: $0 v1.MINOR.PATCH}
cd "$(dirname "$0")"

# staging FILE prints the staging modules that the go.mod FILE replaces.
staging() {
	sed -n 's|^\(replace \)*[[:space:]]*\(k8s\.io/[^ ]*\).* => .*|\2|p' "$1"
}

upstream=$(go mod download -json "k8s.io/kubernetes@$version" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
for module in $(staging go.mod); do
	go mod edit -dropreplace="$module"
done
{
	echo "replace ("
	staging "$upstream" | sed "s|.*|	& => & v0${version#v1}|"
	echo ")"
} >>go.mod
go mod edit -require="k8s.io/kubernetes@$version" -go="$(sed -n 's/^go //p' "$upstream")"
go mod tidy
