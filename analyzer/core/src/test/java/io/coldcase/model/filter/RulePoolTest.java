package io.coldcase.model.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RulePoolTest {
  private final RulePool pool = new RulePool();

  /** Packets that rules whose text begins with hot have matched. */
  private int packets;

  /** A table whose chains are {@code NAME RULE RULE...}. */
  private Chains table(String... chains) {
    ChainsBuilder b = new ChainsBuilder(pool, "node/w1/iptables-save.txt");
    int line = 1;
    for (String c : chains) {
      b.chain(c.split(" ")[0], Optional.empty(), line++, 0, "");
    }
    for (String c : chains) {
      String[] words = c.split(" ");
      b.at(words[0]);
      for (int i = 1; i < words.length; i++) {
        b.rule(
            pool.rule(words[i], t -> new Rule(t, List.of(), List.of(), "")),
            line++,
            words[i].startsWith("hot") ? packets : 0);
      }
    }
    return b.build();
  }

  private static ChainBody body(Chains table, String chain) {
    return table.body(table.get(chain));
  }

  @Test
  void equalTablesShareTheirLayout() {
    assertThat(table("A 1 2", "B 3").names()).isSameAs(table("A 1 2", "B 3").names());
  }

  @Test
  void aChainThatStandsElsewhereIsTheSameObject() {
    Chains one = table("A 1 2", "B 3", "Z 9");
    Chains other = table("A 1 2", "OWN 7", "B 3", "Z 9");
    assertThat(other.names()).containsExactly("A", "OWN", "B", "Z");
    assertThat(body(other, "B")).isSameAs(body(one, "B"));
    assertThat(other.get("B").at(0).line()).isEqualTo(8);
  }

  @Test
  void whatDiffersIsNotTakenForWhatWasBefore() {
    table("A 1 2", "B 3", "Z 9");
    assertThat(body(table("A 1", "B 2 3", "Z 9"), "A").rules()).hasSize(1);
    assertThat(body(table("A 1 2", "B 4", "Z 9"), "B").rules().get(0).text()).isEqualTo("4");
    assertThat(table("A 1 2", "Y 3", "Z 9").names()).containsExactly("A", "Y", "Z");
    assertThat(table("A 1 2", "Z 9").names()).containsExactly("A", "Z");
    Chains turned = table("A 1 2", "Y 3", "B 3", "Z 9");
    assertThat(table("A 1 2", "B 3", "Y 3", "Z 9").names()).isNotEqualTo(turned.names());
  }

  @Test
  void rulesThatCountedPackets() {
    packets = 3;
    Chains first = table("A 1 hot", "B hot2 4");
    assertThat(first.grown()).as("one sample alone").isEmpty();
    assertThat(table("A 1 hot", "B hot2 4").since(first).grown()).isEmpty();
    packets = 10;
    List<Chains.Grown> grown = table("A 1 hot", "B hot2 4").since(first).grown();
    assertThat(grown)
        .extracting(g -> g.chain().name() + " " + g.rule() + " " + g.packets())
        .containsExactly("A 1 7", "B 0 7");
  }
}
