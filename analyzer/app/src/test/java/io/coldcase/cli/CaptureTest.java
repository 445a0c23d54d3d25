package io.coldcase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {
  @TempDir Path dir;

  /** Two SYNs of one connection to 10.0.0.2 port 80 without an answer, one second apart. */
  private static byte[] unansweredSyn() {
    ByteBuffer b = ByteBuffer.allocate(24 + 2 * (16 + 54)).order(ByteOrder.BIG_ENDIAN);
    b.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65535).putInt(1);
    for (int i = 0; i < 2; i++) {
      b.putInt(1000 + i).putInt(0).putInt(54).putInt(54);
      b.put(new byte[12]).putShort((short) 0x0800);
      b.put((byte) 0x45)
          .put((byte) 0)
          .putShort((short) 40)
          .putShort((short) (7 + i))
          .putShort((short) 0x4000);
      b.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(0x0a000001).putInt(0x0a000002);
      b.putShort((short) 40000).putShort((short) 80).putInt(1).putInt(0);
      b.put((byte) 0x50).put((byte) 2).putShort((short) 64240).putInt(0);
    }
    return b.array();
  }

  private static String run(int exit, String... args) {
    StringWriter out = new StringWriter();
    int code = Main.commandLine(args).setOut(new PrintWriter(out)).execute(args);
    assertThat(code).isEqualTo(exit);
    return out.toString();
  }

  @Test
  void namesTheUnansweredSynWithItsPacketNumber() throws IOException {
    Path file = Files.write(dir.resolve("eth0.pcap"), unansweredSyn());
    assertThat(run(0, "capture", file.toString()))
        .contains("2 packets", "syn-unanswered: 10.0.0.2 port 80, no answer to SYN");
    assertThat(run(0, "capture", "--format", "json", file.toString()))
        .contains("\"kind\":\"syn-unanswered\"", "\"count\":2", "\"packet\":1");
  }

  @Test
  void severalFilesShowWhereAConnectionWas() throws IOException {
    Path a =
        Files.write(
            Files.createDirectories(dir.resolve("w1/pcap")).resolve("cni0.pcap"), unansweredSyn());
    Path b =
        Files.write(
            Files.createDirectories(dir.resolve("w2/pcap")).resolve("eth0.pcap"), unansweredSyn());
    assertThat(run(0, "capture", a.toString(), b.toString()))
        .contains("10.0.0.1:40000 -> 10.0.0.2:80", "w1 cni0", "w2 eth0", "SYN x2");
  }

  @Test
  void whatIsNoCaptureIsSaidAndExitsWithThree() throws IOException {
    Path file =
        Files.write(dir.resolve("x.pcap"), "no capture at all".getBytes(StandardCharsets.UTF_8));
    assertThat(run(3, "capture", file.toString())).contains("no pcap or pcapng file");
  }
}
