package io.coldcase.report.html;

import static j2html.TagCreator.tag;

import io.coldcase.report.Visible;
import j2html.tags.ContainerTag;
import java.util.Locale;

/** Shapes of SVG 1.1; j2html escapes their text. */
final class Svg {
  private Svg() {}

  static ContainerTag<?> rect(String css, double x, double y, double w, double h, double radius) {
    return tag("rect")
        .attr("class", css)
        .attr("x", number(x))
        .attr("y", number(y))
        .attr("width", number(w))
        .attr("height", number(h))
        .attr("rx", number(radius));
  }

  static ContainerTag<?> line(String css, double x1, double y1, double x2, double y2) {
    return tag("line")
        .attr("class", css)
        .attr("x1", number(x1))
        .attr("y1", number(y1))
        .attr("x2", number(x2))
        .attr("y2", number(y2));
  }

  /** Text, cut to about {@code width} units. */
  static ContainerTag<?> text(String css, double x, double y, double width, String content) {
    String shown = Visible.of(content);
    int room = (int) (width / 6.6);
    return tag("text")
        .attr("class", css)
        .attr("x", number(x))
        .attr("y", number(y))
        .withText(shown.length() > room ? shown.substring(0, Math.max(1, room - 1)) + "…" : shown);
  }

  static String number(double v) {
    return String.format(Locale.ROOT, "%.1f", v);
  }
}
