/** {@code ipvsadm -Ln} and {@code /proc/net/ip_vs}. */
@NullMarked
package io.coldcase.parse.ipvs;

import org.jspecify.annotations.NullMarked;
