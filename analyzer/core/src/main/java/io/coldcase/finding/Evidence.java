package io.coldcase.finding;

import io.coldcase.diag.SourceRef;

/** One place in the bundle that counts for a finding, and one sentence on why. */
public record Evidence(SourceRef at, String why) {}
