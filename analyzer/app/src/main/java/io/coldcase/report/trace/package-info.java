/** Walks of packets for people (a tree in the terminal) and for programs (JSON). */
@NullMarked
package io.coldcase.report.trace;

import org.jspecify.annotations.NullMarked;
