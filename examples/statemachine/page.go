package main

import (
	"fmt"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
	"github.com/podlife/podlife/termination"
)

// picture is a drawing on the page.
type picture struct {
	title, text string
	policy      podlife.RestartPolicy
	change      func(*podlife.Pod)
	options     lifecycle.ExploreOptions
	draw        func(*lifecycle.Graph) lifecycle.Diagram
}

// pictures are those of the page.
func pictures() []picture {
	kept := lifecycle.ExploreOptions{Outside: []lifecycle.Event{}}
	return []picture{
		{
			title:   "Phases",
			text:    "A Pod that is restarted on failure, and that nobody deletes.",
			policy:  podlife.RestartPolicyOnFailure,
			options: kept,
			draw:    (*lifecycle.Graph).Phases,
		},
		{
			title:   "Phases, with all that may happen",
			text:    "The same Pod may be deleted, evicted by its kubelet, and lost with its node.",
			policy:  podlife.RestartPolicyOnFailure,
			options: lifecycle.ExploreOptions{Outside: []lifecycle.Event{lifecycle.DeleteRequested{}, lifecycle.Evicted{}, lifecycle.NodeLost{}}},
			draw:    (*lifecycle.Graph).Phases,
		},
		{
			title:   "States of a container",
			text:    "A main container that is restarted always, up to twice. One pull or start may fail.",
			policy:  podlife.RestartPolicyAlways,
			options: lifecycle.ExploreOptions{Outside: []lifecycle.Event{}, Restarts: 2, Failures: 1},
			draw:    func(g *lifecycle.Graph) lifecycle.Diagram { return g.Container("web") },
		},
		{
			title:  "Stages of the reducer",
			text:   "How far the life of a Pod has come, from its creation to its removal.",
			policy: podlife.RestartPolicyNever,
			change: func(p *podlife.Pod) { p.Spec.NodeName = "" },
			draw:   (*lifecycle.Graph).Stages,
		},
	}
}

// page returns all pictures as Markdown.
func page() (string, error) {
	text := "# What can become of a Pod\n\nEach drawing is found by `lifecycle.Explore`. This page is what\n`go run -C examples ./statemachine -page` prints, and a test holds it to that.\n"
	for _, pic := range pictures() {
		p := sample(pic.policy)
		if pic.change != nil {
			pic.change(p)
		}
		g, err := explore(p, pic.options)
		if err != nil {
			return "", err
		}
		text += fmt.Sprintf("\n## %s\n\n%s %d states, %d steps.\n\n```mermaid\n%s```\n",
			pic.title, pic.text, g.States(), g.Edges(), pic.draw(g).Mermaid())
	}
	return text, nil
}

// sample is the Pod of the page.
func sample(policy podlife.RestartPolicy) *podlife.Pod {
	p := &podlife.Pod{}
	p.Name, p.Namespace, p.UID = "web-1", "default", "uid-1"
	p.CreationTimestamp = birth()
	p.Spec.NodeName, p.Spec.RestartPolicy = "node-a", policy
	p.Spec.Tolerations = termination.DefaultTolerations(nil)
	grace := int64(termination.DefaultGracePeriodSeconds)
	p.Spec.TerminationGracePeriodSeconds = &grace
	p.Spec.Containers = []podlife.Container{{Name: "web", Image: "web:1"}}
	return p
}

// birth is when each Pod is created. It makes no difference.
func birth() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// explore finds all lives of a Pod, and holds the laws on them.
func explore(p *podlife.Pod, o lifecycle.ExploreOptions) (*lifecycle.Graph, error) {
	o.Laws = lifecycle.Laws()
	return lifecycle.Explore(p, o)
}
