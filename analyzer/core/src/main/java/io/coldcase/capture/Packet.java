package io.coldcase.capture;

/** A frame and its headers; filled again and again. */
final class Packet {
  final Frame frame = new Frame();
  final Dissection headers = new Dissection();

  /** The capture saw it a moment ago at another place of the same file. */
  boolean twice;
}
