package schedule

import "slices"

// keptProfile is a profile with which Pods were placed, and what is kept about
// the templates of those Pods.
type keptProfile struct {
	profile   Profile
	key       string
	templates map[string]*template
}

// template is what is kept about Pods that are alike up to their names.
type template struct {
	keeper *keeper // nil: it must be made anew
	group  int32
	used   int64 // the turn in which it was used last
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
		c.kept = slices.Delete(c.kept, 0, 1)
	}
	c.kept = append(c.kept, k)
	return k
}

// forgetTemplates forgets the template that was not used for longest, if there
// are so many that they take more room than some millions of numbers.
func (c *Cluster) forgetTemplates() {
	most := max(16, min(4096, (4<<20)/(len(c.nodes)+1)))
	count := 0
	for _, k := range c.kept {
		count += len(k.templates)
	}
	if count <= most {
		return
	}
	var from *keptProfile
	oldest := ""
	for _, k := range c.kept {
		for key, t := range k.templates {
			if t.used > 0 && (from == nil || t.used < from.templates[oldest].used) {
				from, oldest = k, key
			}
		}
	}
	if from != nil {
		delete(from.templates, oldest)
	}
}

// forgetLaggards forgets the keepers that would have to learn more changes than
// it takes to be made anew. So the chain of changes behind them is let go.
func (c *Cluster) forgetLaggards() {
	for _, k := range c.kept {
		for _, t := range k.templates {
			if t.keeper != nil && c.changes-t.keeper.seen > int64(len(c.nodes))+1024 {
				t.keeper = nil
			}
		}
	}
}
