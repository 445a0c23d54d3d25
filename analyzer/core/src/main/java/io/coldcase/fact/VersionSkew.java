package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.host.Setting;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.KubeVersion;
import io.coldcase.model.kube.Workload;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * kube-proxy of a minor version that the version skew policy (Kubernetes, "Version Skew Policy")
 * does not let stand beside the API server's: newer, or more than three older (two for a kube-proxy
 * before 1.25).
 *
 * @param image of kube-proxy
 * @param server git version of the API server
 */
public record VersionSkew(String image, String server, List<Evidence> evidence) {
  private static final Pattern MINOR = Pattern.compile("(?:^|:)v?1\\.(\\d{1,3})(?:\\.|$)");
  private static final int THREE_SINCE = 25;

  public VersionSkew {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Optional<Setting> server = cluster.store().get(Kinds.VERSION).flatMap(KubeVersion::server);
    if (server.isEmpty()) {
      return;
    }
    int api = minor(server.get().text());
    for (Workload w : cluster.objects(Workload.class)) {
      if (!w.key().equals("kube-system/kube-proxy")) {
        continue;
      }
      for (Container c : w.template().containers()) {
        int own = minor(c.image());
        int oldest = api - (own >= THREE_SINCE ? 3 : 2);
        if (c.name().equals("kube-proxy") && own >= 0 && api >= 0 && (own > api || own < oldest)) {
          facts.accept(
              new VersionSkew(
                  c.image(),
                  server.get().text(),
                  List.of(
                      new Evidence(w.at(c.place(), c.image()), "the version of kube-proxy"),
                      new Evidence(server.get().at(), "the version of the API server"))));
        }
      }
    }
  }

  private static int minor(String text) {
    int digest = text.indexOf('@');
    Matcher m = MINOR.matcher(digest < 0 ? text : text.substring(0, digest));
    return m.find() ? Integer.parseInt(m.group(1)) : -1;
  }
}
