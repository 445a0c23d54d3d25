package io.coldcase.parse;

/** The words of one line, separated by blanks and tabs, taken from left to right. */
public final class Words {
  private final String text;
  private int next;

  public Words(String text) {
    this.text = text;
    skip();
  }

  private void skip() {
    while (next < text.length() && text.charAt(next) <= ' ') {
      next++;
    }
  }

  private int end() {
    int end = next;
    while (end < text.length() && text.charAt(end) > ' ') {
      end++;
    }
    return end;
  }

  public boolean hasNext() {
    return next < text.length();
  }

  /** Takes the next word; empty at the end. */
  public String next() {
    int end = end();
    String word = text.substring(next, end);
    next = end;
    skip();
    return word;
  }

  /** The next word without taking it; empty at the end. */
  public String peek() {
    return text.substring(next, end());
  }

  /** Takes the next word when it is {@code word}. */
  public boolean take(String word) {
    if (!peek().equals(word)) {
      return false;
    }
    next();
    return true;
  }

  /** What follows the words taken so far. */
  public String rest() {
    return text.substring(next);
  }

  /** The decimal number that {@code word} spells, or {@code otherwise}. */
  public static long number(String word, long otherwise) {
    if (word.isEmpty() || word.length() > 20) {
      return otherwise;
    }
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** The same as an int; {@code otherwise} when out of range. */
  public static int integer(String word, int otherwise) {
    long n = number(word, Long.MIN_VALUE);
    return n == (int) n ? (int) n : otherwise;
  }

  /** The number that hexadecimal digits spell, with or without {@code 0x}, or {@code otherwise}. */
  public static long hex(String word, long otherwise) {
    String digits = word.startsWith("0x") ? word.substring(2) : word;
    if (digits.isEmpty() || digits.length() > 16) {
      return otherwise;
    }
    long n = 0;
    for (int i = 0; i < digits.length(); i++) {
      int d = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), 16) : -1;
      if (d < 0) {
        return otherwise;
      }
      n = n << 4 | d;
    }
    return n;
  }

  /** True for six hexadecimal octets between colons, and for the longer ones of tunnels. */
  public static boolean isMac(String word) {
    if (word.length() < 17 || word.length() % 3 != 2) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (i % 3 == 2 ? c != ':' : c > 127 || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
