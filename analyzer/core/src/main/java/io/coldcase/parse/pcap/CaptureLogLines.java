package io.coldcase.parse.pcap;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.CaptureLog;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;

/**
 * Standard error of tcpdump to its counters ({@code 12 packets dropped by kernel}, tcpdump(8)); its
 * other remarks are passed over.
 */
public final class CaptureLogLines implements LineReader<CaptureLog> {
  private long captured;
  private long received;
  private long dropped;
  private SourceRef place = SourceRef.of("");

  @Override
  public boolean line(String section, String text, SourceRef at) {
    int packet = text.indexOf(" packet");
    long count = packet < 0 ? -1 : Words.number(text.substring(0, packet), -1);
    if (count >= 0) {
      if (text.endsWith(" captured")) {
        captured = count;
      } else if (text.endsWith(" received by filter")) {
        received = count;
      } else if (text.endsWith(" dropped by kernel")) {
        dropped = count;
        place = at;
      }
    }
    return true;
  }

  @Override
  public CaptureLog value() {
    return new CaptureLog(captured, received, dropped, place);
  }
}
