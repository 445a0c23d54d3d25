package io.coldcase.cli;

import io.coldcase.assemble.Assembler;
import io.coldcase.bundle.Limits;
import io.coldcase.model.Cluster;
import io.coldcase.net.Protocol;
import io.coldcase.pipeline.Pipeline;
import io.coldcase.report.Visible;
import io.coldcase.report.trace.TraceJson;
import io.coldcase.report.trace.TraceText;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Question;
import io.coldcase.sim.Trace;
import io.coldcase.sim.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coldcase trace}: where would this packet go? */
@Command(
    name = "trace",
    description = {
      "Walks a packet through the collected cluster and shows every rule, route and tunnel that"
          + " decides its way.",
      "Ends are pod:NAMESPACE/NAME, svc:NAMESPACE/NAME[:PORT], node:NAME, an address[:PORT], a"
          + " host name[:PORT] as the sending pod resolves it, or outside (as a source)."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the packet arrives (and the answer, with --reply)",
      "1:it does not, or not always",
      "2:wrong usage",
      "3:the bundle could not be read"
    })
final class TraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "The parts of one case.")
  private List<Path> paths;

  @Option(names = "--from", required = true, description = "Who sends.")
  private String from;

  @Option(names = "--to", required = true, description = "To whom.")
  private String to;

  @Option(names = "--proto", defaultValue = "tcp", description = "tcp, udp, icmp or sctp")
  private String protocol;

  @Option(names = "--port", defaultValue = "0", description = "Destination port.")
  private int port;

  @Option(names = "--size", defaultValue = "60", description = "Bytes of the IP packet (DF set).")
  private int size;

  @Option(names = "--reply", description = "Walk the first answer too.")
  private boolean reply;

  @Option(names = "--all", description = "Show every possible way, not only the likeliest.")
  private boolean all;

  @Option(names = "--format", defaultValue = "text", description = "text or json")
  private String format;

  @Override
  public Integer call() throws IOException {
    Protocol p =
        Protocol.tryParse(protocol)
            .orElseThrow(
                () -> new ParameterException(spec.commandLine(), "unknown protocol: " + protocol));
    Cluster cluster = Assembler.load(Pipeline.parts(paths), Limits.defaults()).cluster();
    Question.Answer a = new Question(from, to, p, port, size, reply).ask(cluster);
    PrintWriter out = spec.commandLine().getOut();
    if (!format.equals("json")) {
      a.naming().forEach(line -> out.println("name: " + Visible.of(line)));
      a.query().ifPresent(q -> out.println("name server: " + Visible.of(TraceText.verdict(q))));
    }
    if (a.trace().isEmpty()) {
      if (!a.naming().isEmpty()) {
        out.flush();
        return 1;
      }
      throw new UsageException(a.problem());
    }
    Trace whole = a.trace().get();
    Trace shown = all || format.equals("json") ? whole : likeliest(whole);
    if (format.equals("json")) {
      TraceJson.write(shown, out);
      out.println();
    } else {
      TraceText.write(shown, out);
      if (shown.outcomes().size() < whole.outcomes().size()) {
        out.println("(" + whole.outcomes().size() + " possible ways; --all shows them all)");
      }
    }
    out.flush();
    return whole.outcomes().stream()
            .map(o -> o.roundTrip().verdict())
            .allMatch(v -> v == Verdict.DELIVERED || v == Verdict.LEFT)
        ? 0
        : 1;
  }

  /** The likeliest way of every verdict. */
  private static Trace likeliest(Trace t) {
    List<Outcome> kept =
        t.outcomes().stream()
            .map(o -> o.verdict() + " " + o.roundTrip().verdict())
            .distinct()
            .flatMap(
                v ->
                    t.outcomes().stream()
                        .filter(o -> v.equals(o.verdict() + " " + o.roundTrip().verdict()))
                        .max(Comparator.comparingDouble(Outcome::probability))
                        .stream())
            .toList();
    return new Trace(t.from(), t.packet(), kept);
  }
}
