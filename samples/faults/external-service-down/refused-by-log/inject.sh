# fault: external-service-down
# subject: 198.51.100.10:80
# wait: 28
on() { kill $(cat $S/wan/www.pid); sleep 1; }
off() { (cd $S/wan; setsid ip netns exec $NS-wan busybox httpd -f -p $WAN.10:80 -h www >/dev/null 2>&1 & echo $! > www.pid); }
