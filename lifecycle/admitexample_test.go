package lifecycle_test

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/podlife/podlife"
	"github.com/podlife/podlife/lifecycle"
)

// What the API server makes of a Pod that says next to nothing.
func ExampleAdmit() {
	pod := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{GenerateName: "web-"},
		Spec:       podlife.PodSpec{Containers: []podlife.Container{{Name: "web", Image: "web:1"}}},
	}
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	stored, err := lifecycle.Admit(pod, lifecycle.AdmitOptions{Namespace: "shop", Suffix: "x2z4v", UID: "7c1e"}, now)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(stored.Namespace, stored.Name, stored.UID, stored.CreationTimestamp.Format(time.DateTime))
	fmt.Println(stored.Spec.RestartPolicy, *stored.Spec.TerminationGracePeriodSeconds, *stored.Spec.Priority)
	for _, t := range stored.Spec.Tolerations {
		fmt.Println(t.Key, *t.TolerationSeconds)
	}
	fmt.Println(stored.Status.Phase, stored.Status.QOSClass)
	// Output:
	// shop web-x2z4v 7c1e 2026-01-01 12:00:00
	// Always 30 0
	// node.kubernetes.io/not-ready 300
	// node.kubernetes.io/unreachable 300
	// Pending BestEffort
}

// All that is wrong comes back at once, in the words of the API server.
func ExampleInvalidError() {
	pod := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: "web"},
		Spec: podlife.PodSpec{
			RestartPolicy: "Once",
			Containers:    []podlife.Container{{Name: "web"}, {Name: "web", Image: "web:1"}},
		},
	}
	_, err := lifecycle.Admit(pod, lifecycle.AdmitOptions{}, time.Time{})
	fmt.Println(err)
	var invalid *lifecycle.InvalidError
	if errors.As(err, &invalid) {
		for _, f := range invalid.Fields {
			fmt.Printf("%s: %s\n", f.Field, strings.ToLower(string(f.Problem)))
		}
	}
	// Output:
	// Pod "web" is invalid: [spec.containers[0].image: Required value, spec.containers[1].name: Duplicate value: "web", spec.restartPolicy: Unsupported value: "Once": supported values: "Always", "OnFailure", "Never"]
	// spec.containers[0].image: required value
	// spec.containers[1].name: duplicate value
	// spec.restartPolicy: unsupported value
}

// A Pod without a class gets the priority of the one that is the default.
func ExampleAdmit_priority() {
	classes := []*podlife.PriorityClass{{ObjectMeta: podlife.ObjectMeta{Name: "usual"}, Value: 100, GlobalDefault: true}}
	pod := &podlife.Pod{
		ObjectMeta: podlife.ObjectMeta{Name: "web"},
		Spec:       podlife.PodSpec{Containers: []podlife.Container{{Name: "web", Image: "web:1"}}},
	}
	o := lifecycle.AdmitOptions{PriorityClasses: classes}
	stored, err := lifecycle.Admit(pod, o, time.Time{})
	fmt.Println(stored.Spec.PriorityClassName, *stored.Spec.Priority, err)

	pod.Spec.PriorityClassName = "high"
	_, err = lifecycle.Admit(pod, o, time.Time{})
	fmt.Println(err)
	// Output:
	// usual 100 <nil>
	// pods "web" is forbidden: no PriorityClass with name high was found
}
