package io.coldcase.capture;

/**
 * A capture interface of a file.
 *
 * @param name if_name of pcapng, or empty
 * @param snapLength bytes kept of each packet, 0 = no limit
 * @param received packets seen by the interface, -1 when the file does not say
 * @param dropped packets lost for lack of buffer space, -1 when the file does not say
 */
public record CaptureInterface(
    String name, int linkType, int snapLength, long received, long dropped) {
  CaptureInterface withCounters(long newReceived, long newDropped) {
    return new CaptureInterface(name, linkType, snapLength, newReceived, newDropped);
  }
}
