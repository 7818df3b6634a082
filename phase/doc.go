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
//   - Total: every Pod has a phase; nothing panics, and no argument is changed.
//   - StatusOrderDoesNotMatter: statuses may come in any order.
//   - TerminalPhaseStays: a terminal phase never changes again.
//   - AlwaysNeverSucceeds: under policy Always, without rules, policies or
//     overrides of its own, a Pod that is not at its end never reports Succeeded.
//   - EphemeralContainersDoNotMatter: never, to the phase.
//   - ExitCodesMatterAsZeroOrNot: unless a restart rule names the code.
//   - Of [Outcome], SidecarsDoNotCount, TerminalPhaseDecides, SuccessIsShown: it
//     is never read off a Pod that shows none; FinalStays and
//     FinalOutlastsSandbox: a final failure stays one.
//   - Of [Reachable]: the present phase is in it, a terminal one alone. Package
//     lifecycle explores what can happen, and compares: it is sound and tight.
//   - Of [Explain], ExplainTotal: there is always a reason; ReadyIfReady,
//     ReadyOnlyIfReady: "ready" is said if, and only if, all containers and gates
//     are.
//
// Where [Textbook], which looks at what containers do now, is defined and differs
// from [Project], which looks at what they will do, the difference is one of these
// classes, by exhaustion of all states of up to two init and two main containers:
//
//	class          what the statuses show                             textbook             kubelet
//	WillRestart    all mains ended, and the policy starts one again   Succeeded or Failed  Running
//	WaitsAgain     all mains wait, and have run before (a crash loop) Pending              Running, or Failed if none restarts
//	NotAllCreated  a main runs, another waits for its first run       Running              Pending
//	StatusMissing  a main runs, another reports nothing               Running              Pending
//	InitFailed     an init waits, has failed, and does not restart    Pending              Failed
//	InitRetry      an init failed and restarts, all mains succeeded   Failed               Succeeded
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
