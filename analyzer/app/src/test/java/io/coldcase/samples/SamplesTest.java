package io.coldcase.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.coldcase.assemble.Assembler;
import io.coldcase.bundle.ArtifactKind.Scope;
import io.coldcase.bundle.Limits;
import io.coldcase.cause.Cause;
import io.coldcase.fact.FactSources;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import io.coldcase.model.Kinds;
import io.coldcase.pipeline.Pipeline;
import io.coldcase.report.Report;
import io.coldcase.report.json.JsonReport;
import io.coldcase.rules.RuleEngine;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every sample is analyzed and held against what it must show (DESIGN, Samples are the test suite).
 * {@code -Dsamples=WORD} runs those whose name holds the word, {@code -Dsamples.accept=true} takes
 * the reports of today as expected.
 */
@Execution(ExecutionMode.CONCURRENT)
class SamplesTest {
  private static final RuleEngine RULES = RuleEngine.compiled();
  private static final Pipeline PIPELINE = new Pipeline(RULES);
  private static final Map<String, String> PENDING = pending();

  @TempDir private static Path tmp;

  @TestFactory
  Stream<DynamicTest> samples() {
    String[] words = System.getProperty("samples", "").split(",");
    return Sample.all().stream()
        .filter(s -> Stream.of(words).anyMatch(s.name()::contains))
        .map(s -> DynamicTest.dynamicTest(s.name(), () -> check(s)));
  }

  private static void check(Sample sample) throws IOException {
    Map<String, byte[]> members = sample.members();
    Path work = Files.createTempDirectory(tmp, "sample");
    Path tar = Sample.writeTar(members, work.resolve("bundle.tar"));
    Assembler read = Assembler.read(List.of(tar), Limits.defaults());
    Assembler.Loaded loaded = read.loaded(path -> true);
    List<Object> facts = FactSources.facts(loaded.cluster());
    Report report = PIPELINE.judge("sample", loaded, facts);

    says(sample, report);
    sameFromDirectoryAndInAnyOrder(members, work.resolve("directory"), loaded, facts, report);
    nothingNewWhenAnArtifactIsMissing(sample, read, loaded, report);
    expected(sample, report);
  }

  /** Checks 2, 3 and 4: the fault first and alone, or silence. */
  private static void says(Sample sample, Report report) throws IOException {
    List<String> wrong = new ArrayList<>();
    List<Cause> causes = report.diagnosis().causes();
    if (sample.healthy()) {
      report.diagnosis().findings().forEach(f -> wrong.add("finding " + describe(f)));
      report.diagnosis().unexplained().forEach(s -> wrong.add(s.id() + " " + Report.describe(s)));
      report.notEvaluated().forEach(n -> wrong.add("not evaluated: " + n));
    } else if (sample.nearMiss()) {
      report.diagnosis().findings().stream()
          .filter(f -> f.id().equals(sample.faultId()))
          .forEach(f -> wrong.add("finding " + describe(f)));
      if (report.notEvaluated().stream().anyMatch(n -> n.fault().id().equals(sample.faultId()))) {
        wrong.add("silent because not evaluated");
      }
    } else if (sample.fault()) {
      if (causes.isEmpty()) {
        wrong.add("no root cause");
      } else if (!causes.get(0).id().equals(sample.faultId())) {
        wrong.add("first root cause is " + Report.sentence(causes.get(0)) + causes.get(0).id());
      } else {
        String subjects = causes.get(0).subjects().toString();
        for (String name : sample.label().getOrDefault("names", "").split(" ")) {
          if (!subjects.contains(name)) {
            wrong.add(subjects + " does not name " + name);
          }
        }
      }
    }
    String why = PENDING.get(sample.name());
    if (why == null && !wrong.isEmpty()) {
      fail(sample.name() + ":\n  " + String.join("\n  ", wrong));
    }
    if (why != null && wrong.isEmpty()) {
      fail(sample.name() + " is as it should be: take it out of samples/pending.tsv");
    }
  }

