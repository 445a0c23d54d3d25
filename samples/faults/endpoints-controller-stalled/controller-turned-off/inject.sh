# fault: endpoints-controller-stalled
# subject: kube-controller-manager --controllers
# symptom: new pods never become endpoints
# wait: 90
mani() { cp "$S/nodes/cp1/etc/kubernetes/manifests/$1.yaml" "$S/$1.yaml.orig"; sed -E "${@:2}" "$S/$1.yaml.orig" > "$S/$1.new"; cp "$S/$1.new" "$S/nodes/cp1/etc/kubernetes/manifests/$1.yaml"; }
unmani() { cp "$S/$1.yaml.orig" "$S/nodes/cp1/etc/kubernetes/manifests/$1.yaml"; sleep ${2:-25}; }
on() { mani kube-controller-manager 's,--controllers=.*,--controllers=*\,bootstrapsigner\,tokencleaner\,-endpointslice-controller\,-endpoints-controller,'; sleep 40; kubectl -n shop delete pod -l app=cart --wait=false; }
off() { unmani kube-controller-manager 40; }
