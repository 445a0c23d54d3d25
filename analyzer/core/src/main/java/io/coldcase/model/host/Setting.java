package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;

/** A value as written somewhere, and where. */
public record Setting(String text, SourceRef at) {}
