package io.coldcase.parse.ss;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Socket;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.parse.Words;
import java.util.List;

/**
 * /proc/net/tcp, tcp6, udp and udp6 (proc(5)): addresses are hexadecimal, each 32-bit word in host
 * byte order (taken as little-endian); state 0A is LISTEN, 07 an unconnected UDP socket.
 */
final class ProcSockets {
  private Protocol protocol = Protocol.TCP;
  private boolean active;

  /** The column line of such a table; which table, the section says, else the columns. */
  boolean header(String section, String text) {
    active = text.contains("local_address");
    protocol =
        section.contains("udp") || section.isEmpty() && text.endsWith("drops")
            ? Protocol.UDP
            : Protocol.TCP;
    return active;
  }

  boolean line(String text, SourceRef at, List<Socket> into) {
    if (!active) {
      return false;
    }
    Words w = new Words(text);
    if (!w.next().endsWith(":")) {
      return false;
    }
    String local = w.next();
    int colon = local.indexOf(':');
    if (colon != 8 && colon != 32) {
      return false;
    }
    w.next();
    String state = w.next();
    String queues = w.next();
    if (!state.equals("0A") && !state.equals("07")) {
      return true;
    }
    long port = Words.hex(local.substring(colon + 1), -1);
    if (port < 0 || port > 65535) {
      return false;
    }
    Ip ip =
        colon == 8
            ? Ip.v4(word(local, 0))
            : new Ip(
                true,
                (word(local, 0) & 0xffffffffL) << 32 | word(local, 8) & 0xffffffffL,
                (word(local, 16) & 0xffffffffL) << 32 | word(local, 24) & 0xffffffffL);
    int q = queues.indexOf(':');
    long recv = q < 0 ? 0 : Words.hex(queues.substring(q + 1), 0);
    long send = q < 0 ? 0 : Words.hex(queues.substring(0, q), 0);
    into.add(new Socket(protocol, ip, ip.equals(Ip.ANY6), (int) port, "", recv, send, "", 0, at));
    return true;
  }

  private static int word(String hex, int from) {
    return Integer.reverseBytes((int) Words.hex(hex.substring(from, from + 8), 0));
  }
}
