package io.coldcase.sim.kernel;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Network namespaces of this kernel, by way of {@code lab.py}; they go when this is closed. */
final class Lab implements AutoCloseable {
  private static final List<String> TOOLS =
      List.of(
          "python3",
          "ip",
          "nft",
          "iptables-legacy",
          "iptables-nft",
          "ipset",
          "ss",
          "bridge",
          "conntrack");

  private final Process process;
  private final BufferedWriter to;
  private final BufferedReader from;
  private final Path script;

  Lab() throws IOException {
    script = Files.createTempFile("ccsim-lab", ".py");
    try (InputStream in = Lab.class.getResourceAsStream("lab.py")) {
      Files.write(script, in.readAllBytes());
    }
    process =
        new ProcessBuilder("python3", script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    to = process.outputWriter(StandardCharsets.UTF_8);
    from = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Why no namespaces can be had here; empty when they can. */
  static Optional<String> unavailable() {
    for (String tool : TOOLS) {
      if (run("sh", "-c", "command -v " + tool) != 0) {
        return Optional.of(tool + " is not installed");
      }
    }
    String probe = "ccsim-" + ProcessHandle.current().pid() + "-probe";
    int made =
        run(
            "sh",
            "-c",
            "ip netns add %1$s && ip netns exec %1$s iptables-nft -L -n && ip netns exec %1$s iptables-legacy -L -n"
                .formatted(probe));
    run("ip", "netns", "del", probe);
    return made == 0
        ? Optional.empty()
        : Optional.of("no right to make network namespaces and packet filters");
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** What a script printed, and its exit status. */
  record Output(int status, String text) {}

  /** The number in the names of its namespaces. */
  long pid() {
    return process.pid();
  }

  void namespace(String name) {
    ask("ns\t" + name);
  }

  void serve(String name, List<Integer> ports) {
    ask("serve\t" + name + "\t" + String.join(",", ports.stream().map(String::valueOf).toList()));
  }

  Output sh(String name, String script) {
    start(name, script);
    return await(name);
  }

  /** Runs a script while others run elsewhere; {@link #await} waits for it. */
  void start(String name, String script) {
    byte[] text = script.getBytes(StandardCharsets.UTF_8);
    write("start\t" + name + "\t" + Base64.getEncoder().encodeToString(text));
    flush();
  }

  /** What the script that was started there printed, when it has ended. */
  Output await(String name) {
    String[] f = ask("wait\t" + name).get(0);
    byte[] out = f.length > 2 ? Base64.getDecoder().decode(f[2]) : new byte[0];
    return new Output(Integer.parseInt(f[1]), new String(out, StandardCharsets.UTF_8));
  }

  /** Queues a packet; {@link #go} sends it. */
  void send(String name, byte[] packet) {
    write("send\t" + name + "\t" + HexFormat.of().formatHex(packet));
  }

  /** Sends what is queued and returns all that was delivered until it was quiet for a while. */
  List<Wire.Seen> go(int quietMillis) {
    List<Wire.Seen> seen = new ArrayList<>();
    for (String[] f : ask("go\t" + quietMillis + "\t2000")) {
      Wire.read(f).ifPresent(seen::add);
    }
    return seen;
  }

  private List<String[]> ask(String line) {
    write(line);
    flush();
    try {
      List<String[]> answers = new ArrayList<>();
      for (String l = from.readLine(); !".".equals(l); l = from.readLine()) {
        if (l == null) {
          throw new IllegalStateException("the lab died");
        }
        answers.add(l.split("\t"));
      }
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void flush() {
    try {
      to.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String line) {
    try {
      to.write(line);
      to.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      to.close();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroy();
      }
      Files.deleteIfExists(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