  /** Check 5. */
  private static void sameFromDirectoryAndInAnyOrder(
      Map<String, byte[]> members,
      Path directory,
      Assembler.Loaded loaded,
      List<Object> facts,
      Report report)
      throws IOException {
    String text = json(report);
    Assembler.Loaded again =
        Assembler.load(List.of(Sample.writeDirectory(members, directory)), Limits.defaults());
    assertThat(json(PIPELINE.judge("sample", again))).as("from a directory").isEqualTo(text);
    List<Object> shuffled = new ArrayList<>(facts);
    Collections.shuffle(shuffled, new Random(7));
    assertThat(json(PIPELINE.judge("sample", loaded, shuffled)))
        .as("with facts in another order")
        .isEqualTo(text);
  }

  /**
   * Check 6, for every artifact that a finding cites and for a part of the others that differs from
   * sample to sample: no new finding is blamed, and a rule that needed it is not evaluated.
   */
  private static void nothingNewWhenAnArtifactIsMissing(
      Sample sample, Assembler read, Assembler.Loaded loaded, Report report) {
    Set<String> known = new HashSet<>();
    Set<String> cited = new TreeSet<>();
    for (Finding f : report.diagnosis().findings()) {
      known.add(f.id());
      for (Evidence e : f.evidence()) {
        cited.add(e.at().artifact());
      }
    }
    Map<String, String> needed = neededPaths(loaded);
    int turn = Math.floorMod(sample.name().hashCode(), 16);
    for (String path : needed.keySet()) {
      if (!cited.contains(path) && Math.floorMod(path.hashCode(), 16) != turn) {
        continue;
      }
      Report without = PIPELINE.judge("sample", read.loaded(p -> !p.equals(path)));
      assertThat(without.diagnosis().causes())
          .as("root causes without " + path)
          .extracting(Cause::id)
          .isSubsetOf(known);
      assertThat(judged(without, needed.get(path))).as("rules judged without " + path).isEmpty();
    }
  }

  /** Paths of collected artifacts that some rule needs, with the kind's id. */
  private static Map<String, String> neededPaths(Assembler.Loaded loaded) {
    Set<String> needs = new HashSet<>();
    RULES.faults().values().forEach(f -> needs.addAll(f.needs()));
    Map<String, String> paths = new HashMap<>();
    Kinds.all().stream()
        .filter(k -> needs.contains(k.id()) && k.pattern().indexOf('*') < 0)
        // an API that is not served (apiservices tell) has no objects, listed or not
        .filter(k -> k.group().isEmpty() || loaded.cluster().store().get(k).isPresent())
        .forEach(
            k -> {
              if (k.scope() == Scope.CLUSTER) {
                paths.put(k.path(""), k.id());
              } else {
                loaded.cluster().nodes().forEach(n -> paths.put(k.path(n.name()), k.id()));
              }
            });
    return paths;
  }

  /** Rules that need {@code kind}, found nothing and yet count as evaluated everywhere. */
  private static Set<String> judged(Report report, String kind) {
    Set<String> judged = new TreeSet<>();
    RULES.faults().values().stream()
        .filter(f -> f.needs().contains(kind))
        .forEach(f -> judged.add(f.id()));
    report.notEvaluated().forEach(n -> judged.remove(n.fault().id()));
    report.diagnosis().findings().forEach(f -> judged.remove(f.id()));
    return judged;
  }

  /** Check 1. */
  private static void expected(Sample sample, Report report) throws IOException {
    Path file = sample.dir().resolve("expected.json");
    String actual = Expected.of(report);
    if (Boolean.getBoolean("samples.accept")) {
      Files.writeString(file, actual);
      return;
    }
    if (Files.exists(file) && Files.readString(file).equals(actual)) {
      return;
    }
    Path proposal = Path.of("target", "samples", sample.name(), "expected.json").toAbsolutePath();
    Files.createDirectories(proposal.getParent());
    Files.writeString(proposal, actual);
    assertThat(actual)
        .as(sample.name() + ": when this is right\n  cp " + proposal + " " + file)
        .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
  }

  private static String describe(Finding f) {
    return f.id() + " " + f.subjects().stream().map(Subject::toString).toList();
  }

  private static String json(Report report) throws IOException {
    StringWriter w = new StringWriter();
    JsonReport.write(report, w);
    return w.toString();
  }

  /** Samples that do not yet show what they should, with the reason. */
  private static Map<String, String> pending() {
    try {
      Map<String, String> pending = new HashMap<>();
      for (String line : Sample.lines(Sample.ROOT.resolve("pending.tsv"))) {
        String[] cells = line.split("\t", 2);
        pending.put(cells[0], cells.length > 1 ? cells[1] : "");
      }
      return pending;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
