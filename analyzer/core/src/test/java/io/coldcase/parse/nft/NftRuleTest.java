package io.coldcase.parse.nft;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Field;
import io.coldcase.model.filter.Rule;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.RuleMatch.Side;
import io.coldcase.model.filter.Value;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms are those that nft 1.0.6 prints, not those that it accepts. */
class NftRuleTest {
  private static Rule read(String text) {
    return NftRule.read(Words.of(text)).rule();
  }

  private static List<RuleMatch> matches(String text) {
    return read(text).matches();
  }

  @Test
  void statesInACommaListAreAnyOfThemAndNegatedSumsMatchEverything() {
    assertThat(matches("ct state established,related accept"))
        .containsExactly(new RuleMatch.CtState(Set.of("ESTABLISHED", "RELATED"), false));
    assertThat(matches("ct state != established accept"))
        .containsExactly(new RuleMatch.CtState(Set.of("ESTABLISHED"), true));
    // cmp neq of two bits together, which no packet has
    assertThat(read("ct state != established | related drop").unconditional()).isTrue();
    // of a status likewise, but only connections have one
    assertThat(matches("ct status != dnat drop"))
        .containsExactly(new RuleMatch.CtState(Set.of("INVALID", "UNTRACKED"), true));
    assertThat(matches("ct status dnat accept"))
        .containsExactly(new RuleMatch.CtState(Set.of("DNAT"), false));
  }

  @Test
  void statesMayBeAVerdictMap() {
    Rule r = read("ct state vmap { invalid : drop, established : accept, related : accept }");
    assertThat(r.matches()).isEmpty();
    assertThat(r.actions())
        .singleElement()
        .isInstanceOfSatisfying(
            Action.VerdictMap.class,
            m -> {
              assertThat(m.fields()).containsExactly(Field.CT_STATE);
              assertThat(m.inline()).hasSize(3);
            });
  }

  @Test
  void tcpFlagsEndWhereTheNextExpressionBegins() {
    assertThat(matches("tcp flags syn / fin,syn,rst,ack fib saddr type local accept"))
        .containsExactly(
            new RuleMatch.Proto(List.of(6), false),
            new RuleMatch.TcpFlags(0x17, 2, false),
            new RuleMatch.AddressType(true, Set.of("LOCAL"), false));
    assertThat(matches("tcp flags != 0x12 accept"))
        .contains(new RuleMatch.TcpFlags(0xff, 0x12, true));
    assertThat(matches("tcp flags syn accept")).contains(new RuleMatch.TcpFlags(2, 0, true));
  }

  @Test
  void lengthsAndTimesToLiveHaveRelations() {
    assertThat(matches("ip ttl > 5 accept")).contains(new RuleMatch.Ttl(6, 255, false));
    assertThat(matches("ip6 hoplimit < 64 accept")).contains(new RuleMatch.Ttl(0, 63, false));
    assertThat(matches("meta length 0-99 drop")).containsExactly(new RuleMatch.Size(0, 99, false));
    assertThat(matches("meta length != 60 drop")).containsExactly(new RuleMatch.Size(60, 60, true));
  }

  @Test
  void numbersHaveRelations() {
    assertThat(matches("th dport < 1024 drop"))
        .containsExactly(ports(Side.DESTINATION, 0, 1023, false));
    assertThat(matches("th sport >= 8080 drop"))
        .containsExactly(ports(Side.SOURCE, 8080, 65535, false));
    assertThat(matches("th dport != 80-90 drop"))
        .containsExactly(ports(Side.DESTINATION, 80, 90, true));
    assertThat(matches("th dport != 9000-8000 drop"))
        .as("what th dport < 9000 th dport > 8000 is listed as")
        .containsExactly(ports(Side.DESTINATION, 8001, 8999, false));
  }

  private static RuleMatch ports(Side side, int from, int to, boolean not) {
    return new RuleMatch.Ports(side, List.of(new Value.Numbers(from, to)), not);
  }

