# fault: fd-or-inotify-exhaustion
# subject: node w1, containerd
# wait: 45
on() { node w1 sh -c 'prlimit --pid $(pgrep -xo containerd) --nofile=45:45'; kubectl -n shop delete pod --field-selector spec.nodeName=w1 --wait=false; }
off() { node w1 sh -c 'prlimit --pid $(pgrep -xo containerd) --nofile=1048576:1048576'; }
