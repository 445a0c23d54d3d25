package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;

/** Versions of iptables, ip6tables and nft, on the host and inside containers. */
public record ToolVersions(List<Version> list) {
  public ToolVersions {
    list = List.copyOf(list);
  }

  /**
   * One tool.
   *
   * @param where empty for the host, else the container
   * @param backend nf_tables, legacy, or empty
   */
  public record Version(String where, String tool, String version, String backend, SourceRef at) {}
}
