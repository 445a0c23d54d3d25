package io.coldcase.parse.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.coldcase.model.kube.Place;
import io.coldcase.net.Ip;
import io.coldcase.parse.Rfc3339;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A walk over the values of a JSON or YAML document, shaped for readers: {@code if (c.object())
 * while (c.member()) switch (c.name()) ...}. A reader leaves the cursor at the end of the value
 * that it was given; a value of another shape than asked for is passed over and reads as empty.
 */
final class Cursor {
  private final JsonParser parser;
  private final Strings strings;
  private final int lineOffset;

  /**
   * @param lineOffset lines of the artifact before the first line that the parser sees
   */
  Cursor(JsonParser parser, Strings strings, int lineOffset) {
    this.parser = parser;
    this.strings = strings;
    this.lineOffset = lineOffset;
  }

  /** Enters the object at the cursor; false when it is none (it is then passed over). */
  boolean object() throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return true;
    }
    parser.skipChildren();
    return false;
  }

  /** Moves to the value of the next member of the object; false at its end. */
  boolean member() throws IOException {
    if (parser.nextToken() != JsonToken.FIELD_NAME) {
      return false;
    }
    parser.nextToken();
    return true;
  }

  /** Name of the current member. */
  String name() throws IOException {
    String n = parser.currentName();
    return n == null ? "" : n;
  }

  /** Enters the array at the cursor; false when it is none (it is then passed over). */
  boolean array() throws IOException {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      return true;
    }
    parser.skipChildren();
    return false;
  }

  /** Moves to the next element of the array; false at its end. */
  boolean element() throws IOException {
    JsonToken t = parser.nextToken();
    return t != null && t != JsonToken.END_ARRAY;
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  boolean atObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  boolean atArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  /** The scalar at the cursor as text; empty for null, objects and arrays. */
  String text() throws IOException {
    JsonToken t = parser.currentToken();
    if (t == JsonToken.VALUE_STRING) {
      return strings.of(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
    if (t == null || t == JsonToken.VALUE_NULL || !t.isScalarValue()) {
      parser.skipChildren();
      return "";
    }
    String s = parser.getText();
    return s == null ? "" : s;
  }

  /** The scalar as text, or {@code otherwise} when it is empty. */
  String text(String otherwise) throws IOException {
    String s = text();
    return s.isEmpty() ? otherwise : s;
  }

  /** The integer at the cursor, also when spelled as a string; 0 when there is none. */
  int integer() throws IOException {
    String s = text();
    long v = 0;
    int i = s.startsWith("-") ? 1 : 0;
    if (s.length() == i || s.length() > 10 + i) {
      return 0;
    }
    for (int k = i; k < s.length(); k++) {
      char c = s.charAt(k);
      if (c < '0' || c > '9') {
        return 0;
      }
      v = v * 10 + (c - '0');
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.max(Integer.MIN_VALUE, i == 1 ? -v : v));
  }

  boolean bool() throws IOException {
    return text().equals("true");
  }

  Instant instant() throws IOException {
    return Rfc3339.parse(text()).orElse(Instant.EPOCH);
  }

  List<String> texts() throws IOException {
    List<String> list = new ArrayList<>();
    if (array()) {
      while (element()) {
        list.add(text());
      }
    }
    return list;
  }

  List<Ip> ips() throws IOException {
    List<Ip> list = new ArrayList<>();
    if (array()) {
      while (element()) {
        Ip.tryParse(text()).ifPresent(list::add);
      }
    }
    return list;
  }

  Map<String, String> map() throws IOException {
    if (!object()) {
      return Map.of();
    }
    Map<String, String> map = new LinkedHashMap<>();
    while (member()) {
      map.put(name(), text());
    }
    return map;
  }

  /** Line of the current token in the artifact, 1-based. */
  int line() {
    return parser.currentTokenLocation().getLineNr() + lineOffset;
  }

  /** Line at which the current token ends. */
  int endLine() {
    return parser.currentLocation().getLineNr() + lineOffset;
  }

  /** The place of the current token, {@code pointer} below its object. */
  Place place(String pointer) {
    return new Place(line(), pointer);
  }
}
