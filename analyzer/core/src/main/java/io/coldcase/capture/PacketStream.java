package io.coldcase.capture;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The packets of a capture with their headers read, some hundred at a time. A second thread may
 * read ahead: then reading and dissecting one batch go beside whatever is done with the one before.
 */
abstract sealed class PacketStream implements Closeable {
  /** Some hundred packets; filled again and again. */
  static final class Batch {
    private static final int SIZE = 512;

    private final Packet[] packets = new Packet[SIZE];
    private int count;

    /** Arrays that only packets of this batch, or of those before, point into. */
    private final List<byte[]> left = new ArrayList<>();

    int count() {
      return count;
    }

    Packet packet(int i) {
      return packets[i];
    }
  }

  private final CaptureReader reader;
  private final DuplicateFilter duplicates = new DuplicateFilter();

  private final Queue<byte[]> spare = new ArrayDeque<>();
  private List<byte[]> left = new ArrayList<>();

  private PacketStream(CaptureReader reader) {
    this.reader = reader;
    reader.arrays(this::after);
  }

  private byte[] after(byte[] full) {
    left.add(full);
    byte[] again = spare.poll();
    return again == null ? new byte[Input.SIZE] : again;
  }

  /**
   * @param ahead with a second thread, which pays for captures of some megabytes while a processor
   *     is idle
   */
  static PacketStream of(CaptureReader reader, boolean ahead) {
    return ahead ? new Ahead(reader) : new Direct(reader);
  }

  /** The next packets, valid until the next call; none at the end. */
  abstract Batch next() throws IOException;

  Batch fill(Batch b) throws IOException {
    spare.addAll(b.left);
    b.left.clear();
    left = b.left;
    int n = 0;
    while (n < Batch.SIZE) {
      Packet p = b.packets[n];
      if (p == null) {
        p = new Packet();
        b.packets[n] = p;
      }
      if (!reader.next(p.frame)) {
        break;
      }
      p.headers.read(p.frame);
      p.twice = p.headers.levels() > 0 && duplicates.seen(p.headers, p.frame);
      n++;
    }
    b.count = n;
    return b;
  }

  @Override
  public void close() {}

  private static final class Direct extends PacketStream {
    private final Batch batch = new Batch();

    Direct(CaptureReader reader) {
      super(reader);
    }

    @Override
    Batch next() throws IOException {
      return fill(batch);
    }
  }

  private static final class Ahead extends PacketStream {
    private static final int BATCHES = 4;

    private final BlockingQueue<Batch> free = new LinkedBlockingQueue<>();
    private final BlockingQueue<Batch> full = new LinkedBlockingQueue<>();
    private final FutureTask<Void> reading =
        new FutureTask<>(
            () -> {
              readAll();
              return null;
            });
    private final Thread thread = new Thread(reading, "packets");
    private Batch last = new Batch();

    Ahead(CaptureReader reader) {
      super(reader);
      for (int i = 1; i < BATCHES; i++) {
        free.add(new Batch());
      }
      thread.setDaemon(true);
      thread.start();
    }

    private void readAll() throws IOException, InterruptedException {
      Batch b = free.take();
      try {
        while (fill(b).count > 0) {
          full.add(b);
          b = free.take();
        }
      } finally {
        b.count = 0;
        full.add(b);
      }
    }

    @Override
    Batch next() throws IOException {
      try {
        free.add(last);
        last = full.take();
        if (last.count == 0) {
          reading.get();
        }
        return last;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException("interrupted while a capture was read");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        throw new IllegalStateException(e.getCause());
      }
    }

    @Override
    public void close() {
      reading.cancel(true);
    }
  }
}
