package io.coldcase.parse.iptables;

import io.coldcase.model.filter.Value;
import java.util.List;
import java.util.OptionalLong;

/** A cursor over the options of one module: {@code [!] --name [value]}. */
final class Options {
  private final List<String> list;
  private int next;
  private String name = "";
  private boolean negated;
  private boolean understood = true;

  Options(List<String> list) {
    this.list = list;
  }

  /** Moves to the next option; false at the end. */
  boolean next() {
    negated = next < list.size() && list.get(next).equals("!");
    next += negated ? 1 : 0;
    if (next >= list.size()) {
      understood &= !negated;
      return false;
    }
    name = list.get(next++);
    return true;
  }

  String name() {
    return name;
  }

  boolean negated() {
    return negated;
  }

  /** The value of the current option, empty when there is none. */
  String value() {
    if (next < list.size()) {
      return list.get(next++);
    }
    understood = false;
    return "";
  }

  /** Marks the module as not understood. */
  void fail() {
    understood = false;
  }

  boolean understood() {
    return understood;
  }

  /** A decimal or 0x number. */
  long number() {
    OptionalLong n = number(value());
    understood &= n.isPresent();
    return n.orElse(0);
  }

  /** {@code N} or {@code N:M} or {@code N-M}; an open end takes the limit. */
  Value.Numbers range(char separator, long limit) {
    String v = value();
    Value.Numbers r = range(v, separator, limit);
    understood &= r.from() <= r.to();
    return r;
  }

  static Value.Numbers range(String v, char separator, long limit) {
    int cut = v.indexOf(separator);
    String a = cut < 0 ? v : v.substring(0, cut);
    String b = cut < 0 ? v : v.substring(cut + 1);
    OptionalLong from = a.isEmpty() && cut >= 0 ? OptionalLong.of(0) : number(a);
    OptionalLong to = b.isEmpty() && cut >= 0 ? OptionalLong.of(limit) : number(b);
    return from.isPresent() && to.isPresent()
        ? new Value.Numbers(from.getAsLong(), to.getAsLong())
        : new Value.Numbers(1, 0);
  }

  static OptionalLong number(String text) {
    try {
      return OptionalLong.of(
          text.startsWith("0x") || text.startsWith("0X")
              ? Long.parseLong(text.substring(2), 16)
              : Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
