// Package openb reads the openb trace, a GPU cluster of 2023 as Alibaba
// published it, into nodes and Pods for a scheduler to place.
//
//	sn,cpu_milli,memory_mib,gpu,model                           -> a Node each row
//	name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,...    -> a Pod each row
//
// What a row turns into:
//
//	node sn                 name, and the label kubernetes.io/hostname
//	node cpu_milli          allocatable cpu
//	node memory_mib         allocatable memory
//	node gpu                allocatable [GPU], 1000 for each
//	node model              label [ModelLabel]; none for nodes without GPU
//	pod  name               name, in the namespace openb
//	pod  cpu_milli          request for cpu
//	pod  memory_mib         request for memory
//	pod  num_gpu, gpu_milli request for [GPU], their product; see [Share]
//	pod  gpu_spec           required node affinity: ModelLabel is one of these
//	pod  qos                label [QoSLabel]
//	pod  creation_time      creationTimestamp, in seconds from the year 1970 on
//
// Everything else in the trace tells what the real cluster did with a Pod, and
// is left out: pod_phase, deletion_time, scheduled_time. All Pods are Pending.
//
// The trace says nothing of the most Pods that a node takes. It is 1001, as for
// the nodes that its authors simulate. Nor does it say anything of zones.
//
// Sources: hkust-adsl/kubernetes-scheduler-simulator, data/csv; Weng et al.,
// Beware of Fragmentation: Scheduling GPU-Sharing Workloads with Fragmentation
// Gradient Descent, USENIX ATC 2023.
package openb
