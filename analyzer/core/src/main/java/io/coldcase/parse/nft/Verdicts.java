package io.coldcase.parse.nft;

import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verdicts, plain or one of several by chance. */
final class Verdicts {
  private Verdicts() {}

  /** A verdict, if one stands here. */
  static Optional<Action> read(Cursor c) {
    String w = c.word();
    c.next();
    return switch (w) {
      case "accept" -> Optional.of(new Action.Accept());
      case "drop" -> Optional.of(new Action.Drop());
      case "return" -> Optional.of(new Action.Return());
      case "continue" -> Optional.of(new Action.Pass("continue"));
      case "jump" -> Optional.of(new Action.Jump(c.pull()));
      case "goto" -> Optional.of(new Action.Goto(c.pull()));
      default -> Optional.empty();
    };
  }

  /** Parses the right side of one option of a spread. */
  interface Option {
    Optional<Action> read(String word);
  }

  /** {@code numgen random mod N vmap {0-1 : verdict, ...}}, or {@code map} with addresses. */
  static Optional<Action> spread(Cursor c, Option option) {
    long mod = 0;
    while (c.more() && !c.word().equals("vmap") && !c.word().equals("map")) {
      if (c.take("mod")) {
        mod = Cursor.number(c.word());
      }
      c.next();
    }
    c.next();
    if (mod <= 0 || !c.take("{")) {
      return Optional.empty();
    }
    List<Action.Weighted> options = new ArrayList<>();
    while (c.more() && !c.take("}")) {
      Optional<Value> n = Values.number(c.word());
      c.next();
      if (n.isEmpty() || !c.take(":")) {
        return Optional.empty();
      }
      Optional<Action> a = c.statement() ? read(c) : address(c, option);
      if (a.isEmpty()) {
        return Optional.empty();
      }
      Value.Numbers r = (Value.Numbers) n.get();
      options.add(new Action.Weighted(a.get(), (r.to() - r.from() + 1.0) / mod));
      c.take(",");
    }
    return Optional.of(new Action.Choice(options));
  }

  private static Optional<Action> address(Cursor c, Option option) {
    String host = c.word();
    c.next();
    if (c.take(".")) {
      host = host + ":" + c.word();
      c.next();
    }
    return option.read(host);
  }
}
