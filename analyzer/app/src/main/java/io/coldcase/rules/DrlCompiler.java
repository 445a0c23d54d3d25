package io.coldcase.rules;

import io.coldcase.diag.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;

/** DRL text to rules at run time. */
final class DrlCompiler {
  private static final String ROOT = "src/main/resources/";

  private DrlCompiler() {}

  static KieBase compile(Path directory) {
    KieServices services = KieServices.get();
    KieFileSystem files = services.newKieFileSystem();
    List<Path> sources = sources(directory);
    for (Path p : sources) {
      try {
        files.write(
            ROOT + directory.relativize(p).toString().replace('\\', '/'), Files.readString(p));
      } catch (IOException e) {
        throw new RuleException(p + ": cannot be read: " + IoReason.of(e));
      }
    }
    KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
    List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
    if (!errors.isEmpty()) {
      throw new RuleException(describe(errors.get(0), directory));
    }
    return services.newKieContainer(services.getRepository().getDefaultReleaseId()).getKieBase();
  }

  private static String describe(Message m, Path directory) {
    Path file = directory.resolve(m.getPath());
    return file + ":" + Math.max(1, line(m, file)) + ": " + m.getText();
  }

  /**
   * The executable model gives no line for a condition that it cannot resolve, but ends its message
   * with the condition's text.
   */
  private static int line(Message m, Path file) {
    if (m.getLine() > 0) {
      return m.getLine();
    }
    try {
      List<String> lines = Files.readAllLines(file);
      String quoted = m.getText().substring(m.getText().lastIndexOf(": ") + 2).strip();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains(quoted)) {
          return i + 1;
        }
      }
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }

  private static List<Path> sources(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> found = walk.filter(p -> p.toString().endsWith(".drl")).sorted().toList();
      if (found.isEmpty()) {
        throw new RuleException(directory + ": no .drl file in it");
      }
      return new ArrayList<>(found);
    } catch (IOException e) {
      throw new RuleException(directory + ": cannot be read: " + IoReason.of(e));
    }
  }
}
