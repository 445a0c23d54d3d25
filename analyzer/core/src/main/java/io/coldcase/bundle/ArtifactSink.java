package io.coldcase.bundle;

import java.io.IOException;

/** Takes the artifacts of a bundle one by one, on the thread that reads the bundle. */
@FunctionalInterface
public interface ArtifactSink {
  /**
   * Takes one artifact. Its {@link Member#content()} ends when this method returns, unless {@link
   * Member#bytes()} is there; what is left unread is skipped.
   */
  void accept(Member member) throws IOException;
}
