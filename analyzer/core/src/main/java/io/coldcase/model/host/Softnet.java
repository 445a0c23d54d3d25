package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;

/** Per-CPU receive counters (/proc/net/softnet_stat), summed. */
public record Softnet(long processed, long dropped, long squeezed, SourceRef at) {}
