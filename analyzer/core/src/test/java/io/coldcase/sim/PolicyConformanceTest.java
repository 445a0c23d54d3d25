package io.coldcase.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.assemble.Assembler;
import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ArtifactStatus;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Pod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The idea of the upstream conformance tests: nine pods (a, b, c in x, y, z), every pair, protocol
 * and port, against policies as the API returns them. What must be allowed is said in the words of
 * the API reference (NetworkPolicySpec).
 */
class PolicyConformanceTest {
  /** One connection, and whom it is between. */
  record Try(String fromNs, String fromPod, String toNs, String toPod, String protocol, int port) {
    boolean to(String ns, String pod) {
      return toNs.equals(ns) && (pod.isEmpty() || toPod.equals(pod));
    }

    boolean from(String ns, String pod) {
      return (ns.isEmpty() || fromNs.equals(ns)) && (pod.isEmpty() || fromPod.equals(pod));
    }

    boolean itself() {
      return fromNs.equals(toNs) && fromPod.equals(toPod);
    }
  }

  /** Says what the policies must allow. */
  interface Allowed {
    boolean test(Try t);
  }

  record Case(String name, List<String> policies, Allowed allowed) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case one(String name, Allowed allowed, String... policies) {
    return new Case(name, List.of(policies), allowed);
  }

  private static String policy(String ns, String spec) {
    return "{'kind':'NetworkPolicy','metadata':{'name':'p%d','namespace':'%s'},'spec':{%s}}"
        .formatted(Math.abs(spec.hashCode()), ns, spec);
  }

  private static String ingress(String pods, String rules) {
    return policy(
        "x", "'podSelector':{%s},'policyTypes':['Ingress'],'ingress':[%s]".formatted(pods, rules));
  }

  private static String egress(String pods, String rules) {
    return policy(
        "x", "'podSelector':{%s},'policyTypes':['Egress'],'egress':[%s]".formatted(pods, rules));
  }

  private static final String A = "'matchLabels':{'pod':'a'}";

