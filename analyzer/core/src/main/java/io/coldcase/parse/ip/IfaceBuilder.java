package io.coldcase.parse.ip;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.IfaceAddr;
import io.coldcase.model.host.LinkCounters;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects what several lines say about one interface. */
final class IfaceBuilder {
  static final IfaceBuilder NONE = new IfaceBuilder(0, "", SourceRef.of(""));

  final int index;
  final String name;
  final SourceRef at;
  int peerIndex;
  String parent = "";
  int mtu;
  String state = "";
  String master = "";
  String mac = "";
  String kind = "";
  Optional<LinkCounters> counters = Optional.empty();
  final Set<String> flags = new HashSet<>();
  final Map<String, String> details = new HashMap<>();
  final List<IfaceAddr> addresses = new ArrayList<>();

  /**
   * @param fullName name as printed, with {@code @ifN} or {@code @parent} behind it
   */
  IfaceBuilder(int index, String fullName, SourceRef at) {
    this.index = index;
    this.at = at;
    int sign = fullName.indexOf('@');
    name = sign < 0 ? fullName : fullName.substring(0, sign);
    if (sign >= 0) {
      String behind = fullName.substring(sign + 1);
      peerIndex = behind.startsWith("if") ? Words.integer(behind.substring(2), 0) : 0;
      parent = peerIndex > 0 || behind.equals("NONE") ? "" : behind;
    }
  }

  Iface build() {
    return new Iface(
        index, name, peerIndex, parent, flags, mtu, state, master, mac, kind, details, addresses,
        counters, at);
  }
}
