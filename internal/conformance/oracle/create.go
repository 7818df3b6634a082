package oracle

import (
	"context"
	"time"
	_ "unsafe" // go:linkname

	v1 "k8s.io/api/core/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/admission"
	_ "k8s.io/apiserver/pkg/endpoints/handlers" // dedupOwnerReferences
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage"
	schedulinglisters "k8s.io/client-go/listers/scheduling/v1"
	"k8s.io/client-go/tools/cache"

	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install" // declarative validation wants the scheme
	corev1 "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/plugin/pkg/admission/defaulttolerationseconds"
	"k8s.io/kubernetes/plugin/pkg/admission/priority"
)

// Default returns p with the defaults that the API server fills in, such as those of probes.
// Source: kubernetes v1.37 pkg/apis/core/v1/zz_generated.defaults.go, SetObjectDefaults_Pod.
func Default(p *v1.Pod) *v1.Pod {
	p = p.DeepCopy()
	corev1.SetObjectDefaults_Pod(p)
	return p
}

// Create is the pod as the API server would store it, and what it finds wrong with it.
// Admission plugins, such as those for tolerations and priority, are not asked.
// Source: kubernetes v1.37 pkg/registry/core/pod/strategy.go, PrepareForCreate, Validate.
func Create(p *v1.Pod) (*v1.Pod, field.ErrorList) {
	internal := Internal(Default(p))
	pod.Strategy.PrepareForCreate(context.Background(), internal)
	return External(internal), pod.Strategy.Validate(context.Background(), internal)
}

// Request is what the API server knows beside the pod that is to be created.
type Request struct {
	// Namespace of the URL.
	Namespace string
	// Suffix stands for the five random characters of a generated name.
	Suffix string
	// UID and At stand for the random UID and the time of creation.
	UID string
	At  time.Time
	// PriorityClasses of the cluster.
	PriorityClasses []*schedulingv1.PriorityClass
}

// Admit is the pod as the API server would store it, or as it judged it and why it refuses
// it. The pod is nil if it came to no judgement. Admission plugins other than the two for
// priority and tolerations are not asked.
// Source: kubernetes v1.37 staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go,
// createHandler; pkg/registry/generic/registry/store.go, create; pkg/storage/etcd3/store.go,
// Create.
func Admit(p *v1.Pod, r Request) (*v1.Pod, error) {
	internal := Internal(Default(p))
	rest.WipeObjectMetaSystemFields(internal)
	if err := rest.EnsureObjectNamespaceMatchesRequestNamespace(r.Namespace, internal); err != nil {
		return nil, err
	}
	internal.OwnerReferences, _ = dedupOwnerReferences(internal.OwnerReferences)
	if err := admit(internal, r); err != nil {
		return nil, err
	}
	rest.FillObjectMetaSystemFields(internal)
	internal.UID, internal.CreationTimestamp = types.UID(r.UID), metav1.NewTime(r.At)
	if internal.GenerateName != "" && internal.Name == "" {
		name := pod.Strategy.GenerateName(internal.GenerateName)
		internal.Name = name[:len(name)-len("xxxxx")] + r.Suffix
	}
	ctx := genericapirequest.WithNamespace(context.Background(), r.Namespace)
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{APIVersion: "v1", Resource: "pods", Verb: "create"})
	err := rest.BeforeCreate(pod.Strategy, ctx, internal)
	for i := range internal.Status.Conditions {
		internal.Status.Conditions[i].LastTransitionTime = metav1.NewTime(r.At)
	}
	if err != nil {
		return External(internal), err
	}
	versioner := storage.APIObjectVersioner{}
	if version, err := versioner.ObjectResourceVersion(internal); err == nil && version != 0 {
		return nil, storage.ErrResourceVersionSetOnCreate
	}
	must(versioner.PrepareObjectForStorage(internal))
	return External(internal), nil
}

// admit asks the plugins, in the order of the API server.
// Source: kubernetes v1.37 pkg/kubeapiserver/options/plugins.go, AllOrderedPlugins.
func admit(p *core.Pod, r Request) error {
	classes := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{})
	for _, c := range r.PriorityClasses {
		must(classes.Add(c))
	}
	byPriority := priority.NewPlugin()
	setField(byPriority, "lister", schedulinglisters.NewPriorityClassLister(classes))
	byTolerations := defaulttolerationseconds.NewDefaultTolerationSeconds()
	byTolerations.InspectFeatureGates(nil)
	attributes := admission.NewAttributesRecord(p, nil, core.SchemeGroupVersion.WithKind("Pod"), p.Namespace, p.Name,
		core.SchemeGroupVersion.WithResource("pods"), "", admission.Create, &metav1.CreateOptions{}, false, nil)
	for _, plugin := range []admission.MutationInterface{byPriority, byTolerations} {
		if err := plugin.Admit(context.Background(), attributes, nil); err != nil {
			return err
		}
	}
	return nil
}

//go:linkname dedupOwnerReferences k8s.io/apiserver/pkg/endpoints/handlers.dedupOwnerReferences
func dedupOwnerReferences(refs []metav1.OwnerReference) ([]metav1.OwnerReference, []string)