  static Stream<Case> cases() {
    return Stream.of(
        one("no policy: all open", t -> true),
        one("deny all ingress of a namespace", t -> !t.to("x", ""), ingress("", "")),
        one("deny all egress of a namespace", t -> !t.from("x", ""), egress("", "")),
        one("a policy of one pod leaves the others open", t -> !t.to("x", "a"), ingress(A, "")),
        one("an empty rule allows everybody", t -> true, ingress("", "{}")),
        one(
            "policyTypes left out: Ingress",
            t -> !t.to("x", "a"),
            policy("x", "'podSelector':{" + A + "}")),
        one(
            "policyTypes left out with egress rules: both",
            t -> !t.to("x", "a") && (!t.from("x", "a") || t.to("y", "")),
            policy(
                "x",
                "'podSelector':{"
                    + A
                    + "},'egress':[{'to':[{'namespaceSelector':{'matchLabels':{'ns':'y'}}}]}]")),
        one(
            "pods of the own namespace by label",
            t -> !t.to("x", "a") || t.from("x", "b"),
            ingress(A, "{'from':[{'podSelector':{'matchLabels':{'pod':'b'}}}]}")),
        one(
            "an empty podSelector: all pods of the own namespace",
            t -> !t.to("x", "a") || t.from("x", ""),
            ingress(A, "{'from':[{'podSelector':{}}]}")),
        one(
            "all pods of a namespace",
            t -> !t.to("x", "a") || t.from("y", ""),
            ingress(A, "{'from':[{'namespaceSelector':{'matchLabels':{'ns':'y'}}}]}")),
        one(
            "an empty namespaceSelector: all pods",
            t -> true,
            ingress(A, "{'from':[{'namespaceSelector':{}}]}")),
        one(
            "namespaceSelector and podSelector in one peer: both",
            t -> !t.to("x", "a") || t.from("y", "b"),
            ingress(
                A,
                "{'from':[{'namespaceSelector':{'matchLabels':{'ns':'y'}},'podSelector':{'matchLabels':{'pod':'b'}}}]}")),
        one(
            "two peers: either",
            t -> !t.to("x", "a") || t.from("y", "") || t.from("x", "b"),
            ingress(
                A,
                "{'from':[{'namespaceSelector':{'matchLabels':{'ns':'y'}}},{'podSelector':{'matchLabels':{'pod':'b'}}}]}")),
        one(
            "matchExpressions NotIn",
            t -> !t.to("x", "a") || !t.from("x", ""),
            ingress(
                A,
                "{'from':[{'namespaceSelector':{'matchExpressions':[{'key':'ns','operator':'NotIn','values':['x']}]}}]}")),
        one(
            "matchExpressions Exists and In",
            t -> !t.to("x", "a") || t.from("", "b") || t.from("", "c"),
            ingress(
                A,
                "{'from':[{'namespaceSelector':{'matchExpressions':[{'key':'ns','operator':'Exists'}]},'podSelector':{'matchExpressions':[{'key':'pod','operator':'In','values':['b','c']}]}}]}")),
        one(
            "the name label that every namespace has",
            t -> !t.to("x", "a") || t.from("z", ""),
            ingress(
                A,
                "{'from':[{'namespaceSelector':{'matchLabels':{'kubernetes.io/metadata.name':'z'}}}]}")),
        one(
            "a port, TCP by default",
            t -> !t.to("x", "a") || (t.protocol().equals("TCP") && t.port() == 81),
            ingress(A, "{'ports':[{'port':81}]}")),
        one(
            "a protocol without port: all its ports",
            t -> !t.to("x", "a") || t.protocol().equals("SCTP"),
            ingress(A, "{'ports':[{'protocol':'SCTP'}]}")),
        one(
            "a range of ports",
            t ->
                !t.to("x", "a") || (t.protocol().equals("UDP") && t.port() >= 80 && t.port() <= 81),
            ingress(A, "{'ports':[{'protocol':'UDP','port':80,'endPort':81}]}")),
        one(
            "a named port is the one of the target",
            t -> !t.to("x", "a") || (t.protocol().equals("TCP") && t.port() == 81),
            ingress(A, "{'ports':[{'protocol':'TCP','port':'serve-81'}]}")),
        one(
            "a named port of egress is the one of the peer",
            t -> !t.from("x", "a") || (t.protocol().equals("TCP") && t.port() == 80),
            egress(A, "{'ports':[{'port':'serve-80'}]}")),
        one(
            "peers and ports of one rule: both",
            t ->
                !t.to("x", "a")
                    || (t.from("y", "") && t.protocol().equals("TCP") && t.port() == 80),
            ingress(
                A,
                "{'from':[{'namespaceSelector':{'matchLabels':{'ns':'y'}}}],'ports':[{'port':80}]}")),
        one(
            "two rules: either",
            t ->
                !t.to("x", "a")
                    || t.from("y", "")
                    || (t.protocol().equals("TCP") && t.port() == 80),
            ingress(
                A,
                "{'from':[{'namespaceSelector':{'matchLabels':{'ns':'y'}}}]},{'ports':[{'port':80}]}")),
        one(
            "an ipBlock without its exception",
            t -> !t.to("x", "a") || (t.from("y", "") && !t.from("y", "b")),
            ingress(A, "{'from':[{'ipBlock':{'cidr':'10.0.1.0/24','except':['10.0.1.2/32']}}]}")),
        one(
            "an ipBlock of egress",
            t -> !t.from("x", "a") || t.to("z", "c"),
            egress(A, "{'to':[{'ipBlock':{'cidr':'10.0.2.3/32'}}]}")),
        one(
            "policies add up",
            t -> !t.to("x", "a") || t.from("y", "") || t.from("z", "a"),
            ingress("", "{'from':[{'namespaceSelector':{'matchLabels':{'ns':'y'}}}]}")
                .replace("'podSelector':{}", "'podSelector':{" + A + "}"),
            ingress(
                A,
                "{'from':[{'namespaceSelector':{'matchLabels':{'ns':'z'}},'podSelector':{'matchLabels':{'pod':'a'}}}]}"),
            ingress(A, "")),
        one(
            "both ends must allow",
            t -> (!t.to("x", "a") || t.from("y", "a")) && (!t.from("y", "a") || t.to("x", "")),
            ingress(
                A,
                "{'from':[{'namespaceSelector':{'matchLabels':{'ns':'y'}},'podSelector':{'matchLabels':{'pod':'a'}}}]}"),
            policy(
                "y",
                "'podSelector':{"
                    + A
                    + "},'policyTypes':['Egress'],'egress':[{'to':[{'namespaceSelector':{'matchLabels':{'ns':'x'}}}]}]")),
        one("deny all and allow all: allowed", t -> true, ingress("", ""), ingress("", "{}")),
        one(
            "admin: Deny comes before what a NetworkPolicy allows",
            t -> !t.to("x", "") || !t.from("y", ""),
            admin(10, inNamespace("x"), from("Deny", inNamespace("y"))),
            ingress("", "{}")),
        one(
            "admin: Allow comes before what NetworkPolicies deny",
            t -> !t.to("x", "") || t.from("y", ""),
            admin(10, inNamespace("x"), from("Allow", inNamespace("y"))),
            ingress("", "")),
        one(
            "admin: the lower priority decides",
            t -> !t.to("x", "") || !t.from("y", ""),
            admin(20, inNamespace("x"), from("Allow", inNamespace("y"))),
            admin(10, inNamespace("x"), from("Deny", inNamespace("y")))),
        one(
            "admin: the first rule of a policy decides",
            t -> !t.to("x", "") || t.from("y", ""),
            admin(
                10,
                inNamespace("x"),
                from("Allow", inNamespace("y")) + "," + from("Deny", "'namespaces':{}"))),
        one(
            "admin: Pass leaves it to the NetworkPolicies, past later admin policies",
            t -> !t.to("x", "a") || t.from("x", "b"),
            admin(10, inNamespace("x"), from("Pass", "'namespaces':{}")),
            admin(20, inNamespace("x"), from("Deny", "'namespaces':{}")),
            ingress(A, "{'from':[{'podSelector':{'matchLabels':{'pod':'b'}}}]}")),
        one(
            "admin: pods by label, and ports",
            t ->
                !(t.to("x", "a")
                    && t.from("y", "b")
                    && (t.protocol().equals("TCP") && t.port() <= 81
                        || t.protocol().equals("UDP") && t.port() >= 81)),
            admin(
                10,
                "'pods':{'namespaceSelector':{'matchLabels':{'ns':'x'}},'podSelector':{" + A + "}}",
                "{'action':'Deny','from':[{'pods':{'namespaceSelector':{'matchLabels':{'ns':'y'}},"
                    + "'podSelector':{'matchLabels':{'pod':'b'}}}}],'ports':[{'namedPort':'serve-80'},"
                    + "{'portNumber':{'protocol':'TCP','port':81}},"
                    + "{'portRange':{'protocol':'UDP','start':81,'end':9000}}]}")),
        one(
            "baseline: denies what no NetworkPolicy is for",
            t -> t.to("x", "a") || !t.to("x", ""),
            baseline(inNamespace("x"), from("Deny", "'namespaces':{}")),
            ingress(A, "{}")),
        one(
            "baseline: an admin policy comes before it",
            t -> !t.to("x", "") || t.from("z", ""),
            baseline(inNamespace("x"), from("Deny", "'namespaces':{}")),
            admin(1000, inNamespace("x"), from("Allow", inNamespace("z")))),
        one(
            "admin: networks are of egress",
            t -> !t.from("x", "a") || !t.to("y", ""),
            admin(
                    5,
                    "'pods':{'namespaceSelector':{'matchLabels':{'ns':'x'}},'podSelector':{"
                        + A
                        + "}}",
                    "{'action':'Deny','to':[{'networks':['10.0.1.0/24']}]}")
                .replace("'ingress'", "'egress'")));
  }

