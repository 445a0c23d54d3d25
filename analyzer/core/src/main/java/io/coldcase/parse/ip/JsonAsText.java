package io.coldcase.parse.ip;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Fdb;
import io.coldcase.model.host.Ifaces;
import io.coldcase.model.host.Neighbours;
import io.coldcase.model.host.PolicyRules;
import io.coldcase.model.host.Routes;
import io.coldcase.model.host.Setting;
import io.coldcase.parse.FlatDocument;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.SectionText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets a reader of iproute2's text read {@code ip -j} as well: every object of the JSON array is
 * said again in the words that the tool prints without {@code -j}. Where both stand in one
 * artifact, the text counts and the JSON is passed over. The line of a value is that of its object,
 * the pointer its place in the array.
 */
public final class JsonAsText<T> implements LineReader<T> {
  private final LineReader<T> reader;
  private final Function<JsonObject, List<String>> words;
  private SectionText document = new SectionText();
  private int depth;
  private boolean quoted;
  private boolean escaped;
  private boolean text;

  private JsonAsText(LineReader<T> reader, Function<JsonObject, List<String>> words) {
    this.reader = reader;
    this.words = words;
  }

  /** {@code ip -j addr}, {@code ip -j link}. */
  public static Supplier<LineReader<Ifaces>> links() {
    return () -> new JsonAsText<>(new LinkLines(), LinkWords::of);
  }

  /** {@code ip -j route}; the reader tells the family. */
  public static Supplier<LineReader<Routes>> routes(Supplier<RouteLines> reader) {
    return () -> new JsonAsText<>(reader.get(), JsonWords::route);
  }

  /** {@code ip -j rule}. */
  public static Supplier<LineReader<PolicyRules>> rules() {
    return () -> new JsonAsText<>(new RuleLines(), JsonWords::rule);
  }

  /** {@code ip -j neigh}. */
  public static Supplier<LineReader<Neighbours>> neighbours() {
    return () -> new JsonAsText<>(new NeighbourLines(), JsonWords::neighbour);
  }

  /** {@code bridge -j fdb}. */
  public static Supplier<LineReader<Fdb>> fdb() {
    return () -> new JsonAsText<>(new FdbLines(), JsonWords::fdb);
  }

  @Override
  public boolean line(String section, String line, SourceRef at) {
    if (document.isEmpty() && !begins(line)) {
      text = true;
      return reader.line(section, line, at);
    }
    document.add(line, at);
    count(line);
    return depth > 0 || finish();
  }

  /** A bracket, alone or before a brace; with -p a blank stands between them. */
  private static boolean begins(String line) {
    String rest = line.startsWith("[") ? line.substring(1).strip() : "-";
    return rest.isEmpty() || rest.startsWith("{");
  }

  /** Follows brackets and braces outside of strings. */
  private void count(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (escaped) {
        escaped = false;
      } else if (quoted) {
        escaped = c == '\\';
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      }
    }
  }

  /** Says the document that was gathered again; false when it breaks off. */
  private boolean finish() {
    SectionText whole = document;
    document = new SectionText();
    depth = 0;
    quoted = false;
    if (text) {
      return true;
    }
    FlatDocument flat = FlatDocument.read(whole);
    Map<String, JsonObject> objects = new LinkedHashMap<>();
    flat.leaves()
        .forEach(
            (pointer, leaf) -> {
              int slash = pointer.indexOf('/');
              if (slash > 0) {
                objects
                    .computeIfAbsent(pointer.substring(0, slash), k -> new JsonObject(leaf.at()))
                    .put(pointer.substring(slash + 1), leaf);
              }
            });
    boolean all = flat.error().isEmpty();
    for (Map.Entry<String, JsonObject> o : objects.entrySet()) {
      for (String said : words.apply(o.getValue())) {
        SourceRef place = o.getValue().at();
        all &=
            reader.line(
                "", said, SourceRef.json(place.artifact(), place.line(), "/" + o.getKey(), said));
      }
    }
    return all;
  }

  @Override
  public T value() {
    if (!document.isEmpty()) {
      finish();
    }
    return reader.value();
  }

  /** The leaves of one object of the array, by pointer without the first slash. */
  static final class JsonObject {
    private final Map<String, String> leaves = new LinkedHashMap<>();
    private final SourceRef at;

    JsonObject(SourceRef at) {
      this.at = at;
    }

    private void put(String pointer, Setting leaf) {
      // one word, whatever it holds: it becomes part of a line of words
      StringBuilder word = new StringBuilder(leaf.text());
      for (int i = 0; i < word.length(); i++) {
        if (word.charAt(i) <= ' ') {
          word.setCharAt(i, '_');
        }
      }
      leaves.put(pointer, word.toString());
    }

    SourceRef at() {
      return at;
    }

    boolean has(String pointer) {
      return leaves.containsKey(pointer);
    }

    /** The leaf as text, empty when there is none. */
    String get(String pointer) {
      return leaves.getOrDefault(pointer, "");
    }

    /** {@code " word value"}, or nothing when there is no such leaf. */
    String pair(String word, String pointer) {
      String value = get(pointer);
      return value.isEmpty() ? "" : " " + word + " " + value;
    }

    /** The leaves below a pointer that end with a slash, by what follows it. */
    Map<String, String> below(String pointer) {
      Map<String, String> found = new LinkedHashMap<>();
      leaves.forEach(
          (key, value) -> {
            if (key.startsWith(pointer)) {
              found.put(key.substring(pointer.length()), value);
            }
          });
      return found;
    }

    /** The elements of an array of strings, each after a blank. */
    String list(String pointer) {
      StringBuilder b = new StringBuilder();
      below(pointer + "/").values().forEach(v -> b.append(' ').append(v));
      return b.toString();
    }
  }
}
