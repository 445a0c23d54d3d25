package io.coldcase.cli;

import io.coldcase.bundle.Limits;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Arguments of {@code analyze} and {@code capture} without anything special about them. picocli
 * costs a third of a cold start (its classes are too old for a class data archive), so the everyday
 * call goes without; whatever is not plain here, right or wrong, is picocli's to read.
 */
final class PlainArguments {
  private PlainArguments() {}

  /**
   * {@code analyze} with paths, {@code --format} and {@code -o}, each option's value being a word
   * of its own; empty for everything else.
   */
  static Optional<Analysis> of(String... args) {
    List<Path> paths = new ArrayList<>();
    List<Format> formats = new ArrayList<>();
    List<Path> outputs = new ArrayList<>();
    if (args.length < 2 || !args[0].equals("analyze")) {
      return Optional.empty();
    }
    for (int i = 1; i < args.length; i++) {
      String option = args[i];
      boolean valued = option.equals("--format") || option.equals("-o");
      String value = !valued ? option : ++i < args.length ? args[i] : "";
      if (!plain(value)) {
        return Optional.empty();
      }
      if (option.equals("--format")) {
        Optional<Format> format = format(value);
        if (format.isEmpty()) {
          return Optional.empty();
        }
        formats.add(format.get());
      } else {
        try {
          (valued ? outputs : paths).add(Path.of(value));
        } catch (InvalidPathException e) {
          return Optional.empty();
        }
      }
    }
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Analysis(
                paths, formats, outputs, Optional.empty(), FailOn.POSSIBLE, Limits.defaults()));
  }

  /** {@code capture} with files alone; empty for everything else. */
  static Optional<CaptureAnalysis> capture(String... args) {
    if (args.length < 2 || !args[0].equals("capture")) {
      return Optional.empty();
    }
    List<Path> files = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      if (!plain(args[i])) {
        return Optional.empty();
      }
      try {
        files.add(Path.of(args[i]));
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
    }
    CaptureAnalysis.Format text = CaptureAnalysis.Format.text;
    return Optional.of(new CaptureAnalysis(files, text, "", CaptureAnalysis.MAX_FLOWS));
  }

  /** No option, no file of arguments, nothing quoted, no variable. */
  private static boolean plain(String word) {
    return word.equals("-")
        || !word.isEmpty()
            && word.charAt(0) != '-'
            && word.charAt(0) != '@'
            && word.indexOf('"') < 0
            && word.indexOf('$') < 0;
  }

  private static Optional<Format> format(String word) {
    return switch (word) {
      case "text" -> Optional.of(Format.TEXT);
      case "json" -> Optional.of(Format.JSON);
      case "markdown" -> Optional.of(Format.MARKDOWN);
      case "html" -> Optional.of(Format.HTML);
      default -> Optional.empty();
    };
  }
}
