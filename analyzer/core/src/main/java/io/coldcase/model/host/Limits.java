package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;

/**
 * Limits of open files and inotify.
 *
 * @param filesUsed, filesMax /proc/sys/fs/file-nr
 * @param fds open files of processes
 */
public record Limits(
    long filesUsed,
    long filesMax,
    long inotifyInstances,
    long inotifyWatches,
    List<Fds> fds,
    SourceRef at) {
  public Limits {
    fds = List.copyOf(fds);
  }

  /** Open files of a process and how many it may open. */
  public record Fds(long count, long limit, String process, int pid, SourceRef at) {}
}
