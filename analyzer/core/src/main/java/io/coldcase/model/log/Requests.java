package io.coldcase.model.log;

import io.coldcase.diag.SourceRef;
import java.time.Instant;

/**
 * Requests of one container to one target that failed in one way, folded.
 *
 * @param host name in the request, or empty
 * @param ip literal address in the request or the error, or empty
 * @param port 0 when not told
 * @param failures how many, at least 1
 * @param successes successful requests to the same target between the first and the last failure
 * @param successesAfter successful requests to the same target after the last failure
 * @param first first failure, {@link Instant#EPOCH} when lines carry no time; {@code last} likewise
 * @param longestGapSeconds longest time between two failures, 0 with one
 * @param at line of the first failure; {@code lastAt} of the last
 */
public record Requests(
    Failure failure,
    String host,
    String ip,
    int port,
    int failures,
    int successes,
    int successesAfter,
    Instant first,
    Instant last,
    long longestGapSeconds,
    SourceRef at,
    SourceRef lastAt) {}
