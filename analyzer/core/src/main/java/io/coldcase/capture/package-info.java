/**
 * Packet captures, streamed in one pass: packets to flows, TCP behaviour, DNS exchanges, ARP
 * bindings, ICMP errors.
 */
@NullMarked
package io.coldcase.capture;

import org.jspecify.annotations.NullMarked;
