package lifecycle_test

import (
	"strings"
	"testing"
)

// What may stand in a container of each kind.
func TestAdmitContainers(t *testing.T) {
	rule := func(codes int) string {
		return `{"action":"Restart","exitCodes":{"operator":"In","values":[` + strings.Repeat("1,", codes-1) + `1]}}`
	}
	checkJudged(t, []judged{
		{"a name for each", "", `"containers":[{"name":"Web","image":"a"}],"initContainers":[{"name":"db","image":"a"},{"name":"db","image":" a"},{"image":"a"},{"image":"a"}]`, []string{
			`spec.containers[0].name: Invalid value: "Web": ` + labelRule,
			`spec.initContainers[1].name: Duplicate value: "db"`,
			`spec.initContainers[2].name: Required value`,
			`spec.initContainers[3].name: Required value`,
			`spec.initContainers[1].image: Invalid value: " a": must not have leading or trailing whitespace`,
		}},
		{"ports of the node", "", `"containers":[{"name":"web","image":"a","ports":[{"containerPort":80,"hostPort":80}]},{"name":"db","image":"a","ports":[{"containerPort":80,"hostPort":80,"protocol":"UDP"},{"containerPort":81,"hostPort":80}]}],"initContainers":[{"name":"migrate","image":"a","ports":[{"containerPort":80,"hostPort":80}]}]`, []string{
			`spec.containers[1].ports[1].hostPort: Duplicate value: "TCP//80"`,
		}},
		{"numbers of ports", "", `"containers":[{"name":"web","image":"a","ports":[{"containerPort":1,"hostPort":65535},{"containerPort":65535},{},{"containerPort":-1,"hostPort":65536}]}]`, []string{
			`spec.containers[0].ports[2].containerPort: Required value`,
			`spec.containers[0].ports[3].containerPort: Invalid value: -1: must be between 1 and 65535, inclusive`,
			`spec.containers[0].ports[3].hostPort: Invalid value: 65536: must be between 1 and 65535, inclusive`,
		}},
		{"what an init container may not have", "", `"initContainers":[{"name":"db","image":"a","lifecycle":{},"readinessProbe":{"tcpSocket":{"port":1}},"startupProbe":{"tcpSocket":{"port":1}}}],` + web, []string{
			`spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always`,
			`spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always`,
			`spec.initContainers[0].startupProbe: Forbidden: may not be set for init containers without restartPolicy=Always`,
		}},
		{"probes of all kinds", "", `"initContainers":[{"name":"log","image":"a","restartPolicy":"Always","readinessProbe":{"tcpSocket":{"port":0}}}],"containers":[{"name":"web","image":"a","readinessProbe":{"tcpSocket":{"port":0}},"startupProbe":{"tcpSocket":{"port":0}}}]`, []string{
			`spec.containers[0].readinessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive`,
			`spec.containers[0].startupProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive`,
			`spec.initContainers[0].readinessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive`,
		}},
		{"rules of an init container", "", `"initContainers":[{"name":"db","image":"a","restartPolicyRules":[{"action":"Stop"}]}],` + web, []string{
			`spec.initContainers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used`,
		}},
		{"a policy of an init container", "", `"initContainers":[{"name":"db","image":"a","restartPolicy":"Maybe","restartPolicyRules":[{"action":"Stop","exitCodes":{"operator":"In"}}]}],` + web, []string{
			`spec.initContainers[0].restartPolicy: Unsupported value: "Maybe": supported values: "Always", "Never", "OnFailure"`,
			`spec.initContainers[0].restartPolicyRules[0].action: Unsupported value: "Stop": supported values: "Restart", "RestartAllContainers"`,
		}},
		{"as many rules and codes as there may be", "", `"containers":[{"name":"web","image":"a","restartPolicy":"Never","restartPolicyRules":[` + strings.Repeat(rule(255)+",", 19) + rule(255) + `]}]`, nil},
		{"too many codes", "", `"containers":[{"name":"web","image":"a","restartPolicy":"Never","restartPolicyRules":[` + rule(256) + `]}]`, []string{
			`spec.containers[0].restartPolicyRules[0].exitCodes.values: Too many: 256: must have at most 255 items`,
		}},
		{"ephemeral containers", "", web + `,"ephemeralContainers":[{"name":"debug","image":"a","targetContainerName":"web"},{"name":"debug","image":" a","volumeMounts":[{"name":"none","mountPath":"/a"}]},{"name":"Sh","image":"a","targetContainerName":"debug"}]`, []string{
			`spec.ephemeralContainers[1].volumeMounts[0].name: Not found: "none"`,
			`spec.ephemeralContainers[1].image: Invalid value: " a": must not have leading or trailing whitespace`,
			`spec.ephemeralContainers[1].name: Duplicate value: "debug"`,
			`spec.ephemeralContainers[2].name: Invalid value: "Sh": ` + labelRule,
			`spec.ephemeralContainers[2].targetContainerName: Not found: "debug"`,
			`spec.ephemeralContainers: Forbidden: cannot be set on create`,
		}},
		{"selectors, gates and tolerations", "", `"nodeSelector":{"a b":"c"},"readinessGates":[{"conditionType":"a b"}],"schedulingGates":[{"name":"a b"}],"activeDeadlineSeconds":2147483648,"tolerations":[{"key":"a b","operator":"Exists"},{"key":"a","value":"b c"},{"key":"a","operator":"Near"}],` + web, []string{
			`spec.nodeSelector: Invalid value: "a b": name part ` + wordRule,
			`spec.readinessGates[0].conditionType: Invalid value: "a b": name part ` + wordRule,
			`spec.schedulingGates[0]: Invalid value: "a b": name part ` + wordRule,
			`spec.activeDeadlineSeconds: Invalid value: 2147483648: must be between 1 and 2147483647, inclusive`,
			`spec.tolerations[0].key: Invalid value: "a b": name part ` + wordRule,
			`spec.tolerations[1].operator: Invalid value: "b c": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
			`spec.tolerations[2].operator: Unsupported value: "Near": supported values: "Equal", "Exists"`,
		}},
		{"as late as can be", "", `"activeDeadlineSeconds":2147483647,` + web, nil},
		{"overhead", "", `"overhead":{"disk":"-1"},` + web, []string{
			`spec.overhead.limits[disk]: Invalid value: "disk": must be a standard resource type or fully qualified`,
			`spec.overhead.limits[disk]: Invalid value: "disk": must be a standard resource for containers`,
			`spec.overhead.limits[disk]: Invalid value: "-1": must be greater than or equal to 0`,
		}},
		{"one text for two labels", `"name":"web","labels":{"a":"-","b":"-"}`, web, []string{
			`metadata.labels: Invalid value: "-": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
		}},
	})
}
