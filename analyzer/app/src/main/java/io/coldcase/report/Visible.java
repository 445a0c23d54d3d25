package io.coldcase.report;

/** Text from a bundle to text that cannot act: control characters become visible. */
public final class Visible {
  private Visible() {}

  /**
   * {@code text} with C0 and C1 controls, DEL, line and paragraph separators and bidirectional
   * controls as {@code \xNN} or {@code \\uNNNN}, so that it moves no cursor, sets no colour, ends
   * no line and turns no reading direction. Tabs become blanks.
   */
  public static String of(String text) {
    int i = 0;
    while (i < text.length() && harmless(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder b = new StringBuilder(text.length() + 16).append(text, 0, i);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (harmless(c)) {
        b.append(c);
      } else if (c == '\t') {
        b.append(' ');
      } else if (c < 0x100) {
        b.append(String.format("\\x%02x", (int) c));
      } else {
        b.append(String.format("\\u%04x", (int) c));
      }
    }
    return b.toString();
  }

  private static boolean harmless(char c) {
    return c >= 0x20 && c < 0x7f
        || c >= 0xa0
            && !(c >= 0x200e && c <= 0x200f)
            && !(c >= 0x2028 && c <= 0x202e)
            && !(c >= 0x2066 && c <= 0x2069)
            && c != 0x061c
            && c != 0xfeff;
  }
}
