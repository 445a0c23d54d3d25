package io.coldcase.capture;

/** A place where packets were captured: a device of a node. */
public record Point(String node, String device) implements Comparable<Point> {
  @Override
  public int compareTo(Point o) {
    int c = node.compareTo(o.node);
    return c != 0 ? c : device.compareTo(o.device);
  }

  @Override
  public String toString() {
    return node + " " + device;
  }
}
