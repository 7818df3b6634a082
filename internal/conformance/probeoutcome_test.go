package conformance

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"github.com/podlife/podlife/probe"
	remote "k8s.io/cri-client/pkg"
	kubeprobe "k8s.io/kubernetes/pkg/probe"
	execprobe "k8s.io/kubernetes/pkg/probe/exec"
	grpcprobe "k8s.io/kubernetes/pkg/probe/grpc"
	httpprobe "k8s.io/kubernetes/pkg/probe/http"
	tcpprobe "k8s.io/kubernetes/pkg/probe/tcp"
	"k8s.io/utils/exec"
	testingexec "k8s.io/utils/exec/testing"
)

// patience is how long the real probers may take.
const patience = 10 * time.Second

// outcome is what the kubelet's worker makes of what a prober returns.
// Source: kubernetes v1.37 pkg/kubelet/prober/prober.go, probe.
func outcome(r kubeprobe.Result, _ string, err error) probe.Result {
	switch {
	case err != nil:
		return probe.Unknown
	case r == kubeprobe.Success || r == kubeprobe.Warning:
		return probe.Success
	default:
		return probe.Failure
	}
}

func ask(t *testing.T, url string, timeout time.Duration) probe.Result {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return outcome(httpprobe.New(false).Probe(request, timeout))
}

func TestHTTPStatuses(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, _ := strconv.Atoi(r.URL.Path[1:])
		w.WriteHeader(status)
	}))
	defer server.Close()
	for status := 200; status < 1000; status++ {
		want := ask(t, fmt.Sprint(server.URL, "/", status), patience)
		if got := probe.HTTPOutcome(status); got != want {
			t.Errorf("%d: %v, want %v", status, got, want)
		}
	}
}

func TestHTTPNotes(t *testing.T) {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	mux.HandleFunc("/elsewhere", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://elsewhere.invalid/", http.StatusFound)
	})
	mux.HandleFunc("/again/{n}", func(w http.ResponseWriter, r *http.Request) { // n more redirects, then 204
		n, _ := strconv.Atoi(r.PathValue("n"))
		if n == 0 {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		http.Redirect(w, r, fmt.Sprint("/again/", n-1), http.StatusMovedPermanently)
	})
	mux.HandleFunc("/nowhere", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusFound) })
	mux.HandleFunc("/long/{status}", func(w http.ResponseWriter, r *http.Request) {
		status, _ := strconv.Atoi(r.PathValue("status"))
		w.WriteHeader(status)
		io.WriteString(w, fmt.Sprintf("%20000d", 1))
	})
	mux.HandleFunc("/broken/{status}", func(w http.ResponseWriter, r *http.Request) {
		status, _ := strconv.Atoi(r.PathValue("status"))
		w.Header().Set("Content-Length", "100")
		w.WriteHeader(status)
	})
	hang := func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	mux.HandleFunc("/silent", hang)
	mux.HandleFunc("/half", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		hang(w, r)
	})
	const short = 300 * time.Millisecond
	for _, tt := range []struct {
		path    string
		timeout time.Duration
		got     probe.Result
	}{
		{"/elsewhere", patience, probe.HTTPOutcome(302, probe.RedirectedElsewhere)},
		{"/again/9", patience, probe.HTTPOutcome(204)},
		{"/again/10", patience, probe.HTTPOutcome(301, probe.TooManyRedirects)},
		{"/nowhere", patience, probe.HTTPOutcome(302)},
		{"/long/200", patience, probe.HTTPOutcome(200, probe.BodyTooLong)},
		{"/long/500", patience, probe.HTTPOutcome(500, probe.BodyTooLong)},
		{"/broken/200", patience, probe.HTTPOutcome(200, probe.BodyBroken)},
		{"/broken/500", patience, probe.HTTPOutcome(500, probe.BodyBroken)},
		{"/silent", short, probe.TimedOut},
		{"/silent", short, probe.HTTPOutcome(0)},
		{"/half", short, probe.HTTPOutcome(200, probe.BodyBroken)},
	} {
		if want := ask(t, server.URL+tt.path, tt.timeout); tt.got != want {
			t.Errorf("%s: %v, want %v", tt.path, tt.got, want)
		}
	}
}

