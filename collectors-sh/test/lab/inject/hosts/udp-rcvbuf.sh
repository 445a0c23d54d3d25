# fault: udp-receive-buffer-overflow
# subject: node w1
# wait: 28
on() { node w1 sh -c 'setsid python3 -c "
import socket,time
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET,socket.SO_RCVBUF,4096); s.bind((\"0.0.0.0\",8125))
while 1: s.recv(2000); time.sleep(1)" >/dev/null 2>&1 & echo $! > /root/rcv.pid'
 node w2 sh -c 'setsid python3 -c "
import socket,time
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
while 1: s.sendto(b\"x\"*900,(\"172.30.0.21\",8125)); time.sleep(.02)" >/dev/null 2>&1 & echo $! > /root/snd.pid'; }
off() { node w1 sh -c 'kill $(cat /root/rcv.pid)'; node w2 sh -c 'kill $(cat /root/snd.pid)'; }
