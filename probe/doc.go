// Package probe answers what the kubelet makes of the answers to its probes:
// which verdict on a container they add up to, when the next question is due,
// and what follows.
//
// From what was seen to what is done:
//
//	what was seen   ExecOutcome, HTTPOutcome, TCPOutcome, GRPCOutcome
//	an outcome      Success, Failure, or Unknown, which does not count
//	a verdict       Step: so many equal outcomes in a row
//	what follows    Status: Started and Ready; KillMain, KillSidecar: the end
//
// Start from [New] and [Step]. One probe of one container is asked by one
// worker, a reducer: feed it events, do what the effects say.
//
//	          WorkerStarted         Tick, Trigger
//	New ────────────────────▶ waiting ◀─────────────▶ a round: ask or not
//	                             ▲                        │ Ask
//	                             └──────── Answered ──────┘
//	StopRequested, PodEnded, ContainerStopped{Final}: the worker ends
//
// [HowLongContainer] tells how long all of this takes at least and at most,
// [HowLong] the same of one probe. [Validate] says what the API server has
// against a probe, and [Defaults] what it adds. Hooks are handlers too:
// [HookOutcome], [AfterHook].
//
// # Laws
//
//   - Total: every event has an answer in every state; nothing panics.
//   - Pure: a State is flat, so that no step can change the one it was given.
//   - ErrorKeepsState: a refused event leaves the state and causes nothing.
//   - EarlyTickIsNothing: a tick before its time changes nothing.
//   - Threshold: an answer changes the verdict only if it and the answers
//     before it, as many as its threshold, were equal.
//   - Beginning: the first verdict on a container is Success for liveness,
//     Failure for readiness, Unknown for startup.
//   - Silence: until a container has started, liveness and readiness do not
//     ask; after that, startup does not.
//   - Afresh: a round that sees another container forgets the verdict on the
//     last one and any hold. It keeps the count of equal answers, as the
//     kubelet does.
//   - Delay: no question within the initial delay.
//   - Hold: a worker on hold does not ask.
//   - Onward: the last effect of a step is what the worker waits for: an answer,
//     a time, or nothing as it has ended.
//
// # What it does not do
//
// It puts no questions, and knows neither restart policies (but for [Exited])
// nor back-off. The warning events about single answers are left out.
//
// Sources: kubernetes v1.37 pkg/kubelet/prober, pkg/probe,
// pkg/kubelet/lifecycle, pkg/apis/core/validation/validation.go.
package probe
