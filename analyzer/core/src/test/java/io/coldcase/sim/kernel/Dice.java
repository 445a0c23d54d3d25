package io.coldcase.sim.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Choices at random, and the addresses, devices and ports of {@link World} to choose from. */
record Dice(Random random) {
  static final List<String> HOSTS =
      List.of(
          "10.244.1.2",
          "10.244.1.3",
          "10.244.2.2",
          "172.30.0.11",
          "172.30.0.12",
          "172.30.0.1",
          "198.51.100.7",
          "10.244.1.1");
  static final List<String> VIPS = List.of("10.96.0.10", "10.96.0.20", "10.96.0.30", "10.8.0.9");
  static final List<String> NETS =
      List.of(
          "10.244.0.0/16",
          "10.244.1.0/24",
          "10.244.2.0/24",
          "172.30.0.0/24",
          "10.96.0.0/12",
          "0.0.0.0/0",
          "127.0.0.0/8",
          "224.0.0.0/4",
          "198.51.100.0/24",
          "10.0.0.0/8");
  static final List<String> HOSTS6 =
      List.of(
          "fd00:244:1::2",
          "fd00:244:1::3",
          "fd00:244:2::2",
          "fd00:172::11",
          "fd00:172::12",
          "2001:db8::7");
  static final List<String> VIPS6 = List.of("fd00:96::10", "fd00:96::20");
  static final List<String> NETS6 =
      List.of(
          "fd00:244::/32", "fd00:244:1::/64", "fd00:172::/64", "fd00:96::/112", "::/0", "fd00::/8");
  static final List<Integer> PORTS = List.of(53, 80, 443, 8080, 8443, 9999, 30080, 30081);

  int below(int n) {
    return random.nextInt(n);
  }

  boolean chance(double p) {
    return random.nextDouble() < p;
  }

  <T> T of(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  String of(String... words) {
    return words[random.nextInt(words.length)];
  }

  <T> List<T> some(List<T> list, int atLeast) {
    List<T> out = new ArrayList<>();
    for (T t : list) {
      if (random.nextBoolean()) {
        out.add(t);
      }
    }
    while (out.size() < atLeast) {
      T t = of(list);
      if (!out.contains(t)) {
        out.add(t);
      }
    }
    return out;
  }

  int port() {
    return of(PORTS);
  }

  String host(boolean v6) {
    return v6 ? of(HOSTS6) : of(HOSTS);
  }

  String vip(boolean v6) {
    return v6 ? of(VIPS6) : of(VIPS);
  }

  String target(boolean v6) {
    return chance(0.4) ? vip(v6) : host(v6);
  }

  String net(boolean v6) {
    return chance(0.5) ? (v6 ? of(NETS6) : of(NETS)) : target(v6);
  }

  String dev() {
    return of("eth0", "cni0", "vetha", "vethb", "flannel.1", "lo", "veth+", "eth+", "c+");
  }
}
