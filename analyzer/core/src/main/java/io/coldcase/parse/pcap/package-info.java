/** Packet captures as artifacts of a bundle. */
@NullMarked
package io.coldcase.parse.pcap;

import org.jspecify.annotations.NullMarked;
