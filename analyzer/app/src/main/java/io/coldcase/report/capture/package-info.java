/** What a packet capture holds, for a terminal and as JSON. */
@NullMarked
package io.coldcase.report.capture;

import org.jspecify.annotations.NullMarked;
