# fault: endpoints-controller-stalled
# subject: kube-controller-manager --controllers
# symptom: new pods never become endpoints
# wait: 90
. "${BASH_SOURCE[0]%/*}/lib.sh"
on() { mani kube-controller-manager 's,--controllers=.*,--controllers=*\,bootstrapsigner\,tokencleaner\,-endpointslice-controller\,-endpoints-controller,'; sleep 40; kubectl -n shop delete pod -l app=cart --wait=false; }
off() { unmani kube-controller-manager 40; }
