package io.coldcase.fact;

import io.coldcase.diag.SourceRef;

/**
 * TCP connections that were never answered, grouped by where their SYN was seen last, from all
 * captures of the case.
 *
 * @param clientNode node where the SYN was seen first
 * @param lastNode node and {@code lastDevice} device where it was seen last
 * @param target address that the client meant, {@code backend} the address after translation as
 *     last seen
 * @param attempts connections
 * @param answered true when the server's answer was seen somewhere and got lost on its way back:
 *     then {@code lastNode} and {@code lastDevice} are the place where the answer was seen last
 * @param path the points that the SYN passed, in order
 */
public record LostConnection(
    String clientNode,
    String lastNode,
    String lastDevice,
    String target,
    int targetPort,
    String backend,
    int backendPort,
    int attempts,
    boolean answered,
    String path,
    SourceRef at) {}
