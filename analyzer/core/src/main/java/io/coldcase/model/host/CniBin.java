package io.coldcase.model.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The directories of CNI plugins.
 *
 * @param directories those that were listed
 * @param machines ELF machine (two bytes as hexadecimal digits, file order) by path
 */
public record CniBin(
    List<FileEntry> files, Set<String> directories, Map<String, Setting> machines) {
  public CniBin {
    files = List.copyOf(files);
    directories = Set.copyOf(directories);
    machines = Map.copyOf(machines);
  }

  public Optional<FileEntry> plugin(String type) {
    return files.stream().filter(f -> f.name().equals(type)).findFirst();
  }
}