  /** A part of a rule, and what it lets through. */
  record Part(String name, String json, Allowed allowed) {}

  /** Every peer with every port, each way: what cyclonus calls its generated cases. */
  static Stream<Case> generated() {
    List<Case> all = new ArrayList<>();
    for (boolean in : new boolean[] {true, false}) {
      for (Part peer : peers(in)) {
        for (Part port : ports()) {
          String rule =
              "{"
                  + peer.json()
                  + (peer.json().isEmpty() || port.json().isEmpty() ? "" : ",")
                  + port.json()
                  + "}";
          all.add(
              one(
                  (in ? "ingress from " : "egress to ") + peer.name() + ", " + port.name(),
                  t ->
                      !(in ? t.to("x", "a") : t.from("x", "a"))
                          || (peer.allowed().test(t) && port.allowed().test(t)),
                  in ? ingress(A, rule) : egress(A, rule)));
        }
      }
    }
    return all.stream();
  }

  private static List<Part> peers(boolean in) {
    return List.of(
        new Part("anybody", "", t -> true),
        peer(in, "an empty list", "", t -> true),
        peer(
            in,
            "pods b",
            "{'podSelector':{'matchLabels':{'pod':'b'}}}",
            t -> other(in, t, "x", "b")),
        peer(
            in,
            "namespace y",
            "{'namespaceSelector':{'matchLabels':{'ns':'y'}}}",
            t -> other(in, t, "y", "")),
        peer(in, "every namespace", "{'namespaceSelector':{}}", t -> true),
        peer(
            in,
            "pods b of y",
            "{'namespaceSelector':{'matchLabels':{'ns':'y'}},'podSelector':{'matchLabels':{'pod':'b'}}}",
            t -> other(in, t, "y", "b")),
        peer(
            in,
            "namespaces but y, and pods b of y",
            "{'namespaceSelector':{'matchExpressions':[{'key':'ns','operator':'NotIn','values':['y']}]}},"
                + "{'namespaceSelector':{'matchLabels':{'ns':'y'}},'podSelector':{'matchLabels':{'pod':'b'}}}",
            t -> !other(in, t, "y", "a") && !other(in, t, "y", "c")),
        peer(in, "a network", "{'ipBlock':{'cidr':'10.0.1.0/24'}}", t -> other(in, t, "y", "")),
        peer(
            in,
            "a network with an exception",
            "{'ipBlock':{'cidr':'10.0.0.0/8','except':['10.0.1.0/24']}}",
            t -> !other(in, t, "y", "")),
        peer(in, "one address", "{'ipBlock':{'cidr':'10.0.2.3/32'}}", t -> other(in, t, "z", "c")));
  }

