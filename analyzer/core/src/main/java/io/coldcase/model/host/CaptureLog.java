package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;

/**
 * What a capture counted when it ended (tcpdump(8)).
 *
 * @param captured packets written
 * @param received packets that passed its filter
 * @param dropped packets that the kernel had no room for: they are in no file
 * @param at the line with {@code dropped}
 */
public record CaptureLog(long captured, long received, long dropped, SourceRef at) {
  /** So many packets are missing that one which is not in the file may still have passed. */
  public boolean lossy() {
    return dropped * 100 > captured;
  }
}
