package io.coldcase.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * What a run does that makes a class data archive, beside the analysis that it is: reads a capture,
 * so that the archive holds those classes too.
 */
final class Training {
  /** Of a pcap file: little endian, microseconds, Ethernet. */
  private static final String HEADER = "d4c3b2a1020004000000000000000000ffff000001000000";

  private static final String ETHERNET = "020000000002020000000001";

  private static final String[] PACKETS = {
    // ARP: who has 10.0.0.99
    "0806" + "00010800060400010200000000010a0000010000000000000a000063",
    // TCP 10.0.0.1:40000 > 10.0.0.2:80: SYN, again, and a reset
    "0800"
        + "45000028000140004006000"
        + "00a0000010a0000029c4000500000000100000000500272100000"
        + "0000",
    "0800"
        + "45000028000240004006000"
        + "00a0000010a0000029c4000500000000100000000500272100000"
        + "0000",
    "0800"
        + "45000028000340004006000"
        + "00a0000020a00000100509c400000000000000002501472100000"
        + "0000",
    // UDP 10.0.0.1:40001 > 10.0.0.3:53: a query for a.b
    "0800"
        + "45000031000440004011000"
        + "00a0000010a0000039c410035001d0000"
        + "12340100000100000000000001610162"
        + "0000010001"
  };

  private Training() {}

  static void run() {
    HexFormat hex = HexFormat.of();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(hex.parseHex(HEADER));
    for (int i = 0; file.size() < CaptureAnalysis.WORTH_A_THREAD; i++) {
      byte[] packet = hex.parseHex(ETHERNET + PACKETS[i % PACKETS.length]);
      byte length = (byte) packet.length;
      file.writeBytes(new byte[] {(byte) i, 0, 0, 0, 0, 0, 0, 0});
      file.writeBytes(new byte[] {length, 0, 0, 0, length, 0, 0, 0});
      file.writeBytes(packet);
    }
    try {
      Path capture = Files.createTempFile("coldcase", ".pcap");
      try {
        Files.write(capture, file.toByteArray());
        PlainArguments.capture(new String[] {"capture", capture.toString()})
            .orElseThrow()
            .run(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
      } finally {
        Files.delete(capture);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
