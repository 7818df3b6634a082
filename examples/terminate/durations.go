package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/podlife/podlife"
)

// longest is the longest duration that can be chosen. It keeps drawings finite.
const longest = 365 * 24 * time.Hour

// duration is a flag with a duration, or never.
type duration time.Duration

// String returns the duration as it is given.
func (d *duration) String() string {
	if time.Duration(*d) == never {
		return "never"
	}
	return time.Duration(*d).String()
}

// Set reads the duration.
func (d *duration) Set(s string) error {
	if s == "never" {
		*d = duration(never)
		return nil
	}
	v, err := time.ParseDuration(s)
	if err != nil || v < 0 || v > longest {
		return errors.New("want a duration like 5s, at most a year, or never")
	}
	*d = duration(v)
	return nil
}

// durations is a flag with durations of containers.
type durations struct {
	byName map[string]time.Duration
	// others is the duration of containers without a name in byName, if any.
	others *time.Duration
	// used are the names that were asked for.
	used map[string]bool
}

// String returns nothing, as there is nothing by default.
func (d *durations) String() string { return "" }

// Set reads durations between commas.
func (d *durations) Set(s string) error {
	for _, item := range strings.Split(s, ",") {
		name, text, named := strings.Cut(item, "=")
		if !named {
			name, text = "", item
		}
		var v duration
		if err := v.Set(text); err != nil {
			return err
		}
		switch taken := time.Duration(v); {
		case !named:
			d.others = &taken
		case name == "":
			return fmt.Errorf("%q names no container", item)
		default:
			if d.byName == nil {
				d.byName, d.used = map[string]time.Duration{}, map[string]bool{}
			}
			d.byName[name] = taken
		}
	}
	return nil
}

// of returns the duration of a container, usual if none was chosen.
func (d *durations) of(name string, usual time.Duration) time.Duration {
	if v, ok := d.byName[name]; ok {
		return v
	}
	if d.others != nil {
		return *d.others
	}
	return usual
}

// see notes down that there is a container of this name.
func (d *durations) see(name string) {
	if _, ok := d.byName[name]; ok {
		d.used[name] = true
	}
}

// see notes down the containers that p has.
func (o *options) see(p *podlife.Pod) {
	for _, name := range containerNames(p) {
		o.preStop.see(name)
		o.shutdown.see(name)
	}
}

// unused returns the names that no Pod has, in order.
func (o *options) unused() []string {
	var out []string
	for _, d := range []*durations{&o.preStop, &o.shutdown} {
		for _, name := range slices.Sorted(maps.Keys(d.byName)) {
			if !d.used[name] && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

func containerNames(p *podlife.Pod) []string {
	var names []string
	for _, list := range [...][]podlife.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range list {
			names = append(names, list[i].Name)
		}
	}
	for i := range p.Spec.EphemeralContainers {
		names = append(names, p.Spec.EphemeralContainers[i].Name)
	}
	return names
}
