package probe

// What a question counts as when there is no answer to judge.
const (
	// TimedOut: no answer within timeoutSeconds. A command that takes too
	// long, a connection or the headers of a response that take too long and
	// a gRPC call that takes too long are all failures. (The body of a
	// response that takes too long is not, see [BodyBroken].)
	TimedOut = Failure
	// Errored: the question could not be put, again and again: the runtime
	// did not run the command, the container is gone, no port has the name
	// that the probe gives, or the probe has no handler. See [FirstAnswer].
	Errored = Unknown
)

// MaxAttempts is how often a question is put in one round, as long as it
// cannot be put at all. An answer, good or bad, ends the round.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober.go, maxProbeRetries.
const MaxAttempts = 3

// FirstAnswer returns the outcome of a round from those of its attempts: the
// first among the first [MaxAttempts] that is an answer, else Unknown.
//
// Source: kubernetes v1.37 pkg/kubelet/prober/prober.go, runProbeWithRetries.
func FirstAnswer(attempts ...Result) Result {
	for _, r := range attempts[:min(len(attempts), MaxAttempts)] {
		if r == Success || r == Failure {
			return r
		}
	}
	return Unknown
}

// ExecOutcome returns what a command's exit code counts as: 0 is a success,
// all else a failure. A command that did not end in time is [TimedOut], one
// that could not be run is [Errored].
//
// Source: kubernetes v1.37 pkg/probe/exec/exec.go, execProber.Probe.
func ExecOutcome(exitCode int32) Result { return succeeds(exitCode == 0) }

// HTTPNote is something that happened in a request beside its status.
type HTTPNote uint8

// The notes. Any other value says nothing.
const (
	// RedirectedElsewhere: the response sent the request to another host
	// name. The kubelet does not follow; the redirect itself is the answer,
	// so it is a success like any status from 300 to 399.
	RedirectedElsewhere HTTPNote = iota + 1
	// TooManyRedirects: nine redirects to the same host name were followed,
	// and a tenth came. A failure.
	TooManyRedirects
	// BodyTooLong: there was more to read than 10 KiB. It is not read, and
	// nothing follows from it.
	BodyTooLong
	// BodyBroken: the headers came, but reading the body failed or took too
	// long. The question counts as not put.
	BodyBroken
)

// HTTPOutcome returns what the answer to a GET request counts as. The status
// is that of the last response; 0 means that there was none, because nothing
// listened, TLS failed, or the time was up.
//
//   - No response, or too many redirects: failure.
//   - A body that broke off: unknown, whatever the status.
//   - 200 to 399: success. (From 300 on the kubelet adds a warning event.)
//   - Any other status: failure.
//
// Source: kubernetes v1.37 pkg/probe/http/http.go, DoHTTPProbe and RedirectChecker.
func HTTPOutcome(status int, notes ...HTTPNote) Result {
	broken := false
	for _, n := range notes {
		if n == TooManyRedirects {
			return Failure
		}
		broken = broken || n == BodyBroken
	}
	if broken && status != 0 {
		return Unknown
	}
	return succeeds(200 <= status && status < 400)
}

// TCPOutcome returns what an attempt to connect counts as: whether a
// connection was opened in time is all that matters.
//
// Source: kubernetes v1.37 pkg/probe/tcp/tcp.go, DoTCPProbe.
func TCPOutcome(connected bool) Result { return succeeds(connected) }

// ServingStatus is what a gRPC health service answers, in the words of the
// gRPC health checking protocol. Empty: it did not answer, or with an error.
type ServingStatus string

// The serving statuses.
const (
	// ServingUnknown: the service does not know yet.
	ServingUnknown ServingStatus = "UNKNOWN"
	// Serving: it serves.
	Serving ServingStatus = "SERVING"
	// NotServing: it does not.
	NotServing ServingStatus = "NOT_SERVING"
	// ServingServiceUnknown: there is no service of the name in the probe.
	ServingServiceUnknown ServingStatus = "SERVICE_UNKNOWN"
)

// GRPCOutcome returns what the answer of a gRPC health service counts as:
// SERVING is a success, everything else a failure, errors included.
//
// Source: kubernetes v1.37 pkg/probe/grpc/grpc.go, grpcProber.Probe.
func GRPCOutcome(status ServingStatus) Result { return succeeds(status == Serving) }

func succeeds(ok bool) Result {
	if ok {
		return Success
	}
	return Failure
}
