package io.coldcase.parse.kube;

import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Place;
import io.coldcase.model.kube.Selector;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ObjectMeta, conditions and label selectors: what most kinds share. */
final class MetaReader {
  /** Longer annotations are blobs that nothing reads. */
  private static final int LONGEST_ANNOTATION = 4096;

  String namespace = "";
  String name = "";
  String uid = "";
  long revision;
  Map<String, String> labels = Map.of();
  Map<String, String> annotations = Map.of();
  Instant created = Instant.EPOCH;
  Optional<Instant> deleted = Optional.empty();
  List<Meta.Owner> owners = List.of();
  int line;

  void read(Cursor c) throws IOException {
    if (!c.object()) {
      return;
    }
    if (line == 0) {
      line = c.line();
    }
    while (c.member()) {
      switch (c.name()) {
        case "name" -> {
          line = c.line();
          name = c.text();
        }
        case "namespace" -> namespace = c.text();
        case "uid" -> uid = c.text();
        case "resourceVersion" -> revision = number(c.text());
        case "labels" -> labels = c.map();
        case "annotations" -> annotations = annotations(c);
        case "creationTimestamp" -> created = c.instant();
        case "deletionTimestamp" -> {
          Instant at = c.instant();
          deleted = at.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(at);
        }
        case "ownerReferences" -> owners = owners(c);
        default -> c.skip();
      }
    }
  }

  private static Map<String, String> annotations(Cursor c) throws IOException {
    Map<String, String> map = new LinkedHashMap<>();
    if (c.object()) {
      while (c.member()) {
        String key = c.name();
        if (key.equals("kubectl.kubernetes.io/last-applied-configuration")) {
          c.skip();
          continue;
        }
        String value = c.text();
        if (value.length() <= LONGEST_ANNOTATION) {
          map.put(key, value);
        }
      }
    }
    return map;
  }

  private static List<Meta.Owner> owners(Cursor c) throws IOException {
    List<Meta.Owner> list = new ArrayList<>();
    if (c.array()) {
      while (c.element()) {
        String kind = "";
        String name = "";
        boolean controller = false;
        if (c.object()) {
          while (c.member()) {
            switch (c.name()) {
              case "kind" -> kind = c.text();
              case "name" -> name = c.text();
              case "controller" -> controller = c.bool();
              default -> c.skip();
            }
          }
        }
        list.add(new Meta.Owner(kind, name, controller));
      }
    }
    return list;
  }

  /** A {@code conditions} array whose pointer below its object is {@code at}. */
  static List<Condition> conditions(Cursor c, String at) throws IOException {
    List<Condition> list = new ArrayList<>();
    if (c.array()) {
      while (c.element()) {
        String type = "";
        String status = "";
        String reason = "";
        String message = "";
        Instant since = Instant.EPOCH;
        Place place = c.place(at + "/" + list.size());
        if (c.object()) {
          while (c.member()) {
            switch (c.name()) {
              case "type" -> type = c.text();
              case "status" -> {
                place = c.place(place.pointer());
                status = c.text();
              }
              case "reason" -> reason = c.text();
              case "message" -> message = c.text();
              case "lastTransitionTime" -> since = c.instant();
              default -> c.skip();
            }
          }
        }
        list.add(new Condition(type, status, reason, message, since, place));
      }
    }
    return list;
  }

  /** A LabelSelector. */
  static Selector selector(Cursor c) throws IOException {
    Map<String, String> labels = Map.of();
    List<Selector.Expression> expressions = new ArrayList<>();
    if (c.object()) {
      while (c.member()) {
        switch (c.name()) {
          case "matchLabels" -> labels = c.map();
          case "matchExpressions" -> expressions(c, expressions);
          default -> c.skip();
        }
      }
    }
    return new Selector(labels, expressions);
  }

  private static void expressions(Cursor c, List<Selector.Expression> into) throws IOException {
    if (!c.array()) {
      return;
    }
    while (c.element()) {
      String key = "";
      String operator = "";
      List<String> values = List.of();
      if (c.object()) {
        while (c.member()) {
          switch (c.name()) {
            case "key" -> key = c.text();
            case "operator" -> operator = c.text();
            case "values" -> values = c.texts();
            default -> c.skip();
          }
        }
      }
      into.add(new Selector.Expression(key, operator, values));
    }
  }

  private static long number(String text) {
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
