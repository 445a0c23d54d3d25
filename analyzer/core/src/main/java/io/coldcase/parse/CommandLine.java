package io.coldcase.parse;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Setting;
import java.util.Map;

/** Flags of Go programs: {@code --name=value}, {@code --name value}, {@code -v 2}. */
public final class CommandLine {
  private CommandLine() {}

  /** Puts the flags that {@code text} holds into {@code flags}, without their dashes. */
  public static void flags(String text, SourceRef at, Map<String, Setting> flags) {
    Words w = new Words(text);
    while (w.hasNext()) {
      String word = w.next();
      if (!word.startsWith("-") || word.length() < 2) {
        continue;
      }
      String flag = word.startsWith("--") ? word.substring(2) : word.substring(1);
      int eq = flag.indexOf('=');
      if (eq >= 0) {
        flags.put(flag.substring(0, eq), new Setting(flag.substring(eq + 1), at));
      } else {
        flags.put(flag, new Setting(w.peek().startsWith("-") ? "" : w.next(), at));
      }
    }
  }
}
