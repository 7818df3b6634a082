package lifecycle_test

import (
	"strings"
	"testing"
)

// What may be a volume, and be mounted.
func TestAdmitVolumes(t *testing.T) {
	checkJudged(t, []judged{
		{"volumes of all kinds", "", `"volumes":[{"name":"a","gcePersistentDisk":{"pdName":"d"}},{"name":"b","awsElasticBlockStore":{"volumeID":"d"}},{"name":"c","rbd":{"monitors":["m"],"image":"i"}},{"name":"d","azureDisk":{"diskName":"d","diskURI":"u"}},{"name":"e","image":{"reference":"r"}},{"name":"f","iscsi":{"targetPortal":"p","iqn":"iqn.2001-04.com:a","lun":255}},{"name":"g","iscsi":{"targetPortal":"p","iqn":"iqn.2001-04.com:a","lun":0}}],` + web, nil},
		{"volumes that say nothing", "", `"volumes":[{"name":"a","gcePersistentDisk":{}},{"name":"b","awsElasticBlockStore":{}},{"name":"c","rbd":{}},{"name":"d","azureDisk":{}},{"name":"e","image":{}},{"name":"f","iscsi":{}},{"name":"g","ephemeral":{}}],` + web, []string{
			`spec.volumes[0].persistentDisk.pdName: Required value`,
			`spec.volumes[1].awsElasticBlockStore.volumeID: Required value`,
			`spec.volumes[2].rbd.monitors: Required value`,
			`spec.volumes[2].rbd.image: Required value`,
			`spec.volumes[3].azureDisk.diskName: Required value`,
			`spec.volumes[4].image.reference: Required value`,
			`spec.volumes[5].iscsi.targetPortal: Required value`,
			`spec.volumes[5].iscsi.iqn: Required value`,
			`spec.volumes[6].ephemeral.volumeClaimTemplate: Required value`,
		}},
		{"two kinds at once", "", `"volumes":[{"name":"a","gcePersistentDisk":{"pdName":"d"},"awsElasticBlockStore":{},"rbd":{},"azureDisk":{}}],` + web, []string{
			`spec.volumes[0].awsElasticBlockStore: Forbidden: may not specify more than 1 volume type`,
			`spec.volumes[0].rbd: Forbidden: may not specify more than 1 volume type`,
			`spec.volumes[0].azureDisk: Forbidden: may not specify more than 1 volume type`,
		}},
		{"names", "", `"volumes":[{},{"name":"A"},{"name":"a"},{"name":"a"}],` + web, []string{
			`spec.volumes[0].name: Required value`,
			`spec.volumes[1].name: Invalid value: "A": ` + labelRule,
			`spec.volumes[3].name: Duplicate value: "a"`,
		}},
		{"a claim", "", `"volumes":[{"name":"data","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}},"storageClassName":"","volumeMode":"Block"}}}}],` + web, nil},
		{"a claim for nothing", "", `"volumes":[{"name":"data","ephemeral":{"volumeClaimTemplate":{"spec":{"selector":{"matchLabels":{"a b":""}},"resources":{"requests":{"storage":"0"}},"storageClassName":"A","volumeAttributesClassName":"B","volumeMode":"Odd"}}}}],` + web, []string{
			`spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required`,
			`spec.volumes[0].ephemeral.volumeClaimTemplate.spec.selector.matchLabels: Invalid value: "a b": name part ` + wordRule,
			`spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Invalid value: "0": must be greater than zero`,
			`spec.volumes[0].ephemeral.volumeClaimTemplate.spec.storageClassName: Invalid value: "A": ` + subdomainRule,
			`spec.volumes[0].ephemeral.volumeClaimTemplate.spec.volumeMode: Unsupported value: "Odd": supported values: "Block", "Filesystem"`,
			`spec.volumes[0].ephemeral.volumeClaimTemplate.spec.volumeAttributesClassName: Invalid value: "B": ` + subdomainRule,
		}},
		{"a claim for less than nothing", "", `"volumes":[{"name":"data","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOncePod","Odd"],"resources":{"requests":{"storage":"-1"}}}}}}],` + web, []string{
			`spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Unsupported value: "Odd": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"`,
			`spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Invalid value: "-1": must be greater than zero`,
		}},
		{"the name of a claim that is made", `"name":"web"`, `"volumes":[{"name":"a.b","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}}}}}},{"ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}}}}}}],` + web, []string{
			`spec.volumes[0].name: Invalid value: "a.b": must not contain dots`,
			`spec.volumes[1].name: Required value`,
		}},
		{"a claim that is made for a Pod too long", `"name":"` + strings.Repeat("a", 250) + `"`, `"volumes":[{"name":"data","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}}}}}}],` + web, []string{
			`spec.volumes[0].name: Invalid value: "data": PVC name "` + strings.Repeat("a", 250) + `-data": must be no more than 253 characters`,
		}},
		{"a claim of a Pod without a name", `"name":""`, `"volumes":[{"name":"a","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1"}}}}}},{"name":"b","persistentVolumeClaim":{"claimName":"-a"}}],` + web, []string{
			`metadata.name: Required value: name or generateName is required`,
		}},
		{"claims that go by the name of a volume", "", `"volumes":[{"name":"a","image":{"reference":"r"}},{"name":"b","persistentVolumeClaim":{"claimName":"web-a"}}],` + web, nil},
		{"mounts", "", `"volumes":[{"name":"a"}],"containers":[{"name":"web","image":"a","volumeMounts":[{"name":"a","mountPath":"/a"},{},{"name":"a","mountPath":"/b"}]}]`, []string{
			`spec.containers[0].volumeMounts[1].name: Required value`,
			`spec.containers[0].volumeMounts[1].name: Not found: ""`,
			`spec.containers[0].volumeMounts[1].mountPath: Required value`,
		}},
	})
}
