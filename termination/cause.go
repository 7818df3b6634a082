package termination

import "time"

// cause is the kind of an effect.
type cause uint8

const (
	withdrawEndpoint cause = iota
	runPreStop
	sendStop
	sendKill
	wake
	stopSandbox // this and those below come when no kill goes on
	writeStatus
	cleanUp
	retry
	deleteObject
	removeObject
)

// fewContainers is how many containers a Pod has whose steps take no more than
// two allocations, one for the containers and one for the effects.
const fewContainers = 4

// caused is what a step is to cause, in order. The effects are made at its end,
// when it is known how much memory they need.
type caused struct {
	first          [fewContainers + 4]planned // as many as few containers need
	rest           []planned
	count          int
	hooks, signals int
	stages         bool // no kill goes on
}

// planned is an effect to be made.
type planned struct {
	cause     cause
	container int32 // its index
}

// emit plans an effect. If it is not about a container, the index means nothing.
func (s *step) emit(c cause, container int) {
	switch {
	case c == runPreStop:
		s.hooks++
	case c == sendStop, c == sendKill:
		s.signals++
	case c > wake:
		s.stages = true
	}
	p := planned{c, int32(container)}
	switch {
	case s.count < len(s.first):
		s.first[s.count] = p
	case s.rest == nil:
		s.rest = make([]planned, 1, len(s.Containers)+1)
		s.rest[0] = p
	default:
		s.rest = append(s.rest, p)
	}
	s.count++
}

// planned returns effect i of those planned.
func (s *caused) planned(i int) planned {
	if i < len(s.first) {
		return s.first[i]
	}
	return s.rest[i-len(s.first)]
}

// Between two attempts to stop a Pod's containers the kubelet waits 10 s to
// 15 s.
//
// Source: kubernetes v1.37 pkg/kubelet/kubelet.go, backOffPeriod;
// pkg/kubelet/pod_workers.go, completeWork.
const (
	retryAfter  = 10 * time.Second
	retryJitter = 5 * time.Second
)

// effects makes the effects of the step. Those of few containers are one
// allocation; an effect without fields takes no memory.
func (s *step) effects() []Effect {
	switch {
	case s.count == 0:
		return nil
	case s.stages:
		return s.stageEffects()
	case s.hooks <= 1 && s.signals <= 1:
		block := &struct {
			list   [4]Effect
			hook   [1]RunPreStop
			signal [1]SendSignal
			wake   Wake
		}{wake: Wake{s.wake}}
		return s.killEffects(block.list[:0], block.hook[:0], block.signal[:0], &block.wake)
	case s.hooks+s.signals <= fewContainers:
		block := &struct {
			list    [fewContainers + 2]Effect
			hooks   [fewContainers]RunPreStop
			signals [fewContainers]SendSignal
			wake    Wake
		}{wake: Wake{s.wake}}
		return s.killEffects(block.list[:0], block.hooks[:0], block.signals[:0], &block.wake)
	default:
		hooks, signals := make([]RunPreStop, 0, s.hooks), make([]SendSignal, 0, s.signals)
		return s.killEffects(make([]Effect, 0, s.count), hooks, signals, &Wake{s.wake})
	}
}

// killEffects fills in the effects on containers.
func (s *step) killEffects(list []Effect, hooks []RunPreStop, signals []SendSignal, again *Wake) []Effect {
	for i := range s.count {
		switch p := s.planned(i); p.cause {
		case withdrawEndpoint:
			list = append(list, &WithdrawEndpoint{})
		case wake:
			list = append(list, again)
		case runPreStop:
			hooks = append(hooks, RunPreStop{Container: s.Containers[p.container].Name})
			list = append(list, &hooks[len(hooks)-1])
		case sendStop, sendKill:
			signals = append(signals, s.signal(p))
			list = append(list, &signals[len(signals)-1])
		case stopSandbox, writeStatus, cleanUp, retry, deleteObject, removeObject: // see stageEffects
		}
	}
	return list[:len(list):len(list)]
}

// signal returns the signal that was planned. Its container is as the step
// leaves it.
func (s *step) signal(p planned) SendSignal {
	c := &s.Containers[p.container]
	if p.cause == sendKill {
		return SendSignal{Container: c.Name, Signal: "SIGKILL"}
	}
	return SendSignal{Container: c.Name, Signal: c.StopSignal, GracePeriodSeconds: c.Remaining}
}

// stageEffects makes the effects of a step from one stage to the next.
func (s *step) stageEffects() []Effect {
	block := &struct {
		list   [4]Effect
		retry  Retry
		delete DeleteObject
	}{
		retry:  Retry{Earliest: s.at.Add(retryAfter), Latest: s.at.Add(retryAfter + retryJitter)},
		delete: DeleteObject{UID: s.UID},
	}
	of := [...]Effect{
		withdrawEndpoint: &WithdrawEndpoint{}, stopSandbox: &StopSandbox{}, writeStatus: &WriteStatus{}, cleanUp: &CleanUp{},
		retry: &block.retry, deleteObject: &block.delete, removeObject: &RemoveObject{},
	}
	list := block.list[:0]
	for i := range s.count {
		list = append(list, of[s.planned(i).cause])
	}
	return list[:len(list):len(list)]
}
