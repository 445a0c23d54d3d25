package io.coldcase.model.kube;

/** Resource quantities (Kubernetes API, Quantity): {@code 100m}, {@code 170Mi}, {@code 1e3}. */
public final class Quantity {
  private Quantity() {}

  /** The number that {@code text} spells, in its base unit (cores, bytes); NaN when it is none. */
  public static double parse(String text) {
    int end = text.length();
    while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    String suffix = text.substring(end);
    double unit = unit(suffix);
    String number = unit == 0 ? text : text.substring(0, end);
    if (number.isEmpty() || number.length() > 40 || !digits(number)) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(number) * (unit == 0 ? 1 : unit);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static boolean digits(String t) {
    for (int i = 0; i < t.length(); i++) {
      char c = t.charAt(i);
      if (!(c >= '0' && c <= '9') && "+-.eE".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static double unit(String suffix) {
    return switch (suffix) {
      case "" -> 1;
      case "n" -> 1e-9;
      case "u" -> 1e-6;
      case "m" -> 1e-3;
      case "k" -> 1e3;
      case "M" -> 1e6;
      case "G" -> 1e9;
      case "T" -> 1e12;
      case "P" -> 1e15;
      case "E" -> 1e18;
      case "Ki" -> 0x1p10;
      case "Mi" -> 0x1p20;
      case "Gi" -> 0x1p30;
      case "Ti" -> 0x1p40;
      case "Pi" -> 0x1p50;
      case "Ei" -> 0x1p60;
      default -> 0;
    };
  }
}
