package io.coldcase.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of recorded rule sets that must not change what comes of any packet. */
class MetamorphicTest {
  private static final Pattern RULE = Pattern.compile("^(\\[\\d+:\\d+\\] )?-A (\\S+) (.*)$");

  private static void same(Recording before, Recording after) throws IOException {
    TreeMap<String, String> fates = before.fates();
    assertThat(fates).hasSizeGreaterThan(50);
    assertThat(after.texts()).as("the change changes something").isNotEqualTo(before.texts());
    assertThat(after.fates()).isEqualTo(fates);
  }

  private static Recording tables(Recording r, UnaryOperator<String> change) {
    return r.with("iptables-save.txt", change)
        .with("iptables-nft-save.txt", change)
        .with("iptables-legacy-save.txt", change);
  }

  /** Every rule of iptables-save through a function that gives the rules to put there instead. */
  private static UnaryOperator<String> rules(java.util.function.Function<String, List<String>> f) {
    return text -> {
      List<String> out = new ArrayList<>();
      for (String line : text.split("\n", -1)) {
        Matcher m = RULE.matcher(line);
        if (!m.matches()) {
          out.add(line);
          continue;
        }
        String count = m.group(1) == null ? "" : m.group(1);
        f.apply("-A " + m.group(2) + " " + m.group(3)).forEach(r -> out.add(count + r));
      }
      return String.join("\n", out);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "healthy/iptables",
        "healthy/legacy",
        "healthy/mixed-backends",
        "healthy/nftables",
        "faults/forward-policy-drop-docker/recorded",
        "faults/node-firewall-blocks-cluster-ports/node-firewall-blocks-overlay"
      })
  void aRuleThatCannotMatchChangesNothing(String sample) throws IOException {
    Recording r = Recording.of(sample);
    Random random = new Random(7);
    UnaryOperator<String> plain =
        rules(
            rule -> {
              String chain = rule.split(" ")[1];
              String never = "-A " + chain + " -s 240.0.0.1/32 -d 240.0.0.2/32 -j DROP";
              return random.nextBoolean() ? List.of(never, rule) : List.of(rule, never);
            });
    UnaryOperator<String> nft =
        text ->
            text.replaceAll(
                "(?m)^\\t\\t(?=(ct|ip|jump|meta|numgen) )(?=.*# handle)",
                "\t\tip saddr 240.0.0.1 ip daddr 240.0.0.2 drop\n\t\t");
    same(r, tables(r, plain).with("nft-ruleset.txt", nft));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"healthy/iptables", "healthy/legacy", "faults/ip-forward-disabled/recorded"})
  void namesOfChainsDoNotMatter(String sample) throws IOException {
    Recording r = Recording.of(sample);
    same(r, tables(r, MetamorphicTest::renamed));
  }

  private static String renamed(String text) {
    TreeSet<String> users = new TreeSet<>();
    Matcher m = Pattern.compile("(?m)^:(\\S+) - ").matcher(text);
    while (m.find()) {
      users.add(m.group(1));
    }
    Map<String, String> names = new TreeMap<>();
    users.forEach(u -> names.put(u, "X" + Integer.toHexString(u.hashCode())));
    return Pattern.compile("(?m)(^:|-A |-j |-g )(\\S+)")
        .matcher(text)
        .replaceAll(
            x -> Matcher.quoteReplacement(x.group(1) + names.getOrDefault(x.group(2), x.group(2))));
  }

  @Test
  void namesOfNftChainsDoNotMatter() throws IOException {
    Recording r = Recording.of("healthy/nftables");
    UnaryOperator<String> rename =
        text ->
            Pattern.compile(
                    "(chain |jump |goto"
                        + " )(service|endpoint|external|services|masquerading|mark)([^\\s,]*)")
                .matcher(text)
                .replaceAll(
                    x ->
                        Matcher.quoteReplacement(
                            x.group(1) + "x-" + x.group(3) + "-" + x.group(2)));
    same(r, r.with("nft-ruleset.txt", rename));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "healthy/iptables",
        "healthy/legacy",
        "faults/node-firewall-blocks-cluster-ports/node-firewall-blocks-overlay"
      })
  void onePortOrAListOfPortsIsTheSame(String sample) throws IOException {
    Recording r = Recording.of(sample);
    UnaryOperator<String> list =
        rules(
            rule ->
                List.of(
                    rule.replaceAll(
                        "-m (tcp|udp) --dport (\\d+)", "-m multiport --dports 1,$2,65000:65001")));
    UnaryOperator<String> split =
        rules(
            rule ->
                rule.contains("multiport")
                    ? List.of(
                        rule.replaceAll(
                            "-m multiport --dports 1,(\\d+),65000:65001",
                            "-m multiport --dports 1"),
                        rule.replaceAll(
                            "-m multiport --dports 1,(\\d+),65000:65001",
                            "-m multiport --dports $1,2"),
                        rule.replaceAll(
                            "-m multiport --dports 1,(\\d+),65000:65001",
                            "-m multiport --dports 65000:65001"))
                    : List.of(rule));
    same(r, tables(r, list));
    same(tables(r, list), tables(tables(r, list), split));
  }

  @Test
  void theBackEndDoesNotMatter() throws IOException {
    Recording r = Recording.of("healthy/iptables");
    UnaryOperator<String> legacy =
        text ->
            text.replaceAll(
                "(?m)(^# Generated by iptables-save v\\S+) \\(nf_tables\\).*$",
                "$1 (legacy) on Sat");
    Recording other =
        r.with("iptables-save.txt", legacy)
            .with("iptables-nft-save.txt", text -> "")
            .with("nft-ruleset.txt", text -> "");
    same(r, other);
  }

  /** Rules of iptables and what iptables-translate(8) makes of them for nft mean the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "healthy/iptables",
        "healthy/legacy",
        "faults/forward-policy-drop-docker/recorded",
        "faults/node-firewall-blocks-cluster-ports/node-firewall-blocks-overlay"
      })
  void theTranslationToNftMeansTheSame(String sample) throws Exception {
    assumeThat(run("unshare -n sh -c 'command -v iptables-restore-translate && nft list ruleset'"))
        .as("iptables-restore-translate and nft in a network namespace")
        .isPresent();
    // neither has a translation
    UnaryOperator<String> translatable =
        rules(
            rule ->
                rule.contains("-m recent") || rule.contains("-m nfacct")
                    ? List.of()
                    : List.of(rule));
    Recording r = tables(Recording.of(sample), translatable);
    Map<String, String> translated = new TreeMap<>();
    for (Map.Entry<String, String> e : r.texts().entrySet()) {
      if (e.getKey().endsWith("/iptables-save.txt")) {
        translated.put(
            e.getKey().replace("/iptables-save.txt", "/nft-ruleset.txt"), nft(e.getValue()));
      }
    }
    assertThat(translated).isNotEmpty();
    Recording other =
        tables(r, text -> "").with("ip6tables-save.txt", text -> "").replaced(translated);
    same(r.with("ip6tables-save.txt", text -> "").with("nft-ruleset.txt", text -> ""), other);
  }

  /** The last sample of an iptables-save listing as {@code nft list ruleset} lists it. */
  private static String nft(String listing) throws Exception {
    StringBuilder rules = new StringBuilder();
    for (String line : listing.split("\n")) {
      if (line.startsWith("== t")) {
        rules.setLength(0);
      }
      if (line.matches("([*:\\[]|-A |COMMIT).*")) {
        // it forgets -p tcp where -m tcp has no ports
        String plain = line.replaceAll("^\\[[0-9:]*\\] ", "");
        rules.append(plain.replaceAll("-m (tcp|udp) -j DNAT", "-j DNAT")).append('\n');
      }
    }
    Path file = Files.createTempFile("coldcase", ".rules");
    try {
      Files.writeString(file, rules);
      String script = "iptables-restore-translate -f %1$s > %1$s.nft && nft -f %1$s.nft && ";
      Optional<String> out =
          run("unshare -n sh -c '" + script.formatted(file) + "nft -a list ruleset'");
      assertThat(out).as("translated and loaded").isPresent();
      assertThat(Files.readString(Path.of(file + ".nft"))).doesNotContain("# -t");
      return out.get();
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(Path.of(file + ".nft"));
    }
  }

  /** What a command printed, if it succeeded. */
  private static Optional<String> run(String command) throws Exception {
    Process p =
        new ProcessBuilder("sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return p.waitFor() == 0 ? Optional.of(text) : Optional.empty();
  }
}
