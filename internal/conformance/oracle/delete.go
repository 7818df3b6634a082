package oracle

import (
	"context"
	"sync"
	"time"
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apiserver/pkg/registry/rest"

	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/registry/core/pod"
)

// Deletion is how the API server judges a request to delete a pod.
type Deletion struct {
	Pod      *v1.Pod // as it is stored next, if Graceful
	Graceful bool    // the pod was given, or was given less, time
	Pending  bool    // it has no more time than was asked for already, so nothing changes
	Grace    *int64  // options.gracePeriodSeconds as completed by the server
}

// Delete judges a request to delete the pod at time now. If neither Graceful nor Pending is
// set, or if Grace is 0, the pod is removed at once unless it has finalizers.
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go, BeforeDelete;
// pkg/registry/core/pod/strategy.go, CheckGracefulDelete.
func Delete(p *v1.Pod, options *metav1.DeleteOptions, now time.Time) (Deletion, error) {
	deleting.Lock()
	defer deleting.Unlock()
	defer func(was func() metav1.Time) { metav1Now = was }(metav1Now)
	metav1Now = func() metav1.Time { return metav1.NewTime(now) }

	internal, options := Internal(p.DeepCopy()), options.DeepCopy()
	d, err := BeforeDelete(internal, options)
	if err != nil {
		return Deletion{}, err
	}
	d.Pod, d.Grace = External(internal), options.GracePeriodSeconds
	return d, nil
}

// BeforeDelete is [Delete] without conversions: it changes its arguments, and Pod and Grace are nil.
func BeforeDelete(p *core.Pod, options *metav1.DeleteOptions) (Deletion, error) {
	graceful, pending, err := rest.BeforeDelete(pod.Strategy, context.Background(), p, options)
	return Deletion{Graceful: graceful, Pending: pending}, err
}

// deleting guards metav1Now.
var deleting sync.Mutex

//go:linkname metav1Now k8s.io/apiserver/pkg/registry/rest.metav1Now
var metav1Now func() metav1.Time
