package io.coldcase.model.host;

/** What an interface counted since it was made ({@code ip -s link}): bytes, packets, losses. */
public record LinkCounters(
    long rxBytes,
    long rxPackets,
    long rxErrors,
    long rxDropped,
    long txBytes,
    long txPackets,
    long txErrors,
    long txDropped,
    long txCarrier) {
  public static final LinkCounters NONE = new LinkCounters(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
