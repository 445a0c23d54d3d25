# fault: nodeport-allocation-conflict
# subject: nodePort 30080
# symptom: Service is not created
# wait: 35
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { dep shop deployer 1 '[]' '[]' '{"image":"docker.io/library/busybox:1.36.1","command":["sh","-c","while :; do echo \"level=error msg=\\\"sync failed\\\" error=\\\"Service \\\\\\\"edge\\\\\\\" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated\\\"\"; sleep 4; done"]}'; }
off() { kubectl -n shop delete deployment deployer; }
