package io.coldcase.parse.nft;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of nft as words: braces, commas and semicolons are words of their own, quotes are kept.
 */
final class Words {
  private Words() {}

  /** The words of a line up to its {@code # handle}; quoted words start with a double quote. */
  static List<String> of(String line) {
    List<String> out = new ArrayList<>();
    int n = line.length();
    int i = 0;
    while (i < n) {
      char c = line.charAt(i);
      if (c == ' ' || c == '\t') {
        i++;
      } else if (c == '"') {
        int end = line.indexOf('"', i + 1);
        end = end < 0 ? n : end;
        out.add(line.substring(i, end));
        i = end + 1;
      } else if (c == '{' || c == '}' || c == ',' || c == ';' || c == '(' || c == ')') {
        out.add(String.valueOf(c));
        i++;
      } else if (c == '#') {
        return out;
      } else {
        int end = i;
        while (end < n && " \t{},;()".indexOf(line.charAt(end)) < 0) {
          end++;
        }
        out.add(line.substring(i, end));
        i = end;
      }
    }
    return out;
  }

  /** A word without the quote that marks it. */
  static String plain(String word) {
    return word.startsWith("\"") ? word.substring(1) : word;
  }
}
