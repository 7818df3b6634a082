// Package tools pins the linters that .ci/run calls, in a module of its own so
// that nobody who imports the library sees them:
//
//	go tool -modfile=internal/tools/go.mod staticcheck ./...
package tools
