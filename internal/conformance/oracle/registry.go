package oracle

import (
	"context"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	genericregistry "k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage"

	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/registry/core/pod"
)

// Registry is the API server's registry of pods with a single pod in it, and with a variable
// in the place of etcd. It reads the clock, so use it in a testing/synctest bubble.
type Registry struct {
	store *genericregistry.Store
	kept  *keptPod
}

// NewRegistry returns a registry that holds the pod.
// Source: kubernetes v1.37 pkg/registry/core/pod/storage/storage.go, NewStorage.
func NewRegistry(p *v1.Pod) *Registry {
	kept := &keptPod{pod: Internal(p.DeepCopy())}
	return &Registry{kept: kept, store: &genericregistry.Store{
		NewFunc:                  func() runtime.Object { return &core.Pod{} },
		KeyFunc:                  func(context.Context, string) (string, error) { return "pod", nil },
		DefaultQualifiedResource: core.Resource("pods"),
		DeleteStrategy:           pod.Strategy,
		ReturnDeletedObject:      true,
		EnableGarbageCollection:  true,
		Storage:                  genericregistry.DryRunnableStorage{Storage: kept},
	}}
}

// Delete handles a request to delete the pod.
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, Delete.
func (r *Registry) Delete(options *metav1.DeleteOptions) error {
	_, _, err := r.store.Delete(context.Background(), r.kept.pod.Name, rest.ValidateAllObjectFunc, options.DeepCopy())
	return err
}

// Pod is the pod as it is stored, or was stored last if it is removed.
func (r *Registry) Pod() (p *v1.Pod, removed bool) {
	return External(r.kept.pod.DeepCopy()), r.kept.removed
}

// keptPod is storage for one pod. What a deletion does not need panics.
type keptPod struct {
	storage.Interface
	pod     *core.Pod
	removed bool
}

func (k *keptPod) Get(_ context.Context, key string, _ storage.GetOptions, out runtime.Object) error {
	if k.removed {
		return storage.NewKeyNotFoundError(key, 0)
	}
	k.pod.DeepCopyInto(out.(*core.Pod))
	return nil
}

func (k *keptPod) GuaranteedUpdate(_ context.Context, key string, out runtime.Object, _ bool, preconditions *storage.Preconditions, update storage.UpdateFunc, _ runtime.Object) error {
	if err := preconditions.Check(key, k.pod); err != nil {
		return err
	}
	updated, _, err := update(k.pod.DeepCopy(), storage.ResponseMeta{})
	if err != nil {
		return err
	}
	k.pod = updated.(*core.Pod).DeepCopy()
	k.pod.DeepCopyInto(out.(*core.Pod))
	return nil
}

func (k *keptPod) Delete(_ context.Context, key string, out runtime.Object, preconditions *storage.Preconditions, _ storage.ValidateObjectFunc, _ runtime.Object, _ storage.DeleteOptions) error {
	if err := preconditions.Check(key, k.pod); err != nil {
		return err
	}
	k.pod.DeepCopyInto(out.(*core.Pod))
	k.removed = true
	return nil
}
