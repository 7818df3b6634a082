package schedule

// filterNodeName keeps a Pod that names a node off all others.
//
// Source: kubernetes v1.37 pkg/scheduler/framework/plugins/nodename/node_name.go.
func (x *cycle) filterNodeName() {
	name := x.pod.Spec.NodeName
	if name == "" {
		return
	}
	verdict := x.rejection(NodeName, true, "node(s) didn't match the requested node name")
	for slot, v := range x.verdicts {
		if v == 0 && x.c.nodes[slot].object.Name != name {
			x.verdicts[slot] = verdict
		}
	}
}