  private static Part peer(boolean in, String name, String json, Allowed allowed) {
    return new Part(name, (in ? "'from':[" : "'to':[") + json + "]", allowed);
  }

  private static boolean other(boolean in, Try t, String ns, String pod) {
    return in ? t.from(ns, pod) : t.to(ns, pod);
  }

  private static List<Part> ports() {
    return List.of(
        new Part("every port", "", t -> true),
        new Part("an empty list of ports", "'ports':[]", t -> true),
        port("80, of TCP", "{'port':80}", t -> t.protocol().equals("TCP") && t.port() == 80),
        port(
            "81 of UDP",
            "{'protocol':'UDP','port':81}",
            t -> t.protocol().equals("UDP") && t.port() == 81),
        port("SCTP", "{'protocol':'SCTP'}", t -> t.protocol().equals("SCTP")),
        port(
            "a name",
            "{'protocol':'TCP','port':'serve-81'}",
            t -> t.protocol().equals("TCP") && t.port() == 81),
        port("a name of another protocol", "{'protocol':'UDP','port':'serve-81'}", t -> false),
        port(
            "a range, and another",
            "{'protocol':'TCP','port':80,'endPort':81},{'protocol':'UDP','port':8000}",
            t ->
                t.protocol().equals("TCP") && t.port() <= 81
                    || t.protocol().equals("UDP") && t.port() == 8000));
  }

