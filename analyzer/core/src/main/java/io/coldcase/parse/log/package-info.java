/** Logs of pods, kubelet, runtime and kernel: one pass for all signatures and request failures. */
@NullMarked
package io.coldcase.parse.log;

import org.jspecify.annotations.NullMarked;
