package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/podlife/podlife"
)

// count writes a number with its noun: "1 Pod", "8,152 Pods".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(int64(n)) + " " + noun + "s"
}

// thousands writes a number with commas.
func thousands(n int64) string {
	digits := fmt.Sprint(n)
	var parts []string
	for len(digits) > 3 {
		parts = append(parts, digits[len(digits)-3:])
		digits = digits[:len(digits)-3]
	}
	parts = append(parts, digits)
	slices.Reverse(parts)
	return strings.Join(parts, ",")
}

// shortName is the name of a resource without the domain before it.
func shortName(name podlife.ResourceName) string {
	return string(name[strings.LastIndexByte(string(name), '/')+1:])
}

// human writes an amount of a resource for people.
func human(name podlife.ResourceName, n int64) string {
	switch {
	case name == podlife.ResourceCPU && n < 10_000:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/1000), ".0") + " cores"
	case name == podlife.ResourceCPU:
		return thousands((n+500)/1000) + " cores"
	case name == podlife.ResourceMemory:
		return bytesText(n)
	case name == podlife.ResourcePods:
		return count(int(n), "Pod")
	default:
		return thousands(n)
	}
}

func bytesText(n int64) string {
	value, unit := float64(n), "B"
	for _, next := range []string{"KiB", "MiB", "GiB", "TiB", "PiB"} {
		if value < 1024 {
			break
		}
		value, unit = value/1024, next
	}
	if value < 10 {
		return strings.TrimSuffix(fmt.Sprintf("%.1f", value), ".0") + " " + unit
	}
	return fmt.Sprintf("%.0f %s", value, unit)
}

// ownerOf names what a Pod belongs to, like ReplicaSet/web-5d8f. Empty: nothing.
func ownerOf(p *podlife.Pod) string {
	for _, o := range p.OwnerReferences {
		if o.Controller {
			return o.Kind + "/" + o.Name
		}
	}
	return ""
}

// qualified is a Pod's name with its namespace.
func qualified(p *podlife.Pod) string { return p.Namespace + "/" + p.Name }

// some lists the first few names and says how many there are besides.
func some(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(names[:most], ", "), thousands(int64(len(names)-most)))
}
