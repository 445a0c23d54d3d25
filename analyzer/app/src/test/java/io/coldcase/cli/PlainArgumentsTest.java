package io.coldcase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The short way must read arguments as picocli does, or leave them to it. */
class PlainArgumentsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "analyze a.tgz",
        "analyze a.tgz b.tgz -",
        "analyze a.tgz --format json",
        "analyze --format markdown a.tgz --format html -o x.md",
        "analyze -o x.json -o - a.tgz b"
      })
  void readsWhatPicocliReads(String line) {
    String[] args = line.split(" ");
    Analyze command = new Analyze();
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(List.of(args).subList(1, args.length).toArray(String[]::new));
    assertThat(PlainArguments.of(args)).contains(command.analysis());
  }

  @Test
  void readsFilesOfCapturesAsPicocliDoes() {
    Capture command = new Capture();
    new CommandLine(command).parseArgs("w1/eth0.pcap", "b.pcapng.gz");
    assertThat(PlainArguments.capture("capture", "w1/eth0.pcap", "b.pcapng.gz"))
        .contains(command.analysis());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "capture",
        "analyze a.pcap",
        "capture --help",
        "capture a.pcap --flow 10.0.0.1",
        "capture @files"
      })
  void leavesOtherCapturesToPicocli(String line) {
    assertThat(PlainArguments.capture(line.split(" "))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "analyze",
        "bundle a.tgz",
        "analyze --format json",
        "analyze a.tgz --format",
        "analyze a.tgz --format pdf",
        "analyze a.tgz --format=json",
        "analyze a.tgz -o",
        "analyze a.tgz -o -x",
        "analyze --help",
        "analyze -- a.tgz",
        "analyze @arguments",
        "analyze a.tgz --rules site",
        "analyze a.tgz --max-ratio 5"
      })
  void leavesTheRestToPicocli(String line) {
    assertThat(PlainArguments.of(line.split(" "))).isEmpty();
  }
}
