# fault: two-service-proxies
# subject: node w1 and w2: kube-proxy (iptables) and kube-proxy-nft (nftables)
# symptom: -
# wait: 60
set +e
on() { kubectl -n kube-system get cm kube-proxy -o json | jq 'del(.metadata.uid,.metadata.resourceVersion,.metadata.creationTimestamp,.metadata.annotations)|.metadata.name="kube-proxy-nft"|.data["config.conf"]|=(sub("mode: iptables";"mode: nftables")|sub("metricsBindAddress: .*";"metricsBindAddress: 127.0.0.1:11249")|sub("healthzBindAddress: .*";"healthzBindAddress: 0.0.0.0:11256"))' | kubectl apply -f -
 kubectl -n kube-system get ds kube-proxy -o json | jq 'del(.metadata.uid,.metadata.resourceVersion,.metadata.creationTimestamp,.metadata.annotations,.status)|.metadata.name="kube-proxy-nft"|.metadata.labels={"k8s-app":"kube-proxy-nft"}|.spec.selector.matchLabels={"k8s-app":"kube-proxy-nft"}|.spec.template.metadata.labels={"k8s-app":"kube-proxy-nft"}|(.spec.template.spec.volumes[]|select(.configMap).configMap.name)="kube-proxy-nft"' | kubectl apply -f -
 kubectl -n kube-system rollout status ds kube-proxy-nft --timeout=60s; }
off() { kubectl -n kube-system delete ds/kube-proxy-nft cm/kube-proxy-nft; sleep 3; for n in cp1 w1 w2; do node $n nft delete table ip kube-proxy;  node $n nft delete table ip6 kube-proxy; done; }
