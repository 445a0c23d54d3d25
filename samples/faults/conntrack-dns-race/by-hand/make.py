#!/usr/bin/env python3
"""make.py DIR: writes cni0.pcap and flannel.1.pcap of node w1: a pod asks for A and AAAA from one port, and of some pairs the
second query gets lost between the bridge and the tunnel device; the resolver repeats both after five seconds (glibc)."""
import struct, sys, socket

T0 = 1795265650.0
POD, DNS, VIP = "10.244.1.3", "10.244.0.2", "10.96.0.10"


def packet(src, dst, sport, dport, data, ident):
    udp = struct.pack(">HHHH", sport, dport, 8 + len(data), 0) + data
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), ident, 0x4000, 63, 17, 0, socket.inet_aton(src), socket.inet_aton(dst))
    return bytes.fromhex("92c95ae334e0" "0e1122334455" "0800") + ip + udp


def dns(ident, qtype, answer):
    name = b"".join(bytes([len(l)]) + l for l in (b"cart", b"shop", b"svc", b"cluster", b"local")) + b"\0"
    return struct.pack(">HHHHHH", ident, 0x8580 if answer else 0x0100, 1, 0, 0, 0) + name + struct.pack(">HH", qtype, 1)


def write(name, packets):
    with open(name, "wb") as f:
        f.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 128, 1))
        for t, p in sorted(packets, key=lambda x: x[0]):
            f.write(struct.pack("<IIII", int(t), int(t % 1 * 1e6), min(128, len(p)), len(p)) + p[:128])


bridge, tunnel, ident = [], [], 100


def query(t, port, number, qtype, lost):
    """A query at the bridge; unless it is lost it goes on translated, and is answered."""
    global ident
    ident += 1
    bridge.append((t, packet(POD, VIP, port, 53, dns(number, qtype, False), ident)))
    if not lost:
        tunnel.append((t + 0.00002, packet(POD, DNS, port, 53, dns(number, qtype, False), ident)))
        tunnel.append((t + 0.0006, packet(DNS, POD, 53, port, dns(number, qtype, True), ident + 5000)))
        bridge.append((t + 0.00065, packet(VIP, POD, 53, port, dns(number, qtype, True), ident + 5000)))


for i in range(30):
    race = i in (4, 9, 17)
    t, port, number = T0 + 0.5 + i, 40000 + i, 7000 + 2 * i
    query(t, port, number, 1, False)
    query(t + 0.00008, port, number + 1, 28, race)
    if race:
        query(t + 5.005, port, number, 1, False)
        query(t + 5.00508, port, number + 1, 28, False)
write(sys.argv[1] + "/cni0.pcap", bridge)
write(sys.argv[1] + "/flannel.1.pcap", tunnel)
