package io.coldcase.parse.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.coldcase.bundle.Artifact;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Unknowns;
import io.coldcase.parse.FlatDocument;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of the array that {@code crictl ... -o json} prints, each as its first two levels of
 * texts: {@code id}, {@code metadata/name}, {@code annotations/io.kubernetes...}.
 */
final class CriItems {
  private static final JsonFactory JSON = new JsonFactory();

  private CriItems() {}

  record Item(Map<String, String> texts, SourceRef at) {
    String text(String key) {
      return texts.getOrDefault(key, "");
    }
  }

  /** The items of array {@code field}; what is not valid JSON is recorded and ends the list. */
  static List<Item> read(Artifact artifact, InputStream in, String field, Unknowns unknowns)
      throws IOException {
    List<Item> items = new ArrayList<>();
    try (JsonParser p = JSON.createParser(in)) {
      p.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      while (p.nextToken() != null) {
        if (p.currentToken() == JsonToken.FIELD_NAME && p.currentName().equals(field)) {
          if (p.nextToken() == JsonToken.START_ARRAY) {
            items(artifact, p, field, items);
          }
        } else if (p.getParsingContext().getNestingDepth() > 1
            && p.currentToken().isStructStart()) {
          p.skipChildren();
        }
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      unknowns.line(line, FlatDocument.reason(e));
    } catch (CharConversionException e) {
      unknowns.line(0, String.valueOf(e.getMessage())); // looks like UTF-16 or UTF-32 and is not
    }
    return items;
  }

  private static void items(Artifact artifact, JsonParser p, String field, List<Item> items)
      throws IOException {
    while (p.nextToken() == JsonToken.START_OBJECT) {
      int line = p.currentTokenLocation().getLineNr();
      Map<String, String> texts = object(p, "", 2);
      String shown =
          texts.getOrDefault("id", "")
              + " "
              + texts.getOrDefault("metadata/namespace", "")
              + "/"
              + texts.getOrDefault("metadata/name", "")
              + " "
              + texts.getOrDefault("state", "");
      String pointer = "/" + field + "/" + items.size();
      items.add(new Item(texts, SourceRef.json(artifact.path(), line, pointer, shown)));
    }
  }

  private static Map<String, String> object(JsonParser p, String prefix, int levels)
      throws IOException {
    Map<String, String> texts = new HashMap<>();
    while (p.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + p.currentName();
      JsonToken t = p.nextToken();
      if (t == JsonToken.START_OBJECT && levels > 1) {
        texts.putAll(object(p, key + "/", levels - 1));
      } else if (t.isStructStart()) {
        p.skipChildren();
      } else {
        texts.put(key, String.valueOf(p.getText()));
      }
    }
    return texts;
  }
}