  private static Part port(String name, String json, Allowed allowed) {
    return new Part(name, "'ports':[" + json + "]", allowed);
  }

  private static String inNamespace(String ns) {
    return "'namespaces':{'matchLabels':{'ns':'" + ns + "'}}";
  }

  private static String from(String action, String peer) {
    return "{'action':'" + action + "','from':[{" + peer + "}]}";
  }

  private static String admin(int priority, String subject, String rules) {
    return "{'kind':'AdminNetworkPolicy','metadata':{'name':'a%d'},'spec':{'priority':%d,'subject':{%s},'ingress':[%s]}}"
        .formatted(priority, priority, subject, rules);
  }

  private static String baseline(String subject, String rules) {
    return "{'kind':'BaselineAdminNetworkPolicy','metadata':{'name':'default'},'spec':{'subject':{%s},'ingress':[%s]}}"
        .formatted(subject, rules);
  }

  @ParameterizedTest
  @MethodSource({"cases", "generated"})
  void everyPairIsJudgedAsTheReferenceSays(Case c) throws IOException {
    Cluster cluster = cluster(c.policies());
    Policies policies = new Policies(cluster);
    List<String> wrong = new ArrayList<>();
    int tried = 0;
    for (Pod from : cluster.objects(Pod.class)) {
      for (Pod to : cluster.objects(Pod.class)) {
        for (String protocol : List.of("TCP", "UDP", "SCTP")) {
          for (int port : List.of(80, 81, 8000)) {
            Try t =
                new Try(from.namespace(), from.name(), to.namespace(), to.name(), protocol, port);
            if (t.itself()) {
              continue; // a pod always reaches itself
            }
            tried++;
            if (policies.denies(from, to, protocol, port).isEmpty() != c.allowed().test(t)) {
              wrong.add(t.toString());
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(tried).isEqualTo(72 * 9);
  }

  private static Cluster cluster(List<String> policies) throws IOException {
    List<String> namespaces = new ArrayList<>();
    List<String> pods = new ArrayList<>();
    List<String> names = List.of("x", "y", "z");
    for (String ns : names) {
      namespaces.add(
          "{'kind':'Namespace','metadata':{'name':'%1$s','labels':{'ns':'%1$s','kubernetes.io/metadata.name':'%1$s'}}}"
              .formatted(ns));
      for (String pod : List.of("a", "b", "c")) {
        String ip = "10.0." + names.indexOf(ns) + "." + (pod.charAt(0) - 'a' + 1);
        pods.add(
            """
            {'kind':'Pod','metadata':{'name':'%2$s','namespace':'%1$s','labels':{'pod':'%2$s'}},
             'spec':{'nodeName':'n','containers':[{'name':'c','ports':[{'name':'serve-80','containerPort':80,'protocol':'TCP'},
             {'name':'serve-81','containerPort':81,'protocol':'TCP'}]}]},'status':{'phase':'Running','podIP':'%3$s','podIPs':[{'ip':'%3$s'}]}}\
            """
                .formatted(ns, pod, ip));
      }
    }
    Assembler a = new Assembler();
    put(a, "namespaces", namespaces);
    put(a, "pods", pods);
    put(a, "networkpolicies", policies.stream().filter(p -> !admin(p)).toList());
    put(
        a,
        "crs/policy.networking.k8s.io/adminnetworkpolicies",
        policies.stream().filter(p -> admin(p)).toList());
    return a.cluster();
  }

  private static boolean admin(String policy) {
    return policy.contains("AdminNetworkPolicy'");
  }

  private static void put(Assembler a, String kind, List<String> items) throws IOException {
    String json = "{'kind':'List','items':[" + String.join(",", items) + "]}";
    a.accept(
        Artifact.of("cluster/" + kind + ".json").withStatus(ArtifactStatus.COLLECTED, ""),
        new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }
}
