package io.coldcase.model.host;

import java.util.Map;

/**
 * What a host said about itself when it was visited.
 *
 * @param epoch UTC seconds of the host's own clock, 0 when not recorded
 * @param kernel kernel release, for example 6.1.0-18-amd64
 * @param os os-release(5) variables without quotes
 * @param uptimeSeconds 0 when not recorded
 * @param run how the collector ran there: mode, uid, shell, tools, namespace
 */
public record HostMeta(
    String hostname,
    long epoch,
    String kernel,
    Map<String, String> os,
    double uptimeSeconds,
    String commandLine,
    Map<String, String> run) {
  public HostMeta {
    os = Map.copyOf(os);
    run = Map.copyOf(run);
  }
}
