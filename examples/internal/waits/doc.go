// Package waits puts into words what the end of a Pod waits for.
package waits
