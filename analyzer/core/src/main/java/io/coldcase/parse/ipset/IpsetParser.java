package io.coldcase.parse.ipset;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.TextLines;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.filter.Element;
import io.coldcase.model.filter.Ipsets;
import io.coldcase.model.filter.NamedSet;
import io.coldcase.model.filter.Value;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import io.coldcase.net.Protocol;
import io.coldcase.parse.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ipset save} (ipset(8)) to sets: {@code create NAME TYPE ...}, {@code add NAME ENTRY ...}.
 * An entry is split by the dimensions of the type; {@code port} gives protocol and port (TCP when
 * none is named).
 */
public final class IpsetParser implements Parser<Ipsets> {
  @Override
  public ParseResult<Ipsets> parse(Artifact artifact, InputStream content) throws IOException {
    Unknowns unknowns = new Unknowns(artifact.path());
    Map<String, Building> sets = new LinkedHashMap<>();
    TextLines lines = new TextLines(content);
    while (lines.next()) {
      String text = lines.text();
      String[] words = text.strip().split(" +");
      if (words.length >= 3 && words[0].equals("create")) {
        sets.put(
            words[1], new Building(words[2], SourceRef.line(artifact.path(), lines.line(), text)));
      } else if (words.length >= 3 && words[0].equals("add") && sets.containsKey(words[1])) {
        sets.get(words[1]).add(words, SourceRef.line(artifact.path(), lines.line(), text));
      } else if (!text.isBlank() && !text.equals("ipset: not loaded")) {
        unknowns.line(lines.line(), text);
      }
    }
    List<NamedSet> out = new ArrayList<>();
    sets.forEach((name, b) -> out.add(b.build(name)));
    return unknowns.result(new Ipsets(out), out.isEmpty());
  }

  private static final class Building {
    private final String type;
    private final SourceRef at;
    private final List<Element> elements = new ArrayList<>();
    private final List<SourceRef> places = new ArrayList<>();
    private boolean understood = true;

    Building(String type, SourceRef at) {
      this.type = type;
      this.at = at;
    }

    void add(String[] words, SourceRef where) {
      Optional<List<Value>> key = key(type, words[2]);
      boolean except = List.of(words).contains("nomatch");
      if (key.isEmpty()) {
        understood = false;
      } else {
        elements.add(new Element(key.get(), Optional.empty(), except));
        places.add(where);
      }
    }

    NamedSet build(String name) {
      return new NamedSet(name, type, false, elements, places, understood, at);
    }
  }

  private static Optional<List<Value>> key(String type, String entry) {
    if (type.startsWith("list:")) {
      return Optional.of(List.of(new Value.Name(entry)));
    }
    String[] dims = type.substring(type.indexOf(':') + 1).split(",");
    String[] parts = entry.split(",");
    List<Value> key = new ArrayList<>();
    if (parts.length != dims.length) {
      return Optional.empty();
    }
    for (int i = 0; i < dims.length; i++) {
      boolean ok =
          switch (dims[i]) {
            case "ip", "net" -> address(parts[i], key);
            case "port" -> port(parts[i], type.equals("bitmap:port"), key);
            case "mark" -> mark(parts[i], key);
            default -> false;
          };
      if (!ok) {
        return Optional.empty();
      }
    }
    return Optional.of(key);
  }

  private static boolean address(String text, List<Value> key) {
    int dash = text.indexOf('-');
    if (dash > 0) {
      Optional<Ip> from = Ip.tryParse(text.substring(0, dash));
      Optional<Ip> to = Ip.tryParse(text.substring(dash + 1));
      from.ifPresent(f -> to.ifPresent(t -> key.add(new Value.Ips(f, t))));
      return from.isPresent() && to.isPresent();
    }
    Optional<Prefix> p = Prefix.tryParse(text);
    p.ifPresent(x -> key.add(Value.Ips.of(x)));
    return p.isPresent();
  }

  private static boolean port(String text, boolean bare, List<Value> key) {
    int colon = text.indexOf(':');
    if (!bare) {
      Optional<Protocol> protocol =
          colon < 0 ? Optional.of(Protocol.TCP) : Protocol.tryParse(text.substring(0, colon));
      if (protocol.isEmpty()) {
        return false;
      }
      key.add(Value.Numbers.of(protocol.get().number()));
    }
    String ports = text.substring(colon + 1);
    int dash = ports.indexOf('-');
    try {
      int from = Integer.parseInt(dash < 0 ? ports : ports.substring(0, dash));
      key.add(
          new Value.Numbers(from, dash < 0 ? from : Integer.parseInt(ports.substring(dash + 1))));
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean mark(String text, List<Value> key) {
    try {
      key.add(Value.Numbers.of(Long.decode(text)));
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
