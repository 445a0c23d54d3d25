package io.coldcase.model.host;

/**
 * What an interface counted since it was made ({@code ip -s link}): bytes, packets, losses.
 *
 * @param transitions how often its carrier went or came ({@code transns} of {@code ip -s -s}), 0
 *     where that was not printed
 */
public record LinkCounters(
    long rxBytes,
    long rxPackets,
    long rxErrors,
    long rxDropped,
    long txBytes,
    long txPackets,
    long txErrors,
    long txDropped,
    long txCarrier,
    long transitions) {
  /** The same with another count of carrier changes. */
  public LinkCounters withTransitions(long n) {
    return new LinkCounters(
        rxBytes, rxPackets, rxErrors, rxDropped, txBytes, txPackets, txErrors, txDropped, txCarrier,
        n);
  }

  public static final LinkCounters NONE = new LinkCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
