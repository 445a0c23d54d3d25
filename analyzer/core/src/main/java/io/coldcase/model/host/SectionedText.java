package io.coldcase.model.host;

import java.util.List;
import java.util.Optional;

/** The lines of an artifact by section, for sources of which only a few words matter. */
public record SectionedText(List<Section> list) {
  public SectionedText {
    list = List.copyOf(list);
  }

  /** The lines below one {@code == NAME}; the name is empty before the first. */
  public record Section(String name, List<Setting> lines) {
    public Section {
      lines = List.copyOf(lines);
    }
  }

  public Optional<Section> named(String name) {
    return list.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
