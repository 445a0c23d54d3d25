/** The command line: the only place that prints and sets the exit code. */
@NullMarked
package io.coldcase.cli;

import org.jspecify.annotations.NullMarked;
