package io.coldcase.parse.pcap;

import io.coldcase.bundle.Artifact;
import io.coldcase.capture.CaptureAnalyzer;
import io.coldcase.capture.CaptureSummary;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.Unknowns;
import io.coldcase.parse.Parser;
import java.io.IOException;
import java.io.InputStream;

/** A capture file of a bundle to its {@link CaptureSummary}. */
public final class CaptureParser implements Parser<CaptureSummary> {
  @Override
  public ParseResult<CaptureSummary> parse(Artifact artifact, InputStream content)
      throws IOException {
    CaptureSummary s = CaptureAnalyzer.analyze(artifact.path(), content);
    Unknowns u = new Unknowns(artifact.path());
    if (s.packets() > 0) {
      s.warnings().forEach(w -> u.remark(0, w));
    }
    return u.result(s, s.packets() == 0);
  }
}
