package io.coldcase.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The Markdown pages beside the rules, and the layers, which are the folders that hold them. */
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
    for (String layer : LAYERS) {
      try (InputStream in = RulePages.class.getResourceAsStream(path(layer, id))) {
        if (in != null) {
          return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return "";
  }

  private static String path(String layer, String id) {
    return "/io/coldcase/rules/" + layer + "/" + id + ".md";
  }
}
