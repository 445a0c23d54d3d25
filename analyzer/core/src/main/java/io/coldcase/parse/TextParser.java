package io.coldcase.parse;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.TextLines;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.host.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes parsers of line readers: the artifact's text goes line by line through a reader, lines that
 * it does not understand are counted, error texts of shell tools are passed over.
 */
public final class TextParser {
  private static final String[] TOOLS = {
    "cat: ", "ls: ", "grep: ", "head: ", "sh: ", "bash: ", "/bin/sh: ", "tail: ", "find: ", "awk: "
  };

  private TextParser() {}

  /** A parser that sends every line of the artifact through one reader. */
  public static <T> Parser<T> whole(Supplier<? extends LineReader<T>> readers) {
    return (artifact, content) -> {
      LineReader<T> reader = readers.get();
      Unknowns unknowns = new Unknowns(artifact.path());
      TextLines lines = new TextLines(content);
      boolean any = false;
      while (lines.next()) {
        any |= feed(reader, lines, artifact, unknowns);
      }
      return unknowns.result(reader.value(), !any);
    };
  }

  /**
   * A parser that gives every {@code == tN} sample a reader of its own; a text without samples is
   * one sample that began at {@code #start}.
   */
  public static <T> Parser<Samples<T>> sampled(Supplier<? extends LineReader<T>> readers) {
    return (artifact, content) -> samples(readers, artifact, content);
  }

  private static <T> ParseResult<Samples<T>> samples(
      Supplier<? extends LineReader<T>> readers, Artifact artifact, InputStream content)
      throws IOException {
    Unknowns unknowns = new Unknowns(artifact.path());
    TextLines lines = new TextLines(content);
    List<Samples.Sample<T>> samples = new ArrayList<>();
    LineReader<T> reader = readers.get();
    String name = "";
    long epoch = 0;
    boolean any = false;
    while (lines.next()) {
      if (!lines.sample().equals(name)) {
        if (any) {
          samples.add(new Samples.Sample<>(name, epoch, reader.value()));
          reader = readers.get();
          any = false;
        }
        name = lines.sample();
      }
      epoch = name.isEmpty() ? lines.startEpoch() : lines.sampleEpoch();
      any |= feed(reader, lines, artifact, unknowns);
    }
    if (any) {
      samples.add(new Samples.Sample<>(name, epoch, reader.value()));
    }
    return unknowns.result(new Samples<>(samples), samples.isEmpty());
  }

  private static boolean feed(
      LineReader<?> reader, TextLines lines, Artifact artifact, Unknowns unknowns) {
    String text = lines.text();
    if (text.isBlank()) {
      return false;
    }
    SourceRef at = SourceRef.line(artifact.path(), lines.line(), text);
    if (!reader.line(lines.section(), text, at)) {
      if (toolError(text)) {
        return false;
      }
      unknowns.line(lines.line(), text);
    }
    return true;
  }

  private static boolean toolError(String text) {
    for (String tool : TOOLS) {
      if (text.startsWith(tool)) {
        return true;
      }
    }
    return text.endsWith(": not found") || text.endsWith(": command not found");
  }
}
