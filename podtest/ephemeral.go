package podtest

import "github.com/podlife/podlife"

// ephemeral reports the ephemeral containers. Those of a Pod that is over have
// ended. The kubelet asks them nothing, so Started and Ready are as converted.
func (k *kubelet) ephemeral() {
	p := k.pod
	for i := range p.Spec.EphemeralContainers {
		c := &p.Spec.EphemeralContainers[i]
		s := podlife.ContainerStatus{Name: c.Name, Image: c.Image, ContainerID: "containerd://" + c.Name, Started: new(bool)}
		does := pick(k.T, "ephemeral does", podlife.StateRunning, podlife.StateTerminated, podlife.StateWaiting)
		switch {
		case p.Status.Phase.IsTerminal() || does == podlife.StateTerminated:
			s.State = ran(k.T, terminatedWith(k.T, ExitCode().Draw(k.T, "exitCode")), k.start)
			s.State.ContainerID = s.ContainerID
		case does == podlife.StateWaiting:
			s.ContainerID = ""
			s.State = waitingFor(pick(k.T, "reason", "ErrImagePull", "ImagePullBackOff", "ContainerCreating"))
		default:
			s.State = podlife.Running(later(k.T, k.start, 3600))
		}
		p.Status.EphemeralContainerStatuses = append(p.Status.EphemeralContainerStatuses, s)
	}
}
