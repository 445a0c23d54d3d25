package io.coldcase.capture;

/**
 * Something in a capture that a person should look at.
 *
 * @param kind short stable word: syn-unanswered, syn-refused, loss-of-large-segments,
 *     retransmissions, zero-window, reset, reset-foreign, server-slow, network-slow,
 *     dns-unanswered, dns-error, dns-slow, dns-half-pair, dns-truncated, icmp-error,
 *     icmp-rate-limited, arp-unanswered, arp-conflict
 * @param subject the flow, name or address
 * @param detail one phrase with the numbers
 * @param count how often
 * @param packet number of the first packet, as in the file
 */
public record Problem(String kind, String subject, String detail, long count, long packet) {}
