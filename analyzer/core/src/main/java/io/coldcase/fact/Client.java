package io.coldcase.fact;

import io.coldcase.finding.Subject;

/** A pod whose log tells of failed requests, and the node that it runs on. */
public record Client(Subject pod, String node) {}
