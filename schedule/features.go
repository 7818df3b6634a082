package schedule

import "github.com/podlife/podlife"

// features is a set of the optional features that a Pod can need. Nodes declare
// what their kubelets can do, so that during an upgrade a Pod does not come to one
// that would only ignore what it asks for. KEP-5328.
type features uint8

// declared returns which of them are in a node's list. Names that nobody asks for
// are no features: a node may be newer than this library.
func declared(names []string) features {
	var f features
	for _, name := range names {
		switch name {
		case "RestartAllContainersOnContainerExits":
			f |= restartsAll
		case "UserNamespacesHostNetworkSupport":
			f |= hostNetworkUsers
		case "VolumeBindMountOptions":
			f |= bindMountOptions
		}
	}
	return f
}

const (
	restartsAll features = 1 << iota
	hostNetworkUsers
	bindMountOptions
)

// needed returns the features that a Pod needs.
//
// Source: staging/src/k8s.io/component-helpers/nodedeclaredfeatures/features, InferForScheduling.
func needed(s *podlife.PodSpec) features {
	var f features
	if s.HostNetwork && s.HostUsers != nil && !*s.HostUsers {
		f |= hostNetworkUsers
	}
	for _, list := range [][]podlife.Container{s.InitContainers, s.Containers} {
		for i := range list {
			for _, rule := range list[i].RestartPolicyRules {
				if rule.Action == podlife.RestartActionRestartAllContainers {
					f |= restartsAll
				}
			}
			f |= mounts(list[i].VolumeMounts)
		}
	}
	for i := range s.EphemeralContainers {
		f |= mounts(s.EphemeralContainers[i].VolumeMounts)
	}
	return f
}

// mounts returns the feature that mounts with options of their own need.
func mounts(list []podlife.VolumeMount) features {
	for i := range list {
		if len(list[i].BindMountOptions) > 0 {
			return bindMountOptions
		}
	}
	return 0
}

// filterFeatures rejects nodes that lack a feature the Pod needs.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodedeclaredfeatures/nodedeclaredfeatures.go, Filter.
func (x *cycle) filterFeatures() {
	want := needed(&x.pod.Spec)
	if want == 0 {
		return
	}
	verdict := x.rejection(NodeDeclaredFeatures, true, "node(s) didn't match Pod's required features")
	for slot, v := range x.verdicts {
		if v == 0 && x.c.nodes[slot].features&want != want {
			x.verdicts[slot] = verdict
		}
	}
}