func TestHTTPNobody(t *testing.T) {
	want := ask(t, "http://"+closedPort(t), patience)
	if got := probe.HTTPOutcome(0); got != want {
		t.Errorf("nobody listens: %v, want %v", got, want)
	}
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	if got, want := probe.HTTPOutcome(0), ask(t, "https://"+plain.Listener.Addr().String(), patience); got != want {
		t.Errorf("TLS to a plain server: %v, want %v", got, want)
	}
	if got, want := probe.HTTPOutcome(404), ask(t, secure.URL, patience); got != want {
		t.Errorf("TLS with any certificate: %v, want %v", got, want)
	}
}

// closedPort is an address on which nobody listens any more.
func closedPort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestTCP(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	for addr, open := range map[string]bool{server.Listener.Addr().String(): true, closedPort(t): false} {
		host, port, _ := net.SplitHostPort(addr)
		number, _ := strconv.Atoi(port)
		if got, want := probe.TCPOutcome(open), outcome(tcpprobe.New().Probe(host, number, patience)); got != want {
			t.Errorf("open %v: %v, want %v", open, got, want)
		}
	}
}

func TestExec(t *testing.T) {
	run := func(err error) probe.Result {
		return outcome(execprobe.New().Probe(&testingexec.FakeCmd{
			StderrPipeResponse: testingexec.FakeStdIOPipeResponse{},
			WaitResponse:       err,
		}))
	}
	if got, want := probe.ExecOutcome(0), run(nil); got != want {
		t.Errorf("no error: %v, want %v", got, want)
	}
	for code := range 256 {
		want := run(exec.CodeExitError{Err: errors.New("exit"), Code: code})
		if got := probe.ExecOutcome(int32(code)); got != want {
			t.Errorf("exit code %d: %v, want %v", code, got, want)
		}
	}
	timeout := fmt.Errorf("%w: command timed out", remote.ErrCommandTimedOut)
	if want := run(timeout); probe.TimedOut != want {
		t.Errorf("timed out: %v, want %v", probe.TimedOut, want)
	}
	if want := run(errors.New("no such container")); probe.Errored != want {
		t.Errorf("not run: %v, want %v", probe.Errored, want)
	}
}

func TestGRPC(t *testing.T) {
	type answer struct {
		serving byte // the number in the protocol
		code    string
	}
	for _, tt := range []struct {
		name string
		answer
		timeout time.Duration
		got     probe.Result
	}{
		{"UNKNOWN", answer{0, "0"}, patience, probe.GRPCOutcome(probe.ServingUnknown)},
		{"SERVING", answer{1, "0"}, patience, probe.GRPCOutcome(probe.Serving)},
		{"NOT_SERVING", answer{2, "0"}, patience, probe.GRPCOutcome(probe.NotServing)},
		{"SERVICE_UNKNOWN", answer{3, "0"}, patience, probe.GRPCOutcome(probe.ServingServiceUnknown)},
		{"no health service", answer{1, "12"}, patience, probe.GRPCOutcome("")},
		{"deadline exceeded", answer{1, "4"}, patience, probe.GRPCOutcome("")},
		{"not found", answer{1, "5"}, patience, probe.GRPCOutcome("")},
	} {
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/grpc")
			w.Header().Set("Trailer", "Grpc-Status")
			if tt.code == "0" { // a message of two bytes: field 1 is a varint
				w.Write([]byte{0, 0, 0, 0, 2, 1 << 3, tt.serving})
			}
			w.Header().Set("Grpc-Status", tt.code)
		}))
		server.Config.Protocols = new(http.Protocols)
		server.Config.Protocols.SetUnencryptedHTTP2(true)
		server.Start()
		host, port, _ := net.SplitHostPort(server.Listener.Addr().String())
		number, _ := strconv.Atoi(port)
		if want := outcome(grpcprobe.New().Probe(host, "", number, tt.timeout, grpcprobe.ProbeOptions{})); tt.got != want {
			t.Errorf("%s: %v, want %v", tt.name, tt.got, want)
		}
		server.Close()
	}
	host, port, _ := net.SplitHostPort(closedPort(t))
	number, _ := strconv.Atoi(port)
	want := outcome(grpcprobe.New().Probe(host, "", number, 300*time.Millisecond, grpcprobe.ProbeOptions{}))
	if got := probe.GRPCOutcome(""); got != want {
		t.Errorf("nobody listens: %v, want %v", got, want)
	}
}
