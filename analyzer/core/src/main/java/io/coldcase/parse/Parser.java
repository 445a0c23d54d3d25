package io.coldcase.parse;

import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ParseResult;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one artifact of one source format. Any bytes give a result: content that is not understood
 * is counted in the result, never thrown. Implementations hold no state between calls.
 */
@FunctionalInterface
public interface Parser<T> {
  /** The records in {@code content}; IOException only when the stream itself fails. */
  ParseResult<T> parse(Artifact artifact, InputStream content) throws IOException;
}
