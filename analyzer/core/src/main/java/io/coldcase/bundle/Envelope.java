package io.coldcase.bundle;

import io.coldcase.diag.ArtifactStatus;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Derives how the collection of an artifact went from its bytes, for bundles whose manifest does
 * not say. Text: from the header and trailer lines of collectors-sh/FORMAT.md section 3.
 *
 * <ul>
 *   <li>no trailer: TIMED_OUT (the collector was stopped); {@code #truncated 1}: TRUNCATED; exit
 *       code 124, 137 or 143: TIMED_OUT
 *   <li>nothing printed: EMPTY when the exit code is 0, NOT_ATTEMPTED when it is 127, else FAILED
 *   <li>nothing but error messages: NOT_ATTEMPTED (127), else FAILED
 *   <li>output and exit code 0: COLLECTED; that a file does not exist counts as output
 *   <li>output and another exit code: COLLECTED when the command is several commands of which the
 *       last one failed and the output does not begin with an error message, else FAILED
 * </ul>
 *
 * The worst block of a two-sample artifact counts. JSON: COLLECTED when the text begins and ends
 * like a document; whether it is one, the parser says.
 */
final class Envelope {
  private static final int KEPT = 300;
  private static final String[] ERROR_WORDS = {
    "not found",
    "no such",
    "denied",
    "not permitted",
    "not supported",
    "cannot ",
    "can't ",
    "could not",
    "couldn't",
    "unable to",
    "failed",
    "refused",
    "timed out",
    "invalid",
    "unrecognized",
    "unknown option",
    "incompatible",
    "must be root",
  };
  private static final String[] ERROR_STARTS = {
    "rtnetlink answers:",
    "netlink error:",
    "dump terminated",
    "error:",
    "error from server",
    "unable to connect",
    "the connection to the server",
    "cannot ",
    "permission denied",
    "operation not permitted",
    "curl: (",
    "usage:",
    "command terminated",
  };

  private final boolean json;
  private final byte[] kept = new byte[KEPT];
  private int length;
  private boolean skipping;
  private boolean anyByte;
  private byte first;
  private byte last;
  private String command = "";
  private long start;
  private long end;
  private boolean envelope;
  private Optional<Integer> exitCode = Optional.empty();
  private Block block = new Block();
  private Optional<Verdict> worst = Optional.empty();

  Envelope(String path) {
    json = path.endsWith(".json");
  }

  private record Verdict(ArtifactStatus status, String reason) {}

  /** One run of the command: the whole artifact, or one of its samples. */
  private static final class Block {
    private boolean begun;
    private boolean ended;
    private boolean truncated;
    private int rc = -1;
    private String command = "";
    private int output;
    private int errors;
    private boolean headings;
    private boolean absent;
    private boolean errorFirst;

    Verdict verdict() {
      if (truncated) {
        return new Verdict(ArtifactStatus.TRUNCATED, "size-limit");
      }
      if (!ended) {
        return new Verdict(ArtifactStatus.TIMED_OUT, "interrupted");
      }
      if (rc == 124 || rc == 137 || rc == 143) {
        return new Verdict(ArtifactStatus.TIMED_OUT, "timed-out");
      }
      // Headings with nothing below, or only "no such file": it looked, and there was nothing.
      boolean told = output > 0 || absent || (headings && rc != 127 && errors == 0);
      if (!told && rc == 127) {
        return new Verdict(ArtifactStatus.NOT_ATTEMPTED, "missing-tool");
      }
      if (!told && rc == 0 && errors == 0) {
        return new Verdict(ArtifactStatus.EMPTY, "");
      }
      if (!told || (rc != 0 && (errorFirst || !(absent || compound(command))))) {
        return new Verdict(ArtifactStatus.FAILED, "exit-status");
      }
      return new Verdict(ArtifactStatus.COLLECTED, "");
    }

    private static boolean compound(String command) {
      return command.indexOf(';') >= 0 || command.indexOf('|') >= 0 || command.contains("&&");
    }
  }

  void feed(byte[] b, int off, int len) {
    int end = off + len;
    if (json) {
      edges(b, off, end);
      return;
    }
    anyByte |= len > 0;
    int i = off;
    while (i < end) {
      if (skipping) {
        while (i < end && b[i] != '\n') {
          i++;
        }
      } else {
        while (i < end && b[i] != '\n' && !skipping) {
          kept[length++] = b[i++];
          skipping = length == KEPT || (length == 1 && dull(kept[0]));
        }
        if (i < end && b[i] != '\n') {
          continue;
        }
      }
      if (i < end) {
        i++;
        line();
        length = 0;
        skipping = false;
      }
    }
  }

  /** True when a line that begins so cannot change what is known: output was seen already. */
  private boolean dull(byte start) {
    return block.output > 0 && start != '#' && start != '=';
  }

  private void edges(byte[] b, int off, int end) {
    for (int i = off; i < end && !anyByte; i++) {
      if (b[i] > ' ') {
        anyByte = true;
        first = b[i];
      }
    }
    for (int i = end - 1; i >= off; i--) {
      if (b[i] > ' ') {
        last = b[i];
        break;
      }
    }
  }

  private void line() {
    if (length == 0 || (length == 1 && kept[0] == '\r')) {
      return;
    }
    if (kept[0] == '#') {
      if (header(new String(kept, 0, length, StandardCharsets.UTF_8).strip())) {
        return;
      }
    } else if (kept[0] == '=' && length > 3 && kept[1] == '=' && kept[2] == ' ') {
      block.headings = true;
      return;
    }
    if (block.output > 0) {
      return;
    }
    String text = new String(kept, 0, length, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return;
    }
    if (error(text, block.command)) {
      block.errorFirst |= block.output == 0 && block.errors == 0 && !block.headings;
      block.errors++;
    } else if (absent(text)) {
      block.absent = true;
    } else {
      block.output++;
    }
  }

  private boolean header(String text) {
    if (text.startsWith("#cmd ")) {
      if (block.begun) {
        fold();
        block = new Block();
      }
      block.begun = true;
      block.command = text.substring(5);
      command = command.isEmpty() ? block.command : command;
    } else if (text.startsWith("#start ")) {
      start = start == 0 ? Epoch.parse(text.substring(7).strip()) : start;
    } else if (text.startsWith("#end ")) {
      end = Epoch.parse(text.substring(5).strip());
      block.ended = true;
    } else if (text.startsWith("#rc ")) {
      block.rc = (int) Math.min(255, Epoch.parse(text.substring(4).strip()));
      block.ended = true;
      exitCode = Optional.of(Math.max(block.rc, exitCode.orElse(0)));
    } else if (text.startsWith("#truncated ")) {
      block.truncated |= text.endsWith("1");
    } else {
      return false;
    }
    envelope = true;
    return true;
  }

  private void fold() {
    Verdict v = block.verdict();
    if (worst.isEmpty() || worst.get().status().complete()) {
      boolean emptier = v.status() == ArtifactStatus.EMPTY && worst.isPresent();
      worst = emptier ? worst : Optional.of(v);
    }
  }

  /** A tool says that what it was asked to read does not exist: an answer, not a failure. */
  private static boolean absent(String text) {
    return text.endsWith(": No such file or directory")
        && (text.startsWith("cat: ") || text.startsWith("grep: ") || text.startsWith("ls: "));
  }

  private static boolean error(String text, String command) {
    if (absent(text)) {
      return false;
    }
    String low = text.toLowerCase(Locale.ROOT);
    for (String s : ERROR_STARTS) {
      if (low.startsWith(s)) {
        return true;
      }
    }
    int end = 0;
    while (end < low.length() && low.charAt(end) != ':' && low.charAt(end) != ' ') {
      end++;
    }
    String program = text.substring(text.lastIndexOf('/', Math.max(0, end - 1)) + 1, end);
    boolean speaks =
        low.contains(": ")
            && (program.endsWith("sh")
                || (!program.isEmpty() && command.contains(program))
                || program.equals("nsenter"));
    if (!speaks) {
      return false;
    }
    for (String word : ERROR_WORDS) {
      if (low.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** What is known of {@code named} once all bytes were fed. */
  Artifact conclude(Artifact named) {
    if (length > 0) {
      line();
      length = 0;
    }
    Verdict v;
    if (json) {
      boolean document =
          anyByte && ((first == '{' && last == '}') || (first == '[' && last == ']'));
      v =
          document
              ? new Verdict(ArtifactStatus.COLLECTED, "")
              : new Verdict(ArtifactStatus.FAILED, "exit-status");
    } else if (envelope) {
      fold();
      v = worst.get();
    } else if (anyByte && (named.name().endsWith(".log") || named.name().startsWith("pcap/"))) {
      v = new Verdict(ArtifactStatus.COLLECTED, "");
    } else {
      v = new Verdict(ArtifactStatus.UNKNOWN, "");
    }
    return new Artifact(
        named.path(),
        named.node(),
        named.name(),
        v.status(),
        command,
        exitCode,
        start,
        end,
        v.reason());
  }
}
