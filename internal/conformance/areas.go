package conformance

// Areas returns everything that is compared.
func Areas() []Runner {
	return []Runner{
		phaseArea(),
		mergeArea(),
		deadlineArea(),
		publishArea(),
		conditionsArea(),
		statusArea(),
		columnsArea(),
		durationArea(),
		transitionsArea(),
		probeArea(),
		probeRunArea(),
		probeStatusArea(),
		probeDefaultsArea(),
		probeValidateArea(),
		deleteArea(),
		graceArea(),
		killArea(),
		endpointArea(),
		evictArea(),
		podgcArea(),
		decideArea(),
		restartAllArea(),
		backoffArea(),
		pullArea(),
		planArea(),
		hashArea(),
		scheduleArea(),
		preemptArea(),
		sampleArea(),
		selectorsArea(),
	}
}
