package io.coldcase.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.coldcase.model.host.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON or YAML document as its leaves: JSON pointer without the first slash to text and line.
 * Arrays count from 0; empty objects and arrays leave nothing.
 *
 * @param leaves in the order of the document
 * @param error what is wrong with the document, at its line; the leaves before it are kept
 * @param lines how many lines of the text the first document took
 */
public record FlatDocument(Map<String, Setting> leaves, Optional<Setting> error, int lines) {
  private static final int MAX_LEAVES = 200_000;

  /** Reads the first document of {@code section}: JSON when it begins with a brace or bracket. */
  public static FlatDocument read(SectionText section) {
    String text = section.text();
    String head = text.stripLeading();
    boolean json = head.startsWith("{") || head.startsWith("[");
    Map<String, Setting> leaves = new LinkedHashMap<>();
    try (JsonParser p =
        json ? new JsonFactory().createParser(text) : new YAMLFactory().createParser(text)) {
      leaves(p, section, leaves);
      return new FlatDocument(leaves, Optional.empty(), p.currentLocation().getLineNr());
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      return new FlatDocument(
          leaves, Optional.of(new Setting(reason(e), section.line(line))), line);
    } catch (IOException e) {
      throw new UncheckedIOException("reading a string", e);
    }
  }

  /** What is wrong with a JSON or YAML text: the parser's message without its own coordinates. */
  public static String reason(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int end = message.length();
    for (String own : new String[] {"\n", " (start marker at", " at [Source"}) {
      int at = message.indexOf(own);
      end = at > 0 ? Math.min(end, at) : end;
    }
    return message.substring(0, end);
  }

  private static void leaves(JsonParser p, SectionText section, Map<String, Setting> into)
      throws IOException {
    Path path = new Path();
    while (true) {
      JsonToken t = p.nextToken();
      if (t == null || into.size() >= MAX_LEAVES) {
        return;
      }
      if (t == JsonToken.FIELD_NAME) {
        path.name(p.currentName());
      } else if (t.isStructStart()) {
        path.open(t == JsonToken.START_ARRAY);
      } else if (t.isStructEnd()) {
        path.close();
      } else {
        int line = p.currentTokenLocation().getLineNr();
        into.put(path.leaf(), new Setting(String.valueOf(p.getText()), section.line(line)));
      }
      if (path.depth() == 0) {
        return;
      }
    }
  }

  /** Where in the document the reader stands. */
  private static final class Path {
    private final Deque<String> parents = new ArrayDeque<>();
    private final Deque<Integer> counts = new ArrayDeque<>();
    private String prefix = "";
    private String name = "";

    int depth() {
      return parents.size();
    }

    void name(String n) {
      name = n;
    }

    /** The pointer of the value that comes now. */
    String leaf() {
      if (!counts.isEmpty() && counts.peek() >= 0) {
        int i = counts.pop();
        counts.push(i + 1);
        return prefix + i;
      }
      return prefix + name;
    }

    void open(boolean array) {
      String here = leaf();
      parents.push(prefix);
      prefix = depth() == 1 ? "" : here + "/";
      counts.push(array ? 0 : -1);
    }

    void close() {
      prefix = parents.pop();
      counts.pop();
    }
  }
}
