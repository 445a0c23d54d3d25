package io.coldcase.parse.system;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.MachineIds;
import io.coldcase.model.host.Setting;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code HASH NAME} lines to hashes by name; {@code -} (what sha256sum prints for standard input)
 * stands for machine-id. Weak hashes are left out: equal ones prove nothing.
 */
public final class MachineIdLines implements LineReader<MachineIds> {
  private final Map<String, Setting> hashes = new HashMap<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    Words w = new Words(text);
    String hash = w.next();
    String name = w.next();
    if (name.equals("weak")) {
      return true;
    }
    if (hash.length() < 32 || name.isEmpty()) {
      return false;
    }
    hashes.put(name.equals("-") ? "machine-id" : name, new Setting(hash, at));
    return true;
  }

  @Override
  public MachineIds value() {
    return new MachineIds(hashes);
  }
}
