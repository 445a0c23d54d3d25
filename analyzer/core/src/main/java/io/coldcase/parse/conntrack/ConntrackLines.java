package io.coldcase.parse.conntrack;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.ConntrackSample;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code conntrack -L [-o extended]} or /proc/net/nf_conntrack to flows: entries that differ only
 * in their source port are counted together. Section {@code counts} overrides the counts that the
 * lines themselves give.
 */
public final class ConntrackLines implements LineReader<ConntrackSample> {
  private static final int MAX_FLOWS = 5_000;

  private final Map<Key, Tally> flows = new LinkedHashMap<>();
  private final Map<String, Long> seen = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();

  /** The tool's closing remark (standard error) fell into the line before: this is its rest. */
  private boolean torn;

  private record Key(
      int protocol,
      String state,
      boolean unreplied,
      Ip src,
      Ip dst,
      int port,
      Ip replySource,
      Ip replyDestination,
      int replyPort) {
    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Key k
          && k.src.equals(src)
          && k.dst.equals(dst)
          && k.port == port
          && k.protocol == protocol
          && k.replySource.equals(replySource)
          && k.replyDestination.equals(replyDestination)
          && k.replyPort == replyPort
          && k.unreplied == unreplied
          && k.state.equals(state);
    }

    @Override
    public int hashCode() {
      int h = 31 * src.hashCode() + dst.hashCode();
      h = 31 * h + port;
      h = 31 * h + replySource.hashCode();
      h = 31 * h + replyPort;
      return 31 * h + state.hashCode();
    }
  }

  private static final class Tally {
    final SourceRef at;
    int count;

    Tally(SourceRef at) {
      this.at = at;
    }
  }

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (section.equals("counts")) {
      int space = text.lastIndexOf(' ');
      long n = space < 0 ? -1 : Words.number(text.substring(space + 1), -1);
      if (n >= 0) {
        counts.put(text.substring(0, space), n);
      }
      return n >= 0;
    }
    boolean rest = torn;
    torn = false;
    if (text.startsWith("conntrack") || text.contains("flow entries")) {
      torn = !text.startsWith("conntrack");
      return true;
    }
    return entry(text, at) || rest;
  }

  private boolean entry(String text, SourceRef at) {
    Words w = new Words(text);
    if (w.peek().startsWith("ipv")) {
      w.next();
      w.next();
    }
    w.next();
    int protocol = Words.integer(w.next(), -1);
    String state = "";
    boolean unreplied = false;
    Optional<Ip> src = Optional.empty();
    Optional<Ip> dst = Optional.empty();
    Optional<Ip> replySource = Optional.empty();
    Optional<Ip> replyDestination = Optional.empty();
    int port = 0;
    int replyPort = 0;
    while (w.hasNext()) {
      String word = w.next();
      int eq = word.indexOf('=');
      String value = word.substring(eq + 1);
      if (eq < 0) {
        unreplied |= word.equals("[UNREPLIED]");
        boolean name = word.charAt(0) >= 'A' && word.charAt(0) <= 'Z';
        state = name && state.isEmpty() ? word : state;
      } else if (word.startsWith("src=")) {
        if (src.isEmpty()) {
          src = Ip.tryParse(value);
        } else {
          replySource = Ip.tryParse(value);
        }
      } else if (word.startsWith("dst=")) {
        if (dst.isEmpty()) {
          dst = Ip.tryParse(value);
        } else {
          replyDestination = Ip.tryParse(value);
        }
      } else if (word.startsWith("dport=") && port == 0) {
        port = Words.integer(value, 0);
      } else if (word.startsWith("sport=") && replySource.isPresent()) {
        replyPort = Words.integer(value, 0);
      }
    }
    if (protocol < 0
        || protocol > 255
        || src.isEmpty()
        || dst.isEmpty()
        || replySource.isEmpty()
        || replyDestination.isEmpty()) {
      // A sample may be cut in the middle of an entry.
      return text.contains(" use=") || text.startsWith("ipv");
    }
    String name = new Protocol(protocol).toString();
    String shown = !state.isEmpty() ? state : unreplied ? "UNREPLIED" : "SEEN";
    seen.merge(name + " " + shown, 1L, Long::sum);
    Key key =
        new Key(
            protocol,
            state,
            unreplied,
            src.get(),
            dst.get(),
            port,
            replySource.get(),
            replyDestination.get(),
            replyPort);
    if (flows.size() < MAX_FLOWS || flows.containsKey(key)) {
      flows.computeIfAbsent(key, k -> new Tally(at)).count++;
    }
    return true;
  }

  @Override
  public ConntrackSample value() {
    List<ConntrackSample.Flow> list = new ArrayList<>();
    flows.forEach(
        (k, t) ->
            list.add(
                new ConntrackSample.Flow(
                    new Protocol(k.protocol()),
                    k.state(),
                    k.unreplied(),
                    k.src(),
                    k.dst(),
                    k.port(),
                    k.replySource(),
                    k.replyDestination(),
                    k.replyPort(),
                    t.count,
                    t.at)));
    return new ConntrackSample(list, counts.isEmpty() ? seen : counts);
  }
}
