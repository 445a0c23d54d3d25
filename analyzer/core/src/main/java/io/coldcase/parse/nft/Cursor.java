package io.coldcase.parse.nft;

import io.coldcase.model.filter.Value;
import java.util.List;
import java.util.Set;

/** A place in the words of one rule. */
final class Cursor {
  /** Words that begin a statement: what is not understood ends before the next of them. */
  private static final Set<String> STATEMENTS =
      Set.of(
          "accept",
          "drop",
          "return",
          "continue",
          "reject",
          "jump",
          "goto",
          "counter",
          "log",
          "masquerade",
          "snat",
          "dnat",
          "redirect",
          "notrack",
          "comment",
          "queue",
          "tproxy");

  private final List<String> words;
  private int at;

  Cursor(List<String> words) {
    this.words = words;
  }

  boolean more() {
    return at < words.size();
  }

  /** The word here, empty at the end. */
  String word() {
    return peek(0);
  }

  String peek(int ahead) {
    return at + ahead < words.size() ? words.get(at + ahead) : "";
  }

  boolean take(String word) {
    if (word().equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  /** The word here, and on to the next. */
  String pull() {
    String w = word();
    at++;
    return w;
  }

  /** On to the next word; returns where it was. */
  int next() {
    return at++;
  }

  void skip(int n) {
    at += n;
  }

  int at() {
    return at;
  }

  void back(int to) {
    at = to;
  }

  void toEnd() {
    at = words.size();
  }

  /** True where a statement begins. */
  boolean statement() {
    return STATEMENTS.contains(word());
  }

  void toStatement() {
    while (more() && !statement()) {
      at++;
    }
  }

  /** The words from a place up to here. */
  String since(int from) {
    int to = Math.min(at, words.size());
    return String.join(" ", words.subList(Math.min(from, to), to));
  }

  static long number(String word) {
    return Values.number(word).map(v -> ((Value.Numbers) v).from()).orElse(-1L);
  }
}
