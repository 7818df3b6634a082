package schedule

import (
	"cmp"
	"slices"

	"github.com/podlife/podlife"
)

// keptProfile is a profile with which Pods were placed, and what is kept about
// the templates of those Pods.
type keptProfile struct {
	profile   Profile
	key       string
	templates map[string]*template
}

// template is what is kept about Pods that are alike up to their names. Of one
// that was seen once there is only a note: who knows if there will be another.
type template struct {
	group  int32   // of such Pods, once they are on nodes
	keeper *keeper // nil: there is only the note
	used   int64   // the turn in which keeper was used last
	// refusal is why the last one found no node. Nil: it did.
	refusal *refusal
}

// refusal is why a Pod found no node, and all that this depends on beside the
// template.
type refusal struct {
	at       *change
	priority int32
	policy   podlife.PreemptionPolicy
	err      FitError
}

// maxProfiles is for how many profiles something is kept.
const maxProfiles = 8

func (c *Cluster) keptFor(pr *Profile) *keptProfile {
	key := textKey{c.keyBuffer[:0]}
	key.profile(pr)
	c.keyBuffer = key.b
	for _, k := range c.kept {
		if k.key == string(key.b) {
			return k
		}
	}
	return nil
}

// keepProfile begins to keep something for a profile.
func (c *Cluster) keepProfile(pr *Profile) *keptProfile {
	key := textKey{}
	key.profile(pr)
	k := &keptProfile{profile: *pr, key: string(key.b), templates: map[string]*template{}}
	k.profile.Filters = slices.Clone(pr.Filters)
	k.profile.Scores = slices.Clone(pr.Scores)
	k.profile.Fit.Resources = slices.Clone(pr.Fit.Resources)
	k.profile.Fit.Shape = slices.Clone(pr.Fit.Shape)
	k.profile.Fit.IgnoredResources = slices.Clone(pr.Fit.IgnoredResources)
	k.profile.Fit.IgnoredResourceGroups = slices.Clone(pr.Fit.IgnoredResourceGroups)
	k.profile.Balance.Resources = slices.Clone(pr.Balance.Resources)
	k.profile.Spread.DefaultConstraints = slices.Clone(pr.Spread.DefaultConstraints)
	k.profile.Volumes.Shape = slices.Clone(pr.Volumes.Shape)
	if len(c.kept) == maxProfiles {
		for _, t := range c.kept[0].templates {
			t.drop()
		}
		c.kept = slices.Delete(c.kept, 0, 1)
		c.keeping = slices.DeleteFunc(c.keeping, isDropped)
	}
	c.kept = append(c.kept, k)
	return k
}

// maxTemplates is how many templates are noted for a profile. If there are more,
// all are forgotten.
const maxTemplates = 1 << 15

// note returns what is kept under a key. first: there was nothing.
func (k *keptProfile) note(key []byte) (t *template, first bool) {
	t = k.templates[string(key)]
	if t != nil {
		return t, false
	}
	if len(k.templates) >= maxTemplates {
		clear(k.templates)
	}
	t = &template{group: -1}
	k.templates[string(key)] = t
	return t, true
}

// mostKept is how many templates may have a keeper. All together they take as
// much room as some ten numbers for each of two million nodes.
func (c *Cluster) mostKept() int { return max(16, (2<<20)/(len(c.nodes)+1)) }

// keepFor keeps a query for a template and reports whether it did. Where that
// makes more than most of them, the one that was not used for longest is
// dropped; but if even that is in use, all stay as they are, or with many
// templates in turn each would be dropped before its turn comes again.
func (c *Cluster) keepFor(t *template, q *query, most int) bool {
	if t.keeper == nil {
		if len(c.keeping) >= most {
			oldest := slices.MinFunc(c.keeping, func(a, b *template) int { return cmp.Compare(a.used, b.used) })
			if c.turns-oldest.used < int64(16*most) {
				return false
			}
			oldest.drop()
			c.keeping = slices.DeleteFunc(c.keeping, isDropped)
		}
		c.keeping = append(c.keeping, t)
	}
	t.keeper = keep(q)
	return true
}

func (t *template) drop() { t.keeper, t.refusal = nil, nil }

func isDropped(t *template) bool { return t.keeper == nil }

// dropLaggards drops the keepers that would have to learn more changes than it
// takes to be made anew. So the chain of changes behind them is let go.
func (c *Cluster) dropLaggards() {
	for _, t := range c.keeping {
		if c.changes-t.keeper.seen > int64(len(c.nodes))+1024 {
			t.drop()
		}
	}
	c.keeping = slices.DeleteFunc(c.keeping, isDropped)
}
