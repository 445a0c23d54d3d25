package io.coldcase.parse.kube;

/**
 * Gives equal short strings as one object, without making the ones that are known: API dumps repeat
 * the same few thousand names. A fixed table; a string that finds no place is simply made.
 */
final class Strings {
  private static final int SLOTS = 1 << 13;
  private static final int LONGEST = 48;

  private final String[] table = new String[SLOTS];

  String of(char[] chars, int from, int length) {
    if (length == 0) {
      return "";
    }
    if (length > LONGEST) {
      return new String(chars, from, length);
    }
    int h = length;
    for (int i = from; i < from + length; i++) {
      h = h * 31 + chars[i];
    }
    int slot = (h ^ h >>> 13) & (SLOTS - 1);
    String known = table[slot];
    if (known != null && equal(known, chars, from, length)) {
      return known;
    }
    String s = new String(chars, from, length);
    table[slot] = s;
    return s;
  }

  private static boolean equal(String s, char[] chars, int from, int length) {
    if (s.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (s.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }
}
