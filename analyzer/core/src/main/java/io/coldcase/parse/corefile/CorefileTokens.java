package io.coldcase.parse.corefile;

import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a Corefile: words between blanks, and quoted texts in which {@code \"} stands for a
 * quote and line ends are kept. {@code #} at the beginning of a word starts a comment.
 */
final class CorefileTokens {
  private CorefileTokens() {}

  /** A token and its line; a quoted brace is no brace. */
  record Token(String text, int line, boolean quoted) {
    boolean is(String symbol) {
      return !quoted && text.equals(symbol);
    }
  }

  static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>();
    int line = 1;
    int i = 0;
    int n = text.length();
    while (i < n) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
        i++;
      } else if (Character.isWhitespace(c) || c == '\ufeff') {
        i++;
      } else if (c == '#') {
        int end = text.indexOf('\n', i);
        i = end < 0 ? n : end;
      } else if (c == '"') {
        StringBuilder word = new StringBuilder();
        int from = line;
        i++;
        while (i < n && text.charAt(i) != '"') {
          if (text.charAt(i) == '\\' && i + 1 < n && text.charAt(i + 1) == '"') {
            i++;
          }
          if (text.charAt(i) == '\n') {
            line++;
          }
          word.append(text.charAt(i++));
        }
        i++;
        tokens.add(new Token(word.toString(), from, true));
      } else {
        int from = i;
        while (i < n && !Character.isWhitespace(text.charAt(i))) {
          i++;
        }
        tokens.add(new Token(text.substring(from, i), line, false));
      }
    }
    return tokens;
  }
}
