package io.coldcase.cli;

import picocli.CommandLine.Command;

/** The command {@code coldcase}; its subcommands do the work. */
@Command(
    name = "coldcase",
    description = "Names the root cause of a Kubernetes network failure from collected evidence.",
    mixinStandardHelpOptions = true,
    version = "coldcase 0.1.0",
    subcommands = {Analyze.class, Capture.class})
final class Coldcase {}
