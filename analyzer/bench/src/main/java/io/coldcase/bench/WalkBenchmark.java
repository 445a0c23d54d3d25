package io.coldcase.bench;

import io.coldcase.assemble.Assembler;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.sim.Packet;
import io.coldcase.sim.Trace;
import io.coldcase.sim.Walker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One walk, and the indexing before all walks, in a generated bundle (system property {@code
 * bundle}): a pod's request to a Service, every time another one, through all rules of its node.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class WalkBenchmark {
  private Cluster cluster;
  private Walker walker;
  private Pod pod;
  private List<Service> services = List.of();
  private int next;

  @Setup
  public void load() throws IOException {
    cluster = Assembler.load(Path.of(System.getProperty("bundle"))).cluster();
    walker = new Walker(cluster);
    services =
        cluster.objects(Service.class).stream().filter(s -> !s.clusterIps().isEmpty()).toList();
    pod =
        cluster.nodes().stream()
            .filter(n -> walker.known(n.name()))
            .flatMap(n -> cluster.podsOn(n.name()).stream())
            .filter(p -> !p.spec().hostNetwork() && !p.ips().isEmpty())
            .findFirst()
            .orElseThrow();
  }

  /** Through PREROUTING to FORWARD and POSTROUTING of the sender's node, and on to the endpoint. */
  @Benchmark
  public Trace walk() {
    Service s = services.get(next++ % services.size());
    Ip src = pod.ips().get(0);
    int port = s.ports().isEmpty() ? 80 : s.ports().get(0).port();
    return walker.fromPod(pod, Packet.tcp(src, s.clusterIps().get(0), port), false);
  }

  /** All nodes of the bundle. */
  @Benchmark
  public Walker index() {
    return new Walker(cluster);
  }
}
