// Package phase answers what a Pod's container statuses add up to: its phase,
// its conditions, the STATUS column, the outcome of its work, and why.
//
//	container statuses ── Project ──> computed phase ── Next, Merge ──> reported phase
//	                                                        │
//	                                        Conditions, Columns, Outcome, Explain
//
// Start from [Of], the phase that the kubelet would report for a Pod, or from
// [Project], the bare rule over statuses. [Explain] says why a Pod is where it
// is, [Outcome] whether its work is done, [Reachable] which phases can still come,
// [CheckTransition] whether one status may follow another.
//
// # Laws
//
//   - Total: every Pod has a phase; nothing panics.
//   - The order of the statuses does not matter.
//   - A terminal phase never changes again.
//   - Under policy Always, without rules, policies or overrides of its own, a
//     Pod that is not at its end never reports Succeeded.
//   - Ephemeral containers never matter.
//   - An exit code matters only as zero or not, unless a restart rule names it.
//   - Where [Textbook] is defined and differs from [Project], the difference is
//     one of the classes below.
//   - [Outcome]: sidecars never count, the terminal phase decides, a final
//     failure stays one, and success is never read off a Pod that shows none.
//   - [Reachable]: the present phase is in it, a terminal one alone. It is sound
//     and tight: package lifecycle explores what can happen, and compares.
//   - [Explain]: there is always a reason; "ready" is said if, and only if, all
//     containers and gates are.
//
// # Where the textbook differs
//
// The four definitions of [Textbook] look at what containers do now. The
// kubelet looks at what they will do. By exhaustion of all states of up to two
// init and two main containers under the three policies:
//
//   - WillRestart: all main containers ended, and the restart policy starts one
//     again. Textbook Succeeded or Failed; the kubelet: Running.
//   - WaitsAgain: every main container waits, but has run before, as in a crash
//     loop. Textbook Pending; the kubelet: Running if one will be started again,
//     else Failed (a container shown as waiting never counts as succeeded).
//   - NotAllCreated: one main container runs and another waits for its first
//     run. Textbook Running; the kubelet: Pending.
//   - StatusMissing: one main container runs, another reports nothing.
//     Textbook Running; the kubelet: Pending.
//   - InitFailed: an init container that waits has failed before, and will not
//     be started again. Textbook Pending; the kubelet: Failed.
//   - InitRetry: an init container failed and will be started again, and the
//     main containers have ended in success. Textbook Failed; the kubelet, for
//     which a failure that will be retried does not count: Succeeded.
//
// # What it does not do
//
// It reads objects, not runtimes: how a runtime's containers become statuses is
// not covered. In-place resize changes no phase, and its conditions are kept as
// they are. No clock is read; where time matters, it is an argument.
//
// Sources: kubernetes v1.37 pkg/kubelet/kubelet_pods.go, pkg/kubelet/status,
// pkg/kubelet/active_deadline.go, pkg/printers/internalversion/printers.go,
// pkg/apis/core/validation/validation.go; KEP-753, KEP-2579, KEP-5307.
package phase
