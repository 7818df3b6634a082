package main

const usage = `timeline plays a script against a Pod and draws the Pod's life: what its
containers do when, what fails, what the API shows, and how it ends. It asks no
cluster.

usage: timeline [flags] [FILE | FOLDER | -]...

  timeline web.yaml                                     if all goes well
  timeline -o script web.yaml > story.json              a script to change
  timeline -script story.json -svg life.svg web.yaml    the picture of it

Stories are told in timeline/testdata; this is one of them:

  go run -C examples ./timeline -script timeline/testdata/failing-once.script.json \
    timeline/testdata/failing-once.yaml

flags:
`

const usageMore = `
The Pod is one that somebody is about to create, as JSON or YAML: the API server
gives it its defaults, or refuses it. What a cluster wrote on it does not count,
so that a Pod of kubectl's begins anew.

A script is an object in JSON or YAML. It says what the world does to the Pod:

  {
    "start": "2026-06-01T12:00:00Z",
    "until": "5m", "scheduleAfter": "1s", "sandboxAfter": "1s",
    "containers": {
      "migrate": {"runs": [{"for": "5s"}]},
      "web": {
        "pullAfter": "3s",
        "runs": [{"for": "20s", "exitCode": 1}, {}],
        "readiness": [{"outcome": "failure", "times": 2}, {}],
        "stop": {"after": "4s"}
      }
    },
    "happenings": [{"at": "2m", "do": "delete", "gracePeriodSeconds": 10}]
  }

Any field may be left out: what a script does not tell goes well and takes no
time. Durations are texts like "300ms", "5s" or "1m30s". Unless it is said
otherwise, a duration or a number is 0 by default, a text or a list is empty,
and what may be true is false.

The script:
  start            when the Pod is created, like "2026-06-01T12:00:00Z"
                   (default: its creationTimestamp, if it has one)
  until            how long after that the story ends at the latest (default 1h)
  node             the node that the Pod is bound to, if its spec names none
                   (default "node")
  scheduleAfter    duration until it is bound, from its creation or from the
                   removal of its scheduling gates on; negative: it never is
  unschedulable    what the scheduler says until then
  volumesAfter     duration of an attempt at mounting the volumes
  mountFailures    number of these that fail first; negative: all
  sandboxAfter     duration of an attempt at the sandbox, which has the network
  sandboxFailures  number of these that fail first; negative: all
  cleanUpAfter     duration of unmounting the volumes in the end
  ip               the Pod's address (default: none is reported)
  containers       a container for each name (default: all of it by default)
  happenings       list of what else happens, in any order

A container:
  pullAfter      duration of a pull; an image that is on the node takes none
  pullFailures   number of pulls that fail first; negative: all
  pullReason     why they fail, in a word (default ErrImagePull)
  pullMessage    why they fail, in a sentence
  startAfter     duration of a start
  startFailures  number of starts that fail first; negative: all
  startReason    why they fail, in a word (default CreateContainerError)
  startMessage   why they fail, in a sentence
  runs           list of its runs from start to end; the last one is repeated
                 (default: it succeeds at once if it is an init container, and
                 runs until it is stopped if it is any other, a sidecar too)
  postStart      what its postStart hook does, if it has one
  preStop        what its preStop hook does, if it has one
  stop           what it does when it is sent its stop signal
  liveness       list of what its liveness probe is answered (default: success)
  readiness      the same for its readiness probe
  startup        the same for its startup probe

A run:
  for       duration of the run; 0: until it is stopped
  exitCode  number with which it ends by itself
  reason    why it ends, in a word (default Completed, or Error if exitCode is
            not 0)
  message   why it ends, in a sentence

A hook:
  for      duration; 0: as long as the Pod says, of a hook that sleeps
  failed   true: it fails then; a container whose postStart hook does is stopped
  message  why it fails, in a sentence

A stop:
  after     duration from the signal to the end
  exitCode  number with which it ends then (default 143)
  ignored   true: nothing but SIGKILL ends it

An answer, of which the last one in the list holds on, and the first one again
in the next run:
  outcome  success, failure or unknown (default success)
  times    number of answers that it holds for; 0: until decides
  until    how old the run may be for it to hold; 0, and times too: for ever
  after    duration from the question to the answer; longer than the probe's
           timeoutSeconds: failure

A happening:
  at                  when, from the start on
  do                  what happens, a word of the next list
  gracePeriodSeconds  number of seconds for delete and evict (default: the Pod's
                      own)
  container           name of the one that is meant
  image               the new one of changeImage
  reason              why, in a word
  message             why, in a sentence
  exitCode            number for exit
  condition           of setCondition, as in a Pod's status:
                      {type, status, reason, message}
  taints              list for taint, as in a Node's spec: {key, value, effect}

What may happen:
  delete            somebody deletes the Pod; with a reason, like
                    EvictionByEvictionAPI, it is disrupted before
  evict             the kubelet ends it for the sake of the node, with reason
                    (default Evicted) and message
  reject            the kubelet does not take it, with reason and message
  exit              container ends, with exitCode, reason and message
  loseContainer     the runtime forgets container
  loseSandbox       the sandbox does not stand any more
  changeImage       somebody gives container another image
  setCondition      a controller writes condition, of a readiness gate say
  removeGates       the scheduling gates are removed
  removeFinalizers  the finalizers are removed
  taint             the node has taints from now on, and no others
  loseNode          the node does not answer any more
  returnNode        it answers again; its containers ran on
  rebootNode        it was restarted; no container runs
  restartKubelet    the kubelet is restarted; containers run on
  collect           the Pod garbage collector removes the Pod; with a reason,
                    as its node does not exist any more

What cannot happen at its time does not, and a note says so.

Without -script a script is played in which all goes well: each step takes 1s or
2s, init containers run for 3s, and the others until the end. -o script prints
it.

Times are those of a clock if the script has a start or the Pod a creation time,
else they count from the creation of the Pod.

-o json prints an object a line: namespace, name, start, endSeconds, summary,
remarks, refused [{seconds, index, do, error}], lanes [{container, role, spans
[{doing, from, to, run, started, ready, reason, exitCode}], marks [{seconds,
what, bad, probe, cause, signal, exitCode, reason, message}]}], bands [{name,
spans [{value, reason, from, to}]}], deletion {requestedSeconds,
deadlineSeconds, removedSeconds, requests [{seconds, cause, reason,
gracePeriodSeconds, deadlineSeconds}]}, events [{seconds, event, container,
text, effects [{effect, container}], status}].

Times there are seconds after the creation of the Pod. refused are the
happenings that could not happen; index is their place in the script. doing is
Awaiting, BackingOff, Pulling, Starting, Running, InPreStop, AwaitingTurn,
Stopping or Ended. probe is Liveness, Readiness or Startup. cause says why a
container was stopped or ended, and who deleted the Pod: Itself, Deletion,
Taint, Collector, Kubelet, Eviction, Deadline, Completion, Liveness, Startup,
PostStart, Image, Sandbox, RestartAll or Reboot. A deadline is the deletion
timestamp that the request left, that of the deletion itself the first one. A
status is that of the Pod after the event, if it is another one.

exit status:
  0  all read
  2  something could not be read or written, or the arguments are wrong
`
