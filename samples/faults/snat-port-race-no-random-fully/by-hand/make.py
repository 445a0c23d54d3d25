#!/usr/bin/env python3
"""make.py DIR [all]: writes cni0.pcap and eth0.pcap of node w1: pairs of pods connect to one address outside at the same time; of some
pairs one SYN gets lost between the bridge and the uplink, and is sent again after a second. With "all" the lost ones leave as well."""
import socket, struct, sys

T0 = 1795265650.0
PODS, NODE, OUTSIDE = ("10.244.1.3", "10.244.1.4"), "172.30.0.21", "198.51.100.10"
SYN, SYN_ACK, ACK = 2, 18, 16


def packet(src, dst, sport, dport, seq, ack, flags, ident):
    options = bytes.fromhex("020405b4") if flags & SYN else b""
    tcp = struct.pack(">HHIIBBHHH", sport, dport, seq, ack, (20 + len(options)) // 4 << 4, flags, 64240, 0, 0) + options
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), ident, 0x4000, 63, 6, 0, socket.inet_aton(src), socket.inet_aton(dst))
    return bytes.fromhex("92c95ae334e0" "0e1122334455" "0800") + ip + tcp


def write(name, packets):
    with open(name, "wb") as f:
        f.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 128, 1))
        for t, p in sorted(packets, key=lambda x: x[0]):
            f.write(struct.pack("<IIII", int(t), int(t % 1 * 1e6), len(p), len(p)) + p)


bridge, uplink, ident = [], [], 100
leaves = sys.argv[2:] == ["all"]


def connect(t, pod, port, outer, seq, lost):
    global ident
    ident += 1
    bridge.append((t, packet(pod, OUTSIDE, port, 80, seq, 0, SYN, ident)))
    if not lost or leaves:
        uplink.append((t + 0.00002, packet(NODE, OUTSIDE, outer, 80, seq, 0, SYN, ident)))
    if not lost:
        uplink.append((t + 0.0006, packet(OUTSIDE, NODE, 80, outer, 900000 + seq, seq + 1, SYN_ACK, ident + 5000)))
        bridge.append((t + 0.00065, packet(OUTSIDE, pod, 80, port, 900000 + seq, seq + 1, SYN_ACK, ident + 5000)))
        bridge.append((t + 0.0007, packet(pod, OUTSIDE, port, 80, seq + 1, 900001 + seq, ACK, ident + 1000)))
        uplink.append((t + 0.00072, packet(NODE, OUTSIDE, outer, 80, seq + 1, 900001 + seq, ACK, ident + 1000)))


for i in range(30):
    race = i in (4, 9, 17, 22)
    t = T0 + 0.5 + i
    for n, pod in enumerate(PODS):
        lost = race and n == 1
        connect(t + n * 0.00001, pod, 40000 + i, 41000 + 2 * i + n, 70000 * (i + 1) + n, lost)
        if lost:
            connect(t + 1.018, pod, 40000 + i, 41000 + 2 * i + n, 70000 * (i + 1) + n, False)
write(sys.argv[1] + "/cni0.pcap", bridge)
write(sys.argv[1] + "/eth0.pcap", uplink)
