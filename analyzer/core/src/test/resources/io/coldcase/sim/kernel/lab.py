"""The hands of the kernel tests: makes network namespaces, runs scripts in them, sends packets, tells what arrived.

Reads one command a line, fields separated by tabs, long texts in base64; answers with lines that end with ".".

  ns NAME                 make a namespace
  serve NAME PORTS        listen on TCP and UDP ports (commas) there and watch what is delivered there
  start NAME SCRIPT       run a shell script there, when the last one has ended, and do not wait for its end
  wait NAME               until the script there has ended: out STATUS TEXT
  send NAME PACKET        queue an IP packet (hex) of a process there
  go QUIET LONGEST        send what is queued, answer UDP requests, and tell every packet that local processes were
                          given until nothing came for QUIET ms: seen NAME SRC DST PROTOCOL TTL PAYLOAD

Namespaces are called ccsim-PID-NAME and go when the input ends; those of dead processes go at the start.
Packets are watched with raw sockets, which see them behind all hooks of INPUT (raw(7)).
"""
import base64
import ctypes
import os
import select
import socket
import struct
import subprocess
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000
PREFIX = "ccsim-%d-" % os.getpid()
HOME = os.open("/proc/self/ns/net", os.O_RDONLY)
ASK, ANSWER = b"ccsim?", b"ccsim!"


def enter(fd):
    if LIBC.setns(fd, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


class Space:
    def __init__(self, name):
        self.name = name
        subprocess.run(["ip", "netns", "add", PREFIX + name], check=True)
        self.fd = os.open("/run/netns/" + PREFIX + name, os.O_RDONLY)
        self.watch = {}
        self.keep = []
        self.shell = None

    def start(self, script):
        self.wait()
        enter(self.fd)
        try:
            self.shell = subprocess.Popen(["sh", "-s"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                          stderr=subprocess.STDOUT)
        finally:
            enter(HOME)
        self.shell.stdin.write(script)
        self.shell.stdin.close()

    def wait(self):
        if self.shell is None:
            return 0, b""
        text = self.shell.stdout.read()
        self.shell.stdout.close()
        status = self.shell.wait()
        self.shell = None
        return status, text

    def serve(self, ports):
        enter(self.fd)
        try:
            self.raw4 = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
            self.raw6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
            for family, protocols in ((socket.AF_INET, (1, 6, 17)), (socket.AF_INET6, (58, 6, 17))):
                for protocol in protocols:
                    s = socket.socket(family, socket.SOCK_RAW, protocol)
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
                    if family == socket.AF_INET6:
                        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
                        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVHOPLIMIT, 1)
                    s.setblocking(False)
                    self.watch[s] = (self, family, protocol)
            for port in ports:
                for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                    s = socket.socket(socket.AF_INET6, kind)
                    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
                    s.bind(("::", port))
                    if kind == socket.SOCK_STREAM:
                        s.listen(4096)
                    self.keep.append(s)
        finally:
            enter(HOME)

    def send(self, packet):
        try:
            if packet[0] >> 4 == 4:
                # the route depends on the source, which the kernel does not take from a given header
                source = struct.pack("=i4s4s", 0, packet[12:16], b"\0" * 4)
                to = (socket.inet_ntoa(packet[16:20]), 0)
                self.raw4.sendmsg([packet], [(socket.IPPROTO_IP, 8, source)], 0, to)
            else:
                self.raw6.sendto(packet, (socket.inet_ntop(socket.AF_INET6, packet[24:40]), 0))
        except OSError:
            pass  # no route, or refused on the way: a fate like others


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def answer(space, family, src, dst, payload):
    sport, dport = struct.unpack("!HH", payload[:4])
    body = ANSWER + payload[14:]
    length = 8 + len(body)
    a, b = socket.inet_pton(family, dst), socket.inet_pton(family, src)
    if family == socket.AF_INET:
        pseudo = a + b + struct.pack("!BBH", 0, 17, length)
    else:
        pseudo = a + b + struct.pack("!IxxxB", length, 17)
    udp = struct.pack("!HHHH", dport, sport, length, 0)
    total = checksum(pseudo + udp + body)
    udp = struct.pack("!HHHH", dport, sport, length, total or 0xFFFF)
    if family == socket.AF_INET:
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + length, 0, 0, 64, 17, 0) + a + b
    else:
        head = struct.pack("!IHBB", 6 << 28, length, 17, 64) + a + b
    space.send(head + udp + body)


def read(sock, space, family, protocol):
    if family == socket.AF_INET:
        packet = sock.recv(65535)
        size = (packet[0] & 15) * 4
        return socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(packet[16:20]), packet[8], packet[size:]
    payload, more, _, sender = sock.recvmsg(65535, 256)
    dst, hops = "::", 0
    for _, kind, data in more:
        if kind == socket.IPV6_PKTINFO:
            dst = socket.inet_ntop(family, data[:16])
        elif kind == socket.IPV6_HOPLIMIT:
            hops = struct.unpack("i", data)[0]
    return sender[0].split("%")[0], dst, hops, payload


def go(spaces, queue, quiet, longest, say):
    poll = select.epoll()
    watched = {}
    for s in spaces.values():
        for sock, how in s.watch.items():
            watched[sock.fileno()] = (sock,) + how
            poll.register(sock.fileno(), select.EPOLLIN)
    for space, packet in queue:
        space.send(packet)
    rounds = 0
    while rounds < longest:
        ready = poll.poll(quiet / 1000.0)
        if not ready:
            break
        rounds += 1
        for fd, _ in ready:
            sock, space, family, protocol = watched[fd]
            while True:
                try:
                    src, dst, ttl, payload = read(sock, space, family, protocol)
                except OSError:
                    break
                if protocol == 17 and payload[8:14] == ASK and struct.unpack("!H", payload[2:4])[0] != 8472:
                    answer(space, family, src, dst, payload)
                say("seen\t%s\t%s\t%s\t%d\t%d\t%s" % (space.name, src, dst, protocol, ttl, payload[:160].hex()))
    poll.close()


def leftovers():
    for name in os.listdir("/run/netns") if os.path.isdir("/run/netns") else ():
        parts = name.split("-")
        if parts[0] == "ccsim" and len(parts) > 2 and not os.path.exists("/proc/" + parts[1]):
            subprocess.run(["ip", "netns", "del", name])


def main():
    leftovers()
    spaces, queue = {}, []
    say = lambda text: sys.stdout.write(text + "\n")
    try:
        for line in sys.stdin:
            word = line.rstrip("\n").split("\t")
            if word[0] == "ns":
                spaces[word[1]] = Space(word[1])
            elif word[0] == "serve":
                spaces[word[1]].serve([int(p) for p in word[2].split(",")])
            elif word[0] == "start":
                spaces[word[1]].start(base64.b64decode(word[2]))
                continue
            elif word[0] == "wait":
                status, text = spaces[word[1]].wait()
                say("out\t%d\t%s" % (status, base64.b64encode(text).decode()))
            elif word[0] == "send":
                queue.append((spaces[word[1]], bytes.fromhex(word[2])))
                continue
            elif word[0] == "go":
                go(spaces, queue, int(word[1]), int(word[2]), say)
                queue = []
            say(".")
            sys.stdout.flush()
    finally:
        for s in spaces.values():
            s.wait()
            subprocess.run(["ip", "netns", "del", PREFIX + s.name])


main()
