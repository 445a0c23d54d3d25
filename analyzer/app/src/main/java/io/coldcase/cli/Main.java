package io.coldcase.cli;

import picocli.CommandLine;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Coldcase()).execute(args));
  }
}
