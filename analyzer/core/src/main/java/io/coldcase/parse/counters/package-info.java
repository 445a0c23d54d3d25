/** Kernel counters: nstat, softnet_stat, conntrack statistics, ethtool -S. */
@NullMarked
package io.coldcase.parse.counters;

import org.jspecify.annotations.NullMarked;
