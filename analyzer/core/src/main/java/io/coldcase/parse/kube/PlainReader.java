package io.coldcase.parse.kube;

import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.PlainObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Any other object: its scalars by JSON pointer, and its conditions. */
final class PlainReader implements KindReader {
  static final int MAX_FIELDS = 500;
  private static final int LONGEST = 1024;

  private final Cursor c;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private List<Condition> conditions = List.of();

  PlainReader(Cursor c) {
    this.c = c;
  }

  @Override
  public boolean member(String name) throws IOException {
    if (name.equals("status") && c.atObject()) {
      c.object();
      while (c.member()) {
        String field = c.name();
        if (field.equals("conditions")) {
          conditions = MetaReader.conditions(c, "status/conditions");
        } else {
          flatten("/status/" + field);
        }
      }
    } else {
      flatten("/" + name);
    }
    return true;
  }

  private void flatten(String pointer) throws IOException {
    if (fields.size() >= MAX_FIELDS) {
      c.skip();
    } else if (c.atObject()) {
      while (c.member()) {
        flatten(pointer + "/" + c.name());
      }
    } else if (c.atArray()) {
      for (int i = 0; c.element(); i++) {
        flatten(pointer + "/" + i);
      }
    } else {
      String value = c.text();
      fields.put(pointer, value.length() > LONGEST ? value.substring(0, LONGEST) : value);
    }
  }

  @Override
  public PlainObject build(Meta meta) {
    return new PlainObject(meta, fields, conditions);
  }
}
