package probe

import "github.com/podlife/podlife"

// What the API server writes into a probe where its author wrote nothing.
//
// Source: kubernetes v1.37 pkg/apis/core/v1/defaults.go, SetDefaults_Probe and
// SetDefaults_HTTPGetAction.
const (
	// DefaultTimeoutSeconds is for timeoutSeconds.
	DefaultTimeoutSeconds int32 = 1
	// DefaultPeriodSeconds is for periodSeconds.
	DefaultPeriodSeconds int32 = 10
	// DefaultSuccessThreshold is for successThreshold.
	DefaultSuccessThreshold int32 = 1
	// DefaultFailureThreshold is for failureThreshold.
	DefaultFailureThreshold int32 = 3
	defaultHTTPPath               = "/"
	defaultHTTPScheme             = "HTTP"
)

// Defaults returns the probe as the API server would store it: with the
// defaults where a field is zero. Values that make no sense stay. The result
// shares its command and its grace period with spec.
func Defaults(spec podlife.Probe) podlife.Probe {
	setDefault(&spec.TimeoutSeconds, DefaultTimeoutSeconds)
	setDefault(&spec.PeriodSeconds, DefaultPeriodSeconds)
	setDefault(&spec.SuccessThreshold, DefaultSuccessThreshold)
	setDefault(&spec.FailureThreshold, DefaultFailureThreshold)
	spec.HTTPGet = httpDefaults(spec.HTTPGet)
	return spec
}

// httpDefaults returns a copy of a with the defaults set.
func httpDefaults(a *podlife.HTTPGetAction) *podlife.HTTPGetAction {
	if a == nil {
		return nil
	}
	c := *a
	setDefault(&c.Path, defaultHTTPPath)
	setDefault(&c.Scheme, defaultHTTPScheme)
	return &c
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
