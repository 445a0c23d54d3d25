package io.coldcase.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands beside the rules: their Markdown pages, the layers, which are the folders that hold
 * them, the titles of symptoms and what tells faults apart.
 */
public final class RulePages {
  /** All layers, from the application down to what lies outside the cluster. */
  public static final List<String> LAYERS =
      List.of(
          "dns",
          "service",
          "app",
          "kube-proxy",
          "netfilter",
          "node-kernel",
          "routing",
          "overlay",
          "link",
          "cni",
          "ipam",
          "policy",
          "host-config",
          "control-plane",
          "external");

  private RulePages() {}

  /** The layer of a fault, empty when no page of it is on board. */
  public static String layer(String id) {
    for (String layer : LAYERS) {
      if (RulePages.class.getResource(path(layer, id)) != null) {
        return layer;
      }
    }
    return "";
  }

  /** The page of a fault as Markdown text, empty when there is none. */
  public static String page(String id) {
    String layer = layer(id);
    return layer.isEmpty() ? "" : read(path(layer, id));
  }

  /**
   * The commands of the page's Remediation section, placeholders such as {@code {node}} filled.
   * What has no value stays as it is, and so does a placeholder whose value, which comes from a
   * bundle, could mean something to the shell that the commands are pasted into.
   */
  public static List<String> remediation(String id, Map<String, String> params) {
    List<String> commands = new ArrayList<>();
    boolean section = false;
    boolean block = false;
    for (String line : page(id).split("\n")) {
      if (line.startsWith("## ")) {
        section = line.equals("## Remediation");
      } else if (section && line.startsWith("```")) {
        if (block) {
          break;
        }
        block = true;
      } else if (section && block && !line.isBlank()) {
        commands.add(fill(line, params));
      }
    }
    return commands;
  }

  private static String fill(String line, Map<String, String> params) {
    StringBuilder out = new StringBuilder();
    // in a comment, what a shell would expand in a command is text
    String signs = line.startsWith("#") ? "._:/@%+,=- *[]()" : "._:/@%+,=- ";
    int at = 0;
    for (int open = line.indexOf('{'); open >= 0; open = line.indexOf('{', at)) {
      int close = line.indexOf('}', open);
      String value = close < 0 ? "" : params.getOrDefault(line.substring(open + 1, close), "");
      boolean fills = !value.isEmpty() && harmless(value, signs);
      int end = fills ? close + 1 : open + 1;
      out.append(line, at, open).append(fills ? value : "{");
      at = end;
    }
    return out.append(line.substring(at)).toString();
  }

  private static boolean harmless(String value, String signs) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean word = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!word && signs.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The titles of all symptoms by id. */
  public static Map<String, String> symptomTitles() {
    Map<String, String> titles = new LinkedHashMap<>();
    table("symptoms.tsv").forEach(row -> titles.put(row[0], row[1]));
    return titles;
  }

  /** For each symptom the symptoms that it brings along: who explains it explains them as well. */
  public static Map<String, List<String>> symptomsBrought() {
    Map<String, List<String>> brought = new LinkedHashMap<>();
    for (String[] row : table("symptoms.tsv")) {
      brought.put(row[0], row.length > 2 ? List.of(row[2].split(" ")) : List.of());
    }
    return brought;
  }

  /** What tells two faults apart, empty when nobody wrote it down. */
  public static String tellApart(String a, String b) {
    for (String[] row : table("tell-apart.tsv")) {
      List<String> ids = List.of(row[0].split(" "));
      if (ids.contains(a) && ids.contains(b)) {
        return row[1];
      }
    }
    return "";
  }

  private static List<String[]> table(String name) {
    List<String[]> rows = new ArrayList<>();
    for (String line : read("/io/coldcase/rules/" + name).split("\n")) {
      if (line.indexOf('\t') > 0 && line.charAt(0) != '#') {
        rows.add(line.split("\t"));
      }
    }
    return rows;
  }

  private static String read(String resource) {
    try (InputStream in = RulePages.class.getResourceAsStream(resource)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(String layer, String id) {
    return "/io/coldcase/rules/" + layer + "/" + id + ".md";
  }
}