  @Test
  void trafficClassesAndPacketTypesAreRead() {
    assertThat(matches("ip dscp cs1 accept"))
        .containsExactly(
            new RuleMatch.Family(false), new RuleMatch.TrafficClass(0xfc, 0x20, false));
    assertThat(matches("ip6 ecn != not-ect drop"))
        .containsExactly(new RuleMatch.Family(true), new RuleMatch.TrafficClass(3, 0, true));
    assertThat(matches("meta pkttype host accept"))
        .containsExactly(new RuleMatch.PacketType("UNICAST", false));
    assertThat(read("ip dscp set cs1").actions()).containsExactly(new Action.Pass("DSCP"));
  }

  @Test
  void randomNumbersAreChance() {
    assertThat(matches("meta random & 2147483647 < 1073741824 drop"))
        .containsExactly(new RuleMatch.Chance(0.5));
  }

  @Test
  void aShareOfTheNumbersIsChance() {
    assertThat(matches("numgen random mod 4 < 3 counter drop"))
        .containsExactly(new RuleMatch.Chance(0.75));
    assertThat(matches("numgen inc mod 2 0 drop")).containsExactly(new RuleMatch.Chance(0.5));
    assertThat(matches("numgen inc mod 10 offset 100 { 100, 105-107 } drop"))
        .containsExactly(new RuleMatch.Chance(0.4));
    assertThat(matches("jhash ip saddr . ip daddr mod 5 seed 0x1 != 4 drop"))
        .containsExactly(new RuleMatch.Chance(0.8));
  }

  @Test
  void typesOfIcmpAreOneOrSome() {
    assertThat(matches("icmp type { echo-request, echo-reply } drop"))
        .containsExactly(new RuleMatch.Icmp(false, List.of(8, 0), 0, 255, false));
    assertThat(matches("icmpv6 type != echo-request drop"))
        .containsExactly(new RuleMatch.Icmp(true, List.of(128), 0, 255, true));
  }

  @Test
  void aLimitEndsBeforeTheNextExpression() {
    assertThat(matches("limit rate 5/second burst 5 packets ct state new drop"))
        .hasSize(2)
        .contains(new RuleMatch.CtState(Set.of("NEW"), false));
    assertThat(matches("limit rate over 10 mbytes/second burst 5 kbytes tcp dport 80 drop"))
        .hasSize(3);
  }

  @Test
  void reversePathsAreLookedUpWithOrWithoutTheDevice() {
    assertThat(matches("fib saddr . iif oif missing drop"))
        .containsExactly(new RuleMatch.ReversePath(false, true));
    assertThat(matches("fib saddr oif missing drop"))
        .containsExactly(new RuleMatch.ReversePath(true, true));
    assertThat(matches("fib saddr . iif oif exists accept"))
        .containsExactly(new RuleMatch.ReversePath(false, false));
  }

  @Test
  void marksAreMaskedAndSet() {
    assertThat(matches("meta mark & 0x00000003 != 0x00000000 drop"))
        .containsExactly(new RuleMatch.Mark(false, 0, 3, true));
    assertThat(read("meta mark set meta mark & 0xfffffffe").actions())
        .containsExactly(new Action.SetMark(false, 1, 0));
    assertThat(read("meta mark set ct mark").actions())
        .containsExactly(new Action.CopyMark(true, 0xffffffffL, 0xffffffffL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip dscp { cs1, cs2 } accept",
        "ether saddr 00:11:22:33:44:55 accept",
        "fib daddr . iif type != { local, broadcast, multicast } accept",
        "socket transparent 1 accept",
        "meta iifkind \"bridge\" accept"
      })
  void whatIsNotKnownStaysOneUnmodelledCondition(String text) {
    assertThat(matches(text)).singleElement().isInstanceOf(RuleMatch.Unmodelled.class);
    assertThat(read(text).actions()).containsExactly(new Action.Accept());
  }
}
