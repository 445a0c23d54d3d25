package io.coldcase.parse.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class AutomatonTest {
  private static Set<Integer> found(List<String> literals, String text) {
    Set<Integer> found = new TreeSet<>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    new Automaton(literals).scan(bytes, 0, bytes.length, found::add);
    return found;
  }

  @Property
  void findsWhatIndexOfFinds(
      @ForAll @Size(min = 1, max = 8)
          List<@NotEmpty @StringLength(max = 5) @CharRange(from = 'a', to = 'c') String> literals,
      @ForAll @StringLength(max = 60) @CharRange(from = 'A', to = 'd') String text) {
    Set<Integer> expected = new TreeSet<>();
    for (int i = 0; i < literals.size(); i++) {
      if (text.toLowerCase(Locale.ROOT).contains(literals.get(i))) {
        expected.add(i);
      }
    }
    assertThat(found(literals, text)).isEqualTo(expected);
  }

  @Test
  void findsLiteralsInsideOthers() {
    assertThat(found(List.of("he", "she", "his", "hers"), "uSHErs")).containsExactly(0, 1, 3);
    assertThat(found(List.of(), "anything")).isEmpty();
    assertThat(found(List.of("zürich"), "in Zürich")).containsExactly(0);
  }
}
