/**
 * What would happen to this packet? Walks through hosts, filters and overlays; every step cites its
 * line.
 */
@NullMarked
package io.coldcase.sim;

import org.jspecify.annotations.NullMarked;
