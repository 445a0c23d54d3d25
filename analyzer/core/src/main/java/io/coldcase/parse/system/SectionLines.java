package io.coldcase.parse.system;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.SectionedText;
import io.coldcase.model.host.Setting;
import io.coldcase.parse.LineReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Any text to its lines by section, at most {@value #MAX_LINES} of them. */
public final class SectionLines implements LineReader<SectionedText> {
  private static final int MAX_LINES = 20_000;
  private final Map<String, List<Setting>> sections = new LinkedHashMap<>();
  private int lines;

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (lines++ < MAX_LINES) {
      sections.computeIfAbsent(section, k -> new ArrayList<>()).add(new Setting(text, at));
    }
    return true;
  }

  @Override
  public SectionedText value() {
    List<SectionedText.Section> list = new ArrayList<>();
    sections.forEach((name, text) -> list.add(new SectionedText.Section(name, text)));
    return new SectionedText(list);
  }
}
