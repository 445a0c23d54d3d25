package io.coldcase.parse.kube;

import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Place;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The data of a ConfigMap. */
final class ConfigMapReader implements KindReader {
  private final Cursor c;
  private final Map<String, String> data = new LinkedHashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private boolean blocks;

  ConfigMapReader(Cursor c) {
    this.c = c;
  }

  @Override
  public boolean member(String name) throws IOException {
    if (!name.equals("data")) {
      return false;
    }
    if (c.object()) {
      while (c.member()) {
        String key = c.name();
        Place place = c.place("data/" + key.replace("~", "~0").replace("/", "~1"));
        String value = c.text();
        data.put(key, value);
        places.put(key, place);
        blocks |= c.endLine() - place.line() > 1;
      }
    }
    return true;
  }

  @Override
  public ConfigMap build(Meta meta) {
    return new ConfigMap(meta, data, places, blocks);
  }
}
