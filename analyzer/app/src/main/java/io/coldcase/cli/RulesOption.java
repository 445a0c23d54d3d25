package io.coldcase.cli;

import io.coldcase.rules.RuleEngine;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The rules that judge: those on board and, when asked for, the operator's own. */
final class RulesOption {
  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description =
          "Adds the rules of the DRL files in DIR. DRL can run any code: name only folders that you"
              + " trust.")
  private Optional<Path> directory = Optional.empty();

  Optional<Path> directory() {
    return directory;
  }

  RuleEngine engine() {
    return engine(directory);
  }

  static RuleEngine engine(Optional<Path> directory) {
    RuleEngine engine = RuleEngine.compiled();
    return directory.isPresent() ? engine.with(directory.get()) : engine;
  }
}
