package lifecycle

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/podlife/podlife"
)

// claimNames are the names of the Pod's claims, sorted, each once.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, gatherPodResourceClaimNames.
func claimNames(claims []podlife.PodResourceClaim) []string {
	var out []string
	for i := range claims {
		if claims[i].Name != "" {
			out = append(out, claims[i].Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// resourceClaims asks for names that differ. The mirror of a static Pod may have
// none; the path that the API server names is of no field then.
func (a *admission) resourceClaims(p *podlife.Pod) {
	_, isMirror := p.Annotations[podlife.ConfigMirrorAnnotation]
	seen := map[string]bool{}
	for i := range p.Spec.ResourceClaims {
		c, path := &p.Spec.ResourceClaims[i], indexed("spec.resourceClaims", i)
		switch {
		case isMirror:
			a.forbidden("[]", "static pods do not support resource claims")
			continue
		case c.Name == "":
			a.required(path+".name", "")
		case seen[c.Name]:
			a.duplicate(path+".name", c.Name)
		default:
			a.invalidText(path+".name", c.Name, dnsLabelFaults(c.Name))
			seen[c.Name] = true
		}
		a.claimSource(c, path)
	}
}

// claimSource asks for an object or a template, and for one of the two. The API
// server prints the names of its own fields here.
func (a *admission) claimSource(c *podlife.PodResourceClaim, path string) {
	value := func() string {
		return printed(struct {
			Name                                         string
			ResourceClaimName, ResourceClaimTemplateName *string
		}(*c))
	}
	switch name, template := c.ResourceClaimName, c.ResourceClaimTemplateName; {
	case name != nil && template != nil:
		a.invalid(path, value(), "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified")
	case name == nil && template == nil:
		a.invalid(path, value(), "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")
	}
	if name := c.ResourceClaimName; name != nil {
		a.invalidText(path+".resourceClaimName", *name, objectNameFaults(*name))
	}
	if name := c.ResourceClaimTemplateName; name != nil {
		a.invalidText(path+".resourceClaimTemplateName", *name, objectNameFaults(*name))
	}
}

// requirements checks amounts, and requests against limits. isName checks the
// name of a resource.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateResourceRequirements.
func (a *admission) requirements(r *podlife.ResourceRequirements, claims []string, isName func(*admission, podlife.ResourceName, string), path string) {
	hasBasic, hasHuge := false, false
	amounts := func(list podlife.ResourceList, path string, rule func(podlife.ResourceName, podlife.Quantity)) {
		for _, name := range sortedKeys(list) {
			isName(a, name, keyed(path, name))
			a.amount(name, list[name], keyed(path, name))
			rule(name, list[name])
			a.wholePages(name, list[name], keyed(path, name))
			hasBasic = hasBasic || name == podlife.ResourceCPU || name == podlife.ResourceMemory
			hasHuge = hasHuge || isHugePage(name)
		}
	}
	amounts(r.Limits, path+".limits", func(podlife.ResourceName, podlife.Quantity) {})
	amounts(r.Requests, path+".requests", func(name podlife.ResourceName, request podlife.Quantity) {
		limit, ok := r.Limits[name]
		switch {
		case !ok && !isOvercommitted(name):
			a.required(path+".limits", "Limit must be set for non overcommitable resources")
		case !ok:
		case !request.Equal(limit) && !isOvercommitted(name):
			a.invalid(path+".requests", strconv.Quote(request.String()), fmt.Sprintf("must be equal to %s limit of %s", name, limit))
		case request.Cmp(limit) > 0:
			a.invalid(path+".requests", strconv.Quote(request.String()), fmt.Sprintf("must be less than or equal to %s limit of %s", name, limit))
		}
	})
	if hasHuge && !hasBasic {
		a.forbidden(path, "HugePages require cpu or memory")
	}
	a.claims(r.Claims, claims, path+".claims")
}

// amount asks for no less than nothing, and for whole numbers of what is counted.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, ValidateResourceQuantityValue.
func (a *admission) amount(name podlife.ResourceName, amount podlife.Quantity, path string) {
	if amount.Sign() < 0 {
		a.invalid(path, strconv.Quote(amount.String()), "must be greater than or equal to 0")
	}
	if isCounted(name) && !amount.RoundUp(0).Equal(amount) {
		a.invalid(path, printed(amount), "must be an integer")
	}
}

// wholePages asks for whole pages, of a size that is a number.
//
// Differs from the API server where an amount or a size is 2^63 or more: here it
// counts as 2^63-1; there the low 64 bits count, and a size for which these are 0,
// like hugepages-10E, makes it panic.
//
// Source: kubernetes v1.37 pkg/apis/core/helper/helpers.go, IsHugePageResourceValueDivisible.
func (a *admission) wholePages(name podlife.ResourceName, amount podlife.Quantity, path string) {
	if !isHugePage(name) {
		return
	}
	size, err := podlife.ParseQuantity(strings.TrimPrefix(string(name), podlife.ResourceHugePagesPrefix))
	if err != nil || size.Sign() <= 0 || !size.RoundUp(0).Equal(size) || amount.Value()%size.Value() != 0 {
		a.invalid(path, strconv.Quote(amount.String()), fmt.Sprintf("%s is not positive integer multiple of %s", amount, name))
	}
}

// claims asks for claims that the Pod has, and that none is named twice: neither
// the same request of a claim, nor a claim and a request of it.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validateResourceClaimNames.
func (a *admission) claims(list []podlife.ResourceClaim, known []string, path string) {
	seen := map[string]bool{} // by name, or name/request
	for i, c := range list {
		path := indexed(path, i)
		if c.Name == "" {
			a.required(path, "")
			continue
		}
		key := c.Name
		if c.Request != "" {
			key += "/" + c.Request
		}
		if seen[c.Name] {
			a.duplicate(path, c.Name)
		} else {
			if c.Request != "" {
				a.invalidText(path+".request", c.Request, dnsLabelFaults(c.Request))
			}
			switch {
			case seen[key]:
				a.duplicate(path, key)
			case c.Request == "" && anyRequestOf(c.Name, seen):
				a.duplicate(path, c.Name)
			}
			seen[key] = true
		}
		if !slices.Contains(known, c.Name) {
			detail := "must be one of the names in pod.spec.resourceClaims which is empty"
			if len(known) > 0 {
				detail = "must be one of the names in pod.spec.resourceClaims: " + strings.Join(known, ", ")
			}
			a.add(path, ValueNotFound, strconv.Quote(c.Name), detail)
		}
	}
}

// anyRequestOf reports whether some request of the claim was seen.
func anyRequestOf(claim string, seen map[string]bool) bool {
	for key := range seen {
		if name, _, ok := strings.Cut(key, "/"); ok && name == claim {
			return true
		}
	}
	return false
}

// podResources checks what the Pod asks for as a whole, by itself and against its
// containers.
//
// Source: kubernetes v1.37 pkg/apis/core/validation/validation.go, validatePodResources and
// validatePodResourceConsistency.
func (a *admission) podResources(s *podlife.PodSpec, in surroundings) {
	const path = "spec.resources"
	r := s.Resources
	if r == nil {
		return
	}
	if r.Claims != nil {
		a.forbidden(path+".claims", "claims may not be set for Resources at pod-level")
	}
	a.requirements(r, in.claims, (*admission).podResource, path)
	notBelow := func(own, sum podlife.ResourceList, path, what string, counts func(podlife.ResourceName) bool) {
		for _, name := range sortedKeys(sum) {
			if have, ok := own[name]; ok && counts(name) && sum[name].Cmp(have) > 0 {
				a.invalid(keyed(path, name), strconv.Quote(have.String()),
					fmt.Sprintf("must be greater than or equal to aggregate container %s of %s", what, sum[name]))
			}
		}
	}
	notBelow(r.Requests, aggregateAmounts(s, requestsOf), path+".requests", "requests", func(podlife.ResourceName) bool { return true })
	notBelow(r.Limits, aggregateAmounts(s, limitsOf), path+".limits", "limits", isHugePage)
	for i := range s.Containers {
		own := s.Containers[i].Resources.Limits
		for _, name := range sortedKeys(own) {
			if limit, ok := r.Limits[name]; ok && own[name].Cmp(limit) > 0 {
				a.invalid(keyed(indexed(path+".containers", i), name)+".limits", strconv.Quote(own[name].String()),
					fmt.Sprintf("must be less than or equal to pod limits of %s", limit))
			}
		}
	}
}
