package io.coldcase.model.host;

import java.util.Map;

/** Salted hashes of machine identifiers by name; equal hashes mean equal identifiers. */
public record MachineIds(Map<String, Setting> hashes) {
  public MachineIds {
    hashes = Map.copyOf(hashes);
  }
}
