package io.coldcase.parse.system;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.ToolVersions;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.List;

/** {@code iptables -V; ip6tables -V; nft -v}, on the host and per section, to tool versions. */
public final class VersionLines implements LineReader<ToolVersions> {
  private final List<ToolVersions.Version> list = new ArrayList<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    Words w = new Words(text);
    String tool = w.next();
    String version = w.next();
    if (!version.startsWith("v") || version.length() < 2) {
      return false;
    }
    String rest = w.rest();
    String backend =
        rest.startsWith("(nf_tables") ? "nf_tables" : tool.startsWith("ip") ? "legacy" : "";
    list.add(new ToolVersions.Version(section, tool, version.substring(1), backend, at));
    return true;
  }

  @Override
  public ToolVersions value() {
    return new ToolVersions(list);
  }
}
