/** Results of the collector's active probes. */
@NullMarked
package io.coldcase.model.probe;

import org.jspecify.annotations.NullMarked;
