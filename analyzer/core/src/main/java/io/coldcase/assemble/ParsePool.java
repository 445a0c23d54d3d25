package io.coldcase.assemble;

import io.coldcase.bundle.Member;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Parses on a few threads what one thread reads: small members wait as arrays, {@value
 * #WAITING_KIB} KiB at most, a large one flows through a pipe of {@value Pipe#CHUNKS} chunks while
 * it is read.
 */
final class ParsePool implements AutoCloseable {
  static final int WAITING_KIB = 48 << 10;

  private final ExecutorService workers;
  private final Semaphore kib = new Semaphore(WAITING_KIB);
  private final BlockingQueue<Future<?>> tasks = new LinkedBlockingQueue<>();

  /** Reads one member's content; IOException only from the content. */
  interface Task {
    void parse(InputStream content) throws IOException;
  }

  ParsePool(int threads) {
    workers =
        Executors.newFixedThreadPool(
            threads,
            r -> {
              Thread t = new Thread(r, "parse");
              t.setDaemon(true);
              return t;
            });
  }

  /** Takes a member from the reading thread; blocks while too much is waiting. */
  void submit(Member member, Task task) throws IOException {
    if (member.bytes().isPresent()) {
      byte[] bytes = member.bytes().get();
      int cost = Math.min(WAITING_KIB, 1 + (bytes.length >> 10));
      kib.acquireUninterruptibly(cost);
      run(
          () -> {
            try {
              task.parse(new ByteArrayInputStream(bytes));
            } finally {
              kib.release(cost);
            }
          });
    } else {
      Pipe pipe = new Pipe();
      run(
          () -> {
            try {
              task.parse(pipe);
            } finally {
              pipe.abandon();
            }
          });
      pipe.fill(member.content());
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private void run(Work work) {
    tasks.add(
        workers.submit(
            () -> {
              work.run();
              return null;
            }));
  }

  /** Waits until everything submitted is parsed; throws what a task threw. */
  void finish() throws IOException {
    for (Future<?> f = tasks.poll(); f != null; f = tasks.poll()) {
      try {
        f.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      }
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  /** Bytes from the reading thread to one parser. */
  private static final class Pipe extends InputStream {
    static final int CHUNKS = 8;
    private static final int CHUNK = 1 << 18;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(CHUNKS);
    private final AtomicBoolean abandoned = new AtomicBoolean();
    private byte[] chunk = {0};
    private int at = 1;

    /** Copies {@code in} until its end, or until the parser has had enough. */
    void fill(InputStream in) throws IOException {
      int n;
      do {
        byte[] b = new byte[CHUNK];
        n = in.readNBytes(b, 0, CHUNK);
        offer(n == 0 ? END : n == CHUNK ? b : Arrays.copyOf(b, n));
      } while (n > 0 && !abandoned.get());
    }

    private void offer(byte[] b) throws IOException {
      try {
        while (!abandoned.get() && !queue.offer(b, 50, TimeUnit.MILLISECONDS)) {
          // the parser is slower than the reader
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    void abandon() {
      abandoned.set(true);
      queue.clear();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      if (chunk.length > 0 && at == chunk.length) {
        try {
          chunk = queue.take();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
        at = 0;
      }
      if (chunk.length == 0) {
        return -1;
      }
      int n = Math.min(len, chunk.length - at);
      System.arraycopy(chunk, at, b, off, n);
      at += n;
      return n;
    }
  }
}
